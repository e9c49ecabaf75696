#!/usr/bin/env bash
# typst 0.15.2 (PyPI; its built-in styles, BibLaTeX input), seen 2026-11-30.
#
# A book that is volume 2 of a series, or of a work of several volumes, is printed in APA as "Vol. 2, Pt. 2,
# Chapter 2": where a style asks for the number of a part or of a chapter, typst answers with the volume.
# Chicago and Vancouver print the part. A volume without the name of a series is printed as it should be.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet typst==0.15.2 pypdf==6.4.0
cat > refs.bib <<'BIB'
@book{bark, author = {Ash, Ann}, title = {Bark}, volume = {2}, publisher = {Forest Press}, date = {2020}}
@book{sap, author = {Elm, Ben}, title = {Sap}, volume = {2}, series = {Trees in Towns},
  publisher = {Forest Press}, date = {2020}}
@book{twigs, author = {Oak, Cy}, title = {Twigs}, maintitle = {All of the Forest}, volume = {2},
  publisher = {Forest Press}, date = {2020}}
BIB
env/bin/python - <<'PY'
from pathlib import Path

import pypdf
import typst


def printed(style):
    Path("page.typ").write_text(f'#bibliography("refs.bib", style: "{style}", full: true)')
    typst.compile("page.typ", output="page.pdf")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader("page.pdf").pages)
    print(text)
    return "".join(text.split())  # the PDF has blanks within words


text = printed("apa")
assert "Bark(Vol.2).ForestPress" in text
assert "Sap(Vol.2,Pt.2,Chapter2).ForestPress" in text
assert "Twigs(Vol.2,Pt.2,Chapter2).ForestPress" in text
assert "Vol.2,pt.2." in printed("chicago-author-date")
assert "Vol.2,Pt.2." in printed("vancouver")
PY
echo "as stated: a volume of a series is a part and a chapter of nobody's"
