// Before a browser is let in no longer, people are asked whether they go on (WCAG 2.2.1).
"use strict";

(() => {
  const dialog = document.getElementById("session-ends");
  const { device, waiting } = self;
  if (!dialog || !device?.words.left || device.keptAt) return;
  const { left, warn } = device.words;
  const [soon, over] = dialog.querySelectorAll("p");
  let ends = Date.now() + left * 1000;
  let isDismissed = false;

  const look = () => {
    const rest = (ends - Date.now()) / 1000;
    if (rest > warn) isDismissed = false;
    else if (rest > 0 && !isDismissed && !dialog.open) dialog.showModal();
    else if (rest <= 0 && over.hidden) {
      [soon.hidden, over.hidden] = [true, false];
      if (!dialog.open) dialog.showModal();
    }
  };

  const goOn = async () => {
    if (!over.hidden) return dialog.close();
    const address = device.words.state;
    const { token } = await waiting.fetchToken({ path: address });
    const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token } });
    if (!answer.ok) return undefined;
    ends = Date.now() + (await answer.json()).seconds * 1000;
    return dialog.close();
  };

  dialog.addEventListener("close", () => { isDismissed = true; });
  dialog.querySelector("[data-go-on]").addEventListener("click", () => { goOn().catch(() => dialog.close()); });
  setInterval(look, Math.min(30, warn / 4) * 1000);
  document.addEventListener("visibilitychange", look);
})();
