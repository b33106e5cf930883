// The page for when there is no network: which pages this device keeps, and how many answers wait to be sent.
"use strict";

(async () => {
  const box = document.getElementById("kept");
  const language = document.documentElement.lang;
  const list = box.querySelector("ul");
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-")) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith(`/${language}/`)) continue;
      const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
      const link = document.createElement("a");
      Object.assign(link, { href: pathname, textContent: page.querySelector("h1")?.textContent ?? pathname });
      const line = document.createElement("li");
      line.append(link);
      list.append(line);
    }
  }
  const codes = (await self.waiting.all("")).flatMap((item) => (item.state === "waiting" ? item.codes.map((code) => `${item.page} ${code}`) : []));
  const number = new Set(codes).size;
  if (number) box.querySelector("[role=status]").textContent = box.dataset.waiting.replace("{n}", number);
  box.hidden = !number && !list.children.length;
})();
