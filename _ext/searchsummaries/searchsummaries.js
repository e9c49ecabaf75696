"use strict";
// Adds the description of the page to each result of Sphinx's search. A search without a result
// offers the pages of the menu instead.
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

  const offer = (summary, list) => {
    // The summary is empty until Sphinx has finished. Its second sentence speaks of categories of
    // its own documentation.
    if (!summary?.textContent || list.children.length) return;
    [summary.textContent] = summary.textContent.split(/(?<=[.。।])/);
    const pages = document.querySelectorAll("header .navbar-nav a.nav-internal");
    for (const { href, textContent } of pages) {
      const link = document.createElement("a");
      Object.assign(link, { href, textContent: textContent.trim() });
      list.appendChild(document.createElement("li")).append(link);
    }
  };

  const results = document.getElementById("search-results");
  if (!results) return;
  const watch = () => {
    offer(results.querySelector(".search-summary"), results.querySelector("ul.search"));
    results.querySelectorAll("ul.search > li").forEach(describe);
  };
  new MutationObserver(watch).observe(results, { childList: true, subtree: true });
  watch();
})();
