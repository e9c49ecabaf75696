// Reads a file of references with a program of npm: node read.mjs PROGRAM FILE FORMAT.
// Prints JSON as read.py does. It runs in the folder in which that program is installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const [program, file, suffix] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

const PARTS = ["given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal"];
const name = (parts) => PARTS.map((part) => parts[part]).filter(Boolean).join(" ");
const said = (value) => (typeof value === "string" ? value : JSON.stringify(value));
const fields = (item, ...without) => Object.fromEntries(
  Object.entries(item).filter(([key]) => !without.includes(key)).map(([key, v]) => [key, said(v)]));
const csl = (items) => items.map((item) => ({
  title: item.title ?? "",
  authors: (item.author ?? []).map(name),
  // What it has read is kept in `_graph`.
  fields: fields(item, "title", "_graph"),
}));

const readers = {
  "citation-js": () => {
    const { Cite, plugins } = require("@citation-js/core");
    for (const kind of ["bibtex", "ris", "csl"]) require(`@citation-js/plugin-${kind}`);
    const forcedType = { "bibtex.bib": "@bibtex/text", bib: "@biblatex/text", ris: "@ris/file" };
    if (suffix === "bib") plugins.input.has("@biblatex/text");
    const options = forcedType[suffix] ? { forceType: forcedType[suffix] } : {};
    return csl(new Cite(suffix === "json" ? JSON.parse(text) : text, options).data);
  },
  "bibtex-tidy": () => ({ bibtex: require("bibtex-tidy").tidy(text).bibtex }),
  retorquere: async () => (await import("@retorquere/bibtex-parser")).parse(text).entries.map((entry) => ({
    title: entry.fields.title ?? "",
    authors: (entry.fields.author ?? []).map((a) => a.name
      ?? [a.firstName, a.prefix, a.lastName, a.suffix].filter(Boolean).join(" ")),
    fields: fields(entry.fields, "title"),
  })),
  "bibtex-parse-js": () => require("bibtex-parse-js").toJSON(text).map(({ entryTags }) => ({
    bibtex: true, fields: entryTags,
  })),
  "biblatex-csl-converter": async () => {
    const { BibLatexParser, CSLParser, CSLExporter } = require("biblatex-csl-converter");
    const parser = suffix === "json" ? new CSLParser(Object.fromEntries(
      JSON.parse(text).map((item) => [item.id, item]))) : new BibLatexParser(text, {
      processUnexpected: true, processUnknown: true });
    const read = parser.parse();
    const { entries, bibDB } = read;
    return csl(Object.values(new CSLExporter(bibDB ?? entries ?? read).parse()));
  },
};

console.log(JSON.stringify(await readers[program]()));
