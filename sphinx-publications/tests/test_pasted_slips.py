"""Forty records as owners paste them, none of them clean: what is read, and what is told.

From pages of publishers, PubMed, Google Scholar, Zotero, EndNote, DBLP, arXiv, Crossref,
Word, e-mails and curricula.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sphinx_publications.diagnostics import Subtype

from .bibfiles import OWNER, read_text


@dataclass(frozen=True)
class Case:
    """What is pasted, and what comes of it; what is not named is not looked at."""

    name: str
    text: str
    told: dict[str, str] = field(default_factory=dict)
    """Subtype of each problem, with words of its message."""
    names: tuple[str, ...] = ()
    title: str = ""
    date: tuple[int | None, ...] = ()


def misc(author: str = "One, Ann", title: str = "T", more: str = "year = 2020") -> str:
    return f"@misc{{a,\n  author = {{{author}}},\n  title = {{{title}}},\n  {more}\n}}\n"


AB = ("Ann One", "Bob Two")
ABC = (*AB, "Cid Three")
CASES = [
    # Names
    Case("Nature's page", misc("Ann One, Bob Two & Cid Three"), {"names": "Bob Two and Cid"}, ABC),
    Case(
        "a page with numbers of affiliations",
        misc("Ann One1, Bob Two1,2 and Cid Three2"),
        {"names": "write Ann One and Bob Two and Cid Three"},
        ABC,
    ),
    Case(
        "raised numbers", misc("Ann One¹, Bob Two² and Cid Three¹"), {"names": "Ann One and"}, ABC
    ),
    Case("a curriculum", misc("Ann One, PhD, Bob Two, MD"), {"names": "Ann One and Bob Two"}, AB),
    Case("one with a degree", misc("Ann One, Ph.D."), {"names": "write Ann One"}, AB[:1]),
    Case("APA", misc("One, A., & Two, B."), {"names": "One, A. and Two, B."}, ("A. One", "B. Two")),
    Case("Web of Science", misc("One, A; Two, BC"), {"names": "One, A and"}, ("A One", "BC Two")),
    Case("Scopus", misc("One A., Two B.C."), {"names": "One, A. and"}, ("A. One", "B. C. Two")),
    Case(
        "PubMed with particles",
        misc("van der Berg J, O'Brien KA, De la Cruz M"),
        {"names": "van der Berg, J. and O'Brien, K. A. and De la Cruz, M."},
        ("J. van der Berg", "K. A. O'Brien", "M. De la Cruz"),
    ),
    Case(
        "PubMed with a suffix",
        misc("One A Jr, Two BC"),
        {"names": "One, Jr"},
        ("A. One Jr", "B. C. Two"),
    ),
    Case("IEEE", misc("A. One, B. Two, and C. Three"), {"names": "A. One and B. Two and C. Three"}),
    Case("German", misc("Ann One und Bob Two"), {"names": "Ann One and Bob Two"}, AB),
    Case("French", misc("Ann One et Bob Two"), {"names": "Ann One and Bob Two"}, AB),
    Case("an Oxford comma", misc("Ann One, Bob Two, and Cid Three"), {"names": "Ann One and"}, ABC),
    Case("a comma before and", misc("One, Ann, and Two, Bob"), {"names": "One, Ann and Two"}, AB),
    Case("a comma at the end", misc("Ann One, Bob Two, Cid Three,"), {"names": "Cid Three"}, ABC),
    Case("names cut short", misc("Ann One, Bob Two, et al."), {"names": "Bob Two and others"}, AB),
    Case(
        "capitals behind, of China", misc("Wei LI, Jun MA"), {"doubtful_name": "Wei LI and Jun MA"}
    ),
    Case("a publisher", misc("Ernst & Young"), {"doubtful_name": "{Ernst & Young}"}),
    Case("the owner first", misc("Guillaume Bellec, Ann One"), {"names": "Guillaume Bellec and"}),
    # HTML
    Case(
        "Crossref",
        misc(title="The <i>C. elegans</i> Connectome"),
        {"html": r"\emph{C. elegans}"},
        title="The C. elegans Connectome",
    ),
    Case(
        "Crossref, escaped twice",
        misc(title="In &lt;i&gt;vivo&lt;/i&gt; &amp;amp; more"),
        {"html": r"\emph{vivo} \&"},
        title="In vivo & more",
    ),
    Case(
        "PubMed's title",
        misc(title="Na<sup>+</sup> and K<sup>+</sup>"),
        {"html": "Na"},
        title="Na⁺ and K⁺",
    ),
    Case(
        "a quotation",
        misc(title="&ldquo;Deep&rdquo; &#x2014; or not"),
        {"html": "—"},
        title="“Deep” — or not",
    ),
    Case(
        "a non-breaking space", misc(title="Up to 5&nbsp;ms"), {"html": "5~ms"}, title="Up to 5 ms"
    ),
    Case(
        "MathML",
        misc(title="On <mml:math><mml:mi>n</mml:mi></mml:math> units"),
        {"html": "n"},
        title="On n units",
    ),
    Case(
        "a name in entities", misc("M&uuml;ller, J&ouml;rg"), {"html": "Müller"}, ("Jörg Müller",)
    ),
    Case("a percent sign", misc(title="A 5&#37; gain"), {"html": r"5\%"}, title="A 5% gain"),
    # Dates and fields
    Case("Zotero", misc(more="date = {2022-00-00}"), {"invalid_date": "2022"}, date=(2022, None)),
    Case(
        "an American date",
        misc(more="date = {May 3, 2022}"),
        {"unusual_date": "2022-05-03"},
        date=(2022, 5, 3),
    ),
    Case(
        "slashes",
        misc(more="date = {2022/05/03}"),
        {"unusual_date": "{2022-05-03}"},
        date=(2022, 5, 3),
    ),
    Case("a month in digits", misc(more="year = 2020, month = {00}"), {"invalid_date": "{00}"}),
    Case(
        "a leap day", misc(more="date = {2023-02-29}"), {"invalid_date": "2023-02"}, date=(2023, 2)
    ),
    Case("a swapped field", misc(more="year = 2020, vloume = {3}"), {"unknown_field": "volume"}),
    # Records
    Case(
        "DBLP, half marked",
        "inproceedings{a,\n  author = {Ann One},\n  title = {T},\n"
        "  booktitle = {B},\n  year = {2020}\n}\n",
        {"syntax": "write @inproceedings{a,"},
        AB[:1],
    ),
    Case(
        "an entry without its brace",
        "@article key,\n  author = {Ann One},\n",
        {"syntax": "write @article{key,"},
    ),
    Case(
        "Web of Science's file",
        "FN Clarivate\nVR 1.0\nPT J\nAU One, A\nER\nEF\n",
        {"syntax": "a Web of Science record"},
    ),
    Case("Zotero's CSL-JSON", '[\n  {"id": "a", "title": "T"}\n]\n', {"syntax": "is JSON"}),
    Case("EndNote's XML", '<?xml version="1.0"?>\n<xml><records/></xml>\n', {"syntax": "is XML"}),
    Case(
        "a LaTeX bibliography", "\\bibitem{a} A. One, T, 2020.\n", {"syntax": "LaTeX bibliography"}
    ),
    Case(
        "a reference in an e-mail",
        "One, A. (2020). T. https://doi.org/10.1000/abc\n",
        {"syntax": "a reference as text"},
    ),
    Case("a DOI alone", "10.1038/s41467-020-17236-y\n", {"syntax": "choose BibTeX"}),
    Case("RIS in the middle of a record", "AU  - One, Ann\nTI  - T\n", {"syntax": "is RIS"}),
    Case("a remark", "My papers, newest first.\n", {"outside_text": "put % before a remark"}),
]


def test_there_are_forty() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_pasted_is_read_or_told(tmp_path: Path, case: Case) -> None:
    reading = read_text(tmp_path, case.text, OWNER)
    problems = {
        str(problem.subtype): problem.message
        for problem in reading.problems
        if problem.subtype not in {Subtype.NOT_OWNER, Subtype.MISSING_FIELD}
    }
    assert problems.keys() == case.told.keys()
    for subtype, words in case.told.items():
        assert words in problems[subtype]
    publications = [entry.publication for entry in reading.entries.values()]
    if case.names:
        assert tuple(author.name.full for author in publications[0].authors) == case.names
    if case.title:
        assert publications[0].plain_title == case.title
    if case.date:
        date = publications[0].date
        assert (date.year, date.month, date.day)[: len(case.date)] == case.date
