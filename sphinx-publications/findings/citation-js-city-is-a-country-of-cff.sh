#!/usr/bin/env bash
# @citation-js/core 0.8.2, plugin-software-formats 0.7.2 (npm), cffconvert 2.0.0 (PyPI), seen 2026-11-29.
#
# Writing a CITATION.cff, citation-js puts the place of a publisher into its `country`. That field takes
# two letters, such as CH, so that cffconvert rejects the whole file for a book from Bern. A work that has a
# year alone gets the first of January as its day of publication.
#
# Fails if that changes. Node is needed; the packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts @citation-js/core@0.8.2 \
  @citation-js/plugin-cff@0.7.3 @citation-js/plugin-software-formats@0.7.2
python3 -m venv env
env/bin/pip install --quiet cffconvert==2.0.0
cat > write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-software-formats");
const author = [{ family: "Oak", given: "Ann" }], issued = { "date-parts": [[2020]] };
const saw = { id: "saw", type: "software", title: "Saw", author, issued, version: "1" };
const book = { id: "bark", type: "book", title: "On Bark", author, issued, publisher: "Forest Press" };
writeFileSync("with.cff", new Cite([saw, { ...book, "publisher-place": "Bern" }]).format("cff"));
writeFileSync("without.cff", new Cite([saw, book]).format("cff"));
JS
node write.mjs
cat with.cff
grep -q "country: Bern" with.cff
grep -q "date-published: 2020-01-01" with.cff
env/bin/cffconvert --validate -i without.cff > log 2>&1
if env/bin/cffconvert --validate -i with.cff > log 2>&1; then exit 1; fi
grep -q "Bern" log
echo "as stated: Bern is a country, and the file is not valid for it"
