#!/usr/bin/env bash
# @citation-js/plugin-enw 0.3.0 with core 0.7.21 and plugin-csl 0.7.22 (npm), bibutils 7.2 (Debian 7.2-2),
# seen 2026-11-30.
#
# In EndNote's tagged format %D is the year, and %8 the date as it is printed on the issue, such as "May 4".
# Where a record has both, citation-js reads %8 alone: an article of 2020 with "May 4" is printed as of the year
# 4 C.E., one with "May", as bibutils writes it out of BibTeX, as "(May)". Without %8 the year is right.
#
# Fails if that changes. bibutils 7.2 and Node are needed; the packages are installed in a temporary folder.
set -euo pipefail
bib2xml --version 2>&1 | grep "version 7\.2" > /dev/null || { echo "needs bibutils 7.2"; exit 77; }
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts @citation-js/core@0.7.21 \
  @citation-js/plugin-enw@0.3.0 @citation-js/plugin-csl@0.7.22
cat > refs.bib <<'BIB'
@article{bark, author = {Oak, Ann}, title = {On Bark}, journal = {Wood}, year = 2020, month = may}
BIB
bib2xml refs.bib 2> log | xml2end 2> log > refs.enw
cat refs.enw
cat > read.cjs <<'JS'
const assert = require("node:assert");
const { readFileSync } = require("node:fs");
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-enw");
require("@citation-js/plugin-csl");
const record = "%0" + readFileSync("refs.enw", "utf8").split("%0")[1];
const printed = (text) => new Cite(text).format("bibliography", { template: "apa" }).trim();
const [month, day, year] = [record, record.replace("%8 May", "%8 May 4"), record.replace(/%8.*/, "")].map(printed);
console.log([month, day, year].join("\n"));
assert(record.includes("%D 2020") && record.includes("%8 May"));
assert.equal(month, "Oak, A. (May). On Bark. Wood.");
assert.equal(day, "Oak, A. (4 C.E.). On Bark. Wood.");
assert.equal(year, "Oak, A. (2020). On Bark. Wood.");
JS
node read.cjs
echo "as stated: an article of May 4, 2020 is of the year 4"
