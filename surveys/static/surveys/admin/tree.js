// The tree of an instrument version: open what an address points to, open all, close all.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const branches = document.querySelectorAll("details.branch");
  const tools = document.querySelector(".tree-tools");

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target; part; part = part.parentElement) {
      if (part.matches("details.branch")) part.open = true;
    }
    target.scrollIntoView();
  };

  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const what = event.target.dataset.tree;
    if (what) branches.forEach((branch) => { branch.open = what === "open"; });
  });
  window.addEventListener("hashchange", reveal);
  reveal();
});
