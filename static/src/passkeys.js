// Passkeys: show their buttons where the browser knows them, and say when one failed.
(() => {
  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("[data-needs-passkeys]")) form.hidden = false;
  const failure = document.querySelector("[data-passkey-error]");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (failure) failure.hidden = false;
  });
})();
