#!/usr/bin/env bash
# typst 0.15.2 (PyPI; its built-in styles, BibLaTeX input), pandoc 3.9 (pypandoc_binary 1.17), seen 2026-11-30.
#
# BibTeX and BibLaTeX separate pages and ranges of pages that do not follow each other by commas. typst prints
# such a list without what separates its parts, in every style: an article on the pages 1 and 12 is on page 112,
# one on 1--9 and 12--14 on "1–912–14". The same list in typst's own YAML is printed with its comma, and pandoc
# prints both of the .bib file as they are meant.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet typst==0.15.2 pypdf==6.4.0 pypandoc_binary==1.17
cat > refs.bib <<'BIB'
@article{bark, author = {Oak, Ann}, title = {Bark}, journaltitle = {Wood}, volume = {3}, pages = {1, 12},
  date = {2020}}
@article{sap, author = {Elm, Ben}, title = {Sap}, journaltitle = {Wood}, volume = {3},
  pages = {1--9, 12--14}, date = {2020}}
BIB
cat > refs.yml <<'YAML'
sap:
  type: article
  title: Sap
  author: Elm, Ben
  date: 2020
  page-range: 1-9, 12-14
  parent: { type: periodical, title: Wood, volume: 3 }
YAML
env/bin/python - <<'PY'
from pathlib import Path

import pypandoc
import pypdf
import typst


def printed(file, style):
    Path("page.typ").write_text(f'#bibliography("{file}", style: "{style}", full: true)')
    typst.compile("page.typ", output="page.pdf")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader("page.pdf").pages)
    print(style, file, text)
    return "".join(text.split())  # the PDF has blanks within words


for style in ("apa", "ieee", "chicago-author-date", "mla", "nature"):
    text = printed("refs.bib", style)
    assert "112" in text and "1–912–14" in text
assert "1–9,12–14" in printed("refs.yml", "apa")
options = ["--citeproc", "--wrap=none"]
text = pypandoc.convert_file("refs.bib", "plain", format="biblatex", extra_args=options)
print("pandoc", text)
assert "1, 12" in text and "1–9, 12–14" in text
PY
echo "as stated: pages 1 and 12 are page 112"
