"""What we read in a file is what biber reads there."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions

from . import datamodel
from .arbiter import Read, by_biber, by_us, plainly

_NOT_TOLD = {"crossref", "xdata", "ids", "keywords", "options", "related", "entryset"}
"""Fields that biber resolves, or leaves out of its XML."""
PARTS = (
    "inbook bookinbook suppbook incollection suppcollection inreference inproceedings article"
).split()
OTHER_HERE = {
    "describes one work": r"\S+-of-\S+ abstract: .* here ''",
    "belongs to another title": r"\S+-with-title (sub|short)title(addon)?: .* here ''"
    r"|\S+-with-title titleaddon: .* here ''"
    r"|\S+-with-booktitle book(subtitle|titleaddon): .* here ''",
    "the book of a part, where BibLaTeX has no rule": r"(in|supp|book)\S+-of-(mv)?\w+-with-\w+ "
    r"((book|main)(title|subtitle|titleaddon)|title|subtitle|titleaddon|bookauthor|shorttitle): .*",
    "an entry's own field counts": r"both author: .* here \[\('Own', 'Ed', ''\)\]",
    "an alias keeps its name": r"(conference|electronic|www|techreport|\w+thesis) type: .*",
    "a rule of BibLaTeX 3.16": r"article-of-periodical-\S+ (journal|)titleaddon: .*",
}
"""Differences on purpose, each with its reason, as docs/biblatex.md says."""


def differences(folder: Path, text: str) -> tuple[int, list[str]]:
    """Return the number of comparisons, and those that differ though they should not."""
    file = folder / "refs.bib"
    file.write_text(text, encoding="utf-8")
    theirs, ours = by_biber(file), by_us(file)
    pairs = [
        (f"{key} {name}: biber {them!r}, here {us!r}", them == us)
        for key, entry in theirs.items()
        for name, them, us in _pairs(entry, ours[key])
    ]
    known = re.compile("|".join(OTHER_HERE.values()))
    return len(pairs), [said for said, is_same in pairs if not is_same and not known.match(said)]


def _pairs(theirs: Read, ours: Read) -> Iterator[tuple[str, object, object]]:
    yield "type", theirs.type, ours.type
    yield "annotations", sorted(theirs.annotations), sorted(ours.annotations)
    for role in sorted(theirs.people.keys() | ours.people.keys()):
        yield role, theirs.people.get(role), ours.people.get(role)
    for name in sorted((theirs.fields.keys() | ours.fields.keys()) - _NOT_TOLD):
        yield name, plainly(theirs.fields.get(name, "")), plainly(ours.fields.get(name, ""))


def test_every_field_of_every_type_is_read(tmp_path: Path) -> None:
    count, found = differences(tmp_path, datamodel.every_entry())
    assert found == []
    assert count > 900


def test_fields_are_inherited(tmp_path: Path) -> None:
    count, found = differences(tmp_path, datamodel.families(datamodel.WHOLES, PARTS))
    assert found == []
    assert count > 5000


XDATA = """
@xdata{people, author = {One, Ann and {Team X} and Oak, Jr., Bo}, editor = {Ed, It},
  author+an = {1=equal; 3=equal}}
@xdata{house, publisher = {P and Q}, location = {Here and There and Elsewhere}, series = {S}}
@book{names, author = {xdata=people-author-3 and Two, Cy and xdata=people-author-2},
  title = {N}, date = {2001}}
@book{all, author = {xdata=people-author}, title = {A}, date = {2001}}
@book{house-of, title = {H}, publisher = {xdata=house-publisher}, date = {2001}, xdata = {people}}
@book{both, author = {Own, Ed}, title = {B}, xdata = {people, house}, crossref = {all}}
@article{first, ids = {old, older}, author = {One, Ann}, title = {F}, date = {2001}}
@article{second, title = {S}, crossref = {older}}
"""


def test_data_containers_and_other_keys_are_resolved(tmp_path: Path) -> None:
    _, found = differences(tmp_path, XDATA)
    assert found == []


NAMES = """
@misc{list-options, author = {useprefix=true and nohashothers=true and de la One, Ann and Two, Bo}}
@misc{name-options, author = {given=Ann, prefix=de, family=One, useprefix=true and Two, Bo}}
@misc{parts, author = {family=Oak, given={Ann Bo}, given-i={AB}, suffix=Jr. and {Team X}}}
@misc{particles, author = {von der Oak, Ann and Ana de Oak e Elm and {de Oak}, Bo and d'Elm, Cy}}
@misc{suffixes, author = {Oak, Jr., Ann and Elm, III, Bo and {Ash, Inc.}}}
@misc{words, author = {Ann Bo Oak and Oak Elm, Ann and {\\'E}va Oak and Ash, {\\'E}. and
  Oak-Elm, A.-B.}}
@misc{others, author = {Oak, Ann and others}, editor = {{Institute of Tests and More} and
  Elm, Bo}}
@misc{breaks, author = {Oak,
   Ann   and
   Elm, Bo}}
"""


def test_names_are_read_in_parts(tmp_path: Path) -> None:
    _, found = differences(tmp_path, NAMES.replace("}}\n", "}, title = {T}, date = {2001}}\n"))
    assert found == []


ANNOTATIONS = """
@misc{words, author = {One, Ann and Two, Bo}, author+an = {1=equal; 2=equal,corresponding}}
@misc{default, author = {One, Ann and Two, Bo}, author+an:default = {1=equal; 2=equal}}
@misc{case, AUTHOR = {One, Ann and Two, Bo}, AUTHOR+AN:DEFAULT = {1=equal}}
@misc{named, author = {One, Ann and Two, Bo}, author+an:role = {1="first"; 2="last"}}
@misc{facts, author = {One, Ann and Two, Bo}, author+an:affiliation = {2="A, B | C & D"},
  author+an:credit = {1="software:equal, funding"; 2="software:equal"},
  author+an:orcid = {1="https://orcid.org/0000-0002-1825-0097"}}
@misc{literal, author = {One, Ann and Two, Bo}, author+an = {1="a, b"; 2="*"}}
@misc{whole, author = {One, Ann and Two, Bo}, author+an = {=equal}, title+an = {=revised}}
@misc{part, author = {One, Ann and Two, Bo}, author+an = {1:family=equal; 2:given="x"}}
@misc{options, author = {useprefix=true and One, Ann and Two, Bo}, author+an = {2=equal}}
@misc{editors, editor = {One, Ann and Two, Bo}, editor+an = {2=equal}}
@misc{child, author = {Ten, Ed}, crossref = {words}}
"""


def test_annotations_are_read(tmp_path: Path) -> None:
    text = ANNOTATIONS.replace("}\n", ", title = {T}, date = {2001}}\n")
    _, found = differences(tmp_path, text)
    assert found == []


def test_the_examples_of_biblatex_are_read_without_a_warning(tmp_path: Path) -> None:
    command = ["kpsewhich", "biblatex-examples.bib"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        pytest.skip("TeX Live has no biblatex-examples.bib here")
    text = Path(done.stdout.strip()).read_text(encoding="utf-8")
    count, found = differences(tmp_path, text)
    assert found == []
    assert count > 1000
    assert read([tmp_path / "refs.bib"], ReadingOptions()).problems == []
