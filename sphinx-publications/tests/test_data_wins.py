"""What data says of people holds in every output, beside explanations and typed symbols."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rispy

from sphinx_publications.bibliography.reader import Reading
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_json
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.json_ld import article
from sphinx_publications.outputs.ris import ris
from sphinx_publications.rendering.entry_lines import legend_text

from .bibfiles import messages, read_text

Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(authors: str, more: str = "") -> Reading:
        rest = "title = {T}, journal = {J}, year = 2020"
        bib = f"@article{{k, author = {{{authors}}}, {more} {rest}}}"
        return read_text(tmp_path, bib)

    return read


def shown(publication: Publication) -> list[str]:
    return [a.short_name + "".join(m.symbol for m in a.marks) for a in publication.authors]


def said(reading: Reading) -> set[str]:
    """Return who did what, in words, which is the same in every output that has words."""
    entry = reading.entries["k"]
    publication = entry.publication
    (record,) = rispy.loads(ris([publication]))
    (item,) = json.loads(csl_json([publication]))
    found = publication.contributions
    assert tuple(record.get("notes", ())) == found
    assert item.get("note", "") == "; ".join(found)
    note = re.search(r"note = \{(.*)\}", classic_bibtex([entry]))
    assert bool(note) == bool(found)
    return set(found)


def equals(publication: Publication) -> list[str]:
    """Return the family names that JATS has with equal-contrib."""
    tree = ElementTree.fromstring(jats(publication).partition('dtd">')[2])
    people = tree.findall(".//contrib[@equal-contrib='yes']/name/surname")
    return [person.text or "" for person in people]


DATA = "author+an = {1=equal; 2=equal},"


@pytest.mark.parametrize(
    ("authors", "more", "names", "words", "legend"),
    [
        pytest.param(
            "One, Ann and Two, Bo and Three, Cy", DATA + "annotation = {* Corresponding author},",
            ["A One*", "B Two*", "C Three"], {"Equal contribution: Ann One, Bo Two"},
            "(*: equal contribution)", id="explanation of what nobody typed",
        ),
        pytest.param(
            "One, Ann and Two, Bo and Three*, Cy", DATA,
            ["A One§", "B Two§", "C Three*"],
            {"Equal contribution: Ann One, Bo Two", "Marked by the authors (*): Cy Three"},
            "(§: equal contribution; *: marked by the authors)", id="unexplained star",
        ),
        pytest.param(
            "One, Ann and Two, Bo and Three*, Cy", DATA + "annotation = {* Corresponding author},",
            ["A One§", "B Two§", "C Three*"],
            {"Equal contribution: Ann One, Bo Two", "Corresponding author: Cy Three"},
            "(§: equal contribution; *: Corresponding author)", id="explained star",
        ),
        pytest.param(
            "One, Ann and Two, Bo and Three*, Cy and Four*, Di",
            DATA + "note = {* equal contribution},",
            ["A One§", "B Two§", "C Three*", "D Four*"],
            {"Equal contribution: Ann One, Bo Two", "Equal contribution: Cy Three, Di Four"},
            "(§: equal contribution; *: equal contribution)", id="another group",
        ),
        pytest.param(
            "One*, Ann and Two*, Bo and Three, Cy", DATA,
            ["A One*", "B Two*", "C Three"], {"Equal contribution: Ann One, Bo Two"},
            "(*: equal contribution)", id="typed and data",
        ),
        pytest.param(
            "One*, Ann and Two*, Bo and Three, Cy",
            DATA + "annotation = {* Corresponding authors},",
            ["A One§*", "B Two§*", "C Three"],
            {"Equal contribution: Ann One, Bo Two", "Corresponding authors: Ann One, Bo Two"},
            "(§: equal contribution; *: Corresponding authors)", id="both of the same people",
        ),
        pytest.param(
            "One, Ann and Two, Bo and Three, Cy", 'author+an = {1=equal; 2=equal; 3="*"},',
            ["A One§", "B Two§", "C Three*"],
            {"Equal contribution: Ann One, Bo Two", "Marked by the authors (*): Cy Three"},
            "(§: equal contribution; *: marked by the authors)", id="a symbol as data",
        ),
        pytest.param(
            "One, Ann and Two, Bo", "author+an:DEFAULT = {1=equal; 2=equal},",
            ["A One*", "B Two*"], {"Equal contribution: Ann One, Bo Two"},
            "(*: equal contribution)", id="the name default",
        ),
        pytest.param(
            "Wang, Sheng and Wang, Shan and Wang, S.", DATA,
            ["S Wang*", "S Wang*", "S Wang"],
            {"Equal contribution: Sheng Wang (author 1), Shan Wang (author 2)"},
            "(*: equal contribution)", id="people of one name",
        ),
    ],
)  # fmt: skip
def test_data_keeps_its_meaning(
    read: Read, authors: str, more: str, names: list[str], words: set[str], legend: str
) -> None:
    reading = read(authors, more)
    publication = reading.entries["k"].publication
    assert shown(publication) == names
    assert said(reading) == words
    whole = "; ".join(sorted(words))
    assert all(part in str(article(publication, "")) for part in words), whole
    assert sorted(legend_text(publication.marks).strip("()").split("; ")) == sorted(
        legend.strip("()").split("; ")
    )
    of_equals = [part for part in words if part.startswith("Equal")]
    assert len(equals(publication)) == sum(part.count(",") + 1 for part in of_equals)


@pytest.mark.parametrize(
    ("authors", "more", "told"),
    [
        ("One, Ann and Two, Bo", "author+an = {=equal},", "write author+an = {1=equal; 2=equal}"),
        (
            "One, Ann and Two, Bo",
            "author+an = {1:family=equal; 2=me},",
            "write author+an = {1=equal}",
        ),
        ("One, Ann and others", DATA, "speaks of author 2, which is 'others'"),
        ("One, Ann and others", DATA, "only one author is marked 'equal'"),
        ("One, Ann and Two, Bo", "author+an:cv = {1=mine},", "author+an:cv has a name"),
        ("One, Ann and Two, Bo", 'author+an = {1="Chair of X"},', "is for LaTeX alone"),
        ("One, Ann and Two, Bo", "author+an = {=important},", "is for LaTeX alone"),
        ("One, Ann", "editor = {Two, Bo}, editor+an = {1=equal},", "editor+an is not shown"),
        (
            "One, Ann and Two, Bo and Three, Cy",
            DATA + "annotation = {* Corresponding author},",
            "annotation says what '*' means, and it stands beside no name",
        ),
    ],
)
def test_what_marks_nobody_is_told(read: Read, authors: str, more: str, told: str) -> None:
    reading = read(authors, more)
    assert [message for message in messages(reading) if told in message]
    is_equal = [mark for mark in reading.entries["k"].publication.marks if mark.is_equal]
    assert not is_equal or "annotation =" in more


def test_quoted_words_are_read_and_told(read: Read) -> None:
    reading = read("One, Ann and Two, Bo", 'author+an = {1="equal"; 2="equal"},')
    assert shown(reading.entries["k"].publication) == ["A One*", "B Two*"]
    assert [message.partition("; write ")[2] for message in messages(reading)] == [
        "author+an = {1=equal}",
        "author+an = {2=equal}",
    ]


FILE = r"""
@article{k, author = {One, Ann and Two, Bo and Three, Cy and Four, Cid}, title = {T},
  author+an = {1=equal; 2=equal,me; 4="\#"}, author+an:initials = {3="CC"},
  author+an:symbols = {3="†"}, journal = {J}, year = {2020}}
