// Reads files as citation-js reads them, and prints references as citeproc-js does.
// In: {"locale", "styles": {name: XML}, "items": {way: [CSL items]}, "files": {way: text}}
// Out: {way: {style: {id: reference}}}, in plain text and without the number of a reference.
const CSL = require("citeproc");
const { plugins } = require("@citation-js/core");
require("@citation-js/plugin-bibtex");
require("@citation-js/plugin-ris");

const input = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const items = { ...input.items };
for (const [way, text] of Object.entries(input.files)) items[way] = plugins.input.chain(text);

const printed = {};
for (const [style, xml] of Object.entries(input.styles)) {
  const known = {};
  const system = { retrieveLocale: () => input.locale, retrieveItem: (id) => known[id] };
  const engine = new CSL.Engine(system, xml, "en-US");
  engine.setOutputFormat("text");
  for (const [way, listed] of Object.entries(items)) {
    for (const item of listed) {
      // Each alone, so that none is "2020a" or a dash in place of names, and all are the first.
      const id = `${way}/${item.id}`;
      known[id] = { ...item, id };
      engine.updateItems([id]);
      const [, [text = ""]] = engine.makeBibliography() || [null, []];
      ((printed[way] ??= {})[style] ??= {})[item.id] = text.replace(/^\s*(\[1\]|1\.?(?=\s))\s*/, "").trim();
    }
  }
}
process.stdout.write(JSON.stringify(printed));
