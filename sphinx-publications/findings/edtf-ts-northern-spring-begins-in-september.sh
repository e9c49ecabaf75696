#!/usr/bin/env bash
# @edtf-ts/core 0.4.2 (npm), seen 2026-11-30.
#
# EDTF writes the spring of the northern hemisphere as 2024-25, that of the southern as 2024-29. The library prints
# 2024-25 as "Spring (Northern Hemisphere) 2024", and lets it begin in September: April is not in it, October is.
# 2024-29 it refuses, although it reads Level 2. The year 0044 begins, as a date, on 1 January 1944, although it
# is before the year 1000.
#
# Fails if that changes. Node is needed; the package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts @edtf-ts/core@0.4.2
cat > read.mjs <<'JS'
import assert from "node:assert";
import { FuzzyDate } from "@edtf-ts/core";
const spring = FuzzyDate.parse("2024-25");
const within = (month) => FuzzyDate.parse(month).during(spring);
const first = (date) => new Date(Number(date.minMs)).toISOString().slice(0, 10);
console.log(spring.format(), first(spring), within("2024-04"), within("2024-10"));
assert.equal(spring.format(), "Spring (Northern Hemisphere) 2024");
assert.equal(first(spring), "2024-09-01");
assert.deepEqual([within("2024-04"), within("2024-10")], ["NO", "YES"]);
assert.throws(() => FuzzyDate.parse("2024-29"), /Month must be/);
assert.equal(FuzzyDate.parse("2024-28").format(), "Winter (Northern Hemisphere) 2024");
const year = FuzzyDate.parse("0044");
console.log(year.format(), first(year), year.isBefore(FuzzyDate.parse("1000")));
assert.equal(first(year), "1944-01-01");
assert.equal(year.isBefore(FuzzyDate.parse("1000")), "YES");
JS
node read.mjs
echo "as stated: spring in the north begins in September"
