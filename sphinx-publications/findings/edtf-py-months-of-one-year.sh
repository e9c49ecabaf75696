#!/usr/bin/env bash
# edtf 5.0.2 (PyPI), seen 2026-11-29.
#
# text_to_edtf reads dates that people write. Of "May-June 2024", the date of many an issue, it makes
# XXXX-05/2024-06: from May of an unknown year, which is read as the year 0, to June 2024. "Q1 2024" is January
# 2024, and "44 BC" is -0044, which is 45 before Christ, as EDTF has a year 0.
#
# Fails if that changes. The package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet edtf==5.0.2
env/bin/python - <<'PY'
from edtf import parse_edtf, text_to_edtf

read = {text: text_to_edtf(text) for text in ("May-June 2024", "Q1 2024", "44 BC", "Spring 2024")}
print(read)
assert read["May-June 2024"] == "XXXX-05/2024-06"
assert read["Q1 2024"] == "2024-01"
assert read["44 BC"] == "-0044"
assert read["Spring 2024"] == "2024-21"
start = parse_edtf(read["May-June 2024"]).lower_strict()
print(start[:3])
PY
echo "as stated: May and June of a year begin in a year that nobody named"
