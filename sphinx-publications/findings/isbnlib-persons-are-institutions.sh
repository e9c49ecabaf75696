#!/usr/bin/env bash
# isbnlib 3.10.14, pypandoc_binary 1.17 with pandoc 3.9 (PyPI), seen 2026-11-30.
#
# isbnlib writes what it finds on an ISBN in several formats. In CSL-JSON every author is a `literal`, a name that has
# no parts, such as that of an institution: Ann Oak is cited as (Ann Oak 2020) and stands in the list among A, while
# isbnlib's BibTeX of the same book is cited as (Oak 2020). A book whose title has an "&" is no XML in Word's format
# and in OPF, which makes Ben van der Elm a "Ben van der" of the family Elm.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet isbnlib==3.10.14 pypandoc_binary==1.17
env/bin/python - <<'PY'
from pathlib import Path
from xml.etree import ElementTree

import pypandoc
from isbnlib.registry import bibformatters

BOOK = {
    "ISBN-13": "9783161484100", "Title": "On Bark", "Authors": ["Ann Oak"], "Publisher": "Forest Press",
    "Year": "2020", "Language": "eng",
}


def written(form, **fields):
    return bibformatters[form]({**BOOK, **fields})


def cited(form, text):
    Path("refs." + form).write_text(text)
    options = ["--citeproc", "--wrap=none", f"--bibliography=refs.{form}"]
    page = pypandoc.convert_text("See [@9783161484100].", "plain", format="markdown", extra_args=options)
    print(page)
    return page


def is_xml(text):
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        print(error)
        return False
    return True


page = cited("json", f"[{written('csl')}]")
assert "(Ann Oak 2020)" in page and "\nAnn Oak. 2020." in page
page = cited("bib", written("bibtex"))
assert "(Oak 2020)" in page and "\nOak, Ann. 2020." in page
for form in ("opf", "msword"):
    assert is_xml(written(form)) and not is_xml(written(form, Title="Bark & Trees"))
opf = written("opf", Authors=["Ben van der Elm"])
print(opf)
assert 'opf:file-as="Elm, Ben van der"' in opf
assert "<b:Last>Elm</b:Last><b:First>Ben van der</b:First>" in written("msword", Authors=["Ben van der Elm"])
PY
echo "as stated: Ann Oak is an institution"