"""


def test_a_file_that_biber_wrote_has_the_same_marks(tmp_path: Path) -> None:
    before = read_text(tmp_path, FILE).entries["k"].publication
    biber = ["biber", "--tool", "--output-file", "out.bib", "refs.bib"]
    subprocess.run(biber, cwd=tmp_path, check=True, capture_output=True)
    written = (tmp_path / "out.bib").read_text(encoding="utf-8")
    assert "author+an:default" in written.lower()
    entry = read_text(tmp_path, written).entries["k"]
    assert entry.publication.authors == before.authors
    assert re.search(r"author\+an = .*1=equal", entry.source.bibtex)
    assert ":default" not in entry.source.bibtex


PARENT = """@{}{{p, author = {{One*, Ann and Two*, Bo}}, author+an = {{1=equal; 2=equal}},
  title = {{P}},
  annotation = {{* Joint first authors}}, publisher = {{P}}, year = {{2020}}}}\n"""


@pytest.mark.parametrize(
    ("parent", "child", "words"),
    [
        ("book", "@inbook{k, author = {Xi*, X and Yu*, Y}, title = {T}, crossref = {p}}", "Marked"),
        ("xdata", "@misc{k, author = {Xi*, X and Yu*, Y}, title = {T}, xdata = {p}}", "Marked"),
        ("xdata", "@misc{k, title = {T}, xdata = {p}}", "Joint first authors"),
        ("book", "@inbook{k, author = {Xi, X and Yu, Y}, title = {T}, crossref = {p}}", ""),
    ],
)
def test_what_is_said_of_the_people_of_a_parent_is_not_inherited(
    tmp_path: Path, parent: str, child: str, words: str
) -> None:
    reading = read_text(tmp_path, PARENT.format(parent) + child)
    entry = reading.entries["k"]
    assert "author+an" not in entry.fields
    found = entry.publication.contributions
    assert [said.split(" (")[0].split(":")[0].split(" by")[0] for said in found] == [words] * bool(
        words
    )
    is_lost = any("is not inherited" in message for message in messages(reading))
    assert is_lost == ("author" not in child)


def test_a_note_about_a_symbol_is_not_read_as_one_about_the_mark_of_data(read: Read) -> None:
    reading = read("One, Ann and Two, Bo", DATA + "note = {* Corresponding author: One},")
    publication = reading.entries["k"].publication
    assert shown(publication) == ["A One§", "B Two§"]
    assert publication.note == "* Corresponding author: One"
    (message,) = messages(reading)
    assert message.startswith("note says what '*' means, and it stands beside no name")


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ('1="equal"; 2="equal,me"', "1=equal; 2=equal"),
        ('1="*"; 2="*"', "1=equal; 2=equal"),
        ('1="Chair"; 2=me', '2=me; 1="Chair"'),
    ],
)
def test_what_others_copy_has_words(read: Read, annotation: str, expected: str) -> None:
    more = f"author+an = {{{annotation}}}, annotation = {{* Equal contribution}},"
    entry = read("One, Ann and Two, Bo", more).entries["k"]
    assert f"author+an = {{{expected}" in entry.source.bibtex


def test_a_symbol_that_nobody_typed_is_not_exported(read: Read) -> None:
    entry = read("One*, Ann and Two*, Bo", "author+an = {1=equal3},").entries["k"]
    assert shown(entry.publication) == ["A One‡*", "B Two*"]
    assert 'author+an = {1="*"; 2="*"; 1=equal3}' in entry.source.bibtex


def test_two_asterisks_are_one_symbol_and_no_bold(read: Read) -> None:
    more = "annotation = {* Co-first, ** Co-senior},"
    entry = read("One**, Ann and Two**, Bo and Three*, Cy and Four*, Di", more).entries["k"]
    assert set(entry.publication.contributions) == {
        "Co-senior: Ann One, Bo Two",
        "Co-first: Cy Three, Di Four",
    }
    assert equals(entry.publication) == ["One", "Two", "Three", "Four"]
