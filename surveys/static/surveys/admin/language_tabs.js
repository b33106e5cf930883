// Texts in several languages: show one language at a time, or all. Fields are told by their names: text_kk, text_ru.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const tabs = document.getElementById("language-tabs");
  if (!tabs) return;
  const buttons = [...tabs.querySelectorAll("button")];
  const languages = buttons.map((button) => button.dataset.language).filter(Boolean);
  const ending = new RegExp(`^(?:field|column)-\\w+_(${languages.join("|")})$`);
  const fields = [];

  document.querySelectorAll("[class*='field-'], [class*='column-']").forEach((field) => {
    for (const name of field.classList) {
      const match = ending.exec(name);
      if (match) {
        field.dataset.textLanguage = match[1];
        fields.push(field);
      }
    }
  });
  if (!fields.length) return;

  const remembered = () => {
    try { return sessionStorage.getItem("language-of-texts"); } catch { return null; }
  };
  const show = (language) => {
    // Asked anew each time: rows may have been added since.
    document.querySelectorAll("[data-text-language]").forEach((field) => {
      field.classList.toggle("other-language", language !== "" && field.dataset.textLanguage !== language);
    });
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.language === language)));
    try { sessionStorage.setItem("language-of-texts", language); } catch { /* the choice lasts for this page only */ }
  };

  buttons.forEach((button) => {
    const language = button.dataset.language;
    const isWrong = fields.some((field) => field.dataset.textLanguage === language && field.matches(".errors, :has(.errorlist)"));
    button.classList.toggle("has-errors", isWrong);
    button.addEventListener("click", () => show(language));
  });
  const wrong = buttons.find((button) => button.classList.contains("has-errors"));
  const wanted = wrong ? wrong.dataset.language : remembered() ?? document.documentElement.lang;
  tabs.hidden = false;
  show(languages.includes(wanted) || wanted === "" ? wanted : languages[0]);
});
