// <away-line>: the line on top of the page that says that the network is away and what waits to be sent; keeps forms
// marked `data-later` when their sending fails, and sends them when the network is back. Texts are data attributes.
import { drop, forget, keep, reachable, send, user, waiting } from "../late.js";

const AGAIN_MS = 5000;

// What was written: without files that were not chosen, and without the token, which is an old one when it is sent.
const written = (body) => [...(body ?? [])].filter(([name, value]) => name !== "csrfmiddlewaretoken" && value.size !== 0);

class AwayLine extends HTMLElement {
  connectedCallback() {
    if (!user()) return;
    this.icons ??= Object.fromEntries([...this.querySelectorAll("template")].map((one) => [one.dataset.icon, one.content]));
    this.lost = (event) => this.keepInstead(event);
    this.look = () => this.refresh();
    this.leave = (event) => this.askBeforeLeaving(event);
    // Captured before the toasts hear of it: what is kept is not lost.
    addEventListener("htmx:error", this.lost, true);
    for (const name of ["online", "offline", "focus"]) addEventListener(name, this.look);
    document.addEventListener("submit", this.leave, true);
    this.addEventListener("click", (event) => this.press(event));
    this.timer = setInterval(async () => (this.away || (await waiting()).length) && this.look(), AGAIN_MS);
    this.begin();
  }

  disconnectedCallback() {
    removeEventListener("htmx:error", this.lost, true);
    for (const name of ["online", "offline", "focus"]) removeEventListener(name, this.look);
    document.removeEventListener("submit", this.leave, true);
    clearInterval(this.timer);
  }

  async begin() {
    const before = localStorage.getItem("stegvis-user");
    localStorage.setItem("stegvis-user", user());
    if (before && before !== user()) navigator.serviceWorker?.controller?.postMessage("forget");
    await this.refresh();
  }

  async keepInstead(event) {
    const source = event.target.closest?.("[data-later]");
    const { request } = event.detail.ctx ?? {};
    const fields = written(request?.body);
    if (!source || !request || request.method === "GET" || fields.some(([, value]) => typeof value !== "string")) return;
    event.stopImmediatePropagation();
    const token = request.headers["X-Once"];
    await keep({ token, address: request.action, fields, what: source.dataset.later, at: Date.now(), user: user() });
    this.away = true;
    this.sent = false;
    source.closest("[data-later-row]")?.toggleAttribute("data-waiting", true);
    source.dispatchEvent(new CustomEvent("later:kept", { bubbles: true }));
    if (source.hasAttribute("data-later-reset")) source.reset?.();
    this.dispatchEvent(new CustomEvent("say", { detail: this.dataset.kept, bubbles: true }));
    await this.draw();
  }

  async refresh() {
    this.away = !(await reachable(this.away));
    const done = this.away ? 0 : await send();
    for (const name of done ? ["tasks:changed", "timeline:changed"] : []) document.body.dispatchEvent(new Event(name));
    // Looked at again a moment later, it must not go before anybody has read it.
    this.sent ||= done > 0;
    await this.draw();
  }

  async draw() {
    const found = await waiting();
    const parts = [];
    if (this.away) parts.push(this.part("cloud-off", this.dataset.away, this.seen()));
    if (found.some((write) => !write.refused)) parts.push(this.part("clock", this.dataset.waiting, this.names(found)));
    parts.push(...found.filter((write) => write.refused).map((write) => this.refused(write)));
    if (this.sent && !this.away) parts.push(this.done());
    this.replaceChildren(...parts);
  }

  part(icon, words, more) {
    const line = document.createElement("div");
    line.className = "away";
    const text = document.createElement("span");
    text.append(Object.assign(document.createElement("b"), { textContent: words }), " ", more);
    line.append(this.icons[icon].cloneNode(true), text);
    return line;
  }

  seen() {
    const at = new Date(document.querySelector('meta[name="seen-at"]').content);
    const clock = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    return this.dataset.seen.replace("{time}", clock);
  }

  names(found) {
    return found.filter((write) => !write.refused).map((write) => write.what).join(" · ");
  }

  refused(write) {
    const text = write.fields.map(([, value]) => value).filter(Boolean);
    const line = this.part("circle-alert", this.dataset.refused, `${write.what}: ${text.join(" · ")}`);
    line.append(this.button(this.dataset.again, "again", write), this.button(this.dataset.discard, "discard", write));
    return line;
  }

  done() {
    const line = this.part("cloud-check", this.dataset.sent, "");
    line.classList.add("sent");
    line.append(this.button(this.dataset.show, "show"));
    return line;
  }

  button(words, act, write) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words, write });
    button.className = "button small";
    button.dataset.act = act;
    return button;
  }

  async press({ target }) {
    const { act } = target.dataset;
    if (act === "show") location.reload();
    if (act === "again") await keep({ ...target.write, refused: 0 });
    if (act === "discard") await drop(target.write);
    if (act === "again" || act === "discard") await this.refresh();
  }

  // Signing out leaves nothing of the user on the device; what was not sent yet is worth a question.
  askBeforeLeaving(event) {
    if (!event.target.action?.endsWith("/accounts/logout/") || event.target.dataset.sure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.leaveWith(event.target);
  }

  async leaveWith(form) {
    await this.refresh();
    if ((await waiting()).length && !(await this.sure())) return;
    await forget();
    navigator.serviceWorker?.controller?.postMessage("forget");
    localStorage.removeItem("stegvis-user");
    form.dataset.sure = "yes";
    form.submit();
  }

  async sure() {
    const dialog = document.querySelector("#leaving");
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    return dialog.returnValue === "leave";
  }
}

customElements.define("away-line", AwayLine);

if ("serviceWorker" in navigator && user()) navigator.serviceWorker.register("/service-worker.js").catch(() => {});
