// Conveniences only: every page does its work without this file.
"use strict";

// A page from the browser's memory shows answers as they were: fetch them as they are.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
  });
}

const saved = document.getElementById("saved");
if (saved) {
  let saving = false;
  const say = (words, isFailed) => {
    saved.classList.toggle("is-failed", isFailed);
    if (words) saved.textContent = words;
  };
  document.body.addEventListener("htmx:beforeRequest", () => { saving = true; });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    saving = false;
    const { successful, xhr } = event.detail;
    say(successful || xhr.status === 403 ? "" : saved.dataset.failed, !successful); // a refusal says itself why
  });
  // A save in the background goes first: the page must know what it stored, or it would take it for somebody else's.
  document.getElementById("answers").addEventListener("submit", (event) => {
    if (!saving) return;
    event.preventDefault();
    const form = event.target;
    document.body.addEventListener("htmx:afterRequest", () => form.requestSubmit(event.submitter), { once: true });
  });
}

// On a phone the row of pages is pushed along: begin where one is.
const here = document.querySelector(".tabs [aria-current]");
if (here) here.scrollIntoView({ inline: "center", block: "nearest" });
