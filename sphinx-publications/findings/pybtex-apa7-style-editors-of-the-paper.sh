#!/usr/bin/env bash
# pybtex-apa7-style 0.1.5, pybtex 0.26.1 (PyPI), seen 2026-11-30.
#
# APA has "Elm, B. (2019). On leaves. In E. Ash (Ed.), Proceedings of Trees". This style for pybtex, and so for
# sphinxcontrib-bibtex, prints "Elm, B. (2019). Ash, E. (Ed.). On leaves. Proceedings of Trees", as if the editor
# had edited the paper, and likewise of a chapter in a book. Ben Ivy, Jr., is "Ivy, Jr., B.", where APA has
# "Ivy, B., Jr.", and a report loses its number.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pybtex-apa7-style==0.1.5 pybtex==0.26.1
env/bin/python - <<'PY'
from pybtex import format_from_string

REFS = """@inproceedings{leaf, author = {Elm, Ben}, editor = {Ash, Eve}, title = {On leaves},
  booktitle = {Proceedings of Trees}, pages = {5--7}, publisher = {Forest Press}, year = 2019}
@incollection{root, author = {Fir, Cy}, editor = {Ash, Eve and Yew, Dan}, title = {On roots},
  booktitle = {Book of Trees}, pages = {8--9}, publisher = {Forest Press}, year = 2019}
@article{twig, author = {Ivy, Jr., Ben}, title = {On twigs}, journal = {Wood}, volume = 3, year = 2019}
@techreport{sap, author = {Oak, Ann}, title = {On sap}, institution = {Institute of Wood}, number = 7, year = 2019}"""
text = format_from_string(REFS, style="apa7", output_backend="plaintext")
print(text)
assert "Elm, B. (2019). Ash, E. (Ed.). On leaves. Proceedings of Trees (pp. 5–7). Forest Press." in text
assert "Fir, C. (2019). Ash, E., & Yew, D. (Eds.). On roots. Book of Trees (pp. 8–9). Forest Press." in text
assert "Ivy, Jr., B. (2019). On twigs. Wood, 3." in text
assert "Oak, A. (2019). On sap. Institute of Wood." in text and "7." not in text.split("Oak")[-1]
PY
echo "as stated: the editor of the proceedings stands before the title of the paper"
