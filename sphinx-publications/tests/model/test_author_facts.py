"""Facts of one paper about its authors: what is read, what is told, and how it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.author_facts import TERMS
from sphinx_publications.model.in_words import facts
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.people import read_people

from ..bibfiles import messages, only, read_text, told

ANN, BEN = "0000-0001-5109-3700", "0000-0002-1825-0097"
ROR = "https://ror.org/05a28rw58"
NAMES = "One, Ann and Two, Ben and Three, Cy"


def file_of(fields: str, authors: str = NAMES) -> str:
    return f"@misc{{k, author = {{{authors}}}, title = {{T}}, year = {{2020}},\n{fields}}}"


def known(reading: Reading) -> list[tuple[str, list[str], list[str]]]:
    """Return iD, affiliations and contributions of each author."""
    return [
        (
            author.orcid.rpartition("/")[2],
            [f"{place.name}{' R' if place.ror else ''}" for place in author.affiliations],
            [f"{one.term.name}:{one.degree}" for one in author.facts.contributions],
        )
        for author in only(reading).authors
    ]


READ = [
    (ANN, ["Ångström & Söhne, Växjö R", "IBM"], ["Software:equal", "Data curation:lead"]),
    ("", [], ["Software:equal", "Writing – review & editing:"]),
    ("", [], []),
]


@pytest.mark.parametrize(
    "fields",
    [
        f"""author+an:orcid = {{1="{ANN}"}},
        author+an:affiliation = {{1="Ångström & Söhne, Växjö ({ROR}) | IBM"}},
        author+an:credit = {{1="software:equal, data curation:lead";
          2="Software (equal), Writing – review & editing"}}""",
        # bibtex-tidy
        rf"""author+an:orcid = {{1="https://orcid.org/{ANN}"}},
        author+an:affiliation = {{1="{{\AA}}ngstr{{\"o}}m \& S\"{{o}}hne, V{{\"a}}xj{{\"o}} {ROR}
          | IBM"}},
        author+an:credit = {{1="software:equal, data curation:lead"; 2="software:equal,
          Writing -- review \& editing"}}""",
        # biber --tool
        f"""AUTHOR+an:orcid = {{1={ANN}}},
        AUTHOR+an:affiliation = {{1=Ångström & Söhne, Växjö {ROR} | IBM}},
        AUTHOR+an:credit = {{1=software:equal,data curation:lead;
          2=software:equal,review & editing}}""",
    ],
    ids=["quoted", "bibtex-tidy", "biber"],
)
def test_facts_are_read_with_and_without_quotes(tmp_path: Path, fields: str) -> None:
    reading = read_text(tmp_path, file_of(fields))
    assert messages(reading) == []
    assert known(reading) == READ


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.words)
def test_a_term_is_read_by_its_name_a_short_one_or_its_address(
    tmp_path: Path, term: object
) -> None:
    assert isinstance(term, type(TERMS[0]))
    names = [term.name, term.name.upper(), *term.short, term.address, f"{term.address}:lead"]
    names.append(f"Roles/{term.name}")  # as Elsevier prints some
    for name in [*names, term.name.replace("–", "-").replace(" & ", " and ")]:
        reading = read_text(tmp_path, file_of(f'author+an:credit = {{1="{name}"}}'))
        (one,) = only(reading).authors[0].facts.contributions
        assert (one.term, messages(reading)) == (term, [])


def test_the_terms_are_those_of_the_standard() -> None:
    assert len({term.address for term in TERMS}) == 14
    last = "https://credit.niso.org/contributor-roles/writing-review-editing/"
    assert TERMS[-1].address == last


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ('author+an:orcid = {1="0000-0002-1825-0098"}', ["wrong check digit"]),
        ('author+an:orcid = {1="ftp://orcid.org/0000-0002-1825-0097"}', ["is no ORCID iD"]),
        (f'author+an:orcid = {{4="{ANN}"}}', ["speaks of author 4, but the entry has 3"]),
        (f'author+an:orcid = {{1="{ANN}"; 2="{ANN}"}}', ["gives authors 1 and 2 one iD"]),
        (f'author+an:orcid = {{1="{ANN}"; 1="{BEN}"}}', ["gives 1= twice", "two iDs"]),
        ('author+an:orcid = {1:family="x"}', ["is about no person as a whole"]),
        ('author+an:credit = {1="programing"}', ["nearest is 'Software'"]),
        (
            'author+an:credit = {1="writing"}',
            ["'Writing – original draft' and 'Writing – review & editing'"],
        ),
        ('author+an:credit = {1="software:most"}', ["write lead, equal or supporting"]),
        ('author+an:credit = {1="software, software:lead"}', ["gives author 1 'software' twice"]),
        ('author+an:credit = {1="software:equal"}', ["equality in a role takes two"]),
        ('author+an:credit = {0="software"}', ["speaks of author 0"]),
        ('author+an:credit = {1="software; supervision"}', ["has ';' within quotes"]),
        ("author+an:credit = {software}", ["'software' in author+an:credit is no annotation"]),
        ('author+an:credit = {1="software}', ["is no annotation; write it as 1="]),
        ('author+an:credit = {1="software", 2="software"}', ["joins annotations by ','"]),
        ('author+an:credit = {1 = "software"}', ["a space beside ="]),
        ('author+an:affiliation = {1="IBM ror.org/05a28rw59"}', ["has no ROR ID"]),
        (f'author+an:affiliation = {{1="{ROR}"}}', ["write the name before the address"]),
        ('author+an:credits = {1="software"}', ["did you mean 'credit'?"]),
        ('editor+an:orcid = {1="x"}', ["annotates nobody, since there is no editor"]),
        ('editor = {Ed, It}, editor+an:orcid = {1="x"}', ["is not shown, since the facts are"]),
        ("translator = {Ed, It}, translator+an = {1=me}", ["is not shown, since the marks are"]),
        ('translator = {Ed, It}, translator+an:orcid = {1="x"}', ["is read of authors"]),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, fields: str, said: list[str]
) -> None:
    reading = read_text(tmp_path, file_of(fields))
    lines = told(reading)
    assert len(lines) == len(said), lines
    assert all(part in line for part, line in zip(said, lines, strict=True)), lines
    assert all(line.startswith("2: ") for line in lines)


