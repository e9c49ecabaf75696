// The filters above long lists of publications. Without this script the whole lists stand there.
"use strict";

const showFilters = () => document.querySelectorAll(".publications-filter-place").forEach((place, position) => {
  // A list has the filter of its page, or one of its own, of which the addresses tell which it is.
  const isOfBox = (node) => node.dataset.box === place.dataset.box;
  const suffix = position ? `-${position + 1}` : "";
  // Each row filters by one attribute, data-with and so on; at most one of its buttons is pressed.
  const TITLES = {
    with: "With",
    role: "Role",
    type: "Type",
    topic: "Topic",
    year: "Year",
    person: "People",
  };
  const GROUPS = Object.keys(TITLES);
  // What is called as it was written, whatever else has that name.
  const NAMED = new Set(["person", "topic"]);
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
      GROUPS.forEach(makeRow);
      show();
    }
    facets.hidden = !isOpen;
    fit();
    more.setAttribute("aria-expanded", isOpen);
  };
  more.addEventListener("click", () => unfold(facets.hidden));
  const line = element("div", { className: "publications-found" }, status, clear);
  const jumps = [...document.querySelectorAll(".publications-jump")].filter(isOfBox);
  const form = element("form", { className: "publications-filter" }, input);
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", `${say("Publications")}${suffix.replace("-", " ")}`);

  let state = {};
  let showYears = () => {};
  const buttons = [];
  const separates = (name) => {
    const said = (node) => [...new Set(valuesOf(node, name))].sort().join("|");
    return nodes.some((node) => said(node) !== said(nodes[0]));
  };
  if (GROUPS.some(separates)) form.append(more, facets);
  form.append(line);

  // A year, or from..to, of which either may be empty; what has no year yet is newer than all.
  const yearOf = (value) => (Number.isNaN(Number(value)) ? Infinity : Number(value));
  const isWithin = (value, range) => {
    const [from, to] = range.split("..");
    const year = yearOf(value);
    return to !== undefined && year >= Number(from || -Infinity) && year <= Number(to || Infinity);
  };
  const isIn = (values, name) =>
    !state[name] ||
    values[name].includes(state[name]) ||
    (name === "year" && isWithin(values.year[0], state.year));

  function makeRow(name) {
    const counts = new Map();
    for (const { values } of items()) {
      for (const value of new Set(values[name])) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const found = [...counts].filter(([, number]) => number < nodes.length);
    if (!found.length) return;
    const row = element("div", { className: "publications-chips" });
    const title = element("span", { textContent: say(TITLES[name]) });
    title.setAttribute("aria-hidden", true);
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", say(TITLES[name]));
    const content = name === "year" ? makeYears(found) : makeButtons(name, found);
    row.append(title, content);
    facets.append(row);
  }

  function makeButtons(name, found) {
    const group = element("div");
    for (const [value] of found.sort(([, one], [, other]) => other - one)) {
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
    const toggle = element("button", { type: "button", hidden: true });
    toggle.addEventListener("click", () => {
      group.dataset.all = group.dataset.all ? "" : "all";
      fit();
    });
    group.append(toggle);
    return group;
  }

  // A row has two lines until all of it is asked for.
  function fit() {
    for (const group of facets.hidden ? [] : facets.querySelectorAll("div > div:has(> button)")) {
      const chips = [...group.children];
      const toggle = chips.pop();
      const isAll = Boolean(group.dataset.all);
      toggle.hidden = true;
      for (const chip of chips) chip.hidden = false;
      const tops = chips.map((chip) => chip.offsetTop);
      const third = [...new Set(tops)][2];
      if (third === undefined) continue;
      toggle.hidden = false;
      toggle.textContent = say(isAll ? "fewer" : "more");
      if (isAll) continue;
      let last = tops.indexOf(third);
      for (const chip of chips.slice(last)) chip.hidden = chip.ariaPressed !== "true";
      while (toggle.offsetTop >= third && last > 1) chips[(last -= 1)].hidden = true;
    }
  }

  function makeYears(found) {
    const years = found.map(([value]) => value).filter((value) => yearOf(value) < Infinity);
    years.sort((one, other) => one - other);
    const [from, to] = [years, years.toReversed()].map((all, place) => {
      // The first stands for any.
      const options = all.map((year, number) => new Option(year, number ? year : ""));
      const select = element("select", {}, ...options);
      select.setAttribute("aria-label", say(place ? "to" : "from"));
      return select;
    });
    for (const select of [from, to]) {
      select.addEventListener("change", () => {
        const wanted = [from.value, to.value];
        if (from.value && to.value && Number(from.value) > Number(to.value)) wanted.reverse();
        change({ ...state, year: wanted.some(Boolean) ? wanted.join("..") : "" }, "push");
      });
    }
    showYears = () => {
      const [first, last = first] = (state.year ?? "").split("..");
      from.value = first === years[0] ? "" : first;
      to.value = last === years.at(-1) ? "" : last;
    };
    return element("div", {}, from, "\u2013", to);
  }

  function show() {
    const words = fold(state.q ?? "").split(/\s+/);
    const counts = new Map();
    let shown = 0;
    for (const item of items()) {
      const { find, values } = item;
      const misses = GROUPS.filter((name) => !isIn(values, name));
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
    showYears();
    const isFiltered = Object.values(state).some(Boolean);
    const number = GROUPS.filter((name) => state[name]).length;
    more.textContent = say("Filters") + (number ? ` (${number})` : "");
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

  input.addEventListener("focus", groups, { once: true });
  window.addEventListener("resize", fit);
  place.append(form);
  const asked = read();
  if (Object.values(asked).some(Boolean)) change(asked);
  unfold(GROUPS.some((name) => state[name]));
});

// Sphinx's search takes ?q= for its own, even on pages without a place for its results.
if (typeof Search !== "undefined") Search.performSearch = () => {};

// A theme that makes the page anew, as press does with Vue, has done so by then.
if (document.readyState === "complete") showFilters();
else document.addEventListener("DOMContentLoaded", showFilters);
