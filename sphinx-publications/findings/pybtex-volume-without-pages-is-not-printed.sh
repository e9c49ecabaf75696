#!/usr/bin/env bash
# pybtex 0.26.1 (PyPI; under sphinxcontrib-bibtex), BibTeX 0.99d, seen 2026-11-30.
#
# Many journals number their articles instead of their pages: such an article has a volume, an issue and an `eid`, or
# nothing in place of it. pybtex prints the volume and the issue only where there are pages, so that the article is
# in "Wood, 2020", in each of its four styles. BibTeX, whose styles they follow, prints "Wood, 3(2), 2020". An issue
# without a volume is lost even with pages.
#
# Fails if that changes. BibTeX 0.99d has to be installed; the package is installed in a temporary folder.
set -euo pipefail
bibtex --version | grep "0\.99d" > /dev/null || { echo "needs BibTeX 0.99d"; exit 77; }
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pybtex==0.26.1
cat > refs.bib <<'BIB'
@article{bark, author = {Oak, Ann}, title = {Bark}, journal = {Wood}, volume = 3, number = 2, eid = {e12}, year = 2020}
@article{leaf, author = {Elm, Ben}, title = {Leaf}, journal = {Wood}, volume = 3, number = 2, pages = {e12}, year = 2020}
@article{root, author = {Fir, Cy}, title = {Root}, journal = {Wood}, number = 2, pages = {1--9}, year = 2020}
BIB
env/bin/python - <<'PY'
from pathlib import Path

from pybtex import format_from_string

for style in ("plain", "unsrt", "alpha", "unsrtalpha"):
    text = format_from_string(Path("refs.bib").read_text(), style=style, output_backend="plaintext")
    print(style, text, sep="\n")
    assert "Bark. Wood, 2020." in text
    assert "Leaf. Wood, 3(2):e12, 2020." in text
    assert "Root. Wood, pages 1–9, 2020." in text
PY
for style in plain unsrt alpha; do
  printf '%s\n' '\relax' '\citation{*}' "\\bibstyle{$style}" '\bibdata{refs}' > refs.aux
  bibtex refs > log
  cat refs.bbl
  grep -q "{\\\\em Wood}, 3(2), 2020" refs.bbl
  grep -q "{\\\\em Wood}, (2):1--9, 2020" refs.bbl
done
echo "as stated: volume 3, issue 2 of a journal without pages is the journal"
