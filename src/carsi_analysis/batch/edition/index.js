"use strict";
const form = document.getElementById("find");
if (form) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const items = [...document.querySelectorAll("[data-find]")].map((node) => [node, plain(node.textContent)]);
  const input = form.querySelector("input"), found = document.getElementById("found");
  const narrow = () => {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    const holds = (text) => wanted.every((word) => text.includes(word));
    for (const [node, text] of items) {
      node.hidden = !holds(text);
      for (const part of node.querySelectorAll("details")) {
        const lines = [...part.querySelectorAll("li")];
        const hits = wanted.length ? lines.filter((line) => holds(plain(line.textContent))) : [];
        for (const line of lines) line.hidden = hits.length > 0 && !hits.includes(line);
        part.open = hits.length > 0;
      }
    }
    for (const section of document.querySelectorAll("section")) {
      const own = [...section.querySelectorAll("[data-find]")];
      if (own.length) section.hidden = own.every((node) => node.hidden);
    }
    const count = new Set(items.filter(([node]) => !node.hidden)
      .map(([node]) => node.querySelector("a").getAttribute("href"))).size;
    const kind = count > 1 ? "many" : count ? "one" : "none";
    found.textContent = wanted.length ? found.dataset[kind].replace("{count}", count) : "";
    history.replaceState(null, "", wanted.length ? `#find=${encodeURIComponent(input.value)}` : location.pathname);
  };
  const asked = location.hash.match(/^#find=(.*)/);
  if (asked) input.value = decodeURIComponent(asked[1]);
  form.hidden = false;
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  // A browser restores what was typed only after this script has run.
  window.addEventListener("pageshow", () => input.value && narrow());
}
