// Writes that wait for the network. A form marked `data-later="what it is"` whose sending fails is kept on this device,
// for its user alone, and sent later under the name of its first try (js/once.js), so that it is done once.
import { del, entries, set } from "../vendor/idb-keyval.js";

export const AWAY = "/away/";
export const user = () => document.querySelector('meta[name="user-key"]')?.content ?? "";

// Whether the server can be reached. A device may think so wrongly: a page that was shown again asks, and one of which
// something waits.
export const reachable = async (doubt) => {
  if (!navigator.onLine) return false;
  if (!doubt && !document.querySelector('meta[name="kept"]')) return true;
  return fetch(AWAY, { method: "HEAD" }).then((answer) => answer.status < 500, () => false);
};

// Everything that waits for this user, oldest first, as {token, address, fields, what, at, user, refused}.
export const waiting = async () => (await everything()).filter((write) => write.user === user());

export const keep = (write) => set(write.token, write);
export const drop = (write) => del(write.token);
export const forget = async () => Promise.all((await waiting()).map(drop));

const everything = async () => (await entries()).map(([, write]) => write).sort((a, b) => a.at - b.at);

// Sends what waits; answers how many were done. Stops where the network or the sign-in is missing.
export const send = () => (navigator.locks ? navigator.locks.request("stegvis-late", sendAll) : sendAll());

const sendAll = async () => {
  const found = (await waiting()).filter((write) => !write.refused);
  if (!found.length) return 0;
  const token = await freshToken();
  if (!token) return 0;
  let done = 0;
  for (const write of found) {
    const answer = await post(write, token);
    if (!answer) return done;
    if (answer.ok) done += 1;
    await (answer.ok ? drop(write) : keep({ ...write, refused: answer.status }));
  }
  return done;
};

const post = async ({ address, fields, token: once }, csrf) => {
  const headers = { "X-CSRFToken": csrf, "X-Once": once, "HX-Request": "true", "HX-Request-Type": "partial" };
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" });
    return answer.type === "opaqueredirect" || answer.status >= 500 ? null : answer;
  } catch {
    return null;
  }
};

// The page may be an old one: who is signed in now, and with which token, the server says.
const freshToken = async () => {
  try {
    const answer = await fetch(AWAY);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = (name) => page.querySelector(`meta[name="${name}"]`)?.content;
    return content("user-key") === user() ? content("csrf-token") : "";
  } catch {
    return "";
  }
};
