// Names every sending of a form, so that the server does it once even when it arrives twice (core/once.py): the second
// click of an impatient finger, and the next try after an answer got lost. What was changed in between is another sending.
const sendings = new WeakMap();

const words = (body) => JSON.stringify([...body].map(([name, value]) => [name, value.name ?? value, value.size ?? 0]));

const name = (source, body) => {
  const said = words(body);
  if (sendings.get(source)?.said !== said) sendings.set(source, { said, token: crypto.randomUUID?.() ?? fallback() });
  return sendings.get(source).token;
};

// Without HTTPS browsers offer no randomUUID; the name need not be secret.
const fallback = () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16).padStart(8, "0")).join("-");

document.addEventListener("htmx:config:request", ({ target, detail }) => {
  const { request } = detail.ctx;
  if (request.method === "GET") return;
  request.headers["X-Once"] ??= name(target, request.body ?? []);
});

document.addEventListener("htmx:after:request", ({ target }) => sendings.delete(target));

// Forms that the browser sends itself carry the name in a field.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.enctype.startsWith("multipart")) return;
  // What talks to another server must not hold the database meanwhile; doing it twice does no harm.
  if (form.hasAttribute("data-many")) return;
  form.querySelector(":scope > input[name=once]")?.remove();
  const token = name(form, new FormData(form, event.submitter));
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "once", value: token }));
});

// A page brought back from the browser's memory sends anew.
addEventListener("pageshow", ({ persisted }) => persisted && document.querySelectorAll("form").forEach((form) => sendings.delete(form)));
