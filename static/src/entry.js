// Entry of papers by keyboard: one key for each answer. Without this file, Tab and the space bar do the same.
"use strict";

const form = document.getElementById("entry");
const rows = form ? [...form.querySelectorAll("[data-row]")] : [];

const fieldOf = (row) => row.querySelector("input:checked") ?? row.querySelector("input:not([type=hidden]), textarea, select");

const goTo = (row) => {
  const field = row ? fieldOf(row) : form.querySelector("button[value=next]");
  field.focus({ preventScroll: true });
  (row ?? field).scrollIntoView({ block: "nearest" });
};

const goOn = (row, step) => {
  const next = rows[rows.indexOf(row) + step];
  if (next || step > 0) goTo(next);
};

const press = (row, key) => {
  const label = row.querySelector(`label[data-key="${CSS.escape(key)}"]`);
  if (!label) return false;
  const input = label.querySelector("input");
  if (input.type === "checkbox") {
    input.checked = !input.checked;
    input.focus();
  } else {
    input.checked = true;
    if (key) goOn(row, 1);
  }
  return true;
};

form?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  if (event.key === "Enter" && event.ctrlKey) return form.requestSubmit(form.querySelector("button[value=next]"));
  if (!row && event.key === "ArrowUp" && rows.length) {
    event.preventDefault();
    return goTo(rows.at(-1));
  }
  if (!row || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const isText = event.target.matches("textarea, input:not([type=radio], [type=checkbox]), select");
  let isDone = false;
  if (event.key === "Enter" && !event.target.matches("textarea")) {
    goOn(row, 1);
    isDone = true;
  } else if (!isText && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    goOn(row, event.key === "ArrowDown" ? 1 : -1);
    isDone = true;
  } else if (!isText && (event.key === "Backspace" || event.key === "Delete")) {
    isDone = press(row, "");
  } else if (!isText && event.key.length === 1 && event.key !== " ") {
    isDone = press(row, event.key);
  }
  if (isDone) event.preventDefault();
  return undefined;
});

if (form && !document.querySelector(".error-summary")) {
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const row = target?.closest("[data-row]") ?? rows.find((one) => !one.querySelector("input:checked") && !fieldOf(one)?.matches("textarea") && !one.querySelector("input:not([type=radio], [type=checkbox], [type=hidden])")?.value);
  if (row) goTo(row);
}
