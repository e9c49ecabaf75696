#!/usr/bin/env bash
# pybtexris 0.2.0, pybtex 0.26.1, rispy 0.10.0 (PyPI), seen 2026-11-30.
#
# T2 of a conference paper is the name of its proceedings. pybtexris, which lets pybtex read RIS, knows T2 of
# articles, chapters and reports, but not of CONF and CPAPER: the paper has a field T2 and no booktitle, with
# which pybtex's styles give up, so that one such paper in a file costs the whole list. An organisation in AU is
# read as a person, and two works of one name and year, without an ID, cannot be read at all.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pybtexris==0.2.0 pybtex==0.26.1 rispy==0.10.0
env/bin/python - <<'PY'
import rispy
from pybtex import format_from_string
from pybtex.database import BibliographyDataError, parse_string
from pybtex.style.template import FieldIsMissing


def record(kind, author, title, host, key=""):
    tags = {"TY": kind, "AU": author, "TI": title, "T2": host, "PY": "2020", "ID": key, "ER": ""}
    return "".join(f"{tag}  - {value}\n" for tag, value in tags.items() if value or tag == "ER")


def printed(text):
    return format_from_string(text, style="plain", output_backend="plaintext", bib_format="ris")


article = record("JOUR", "Oak, Ann", "On bark", "Wood", "bark")
talk = record("CONF", "Elm, Ben", "On leaves", "Proceedings of Trees", "talk")
group = record("JOUR", "Institute of Wood", "On roots", "Wood", "roots")
assert [entry["secondary_title"] for entry in rispy.loads(talk)] == ["Proceedings of Trees"]
entry = parse_string(talk, "ris").entries["talk"]
print(entry.type, dict(entry.fields))
assert "booktitle" not in entry.fields and entry.fields["T2"] == "Proceedings of Trees"
print(printed(article))
assert "Wood" in printed(article)
try:
    print(printed(article + talk))
except FieldIsMissing as error:
    print("no list:", error)
    assert "booktitle" in str(error)
else:
    raise SystemExit("the list is printed")
[person] = parse_string(group, "ris").entries["roots"].persons["author"]
print(person.first_names, person.prelast_names, person.last_names)
assert person.last_names == ["Wood"]
twins = record("JOUR", "Oak, Ann", "On bark", "Wood") + record("JOUR", "Oak, Ann", "On sap", "Wood")
try:
    parse_string(twins, "ris")
except BibliographyDataError as error:
    print("no entries:", error)
else:
    raise SystemExit("the twins are read")
PY
echo "as stated: a conference paper has no proceedings, and costs the whole list"
