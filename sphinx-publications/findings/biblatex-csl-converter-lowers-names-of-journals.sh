#!/usr/bin/env bash
# biblatex-csl-converter 3.6.0 (npm; the converter under Fidus Writer), seen 2026-11-29.
#
# In BibLaTeX letters without braces may be lowered in titles of works. Writing CSL-JSON,
# biblatex-csl-converter lowers them in names of journals and of publishers' series too, so that the
# Journal of Wood is printed "Journal of wood", by every style. Names in RIS, which has no braces, meet
# with the same; the publisher keeps its capitals.
#
# Fails if that changes. Node is needed; the package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts biblatex-csl-converter@3.6.0
cat > read.mjs <<'JS'
import assert from "node:assert";
import { createRequire } from "node:module";
const { BibLatexParser, RISParser, CSLExporter } =
  createRequire(import.meta.url)("biblatex-csl-converter");
const csl = (read) => Object.values(new CSLExporter(read.parse().entries).parse())[0];
const article = csl(new BibLatexParser(`@article{bark, author = {Oak, Ann}, title = {On bark},
  journaltitle = {Journal of the Royal Wood Society}, date = {2020}}`));
const book = csl(new BibLatexParser(`@book{leaf, author = {Oak, Ann}, title = {Leaves},
  series = {Oxford Books on Trees}, publisher = {Forest Press}, date = {2020}}`));
const record = csl(new RISParser(["TY  - JOUR", "AU  - Oak, Ann", "TI  - On bark",
  "T2  - Journal of Wood", "PY  - 2020", "ER  - ", ""].join("\n")));
console.log(article["container-title"], "|", book["collection-title"], "|", book.publisher, "|",
  record["container-title"]);
assert.equal(article["container-title"], "Journal of the royal wood society");
assert.equal(book["collection-title"], "Oxford books on trees");
assert.equal(book.publisher, "Forest Press");
assert.equal(record["container-title"], "Journal of wood");
JS
node read.mjs
echo "as stated: the Journal of Wood is the Journal of wood"
