// What this device keeps of one response: copies of pages that were opened, and answers not sent yet. What of it people
// are told stands in the element with the identifier "device" (templates/surveys/_device.html); so do the words.
"use strict";

self.device = (() => {
  const box = document.getElementById("device");
  if (!box || !self.indexedDB) return null;
  const words = box.dataset;
  const response = words.response;
  const keptAt = Number(document.documentElement.dataset.kept ?? 0); // this page came from the device, not from the site
  const line = box.querySelector("[role=status]");
  const buttons = Object.fromEntries([...box.querySelectorAll("button[data-do]")].map((button) => [button.dataset.do, button]));
  const { waiting } = self;
  const heard = new Set(); // who wants to know what became of an attempt
  let isGone = Boolean(keptAt);
  let pause = 5000;
  let timer = 0;

  const count = (items) => new Set(items.flatMap((item) => item.codes.map((code) => `${item.isNew ? item.key : item.page} ${code}`))).size;
  const fill = (sentence, number) => sentence.replace("{n}", number);

  const tell = async () => {
    const items = await waiting.all(response);
    const of = (state) => items.filter((item) => item.state === state);
    const [later, attention, refused] = [of("waiting"), of("attention"), of("refused")];
    const sentences = [];
    if (isGone) sentences.push(words.memory);
    if (count(later)) sentences.push(fill(words.waiting, count(later)));
    if (attention.length) sentences.push(fill(words.attention, count(attention)));
    if (refused.length) sentences.push(fill(words.refused, count(refused)), refused.at(-1).words);
    const text = sentences.filter(Boolean).join(" ");
    // What was told keeps its room when it is over: no button moves away below a finger.
    const isOver = !text && !box.classList.contains("is-empty");
    if (isOver && !box.style.minHeight) box.style.minHeight = `${box.offsetHeight}px`;
    box.classList.toggle("is-over", isOver);
    if (line.textContent !== text) line.textContent = text;
    if (text) box.classList.remove("is-empty");
    buttons.send.hidden = !count(later);
    buttons.look.hidden = !(attention.length || refused.length);
    buttons.remove.hidden = !refused.length;
    return items;
  };

  const flush = async ({ isAnew = false } = {}) => {
    clearTimeout(timer);
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || undefined;
    const tellAll = (item, outcome) => {
      if (outcome.state !== "later") isGone = false;
      for (const listener of heard) listener(item, outcome);
    };
    const isDone = await waiting.flush(response, { token, isAnew, tell: tellAll });
    const items = await tell();
    const isLeft = items.some((item) => item.state === "waiting");
    if (isDone && !isLeft) pause = 5000;
    else {
      timer = setTimeout(() => flush(), pause);
      pause = Math.min(pause * 2, 120_000);
      navigator.serviceWorker?.ready.then((registration) => registration.sync?.register("answers")).catch(() => {});
    }
    return isDone;
  };

  // Open what a person has to look at: the site shows it with the choice, the error or the reason, to be copied too.
  const look = async () => {
    const item = (await waiting.all(response)).find((one) => one.state !== "waiting");
    if (!item) return;
    const token = (await waiting.fetchToken(item).catch(() => null))?.token ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: item.path, hidden: true });
    for (const [name, value] of [...item.fields, ["key", item.key], ["csrfmiddlewaretoken", token]]) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
  };

  const removeRefused = async () => {
    if (!window.confirm(words.removing)) return;
    for (const item of await waiting.all(response)) if (item.state === "refused") await waiting.remove(item.number);
    await tell();
    line.focus();
  };

  // A copy without what nobody else may find on this device: the personal link, the token of forms.
  const keep = async () => {
    const copy = document.documentElement.cloneNode(true);
    for (const secret of copy.querySelectorAll("[data-not-kept]")) secret.remove();
    for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.setAttribute("value", "");
    const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept": String(Date.now()) };
    const cache = await caches.open(`pages-${response}`);
    await cache.put(location.pathname, new Response(`<!doctype html>\n${copy.outerHTML}`, { headers }));
  };

  const keepFiles = async () => {
    const wasInControl = Boolean(navigator.serviceWorker.controller);
    const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "all" });
    const named = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], img[src]")].map((one) => one.href || one.src);
    const fonts = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.endsWith(".woff2"));
    // A first visit loads nothing more than its page; the page for when there is no network comes with the second.
    const files = [...named, ...fonts, ...(wasInControl ? [words.offline, words.offlineScript] : [])];
    (await navigator.serviceWorker.ready).active?.postMessage({ files: [...new Set(files)] });
    return registration;
  };

  const forget = async () => {
    await caches?.delete(`pages-${response}`);
    await waiting.forget(response);
  };

  // Submitting, removing and leaving ask the site, and first send what waits.
  const guard = (form) => form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isLeaving = form.dataset.online === "leave";
    if (!navigator.onLine || !(await flush({ isAnew: true }))) {
      if (!isLeaving) { line.textContent = fill(words.network, count(await waiting.all(response))); box.classList.remove("is-empty"); line.focus(); return; }
    }
    const left = await tell();
    if (left.length && !isLeaving) { line.focus(); return; }
    if (isLeaving) {
      if (left.length && !window.confirm(fill(words.leaving, count(left)))) return;
      await forget();
    }
    HTMLFormElement.prototype.submit.call(form);
  });

  // A form that only goes on needs no site: its addresses stand in it.
  for (const form of document.querySelectorAll("form[data-walk]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(form.dataset[event.submitter?.value] ?? form.dataset.next);
    });
  }
  buttons.send.addEventListener("click", () => flush({ isAnew: true }));
  buttons.look.addEventListener("click", look);
  buttons.remove.addEventListener("click", removeRefused);
  for (const form of document.querySelectorAll("form[data-online]")) guard(form);
  waiting.channel?.addEventListener("message", () => { tell(); });
  window.addEventListener("online", () => { pause = 5000; flush(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });

  const canKeep = response && self.caches && navigator.serviceWorker;
  if (canKeep && "keep" in words && !keptAt) keep().catch(() => {}); // a full device: the page works all the same
  if (canKeep) window.addEventListener("load", () => { keepFiles().catch(() => {}); });
  if (canKeep && "ended" in words) caches.delete(`pages-${response}`);

  return { words, response, keptAt, heard, flush, tell };
})();

// A page with answers to give (answering.js) begins by itself: it may have to show first what was typed before.
if (self.device && !document.getElementById("answers")) self.device.flush({ isAnew: true });
