#!/usr/bin/env bash
# edtf 4.11.1 (npm), seen 2026-11-29.
#
# The library has a method that prints a date for people. Of the year -0043, which is 44 before Christ, it
# prints 44, as it does of the year 0044; of the decade 199X it prints four X's, so that the nineties and
# the forties look alike. "About" and "uncertain" are printed.
#
# Fails if that changes. Node is needed; the package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts edtf@4.11.1
cat > print.mjs <<'JS'
import assert from "node:assert";
import edtf from "edtf";
const printed = (text) => edtf(text).format("en");
for (const text of ["-0043", "0044", "199X", "194X", "1990~"]) console.log(text, "|", printed(text));
assert.equal(printed("-0043"), printed("0044"));
assert.equal(printed("199X"), "XXXX");
assert.equal(printed("194X"), printed("199X"));
assert.match(printed("1990~"), /^c\. 1990$/);
JS
node print.mjs
echo "as stated: 44 before Christ is printed like 44 after, and decades without their digits"
