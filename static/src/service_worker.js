// The service worker: pages that were opened stay usable without a network. It keeps files of the site; pages are kept
// by themselves (device.js), each response in a cache of its own. Served by device.py, which says `self.site`.
"use strict";

importScripts(self.site.queue);

const FILES = `files-${self.site.version}`;
const PAGE = /^\/([a-z]{2})\/responses\/([0-9a-f-]{36})\//;
const NEEDS_NETWORK = /\/(check|leave)\/$|\/remove\/$/;
const PATIENCE = 15_000; // so long a page may take to come while this device has a copy
const OLDEST = 14 * 24 * 3600 * 1000; // as long as a browser stays let in
// Copies come with no headers of the site: the same restraint as its pages have.
const POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await self.clients.claim();
  // Copies of pages may still name the files of the version before.
  const old = (await caches.keys()).filter((name) => name.startsWith("files-") && name !== FILES);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
})()));

const keepFile = async (address) => {
  if (await caches.match(address)) return;
  const answer = await fetch(address, { cache: "force-cache" }); // the page has it already: nothing is loaded twice
  if (answer.ok) await (await caches.open(FILES)).put(address, answer);
};

self.addEventListener("message", (event) => {
  const files = (event.data?.files ?? []).filter((address) => new URL(address, self.location).origin === self.location.origin);
  // A page that was being loaded while this worker began belongs to nobody yet.
  event.waitUntil(Promise.allSettled([self.clients.claim(), ...files.map(keepFile)]));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "answers") return;
  event.waitUntil(self.waiting.flush().then((isDone) => { if (!isDone) throw new Error("not yet"); }));
});

const nameOf = (url) => { const found = url.pathname.match(PAGE); return found && `pages-${found[2]}`; };

const findKept = async (url) => {
  const name = nameOf(url);
  const kept = name && await (await caches.has(name) ? caches.open(name) : null)?.then((cache) => cache.match(url.pathname));
  if (!kept) return null;
  if (Date.now() - Number(kept.headers.get("X-Kept")) < OLDEST) return kept;
  await caches.delete(name);
  return null;
};

const fromDevice = async (kept) => {
  const text = (await kept.text()).replace("<html ", `<html data-kept="${Number(kept.headers.get("X-Kept"))}" `);
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY } });
};

const withoutNetwork = async (url) => {
  const asked = url.pathname.slice(1, 3);
  const language = asked in self.site.words ? asked : Object.keys(self.site.words)[0];
  const words = self.site.words[language];
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY };
  const short = `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width"><title>${words}</title><h1>${words}</h1>`;
  return (await caches.match(`/${language}/offline/`)) ?? new Response(short, { status: 503, headers });
};

const inTime = (promise) => Promise.race([promise, new Promise((_resolve, reject) => { setTimeout(reject, PATIENCE); })]);

const showPage = async (request, url) => {
  const kept = request.method === "GET" ? await findKept(url) : null;
  try {
    const answer = await (kept ? inTime(fetch(request)) : fetch(request));
    if ([403, 404, 410].includes(answer.status) && nameOf(url)) await caches.delete(nameOf(url)); // no longer let in
    return kept && [502, 503, 504].includes(answer.status) ? fromDevice(kept) : answer;
  } catch {
    return kept ? fromDevice(kept) : withoutNetwork(url);
  }
};

// Files whose names say what is in them come from this device at once, others only without a network.
const showFile = async (request) => {
  const isNamedByContent = /\.[0-9a-f]{12}\.\w+$/.test(new URL(request.url).pathname);
  if (isNamedByContent) return (await caches.match(request.url)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request.url)) ?? Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const isRead = request.method === "GET";
  if (isRead && url.pathname.startsWith(self.site.files)) event.respondWith(showFile(request));
  if (request.mode !== "navigate") return;
  if (isRead ? PAGE.test(url.pathname) || /^\/([a-z]{2}\/)?$/.test(url.pathname) : NEEDS_NETWORK.test(url.pathname) && PAGE.test(url.pathname)) {
    event.respondWith(showPage(request, url));
  } else if (!isRead && url.pathname.endsWith("/sign-out/")) {
    event.waitUntil((async () => { // whoever uses this device next finds nothing
      for (const name of await caches.keys()) if (name.startsWith("pages-")) await caches.delete(name);
      await self.waiting.forgetAll();
    })());
  }
});
