// The filters above long lists of publications. Without this script the whole lists stand there.
"use strict";

document.querySelectorAll(".publications-filter-place").forEach((place, position) => {
  // A list has the filter of its page, or one of its own, of which the addresses tell which it is.
  const isOfBox = (node) => node.dataset.box === place.dataset.box;
  const suffix = position ? `-${position + 1}` : "";
  // Each group of buttons filters by one attribute, data-with and so on; at most one is pressed.
  const TITLES = {
    with: "Links",
    role: "Role",
    type: "Type",
    person: "People",
    topic: "Topic",
    year: "Year",
  };
  const GROUPS = Object.keys(TITLES);
  // What is called as it was written, whatever else has that name.
  const NAMED = new Set(["person", "topic", "year"]);
  const NAMES = ["q", ...GROUPS];
  // A keyword may be a word such as "constructor", which every object of JavaScript knows.
  const table = (json) => new Map(Object.entries(JSON.parse(json ?? "{}")));
  const LABELS = table(place.dataset.labels);
  const WORDS = table(place.dataset.words);
  const say = (text, values = {}) =>
    (WORDS.get(text) ?? text).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const LETTERS = table(place.dataset.letters);
  const SPECIAL = new RegExp(`[${[...LETTERS.keys()].join("")}]`, "g");
  const fold = (text) =>
    text
      .toLowerCase()
      .replace(SPECIAL, (letter) => LETTERS.get(letter))
      .normalize("NFKD")
      .replace(/\p{M}/gu, "");
  const nodes = [...document.querySelectorAll("li[data-find]")].filter((node) =>
    isOfBox(node.parentElement),
  );
  const valuesOf = (node, name) => (node.dataset[name] ?? "").split("|").filter(Boolean);

  // Of a long list, which is to be there soon, is read what is asked for when it is asked for.
  const once = (make) => {
    let made;
    return () => (made ??= make());
  };
  const items = once(() =>
    nodes.map((node) => ({
      node,
      find: node.dataset.find,
      values: Object.fromEntries(GROUPS.map((name) => [name, valuesOf(node, name)])),
    })),
  );
  const groups = once(() =>
    [...Map.groupBy(items(), ({ node }) => node.parentElement)].map(([list, members]) => ({
      node: list.closest('[class*="publications-by-"]') ?? list,
      members,
    })),
  );

  // A section that holds nothing but lists goes with them, unless the filter stands in it.
  const LISTS = ".publications, [class*='publications-by-'], .publications-legend";
  const BESIDE = `${LISTS}, h1, h2, h3, h4, h5, h6, .publications-jump, span:empty`;
  const holdsLists = (node) =>
    node.matches("section") &&
    !node.querySelector("h1, .publications-filter-place") &&
    [...node.children].every((child) => child.matches(BESIDE) || holdsLists(child));
  const sections = once(() => {
    const found = new Map();
    for (const { node, members } of groups()) {
      let above = node.parentElement;
      for (; above && holdsLists(above); above = above.parentElement) {
        found.set(above, [...(found.get(above) ?? []), ...members]);
      }
    }
    const isWhole = ([node, { length }]) =>
      node.querySelectorAll(".publications > li").length === length;
    return [...found].filter(isWhole);
  });

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const input = element("input", {
    type: "search",
    id: `publications-query${suffix}`,
    autocomplete: "off",
    placeholder: say("Filter {number} publications", { number: nodes.length }),
  });
  input.setAttribute("aria-label", say("Filter publications"));
  if (!position) input.setAttribute("aria-keyshortcuts", "/");
  const status = element("p", { className: "publications-count" });
  status.setAttribute("role", "status");
  const clear = element("button", { type: "button", textContent: say("Show all"), hidden: true });
  const more = element("button", { type: "button", textContent: say("Filters") });
  const facets = element("div", { className: "publications-facets", id: `publications-facets${suffix}` });
  more.setAttribute("aria-controls", facets.id);
  const unfold = (isOpen) => {
    if (isOpen && !buttons.length) {
      GROUPS.forEach(makeButtons);
      show();
    }
    facets.hidden = !isOpen;
    more.setAttribute("aria-expanded", isOpen);
  };
  more.addEventListener("click", () => unfold(facets.hidden));
  const line = element("div", { className: "publications-found" }, status, clear);
  const jumps = [...document.querySelectorAll(".publications-jump")].filter(isOfBox);
  const form = element("form", { className: "publications-filter" }, input);
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", `${say("Publications")}${suffix.replace("-", " ")}`);

  let state = {};
  const buttons = [];
  const separates = (name) => {
    const said = (node) => [...new Set(valuesOf(node, name))].sort().join("|");
    return nodes.some((node) => said(node) !== said(nodes[0]));
  };
  if (GROUPS.some(separates)) form.append(more, facets);
  form.append(line);

  function makeButtons(name) {
    const found = [...new Set(items().flatMap(({ values }) => values[name]))];
    const group = element("div", { className: "publications-chips" });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", say(TITLES[name]));
    for (const value of found) {
      if (items().every(({ values }) => values[name].includes(value))) continue;
      const count = element("span", { className: "publications-chip-count" });
      const label = NAMED.has(name) ? value : (LABELS.get(value) ?? value);
      const button = element("button", { type: "button" }, label, " ", count);
      button.addEventListener("click", () => {
        const pressed = state[name] === value;
        change({ ...state, [name]: pressed ? "" : value }, "push");
      });
      buttons.push({ name, value, button, count });
      group.append(button);
    }
    if (group.childElementCount) facets.append(group);
  }

  function show() {
    const words = fold(state.q ?? "").split(/\s+/);
    const counts = new Map();
    let shown = 0;
    for (const item of items()) {
      const { find, values } = item;
      const misses = GROUPS.filter((name) => state[name] && !values[name].includes(state[name]));
      const isFound = words.every((word) => find.includes(word));
      item.hidden = !isFound || misses.length > 0;
      if (!item.hidden) shown += 1;
      if (!isFound || misses.length > 1) continue;
      // A button counts what it would show, the other groups being as they are.
      for (const name of misses.length ? misses : GROUPS) {
        for (const value of values[name]) {
          const key = `${name} ${value}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
      }
    }
    for (const { node, members } of groups()) {
      node.hidden = members.every(({ hidden }) => hidden);
      // What is hidden as a whole can stay as it is.
      for (const item of node.hidden ? [] : members) {
        if (item.node.hidden !== item.hidden) item.node.hidden = item.hidden;
      }
    }
    for (const [node, members] of sections()) node.hidden = members.every(({ hidden }) => hidden);
    for (const { name, value, button, count } of buttons) {
      const number = counts.get(`${name} ${value}`) ?? 0;
      count.textContent = number;
      button.setAttribute("aria-pressed", state[name] === value);
      button.disabled = !number && state[name] !== value;
    }
    const isFiltered = Object.values(state).some(Boolean);
    const found = shown
      ? say("{shown} of {number} publications", { shown, number: nodes.length })
      : say("No publication matches.");
    // Screen readers say again whatever is written again.
    const said = isFiltered ? found : "";
    if (status.textContent !== said) status.textContent = said;
    clear.hidden = !isFiltered;
    for (const jump of jumps) jump.hidden = isFiltered;
  }

  function change(wanted, how) {
    state = wanted;
    if (input.value !== (state.q ?? "")) input.value = state.q ?? "";
    if (how) {
      const query = new URLSearchParams(location.search);
      for (const name of NAMES) {
        const parameter = name + suffix;
        state[name] ? query.set(parameter, state[name]) : query.delete(parameter);
      }
      const address = location.pathname + (query.size ? `?${query}` : "") + location.hash;
      history[`${how}State`](null, "", address);
    }
    show();
  }

  const read = () => {
    const query = new URLSearchParams(location.search);
    return Object.fromEntries(NAMES.map((name) => [name, query.get(name + suffix) ?? ""]));
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => change({ ...state, q: input.value }, "replace"));
  clear.addEventListener("click", () => {
    change({}, "push");
    input.focus();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") change({ ...state, q: "" }, "replace");
  });
  window.addEventListener("popstate", () => change(read()));
  if (!position) document.addEventListener(
    "keydown",
    (event) => {
      const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
    },
    true,
  );

  // Sphinx's search takes ?q= for its own, even on pages without a place for its results.
  if (typeof Search !== "undefined") Search.performSearch = () => {};
  input.addEventListener("focus", groups, { once: true });
  place.append(form);
  const asked = read();
  if (Object.values(asked).some(Boolean)) change(asked);
  unfold(GROUPS.some((name) => state[name]));
});
