#!/usr/bin/env bash
# biblatex-csl-converter 3.6.0 (npm; the converter under Fidus Writer), seen 2026-11-29.
#
# RIS has the first and the last page in two lines, SP and EP. biblatex-csl-converter joins them with
# nothing between: a paper on pages 101 to 109 has the page 101109 in CSL-JSON and in BibLaTeX, without
# a warning. A record whose SP holds "101-109" is read as the range.
#
# Fails if that changes. Node is needed; the package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts biblatex-csl-converter@3.6.0
cat > read.mjs <<'JS'
import assert from "node:assert";
import { createRequire } from "node:module";
const { RISParser, CSLExporter, BibLatexExporter } =
  createRequire(import.meta.url)("biblatex-csl-converter");
const read = (...pages) => new RISParser(
  ["TY  - JOUR", "AU  - Oak, Ann", "TI  - Bark", "PY  - 2020", ...pages, "ER  - ", ""].join("\n"),
).parse().entries;
const page = (entries) => Object.values(new CSLExporter(entries).parse())[0].page;
const two = read("SP  - 101", "EP  - 109"), one = read("SP  - 101-109");
console.log(page(two), page(one));
console.log(new BibLatexExporter(two).parse());
assert.equal(page(two), "101109");
assert.equal(page(one), "101-109");
assert.match(new BibLatexExporter(two).parse(), /pages = \{101109\}/);
JS
node read.mjs
echo "as stated: pages 101 to 109 of a RIS record are page 101109"