def test_what_can_be_read_beside_an_error_is_kept(tmp_path: Path) -> None:
    fields = """author+an:credit = {1="softwar, supervision:most"; 2="software; funding"; 9="x"},
    author+an:affiliation = {2="IBM | https://ror.org/1 | A (https://ror.org/05a28rw59)"}"""
    assert known(read_text(tmp_path, file_of(fields))) == [
        ("", [], ["Supervision:"]),
        ("", ["IBM", "A"], ["Software:", "Funding acquisition:"]),
        ("", [], []),
    ]


def test_editors_in_the_authors_place_have_facts(tmp_path: Path) -> None:
    text = f'@book{{k, editor = {{One, Ann}}, title = {{T}}, editor+an:orcid = {{1="{ANN}"}}}}'
    (editor,) = only(read_text(tmp_path, text)).authors
    assert editor.orcid.endswith(ANN)


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        (
            '1="software:equal, supervision"; 2="software:equal"',
            "Software: Ann One and Ben Two equally; supervision: Ann One",
        ),
        (
            '1="software:equal"; 2="software:lead"; 3="software:equal"',
            "Software: Ben Two (lead), Ann One and Cy Three equally",
        ),
        (
            '1="software:lead"; 2="software:supporting"; 3="software:supporting, data curation"',
            "Data curation: Cy Three; software: Ann One (lead), Ben Two (supporting) and "
            "Cy Three (supporting)",
        ),
    ],
)
def test_contributions_are_a_sentence(tmp_path: Path, credit: str, said: str) -> None:
    paper = only(read_text(tmp_path, file_of(f"author+an:credit = {{{credit}}}")))
    assert facts(paper) == [said]
    # Equality in a role is none of the paper.
    assert (paper.contributions, paper.marks) == ((), ())


def test_all_facts_of_the_entry_are_said(tmp_path: Path) -> None:
    fields = f"""author+an:orcid = {{2="{BEN}"}}, author+an:credit = {{3="funding"}},
    author+an:affiliation = {{1="A {ROR} | B"; 3="B"}}"""
    assert facts(only(read_text(tmp_path, file_of(fields)))) == [
        "Funding acquisition: Cy Three",
        f"A ({ROR}): Ann One; B: Ann One and Cy Three",
        f"Ben Two: https://orcid.org/{BEN}",
    ]


