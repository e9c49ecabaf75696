#!/usr/bin/env bash
# commonmeta-py 0.312 (PyPI; the converter of Front Matter), biber 2.18 (Debian 2.18-1), seen 2026-11-29.
#
# BibLaTeX's urldate is the day on which somebody visited an address. commonmeta writes the date of
# publication into it, in BibTeX that has no address either, so that styles print "visited on" with a day
# on which nobody was there. The issue of a journal it writes into `issue`, which in BibLaTeX is a word
# such as Spring; biber takes both as they are.
#
# Fails if that changes. biber 2.18 has to be installed; the package is installed in a temporary folder.
set -euo pipefail
biber --version | grep -q "2\.18" || { echo "needs biber 2.18"; exit 77; }
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet commonmeta-py==0.312
env/bin/python - <<'PY'
import json
from pathlib import Path

from commonmeta import Metadata

article = {
    "id": "bark", "type": "article-journal", "title": "On Bark", "volume": "3", "issue": "2",
    "author": [{"family": "Oak", "given": "Ann"}], "container-title": "Wood",
    "issued": {"date-parts": [[2020, 5, 4]]},
}
text = Metadata(json.dumps(article), via="csl").write(to="bibtex")
Path("refs.bib").write_bytes(text if isinstance(text, bytes) else text.encode())
PY
cat refs.bib
grep -q "urldate = {2020-05-04}" refs.bib
if grep -q "url = " refs.bib; then exit 1; fi
biber --tool --quiet --output-file=read.bib refs.bib
grep -q "URLDATE *= {2020-05-04}" read.bib
grep -q "ISSUE *= {2}" read.bib
echo "as stated: the date of publication is that of a visit"
