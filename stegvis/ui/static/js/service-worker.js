// The service worker: without network, the pages that sellers need most are there as they were last seen. It keeps no
// writes: the page does (js/late.js). Served at /service-worker.js, so that it answers for every address.
const ASSETS = "stegvis-assets";
const PAGES = "stegvis-pages";
const AWAY = "/away/";
const MOST_PAGES = 80;
const MOST_ASSETS = 300;
// Today, the board, the list, and the page of one deal, company or person.
const KEPT = /^\/w\/[\w-]+\/(today\/|deals\/|deals\/list\/|deals\/\d+\/|companies\/\d+\/|people\/\d+\/)$/;
const LEAVING = /^\/accounts\/log(in|out)\//;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepAway());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(asset(event));
});

self.addEventListener("message", (event) => event.data === "forget" && event.waitUntil(forget()));

const forget = () => caches.delete(PAGES);

const keepAway = async () => {
  const cache = await caches.open(ASSETS);
  const answer = await fetch(AWAY, { credentials: "omit" });
  if (answer.ok) await cache.put(AWAY, answer);
};

// Network first; what may be kept is kept behind the answer, so that nobody waits for it.
const page = async (event, url) => {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(remember(event.request, url, answer.clone()));
    return answer;
  } catch (error) {
    return (event.request.method === "GET" && (await lastSeen(event.request))) || away(error);
  }
};

const remember = async (request, url, answer) => {
  if (LEAVING.test(new URL(answer.url || url).pathname)) return forget();
  if (request.method !== "GET" || !answer.ok || answer.redirected || !KEPT.test(url.pathname)) return undefined;
  const cache = await caches.open(PAGES);
  await cache.delete(request);
  await cache.put(request, answer);
  return trim(cache, MOST_PAGES);
};

// The same address, else the same page under other filters: better than none.
const lastSeen = async (request) => {
  const cache = await caches.open(PAGES);
  const kept = (await cache.match(request)) ?? (await cache.match(request, { ignoreSearch: true, ignoreVary: true }));
  return kept && marked(kept);
};

// A page shown again says so to its scripts: the browser may well think that it has a network.
const marked = async (kept) => {
  const text = (await kept.text()).replace('<meta name="seen-at"', '<meta name="kept" content="yes"><meta name="seen-at"');
  const headers = new Headers(kept.headers);
  // The text is neither compressed nor as long as it was when it came.
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(text, { status: 200, headers });
};

const away = async (error) => {
  const kept = await (await caches.open(ASSETS)).match(AWAY);
  if (kept) return kept;
  throw error;
};

// Assets carry a hash in their name: what was kept under a name is right for ever.
const asset = async (event) => {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(cache.put(event.request, answer.clone()).then(() => trim(cache, MOST_ASSETS)));
  return answer;
};

const trim = async (cache, most) => {
  const keys = (await cache.keys()).filter((key) => new URL(key.url).pathname !== AWAY);
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
};
