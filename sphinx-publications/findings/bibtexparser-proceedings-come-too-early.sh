#!/usr/bin/env bash
# bibtexparser 1.4.4 (PyPI), BibTeX 0.99d, seen 2026-11-30.
#
# BibTeX wants the proceedings of a paper behind the paper that refers to them by crossref. bibtexparser, which reads
# such a file and writes it again, sorts entries by their keys without regard to that: where the key of the
# proceedings comes first in the alphabet, BibTeX does not find them any more, and the paper is printed without the
# name of its proceedings, their editor, their publisher and its year.
#
# Fails if that changes. BibTeX 0.99d has to be installed; the package is installed in a temporary folder.
set -euo pipefail
bibtex --version | grep "0\.99d" > /dev/null || { echo "needs BibTeX 0.99d"; exit 77; }
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet bibtexparser==1.4.4
cat > before.bib <<'BIB'
@inproceedings{leaf, author = {Elm, Ben}, crossref = {conf}, title = {Leaves}, pages = {1--9}}
@inproceedings{bark, author = {Oak, Ann}, crossref = {days}, title = {Bark}, pages = {3--5}}
@proceedings{conf, editor = {Ash, Cy}, title = {Conference on Trees}, booktitle = {Conference on Trees}, year = 2019,
  publisher = {Forest Press}}
@proceedings{days, editor = {Yew, Dan}, title = {Days of Wood}, booktitle = {Days of Wood}, year = 2020}
BIB
env/bin/python - <<'PY'
from pathlib import Path

import bibtexparser

Path("after.bib").write_text(bibtexparser.dumps(bibtexparser.loads(Path("before.bib").read_text())))
PY
grep "^@" after.bib
for file in before after; do
  printf '%s\n' '\relax' '\citation{leaf,bark}' '\bibstyle{plain}' "\\bibdata{$file}" > "$file.aux"
  bibtex -min-crossrefs=9 "$file" > "$file.log" || test "$file" = after
  cat "$file.bbl"
done
grep -q "In Cy~Ash, editor, .*Conference on Trees" before.bbl
grep -q "Press, 2019" before.bbl
if grep -q "bad cross reference" before.log; then exit 1; fi
if grep -qE "Conference|Ash|Forest|2019" after.bbl; then exit 1; fi
grep -q 'entry "leaf"' after.log
grep -q 'to entry "conf"' after.log
for file in before after; do grep -q "Days of Wood" "$file.bbl"; done
echo "as stated: a paper whose proceedings come first in the alphabet has no proceedings"
