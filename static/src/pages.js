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

// On a phone the row of pages is pushed along: begin where one is.
const here = document.querySelector(".tabs [aria-current]");
if (here) here.scrollIntoView({ inline: "center", block: "nearest" });