def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    fields = 'author+an:credit = {1="software"; 2="software"; 3="software"}'
    paper = only(read_text(tmp_path, file_of(fields, "Chen, Li and Chen, L. and Wu, Bo")))
    assert facts(paper) == ["Software: Li Chen (author 1), L. Chen (author 2) and Bo Wu"]


def test_a_crowd_has_roles(tmp_path: Path) -> None:
    crowd = [f"Name{number}, Ann" for number in range(60)]
    roles = ",".join(f"{term.words}:equal" for term in TERMS)
    credit = "; ".join(f'{place}="{roles}"' for place in range(1, len(crowd) + 1))
    text = file_of(f"author+an:credit = {{{credit}}}", " and ".join(crowd))
    reading = read_text(tmp_path, text)
    assert messages(reading) == []
    assert facts(only(reading))[0].count("Ann Name59 equally") == 14


PEOPLE: dict[object, object] = {
    "Li Chen": {"orcid": ANN, "url": "https://example.org/li", "affiliation": "Here"},
    "Bo Wu": {"url": "https://example.org/bo"},
}


def listed(folder: Path, text: str, *owner: str) -> Reading:
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    people, slips = read_people(PEOPLE, owner)
    assert slips == []
    return read([folder / "refs.bib"], ReadingOptions(owner=owner, people=people))


def test_the_paper_wins_over_the_person(tmp_path: Path) -> None:
    fields = f'author+an:affiliation = {{1="There"}}, author+an:orcid = {{2="{BEN}"}}'
    reading = listed(tmp_path, file_of(fields, "Chen, Li and Wu, Bo"))
    assert known(reading) == [(ANN, ["There"], []), (BEN, [], [])]
    assert [author.link for author in only(reading).authors] == [
        "https://example.org/li",
        "https://example.org/bo",
    ]


def test_another_orcid_id_is_another_person(tmp_path: Path) -> None:
    text = file_of(f'author+an:orcid = {{1="{BEN}"}}', "Chen, Li")
    reading = listed(tmp_path, text, "Chen, Li")
    assert known(reading) == [(BEN, [], [])]
    (author,) = only(reading).authors
    assert (author.link, author.is_owner) == ("", False)


def test_an_orcid_id_is_the_person_whatever_the_spelling(tmp_path: Path) -> None:
    text = file_of(f'author+an:orcid = {{1="{ANN}"}}', "Chen, Lily")
    (author,) = only(listed(tmp_path, text)).authors
    assert author.link == "https://example.org/li"


def test_namesakes_in_one_paper_are_nobody_unless_an_orcid_id_says_who(tmp_path: Path) -> None:
    twice = "Chen, Li and Chen, Li"
    reading = listed(tmp_path, file_of("", twice))
    (message,) = messages(reading)
    assert message.startswith("two authors are 'Li Chen' of publications_people")
    assert known(reading) == [("", [], [])] * 2
    reading = listed(tmp_path, file_of(f'author+an:orcid = {{2="{ANN}"}}', twice))
    assert (messages(reading), known(reading)) == ([], [("", [], []), (ANN, ["Here"], [])])


def test_facts_move_with_the_people_of_a_repaired_list(tmp_path: Path) -> None:
    fields = f'author+an:credit = {{2="software"}}, author+an:orcid = {{3="{BEN}"}}'
    reading = read_text(tmp_path, file_of(fields, "One, A., Two, B., Three, C."))
    named = [(one.name.family, one.facts != one.facts.__class__()) for one in only(reading).authors]
    assert named in ([("One", False), ("Two", True), ("Three", True)],)


@pytest.mark.parametrize("text", ["," * 90_000, ":" * 90_000, "ror.org/" * 20_000, "(a" * 40_000])
def test_long_values_are_read_in_time(tmp_path: Path, text: str) -> None:
    fields = f'author+an:affiliation = {{1="{text} x"}}, author+an:credit = {{1="{text}"}}'
    assert only(read_text(tmp_path, file_of(fields))).authors
