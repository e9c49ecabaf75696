"use strict";
// Adds the description of the page to each result of Sphinx's search.
(() => {
  const said = new Map(Object.entries(DESCRIPTIONS));
  const root = new URL(document.documentElement.dataset.content_root, location.href);

  const describe = (result) => {
    const link = result.querySelector(":scope > a");
    if (!link || result.querySelector(".context")) return;
    const page = new URL(link.href).pathname.slice(root.pathname.length);
    const name = decodeURIComponent(page.replace(/(^|\/)$/, "$1index.html"));
    const title = `${link.textContent.trim()}. `;
    const whole = said.get(name);
    if (!whole) return;
    const words = result.appendChild(document.createElement("p"));
    words.className = "context";
    // The link contains the title already.
    words.textContent = whole.startsWith(title) ? whole.slice(title.length) : whole;
  };

  const results = document.getElementById("search-results");
  if (!results) return;
  const watch = () => results.querySelectorAll("ul.search > li").forEach(describe);
  new MutationObserver(watch).observe(results, { childList: true, subtree: true });
  watch();
})();
