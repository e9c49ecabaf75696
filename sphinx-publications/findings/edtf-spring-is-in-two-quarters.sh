#!/usr/bin/env bash
# edtf 4.11.1 (npm), edtf 5.0.2 (PyPI), seen 2026-11-29.
#
# EDTF writes the spring of 2024 as 2024-21, and does not say when that is. The library of npm takes it to
# be January to March, so that April is not in spring, and winter to be October to December; that of PyPI
# takes March to May, and of winter December alone. A paper of "Winter 2024" is of two seasons by the one
# and the other, and lies in no month of the following year by either.
#
# Fails if that changes. Node is needed; the packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts edtf@4.11.1
python3 -m venv env
env/bin/pip install --quiet edtf==5.0.2
cat > seasons.mjs <<'JS'
import assert from "node:assert";
import edtf from "edtf";
const months = (text) => ["min", "max"].map((end) => new Date(edtf(text)[end]).toISOString().slice(0, 7));
console.log("npm: ", ...months("2024-21"), ...months("2024-24"));
assert.deepEqual(months("2024-21"), ["2024-01", "2024-03"]);
assert.deepEqual(months("2024-24"), ["2024-10", "2024-12"]);
assert.equal(edtf("2024-21").covers(edtf("2024-04-15")), false);
JS
node seasons.mjs
env/bin/python - <<'PY'
from edtf import parse_edtf


def months(text):
    found = parse_edtf(text)
    return [f"{day[0]}-{day[1]:02}" for day in (found.lower_strict(), found.upper_strict())]


print("PyPI:", *months("2024-21"), *months("2024-24"))
assert months("2024-21") == ["2024-03", "2024-05"]
assert months("2024-24") == ["2024-12", "2024-12"]
PY
echo "as stated: spring begins in January by the one, in March by the other"
