#!/usr/bin/env bash
# biber 2.18 (Debian 2.18-1), pandoc 3.9 (pypandoc_binary 1.17), seen 2026-11-29.
#
# An entry that names an @xdata entry, and has a field that the @xdata entry has too, loses its own:
# biber prints the author and the publisher of the @xdata entry. By crossref it is the reverse, an
# own field counts. pandoc keeps the entry's own fields in both cases, so that one file has one
# author in a PDF and another on a page.
#
# Fails if biber or pandoc does otherwise. biber 2.18 has to be installed; the rest is
# installed in a temporary folder.
set -euo pipefail
biber --version | grep -q "2\.18" || { echo "needs biber 2.18"; exit 77; }
cd "$(mktemp -d)"
cat > refs.bib <<'BIB'
@xdata{lab, author = {Elm, Ben}, publisher = {Forest Press}}
@book{bark, author = {Oak, Ann}, title = {On Bark}, publisher = {Own Press}, date = {2020},
  xdata = {lab}}
@book{trees, author = {Elm, Ben}, title = {Trees}, publisher = {Forest Press}, date = {2019}}
@book{leaves, author = {Oak, Ann}, title = {On Leaves}, publisher = {Own Press}, date = {2020},
  crossref = {trees}}
BIB
biber --tool --quiet --output-resolve --output-file=read.bib refs.bib > /dev/null
python3 -m venv env
env/bin/pip install --quiet pypandoc_binary==1.17
env/bin/python - <<'PY'
import json
import re
from pathlib import Path

import pypandoc

text = Path("read.bib").read_text()
biber = {
    key: (re.search(r"AUTHOR = \{(.*)\}", body)[1], re.search(r"PUBLISHER = \{(.*)\}", body)[1])
    for key, body in re.findall(r"@BOOK\{(\w+),(.*?)\n\}", text, re.DOTALL)
}
items = json.loads(pypandoc.convert_file("refs.bib", "csljson", format="biblatex"))
pandoc = {item["id"]: (item["author"][0]["family"], item["publisher"]) for item in items}
print("biber: ", biber)
print("pandoc:", {key: pandoc[key] for key in ("bark", "leaves")})
assert biber["bark"] == ("Elm, Ben", "Forest Press")
assert biber["leaves"] == ("Oak, Ann", "Own Press")
assert pandoc["bark"] == pandoc["leaves"] == ("Oak", "Own Press")
PY
echo "as stated: biber takes the author and the publisher of the @xdata entry, pandoc the own ones"
