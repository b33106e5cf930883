// Live pages of workshops. Without this file they work by loading anew.
"use strict";

const EVERY = 1000; // milliseconds; phones ask at times of their own, so that they do not all ask at once
const PATIENCE = 15000; // the longest pause after failures
const pause = () => EVERY * (0.8 + 0.4 * Math.random());

// Phone: ask whether there is anything new; vote without loading the page.
const live = document.getElementById("live");
if (live) {
  const lost = document.getElementById("lost");
  let failures = 0;
  let timer = 0;
  let sending = false;

  const state = () => live.querySelector("[data-revision]").dataset;

  const show = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html").querySelector(".phone");
    if (!parsed) return window.location.reload();
    const hadFocus = live.contains(document.activeElement);
    live.replaceChildren(parsed);
    const heading = live.querySelector("h1");
    document.getElementById("announce").textContent =
      `${live.querySelector("[data-announce]")?.textContent ?? ""} ${heading.textContent}`;
    if (hadFocus) (live.querySelector("[role=alert]") ? live.querySelector("[role=alert]") : heading).focus();
  };

  const failed = () => {
    failures += 1;
    if (failures > 2) lost.hidden = false;
  };

  const reached = () => {
    failures = 0;
    lost.hidden = true;
  };

  const next = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, wait ?? Math.min(PATIENCE, pause() * 2 ** Math.min(failures, 4)));
  };

  async function ask() {
    const { revision, seat } = state();
    try {
      const answer = await fetch(`${live.dataset.address}?seen=${revision}&seat=${encodeURIComponent(seat)}`, {
        signal: AbortSignal.timeout(10000),
      });
      if (answer.status === 200) {
        const html = await answer.text();
        if (!sending && state().revision === revision) show(html);
        reached();
      } else if (answer.status === 204) reached();
      else if (answer.status === 404) return window.location.reload(); // the seat is gone, or the session ended
      else failed();
    } catch {
      failed();
    }
    if (!live.querySelector("[data-ended]")) next();
  }

  live.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const form = event.target;
    const sent = new URLSearchParams(new FormData(form));
    if (event.submitter?.name) sent.set(event.submitter.name, event.submitter.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Live": "1" } });
      if (answer.redirected) return window.location.reload();
      if ([200, 409, 422].includes(answer.status)) show(await answer.text());
      else window.location.reload();
      reached();
    } catch {
      lost.hidden = false; // what was typed stays on the page
    } finally {
      sending = false;
    }
  });

  document.addEventListener("visibilitychange", () => { if (!document.hidden) next(0); });
  window.addEventListener("online", () => next(0));
  next();
}

// Screen of the facilitator: how many are here and have voted; keys.
const room = document.querySelector(".room");
if (room) {
  const people = document.getElementById("people");
  const isTyping = () => [...document.querySelectorAll(".agree textarea, .agree input:not([type=hidden])")].some(
    (field) => (field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));

  const look = async () => {
    try {
      const answer = await fetch(`${room.dataset.address}?seen=${people.firstElementChild.dataset.seen}`, { signal: AbortSignal.timeout(10000) });
      if (answer.status === 200) {
        const parsed = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".people");
        if (parsed) people.replaceChildren(parsed);
        if (parsed && parsed.dataset.revision !== room.dataset.revision) {
          if (!isTyping()) return window.location.reload();
          document.getElementById("moved-on").hidden = false;
        }
      }
    } catch { /* asked again */ }
    window.setTimeout(look, pause());
  };
  window.setTimeout(look, pause());

  const keys = document.getElementById("keys");
  const isOn = document.getElementById("keys-on");
  keys.hidden = false;
  isOn.checked = localStorage.getItem("workshop-keys") !== "off";
  isOn.addEventListener("change", () => localStorage.setItem("workshop-keys", isOn.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!isOn.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    // By the place of the key: a Cyrillic keyboard has other letters on it.
    const target = document.querySelector(`.controls [data-key="${event.code}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
    if (target.matches("summary")) target.parentElement.querySelector("input:not([type=hidden]), textarea, button")?.focus();
  });
}
