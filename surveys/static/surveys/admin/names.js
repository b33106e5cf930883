// Names for controls of Django's administration that have none for a screen reader.
"use strict";

const textOf = (node) => node?.textContent.trim().replace(/\s+/g, " ") ?? "";

const nameAll = () => {
  // Fields of a table below a form: the head of their column.
  for (const field of document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)")) {
    const cell = field.closest("td");
    const head = field.closest("table").tHead?.rows[0]?.cells[cell.cellIndex];
    if (!field.hasAttribute("aria-label") && textOf(head)) field.setAttribute("aria-label", textOf(head));
  }
  // A choice with a search: the label of its field, then what is chosen.
  for (const choice of document.querySelectorAll(".select2-container")) {
    const field = choice.previousElementSibling?.closest("select") ?? choice.parentElement.querySelector("select");
    const label = field?.labels?.[0];
    if (!label) continue;
    label.id ||= `${field.id}_label`;
    for (const part of choice.querySelectorAll("[role=combobox], [role=textbox]"))
      part.setAttribute("aria-labelledby", `${label.id} select2-${field.id}-container`);
  }
  // A picture whose words stand in an attribute.
  for (const picture of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) picture.setAttribute("role", "img");
  // A filter for what is empty.
  for (const link of document.querySelectorAll("#changelist-filter li a")) if (!textOf(link)) link.textContent = "–";
};

addEventListener("load", nameAll);
document.addEventListener("formset:added", nameAll);
