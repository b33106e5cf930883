// Answers on this device that the site has not confirmed yet. Used by pages and by the service worker.
// They are written down before they are sent, sent in their order, and removed when the site says that it has them.
"use strict";

self.waiting = (() => {
  // What is not confirmed: number, key, response, path, page, fields, codes, state, words, tried; `tab` names the window
  // that it was typed in, `answers` the attempt to which that page was the site's answer.
  const QUEUE = "queue";
  const PAGES = "pages"; // how a page kept on this device was last confirmed: page, response, fields
  const channel = self.BroadcastChannel ? new BroadcastChannel("answers") : null;
  let opened;

  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("answers", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(QUEUE, { keyPath: "number", autoIncrement: true });
        request.result.createObjectStore(PAGES, { keyPath: "page" });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };

  // Run `work(queue, pages, items)` in one transaction; `items` is the queue as it stands. Its result.
  const change = async (work) => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction([QUEUE, PAGES], "readwrite", { durability: "strict" });
      const [queue, pages] = [transaction.objectStore(QUEUE), transaction.objectStore(PAGES)];
      const request = queue.getAll();
      let result;
      request.onsuccess = () => { result = work(queue, pages, request.result); };
      transaction.oncomplete = () => resolve(result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  const ask = async (store, work) => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const request = work(database.transaction(store).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  };

  const all = async (response) => (await ask(QUEUE, (store) => store.getAll())).filter((item) => !response || item.response === response);
  const confirmed = (page) => ask(PAGES, (store) => store.get(page));
  const outdate = (page) => change((_queue, pages) => { pages.delete(page); });
  const setSeen = (fields, seen) => fields.map(([name, value]) => (name === "seen" ? [name, seen] : [name, value]));

  // Newer answers of a page replace older ones of the same window, but not an attempt whose outcome nobody knows: that is
  // asked for first. Two windows are two people: the site finds where they disagree.
  const put = (item) => change((queue, _pages, items) => {
    // Each new entry is one of its own, but for the one that a page shows again because of its errors.
    const older = items.filter((one) => !one.tried && (one.key === item.answers || (one.tab === item.tab && one.page === item.page && !one.isNew)));
    for (const one of older) queue.delete(one.number);
    const codes = new Set([...item.codes, ...older.flatMap((one) => one.codes)]);
    if (!codes.size && !item.isNew) item.isEmpty = true;
    queue.add({ ...item, codes: [...codes], state: "waiting", words: "", tried: false, at: Date.now() });
  });

  const mark = (number, values) => change((queue, _pages, items) => {
    const item = items.find((one) => one.number === number);
    if (item) queue.put({ ...item, ...values });
  });

  // The site has it. What was typed later on the same page has seen what the site stores now.
  const confirm = (item, seen) => change((queue, pages, items) => {
    queue.delete(item.number);
    if (item.isNew) return;
    pages.put({ page: item.page, response: item.response, fields: setSeen(item.fields.filter(([name]) => name !== "go" && name !== "language"), seen) });
    for (const one of items) {
      if (one.tab === item.tab && one.page === item.page && one.number > item.number) queue.put({ ...one, fields: setSeen(one.fields, seen) });
    }
  });

  const forget = (response) => change((queue, pages, items) => {
    for (const item of items) if (item.response === response) queue.delete(item.number);
    pages.openCursor().onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      if (cursor.value.response === response) cursor.delete();
      cursor.continue();
    };
  });
  const forgetAll = () => change((queue, pages) => { queue.clear(); pages.clear(); });
  // Nothing was typed: it was sent only to go on.
  const dropEmpty = () => change((queue, _pages, items) => { for (const one of items) if (one.isEmpty) queue.delete(one.number); });
  const remove = (number) => change((queue) => { queue.delete(number); });

  const homeOf = (item) => item.path.match(/^\/[a-z]{2}\/responses\/[^/]+\//)[0];
  const fetchToken = async (item) => {
    const answer = await fetch(`${homeOf(item)}state/`, { headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(30000) });
    return answer.ok && answer.headers.get("Content-Type")?.includes("json") ? answer.json() : null;
  };

  const post = async (item, token) => {
    const lines = item.fields.map(([name, value]) => [name, value.replace(/\r?\n/g, "\r\n")]); // as forms send them
    const body = new URLSearchParams([...lines, ["key", item.key]]);
    if (item.tried) body.append("again", "1");
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    return fetch(item.path, { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(30000) });
  };

  const LATER = { state: "later", words: "" };
  // What became of an attempt: saved, attention (a person has to decide), refused, or later.
  const read = async (answer) => {
    if (answer.headers.get("Content-Type")?.includes("json")) return answer.json();
    return [400, 404, 410, 413].includes(answer.status) ? { state: "refused", words: "" } : LATER;
  };

  const send = async (item, tokens) => {
    try {
      tokens.now ??= (await fetchToken(item))?.token ?? "";
      await mark(item.number, { tried: true });
      let outcome = await read(await post(item, tokens.now));
      if (outcome.state === "refused") { // perhaps only the token was too old
        const token = (await fetchToken(item))?.token;
        if (token) {
          tokens.now = token;
          outcome = await read(await post({ ...item, tried: true }, token));
        }
      }
      return outcome;
    } catch { // no network, no server, no answer in time
      return LATER;
    }
  };

  // A person has to look at it, unless she has typed the whole page anew meanwhile.
  const keepForPerson = (item, { state, words }) => change((queue, _pages, items) => {
    const newer = items.find((one) => one.number > item.number && one.tab === item.tab && one.page === item.page && !one.isNew);
    if (!newer || item.isNew) return queue.put({ ...item, state, words, tried: false });
    queue.put({ ...newer, codes: [...new Set([...item.codes, ...newer.codes])], isEmpty: false });
    return queue.delete(item.number);
  });

  const settle = async (item, outcome) => {
    if (outcome.state === "saved") await confirm(item, outcome.seen);
    else if (outcome.state !== "later") await keepForPerson(item, outcome);
    channel?.postMessage({ item: { key: item.key, tab: item.tab, page: item.page }, outcome });
  };

  // Send what waits, one after another; `isAnew`: also what was refused before. `tell(item, outcome)` hears of each.
  const sendAll = async (response, { token, isAnew = false, tell = () => {} } = {}) => {
    const tokens = { now: token };
    const stuck = new Set();
    const skipped = isAnew ? ["attention"] : ["attention", "refused"];
    const numbers = (await all(response)).filter((item) => !skipped.includes(item.state)).map((item) => item.number);
    for (const number of numbers) {
      const item = (await all(response)).find((one) => one.number === number); // replaced or removed meanwhile?
      if (!item || stuck.has(item.page)) continue;
      const outcome = await send(item, tokens);
      await settle(item, outcome);
      tell(item, outcome);
      if (outcome.state === "later") return false;
      if ((await all(response)).some((one) => one.number === number)) stuck.add(item.page);
    }
    return true;
  };
  // Never two at a time, whichever pages are open.
  const flush = (response, options) => (navigator.locks ? navigator.locks.request("answers", () => sendAll(response, options)) : sendAll(response, options));

  return { all, channel, confirmed, flush, dropEmpty, forget, forgetAll, outdate, put, remove, fetchToken };
})();
