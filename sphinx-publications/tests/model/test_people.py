"""Whom a name belongs to, and which data of people are used."""

from __future__ import annotations

import pytest

from sphinx_publications.model.names import parse_name
from sphinx_publications.model.people import Affiliation, Directory, read_people, wanted

ORCID = "https://orcid.org/0000-0002-1825-0097"


def people(written: dict[object, object], *owner: str) -> Directory:
    found, slips = read_people(written, owner)
    assert slips == []
    return found


def slips(written: dict[object, object]) -> list[str]:
    return [slip.message for slip in read_people(written, ())[1]]


def found(directory: Directory, name: str) -> str:
    person = directory.find(parse_name(name)[0])
    return person.label if person else ""


ANN: dict[object, object] = {"Ann One": {"aliases": ["A. One", "Two, Ann"]}}


@pytest.mark.parametrize("name", ["Ann One", "One, Ann", "A. One", "Two, Ann", "Ann  Two"])
def test_a_name_or_a_listed_spelling_is_the_person(name: str) -> None:
    assert found(people(ANN), name) == "Ann One"


@pytest.mark.parametrize(
    "name", ["One", "One, A", "One, A. B.", "One, Anna", "Öne, Ann", "one, ann", "Ann Oneida"]
)
def test_a_part_or_a_likeness_is_nobody(name: str) -> None:
    assert found(people(ANN), name) == ""


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("José García", "Garci\u0301a, Jose\u0301"),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("Carl von der Malsburg", "von der Malsburg, Carl"),
        ("山田 太郎", "山田, 太郎"),
        ("{The Team}", "{The Team}"),
    ],
)
def test_names_are_compared_as_a_whole_however_they_are_written(listed: str, written: str) -> None:
    assert found(people({listed: {"orcid": ORCID}}), written) == listed


def test_al_folio_finds_families_without_accents_and_case() -> None:
    directory = people({"muller": [{"firstname": ["Bo", "B."], "url": "https://example.org/bo"}]})
    assert found(directory, "Müller, B.") == found(directory, "MULLER, Bo") == "Bo Muller"
    assert [found(directory, name) for name in ("Müller, Bob", "Müller, B", "Muller")] == [""] * 3


@pytest.mark.parametrize("orcid", [ORCID, "0000-0002-1825-0097", "orcid.org/0000000218250097"])
def test_an_orcid_is_read_bare_or_as_an_address(orcid: str) -> None:
    (person,) = people({"Ann": {"orcid": orcid}}).people
    assert person.orcid == ORCID


def test_the_check_digit_x_is_read() -> None:
    (person,) = people({"Ann": {"orcid": "0000-0002-1694-233x"}}).people
    assert person.orcid == "https://orcid.org/0000-0002-1694-233X"


def test_affiliations_are_names_with_or_without_ror() -> None:
    written = ["Here", {"name": "There", "ror": "02s376052"}]
    (person,) = people({"Ann": {"affiliation": written}}).people
    there = Affiliation("There", "https://ror.org/02s376052")
    assert person.affiliations == (Affiliation("Here"), there)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"orcid": "0000-0002-1825-0098"}, "wrong check digit"),
        ({"orcid": "0000-0002-1825-009"}, "is no ORCID iD"),
        ({"orcid": 218250097}, "is no ORCID iD"),
        ({"url": "javascript:alert(1)"}, "no http, https or mailto address"),
        ({"url": "example.org"}, "no http, https or mailto address"),
        ({"url": ["https://example.org"]}, "no http, https or mailto address"),
        ({"affiliation": {"name": "X", "ror": "02s376053"}}, "no ROR ID"),
        ({"affiliation": {"ror": "02s376052"}}, "write a name"),
        ({"aliases": [3]}, "a list of texts"),
        ({"aliases": "A, B, C, D, E"}, "is no name"),
        ({"link": "no"}, "write true or false"),
        ({"orcd": ORCID}, "did you mean 'orcid'?"),
        ({"role": ["Postdoc"]}, "is left out; write a text"),
        ({"photo": "https://example.org/ann.png"}, "is no file of the site"),
        ({"photo": "../ann.png"}, "is no file of the site"),
        ({"links": ["https://example.org"]}, "write labels and addresses"),
        ({"links": {"Code": "javascript:alert(1)"}}, "no http, https or mailto address"),
        ({"xyz": 1}, "write aliases, orcid, url, affiliation, link, role, photo, links"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(facts: dict[str, object], said: str) -> None:
    (message,) = slips({"Ann One": facts})
    assert said in message
    assert "'Ann One'" in message


@pytest.mark.parametrize("written", [{"Ann": None}, {"Ann": "x"}, {7: {}}, {"one": [{"url": "x"}]}])
def test_what_is_no_person_is_said(written: dict[object, object]) -> None:
    assert slips(written)


def test_a_shared_spelling_is_told_once_and_means_nobody() -> None:
    ann, bo = {"aliases": ["A. O.", "A One"]}, {"aliases": ["A. O.", "A One"]}
    directory, said = read_people({"Ann One": ann, "Abe One": bo}, ())
    (slip,) = said
    assert slip.message.startswith("'Ann One' and 'Abe One' share 'A. O.', 'A One'")
    assert [found(directory, name) for name in ("A. O.", "A One")] == ["", ""]
    assert found(directory, "Abe One") == "Abe One"


def test_a_person_listed_in_two_forms_is_told() -> None:
    assert len(slips({"Ann One": {"link": False}, "One, Ann": {"orcid": ORCID}})) == 1


def test_one_orcid_id_for_two_people_is_told_and_left_out() -> None:
    directory, said = read_people({"Ann One": {"orcid": ORCID}, "Ben Two": {"orcid": ORCID}}, ())
    (slip,) = said
    assert f"share '{ORCID}'" in slip.message
    assert [person.orcid for person in directory.people] == ["", ""]


def test_the_names_of_the_owner_are_spellings_of_the_person() -> None:
    directory = people(ANN, "One, Ann", "Three, Ann")
    assert directory.owner == directory.find(parse_name("Ann Three")[0])
    assert people(ANN, "Four, Ann").owner is None


def test_a_person_of_a_list_is_asked_for_by_any_name() -> None:
    directory = people(ANN)
    for text in ("Ann One", "Two, Ann"):
        person = wanted(text, directory)
        assert person.is_author(parse_name("A. One")[0], directory.people[0])
        assert not person.is_author(parse_name("One, Anna")[0], None)
    other = wanted("Chen, Li", directory)
    assert other.is_author(parse_name("Li Chen")[0], None)
    assert not other.is_author(parse_name("Chen, Liu")[0], None)


@pytest.mark.parametrize(
    ("family", "label"),
    [
        ("adams", "Edwin Adams"), ("schrödinger", "Edwin Schrödinger"),
        ("van der berg", "Edwin van der Berg"), ("McAdams", "Edwin McAdams"),
        ("o'neil-smith", "Edwin O'Neil-Smith"),
    ],
)  # fmt: skip
def test_people_of_al_folio_are_called_by_names_with_capitals(family: str, label: str) -> None:
    directory = people({family: [{"firstname": ["Edwin", "E. P."]}]})
    assert [person.label for person in directory.people] == [label]
    assert found(directory, f"{family}, E. P.") == label
