// A page of questions: each answer is written down on this device, sent, and told. Without this file Save does it all.
"use strict";

(() => {
  const { device, waiting } = self;
  const form = document.getElementById("answers");
  if (!form || !device) return;
  const saved = document.getElementById("saved");
  const address = form.getAttribute("action");
  const page = address.replace(/^\/[a-z]{2}\//, "/");
  const isNew = address.endsWith("/new/");
  const savesByItself = Boolean(saved);
  const UNSENT = ["csrfmiddlewaretoken", "go", "language"];
  let timer = 0;
  let isBusy = false;
  let tab = ""; // names what is typed in this window

  const read = () => [...new FormData(form)].filter(([name, value]) => !UNSENT.includes(name) && typeof value === "string");
  const group = (fields) => {
    const groups = new Map();
    for (const [name, value] of fields) groups.set(name, [...(groups.get(name) ?? []), value]);
    return groups;
  };
  let before = group(read());
  const nameOf = (name) => name.replace(/^choice-/, "");
  const changed = () => [...group(read())].filter(([name, values]) => name !== "seen" && JSON.stringify(values) !== JSON.stringify(before.get(name))).map(([name]) => nameOf(name));
  const makeKey = () => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36); // the second without TLS

  const say = (text, isFailed) => {
    if (!saved) return;
    saved.classList.toggle("is-failed", isFailed);
    saved.textContent = text;
  };

  // Put answers back into the fields that they came from.
  const fill = (fields) => {
    const groups = group(fields);
    const boxes = [...form.elements].filter((field) => field.type === "checkbox");
    for (const field of form.elements) {
      const values = groups.get(field.name);
      if (!values) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.name === "seen" || field.type !== "hidden") field.value = values.find((value) => value && !boxes.some((box) => box.name === field.name && box.value === value)) ?? "";
    }
  };

  const show = (outcome) => {
    setSeen(outcome.seen);
    if (outcome.evidence) document.getElementById("evidence").outerHTML = outcome.evidence;
    say(outcome.words, outcome.state === "refused");
  };

  const write = async (extra = []) => {
    await begun;
    const item = { key: makeKey(), tab, response: device.response, path: address, page, isNew, answers: form.dataset.answered, fields: [...read(), ...extra], codes: changed() };
    await waiting.put(item);
    return item;
  };

  const flush = async (key) => {
    let mine = null;
    const listen = (item, outcome) => { if (item.key === key) mine = outcome; };
    device.heard.add(listen);
    await device.flush({ isAnew: true });
    device.heard.delete(listen);
    return mine ?? sentElsewhere(key);
  };
  // Another window or the service worker was quicker, as happens in the moment the network returns: what became of the
  // attempt stands in the queue, and they have told it. null: it waits.
  const told = new Map(); // key -> outcome
  const sentElsewhere = async (key) => {
    const item = (await waiting.all(device.response)).find((one) => one.key === key);
    if (item) return item.state === "waiting" ? null : item;
    return told.get(key) ?? { state: "saved" };
  };
  const setSeen = (seen) => { if (seen !== undefined && form.elements.seen) form.elements.seen.value = seen; };
  device.heard.add((item, outcome) => {
    if (item.tab !== tab || item.page !== page || isNew) return;
    show(outcome);
    if (outcome.state === "saved" && savesByItself) before = group(item.fields);
  });
  waiting.channel?.addEventListener("message", ({ data: { item, outcome } }) => {
    if (item.tab !== tab || item.page !== page) return;
    if (outcome.state !== "later") told.set(item.key, outcome);
    if (!isNew) show(outcome);
  });

  form.addEventListener("change", async () => {
    if (!savesByItself || isBusy) return;
    clearTimeout(timer);
    const item = await write();
    timer = setTimeout(async () => {
      const late = setTimeout(device.tell, 4000);
      const outcome = await flush(item.key);
      clearTimeout(late);
      if (outcome?.state === "later" || (!outcome && !navigator.onLine)) say("", false);
    }, 400);
  });

  // Long words are written down while they are typed; they are sent when the field is left.
  let typing = 0;
  form.addEventListener("input", (event) => {
    if (!savesByItself || !event.target.matches("textarea")) return;
    clearTimeout(typing);
    typing = setTimeout(() => { if (!isBusy) write().catch(() => {}); }, 1000);
  });

  const submitPlainly = (button, key = "") => {
    for (const [name, value] of [["key", key], [button?.name, button?.value]]) {
      if (!name) continue;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    HTMLFormElement.prototype.submit.call(form);
  };

  // Where a button leads while the site does not answer: only to what may be on this device.
  const addressAfter = (button) => {
    if (button?.name === "language") return location.pathname.replace(/^\/[a-z]{2}\//, `/${button.value}/`);
    return form.dataset[button?.value] ?? "";
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true; // until the page is left
    clearTimeout(timer);
    const button = event.submitter;
    form.setAttribute("aria-busy", "true");
    try {
      const item = await write(button?.name ? [[button.name, button.value]] : []);
      const outcome = await flush(item.key);
      if (outcome?.state === "saved") return location.assign(outcome.next || addressAfter(button) || address);
      if (outcome && outcome.state !== "later") return submitPlainly(button, item.key); // the site shows what is wrong, and where
      await waiting.dropEmpty();
      await device.tell();
      const next = addressAfter(button);
      if (next && navigator.serviceWorker?.controller) return location.assign(next);
    } catch { // this device writes nothing down: as without this file
      return submitPlainly(button);
    }
    isBusy = false;
    form.removeAttribute("aria-busy");
    return undefined;
  });

  // Hold a name for as long as this page is open; false: another window holds it.
  const hold = (name) => new Promise((resolve) => {
    if (!navigator.locks) return resolve(true);
    return navigator.locks.request(`tab ${name}`, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : undefined;
    });
  });
  // Go on with what a window typed that is closed now.
  const take = async (item) => {
    if (!(await hold(item.tab))) return;
    tab = item.tab;
    fill(item.fields);
  };

  // What was typed before: shown again, sent first; a page from this device as it was confirmed last.
  const begin = async () => {
    const mine = async () => (await waiting.all(device.response)).filter((item) => item.page === page && !item.isNew);
    if (device.keptAt) {
      const confirmed = await waiting.confirmed(page);
      if (confirmed) fill(confirmed.fields);
      before = group(read());
    } else await waiting.outdate(page);
    const items = await mine();
    const isAnswered = "answered" in form.dataset; // this page is the site's answer to what was typed
    if (isAnswered) return device.tell();
    if (items.length && !device.keptAt) {
      form.inert = true;
      await device.flush({ isAnew: true });
      if ((await mine()).length < items.length) return location.reload();
    }
    const last = (await mine()).findLast((item) => item.state === "waiting");
    if (last) await take(last);
    return undefined;
  };
  const begun = begin().catch(() => {}).then(async () => {
    if (!tab) {
      tab = makeKey();
      hold(tab);
    }
    form.inert = false;
    if (!("answered" in form.dataset)) device.flush({ isAnew: true });
  });
})();
