#!/usr/bin/env bash
# pylatexenc 2.11, bibtexparser 2.1.0 (PyPI), seen 2026-11-30.
#
# \mbox keeps a word from being broken, \textup and \textmd choose a shape of letters. Made plain text, what is in them
# vanishes with the command, while \hbox, \textnormal and commands that pylatexenc does not know leave their words.
# With bibtexparser, which decodes LaTeX by it, an author {\mbox{Oak}, Ann} has no family name, "On \mbox{DNA}" no
# subject, and The \LaTeX{} Companion nothing to accompany. There is no warning.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pylatexenc==2.11 bibtexparser==2.1.0
env/bin/python - <<'PY'
import bibtexparser
from bibtexparser import middlewares
from pylatexenc.latex2text import LatexNodes2Text

names = ["mbox", "textup", "textmd", "hbox", "textnormal", "any"]
read = {name: LatexNodes2Text().latex_to_text(rf"On \{name}{{DNA}}") for name in names}
print(read)
assert [name for name in names if read[name].strip() == "On"] == ["mbox", "textup", "textmd"]
assert [name for name in names if read[name] == "On DNA"] == ["hbox", "textnormal", "any"]
library = bibtexparser.parse_string(
    r"""@book{bark, author = {\mbox{Oak}, Ann and Elm, Ben}, title = {The \LaTeX{} Companion to \mbox{DNA}}}""",
    append_middleware=[
        middlewares.LatexDecodingMiddleware(), middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()
    ],
)
[book] = library.entries
print(book["title"], book["author"], library.failed_blocks)
assert " ".join(book["title"].split()) == "The Companion to"
assert not library.failed_blocks and "Oak" not in str(book["author"])
assert book["author"][1].last == ["Elm"]
PY
echo "as stated: words in boxes are gone, and a family name with them"
