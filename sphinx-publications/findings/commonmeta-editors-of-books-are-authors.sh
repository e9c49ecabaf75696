#!/usr/bin/env bash
# commonmeta-py 0.312 (PyPI; the converter of Front Matter), seen 2026-11-29.
#
# Read from CSL-JSON, the editor of a book joins the authors of a chapter in it: commonmeta gives every
# contributor the role of an author, and writes the chapter back with two authors and no editor, as it
# does in BibTeX, RIS and DataCite's JSON.
#
# Fails if that changes. The package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet commonmeta-py==0.312
env/bin/python - <<'PY'
import json

from commonmeta import Metadata

chapter = {
    "id": "bark", "type": "chapter", "title": "On Bark", "author": [{"family": "Oak", "given": "Ann"}],
    "editor": [{"family": "Elm", "given": "Ben"}], "container-title": "Book of Trees",
    "publisher": "Forest Press", "issued": {"date-parts": [[2020]]},
}
read = Metadata(json.dumps(chapter), via="csl")


def written(form):
    text = read.write(to=form)
    return text.decode() if isinstance(text, bytes) else text


csl = json.loads(written("csl"))
print(csl)
print(written("bibtex"))
assert [name["family"] for name in csl["author"]] == ["Oak", "Elm"]
assert "editor" not in csl
assert "author = {Oak, Ann and Elm, Ben}" in written("bibtex")
assert "AU  - Elm, Ben" in written("ris")
PY
echo "as stated: the editor of the book is the second author of the chapter"
