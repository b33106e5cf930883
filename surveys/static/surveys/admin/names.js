// Names for controls of Django's administration that have none for a screen reader.
"use strict";

const textOf = (node) => node?.textContent.trim().replace(/\s+/g, " ") ?? "";

// Django's own tables name their fields by the head of the column alone.
const headOf = (field) => {
  const cell = field.closest("td");
  return cell && field.closest("table").tHead?.rows[0]?.cells[cell.cellIndex];
};

// A choice with a search: the label of its field or the head of its column, then what is chosen.
const nameChoices = () => {
  for (const choice of document.querySelectorAll(".select2-container")) {
    const field = choice.previousElementSibling?.closest("select") ?? choice.parentElement.querySelector("select");
    const label = field?.labels?.[0] ?? (field && headOf(field));
    if (!label) continue;
    label.id ||= `${field.id}_label`;
    const name = `${label.id} select2-${field.id}-container`;
    for (const part of choice.querySelectorAll("[role=combobox], [role=textbox]"))
      if (part.getAttribute("aria-labelledby") !== name) part.setAttribute("aria-labelledby", name);
  }
};

const nameAll = () => {
  for (const field of document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)")) {
    const head = headOf(field);
    if (!field.hasAttribute("aria-label") && textOf(head)) field.setAttribute("aria-label", textOf(head));
  }
  // A head that says nothing is none.
  for (const head of document.querySelectorAll("thead th")) {
    if (textOf(head) || head.querySelector("input")) continue;
    const cell = document.createElement("td");
    cell.className = head.className;
    head.replaceWith(cell);
  }
  // The search of a list is named by a picture, in English: the word of its button says the same.
  for (const picture of document.querySelectorAll("label[for=searchbar] > img")) {
    const word = document.createElement("span");
    word.className = "visually-hidden";
    word.textContent = picture.closest("form").querySelector("[type=submit]").value;
    picture.alt = "";
    picture.after(word);
  }
  // A picture whose words stand in an attribute.
  for (const picture of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) picture.setAttribute("role", "img");
  // A filter for what is empty.
  for (const link of document.querySelectorAll("#changelist-filter li a")) if (!textOf(link)) link.textContent = "–";
};

addEventListener("load", nameAll);
new MutationObserver(nameChoices).observe(document.body, { childList: true, subtree: true }); // Django makes them when it is ready
document.addEventListener("formset:added", nameAll);
