"""People: what ``publications_people`` says of them, and the names that they are known by.

A name belongs to a person only if it is that person's name or a listed spelling of it, as a whole.
Nothing is concluded from a part of a name, or from a similar one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pybtex.errors

from sphinx_publications.diagnostics import did_you_mean
from sphinx_publications.model.identifiers import is_path, orcid_address, ror_address, safe_url
from sphinx_publications.model.names import Name, fold, is_same_person, parse_name


class Affiliation(NamedTuple):
    """An organisation that a person belongs to."""

    name: str
    ror: str = ""
    """Address at the Research Organization Registry."""


class Profile(NamedTuple):
    """What is said of a person."""

    label: str
    """The name under which the person is listed."""
    names: tuple[str, ...] = ()
    """The full name, then its other spellings."""
    orcid: str = ""
    """ORCID iD as an address: ``https://orcid.org/0000-0002-1825-0097``."""
    url: str = ""
    affiliations: tuple[Affiliation, ...] = ()
    is_linked: bool = True
    """Whether the name is a link to the person's page here, or else to `url`."""
    role: str = ""
    """What the person does: ``PhD student``."""
    photo: str = ""
    """The file of a photo, named as figures are."""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address of other pages about the person."""


class Slip(NamedTuple):
    """Something in the data of people that cannot be used."""

    message: str
    """What is wrong, and what to write instead."""
    words: tuple[str, ...]
    """Words of the file that lead to the line, each in the line of the one before or below."""


class Directory(NamedTuple):
    """The people by their names."""

    people: tuple[Profile, ...] = ()
    by_name: Mapping[str, Profile] = {}
    """By full names."""
    by_family: Mapping[tuple[str, str], Profile] = {}
    """By family name without accents and case, and given name, as al-folio looks for people."""
    by_orcid: Mapping[str, Profile] = {}
    owner: Profile | None = None
    """The owner of the page."""

    def find(self, name: Name) -> Profile | None:
        """Return the person with a name; None if there is none, or if several share it."""
        if not self.people:
            return None
        found = self.by_name.get(full_name(name))
        if found is None and self.by_family:
            found = self.by_family.get((fold(name.family), _composed(name.given)))
        return found

    def called(self, text: str) -> Profile | None:
        """Return the person who is listed as `text`, or has this name."""
        listed = (person for person in self.people if person.label == text)
        return next(listed, None) or self.find(parse_name(text)[0])


def full_name(name: Name) -> str:
    """Return a name as a key: as a whole, with accents in one form."""
    return _composed(name.full)


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class Wanted(NamedTuple):
    """A person that a list is about."""

    names: tuple[Name, ...]
    profile: Profile | None = None
    has_initials: bool = False
    """Whether initials match, as they do for the owner of the page."""

    def is_author(self, name: Name, profile: Profile | None) -> bool:
        """Whether an author with a name and a profile is this person."""
        if self.profile is not None:
            return profile == self.profile
        return full_name(name) in map(full_name, self.names)

    def is_owner(self, name: Name, profile: Profile | None) -> bool:
        """Whether the name of an author is bold where this person is the owner.

        It is not if the author is listed as somebody else.
        """
        if not self.has_initials:
            return self.is_author(name, profile)
        if self.profile is not None and profile is not None:
            return profile == self.profile
        return any(is_same_person(name, one) for one in self.names)


def wanted(text: str, people: Directory, owner: Sequence[str] = ()) -> Wanted:
    """Return the person that a text names; `owner` are the names of the owner of the page."""
    with pybtex.errors.capture():
        name = parse_name(text)[0]
        profile = people.called(text)
        owners = tuple(parse_name(one)[0] for one in owner)
    is_owner = profile == people.owner if profile else full_name(name) in map(full_name, owners)
    return Wanted(owners if is_owner else (name,), profile, is_owner)


# Reading: a mapping of names to facts, or al-folio's mapping of family names to people.


def read_people(
    written: Mapping[Any, object], owner: Sequence[str]
) -> tuple[Directory, list[Slip]]:
    """Return the people in a mapping, and what of it cannot be used.

    `owner` are the names of the owner of the page, which are further spellings of the owner's name
    if one of them is listed. Values are the facts of a person, as in `FACTS`, or, under a family
    name, al-folio's list of people with ``firstname`` and ``url``.
    """
    slips: list[Slip] = []
    people: list[Profile] = []
    of_families: list[tuple[tuple[str, str], Profile]] = []
    for label, facts in written.items():
        if not isinstance(label, str) or not label.strip():
            slips.append(Slip(f"{label!r} is no name; write it in quotes", (str(label),)))
        elif isinstance(facts, Mapping):
            people += _person(label, facts, slips)
        elif isinstance(facts, list | tuple):
            of_families += _family(label, facts, slips)
        else:
            message = f"'{label}' has no facts; write some of {', '.join(FACTS)} with their values"
            slips.append(Slip(message, (label,)))
    by_orcid = _unshared([(one.orcid, one) for one in people if one.orcid], slips)
    people = [one if one.orcid in by_orcid else one._replace(orcid="") for one in people]
    by_name = _unshared([(name, one) for one in people for name in one.names], slips)
    by_family = _unshared(of_families, slips)
    everyone = (*people, *dict.fromkeys(one for _, one in of_families))
    found = Directory(everyone, by_name, by_family, by_orcid)
    return _with_owner(found, owner), slips


def _with_owner(people: Directory, names: Sequence[str]) -> Directory:
    known = [parse_name(name)[0] for name in names]
    owner = next(filter(None, map(people.find, known)), None)
    if owner is None:
        return people
    by_name = {**people.by_name, **{full_name(name): owner for name in known}}
    return people._replace(by_name=by_name, owner=owner)


def _unshared(spellings: Sequence[tuple[Any, Profile]], slips: list[Slip]) -> dict[Any, Profile]:
    """Return the people by their spellings, without those that two people share."""
    found: dict[Any, dict[Profile, None]] = {}
    for spelling, person in spellings:
        found.setdefault(spelling, {})[person] = None
    shared: dict[tuple[Profile, ...], list[str]] = {}
    for spelling, people in found.items():
        if len(people) > 1:
            name = spelling if isinstance(spelling, str) else f"{spelling[1]} {spelling[0]}"
            shared.setdefault(tuple(people), []).append(f"'{name}'")
    for everyone, names in shared.items():
        who = " and ".join(f"'{person.label}'" for person in everyone)
        message = (
            f"{who} share {', '.join(names)}, which says nothing of either; list a person once, "
            "and a spelling for one person only"
        )
        slips.append(Slip(message, (everyone[-1].label,)))
    return {spelling: next(iter(people)) for spelling, people in found.items() if len(people) == 1}


def _person(label: str, facts: Mapping[Any, object], slips: list[Slip]) -> Iterator[Profile]:
    read = dict(_facts(label, facts, FACTS, slips))
    try:
        names = [_full_name(name) for name in (label, *read.pop("names", ()))]
    except ValueError as error:
        slips.append(Slip(f"'{label}' {error}", (label,)))
        return
    yield Profile(label, tuple(dict.fromkeys(names)), **read)


def _family(
    family: str, members: Sequence[object], slips: list[Slip]
) -> Iterator[tuple[tuple[str, str], Profile]]:
    for member in members:
        facts = member if isinstance(member, Mapping) else {}
        read = dict(_facts(family, facts, AL_FOLIO_FACTS, slips))
        given = read.pop("given", ())
        if not given:
            message = f"'{family}' lists somebody without firstname; write firstname: [Ann, A.]"
            slips.append(Slip(message, (family,)))
            continue
        names = tuple(f"{name} {_in_capitals(family)}" for name in given)
        person = Profile(names[0], names, **read)
        yield from (((fold(family), _composed(name)), person) for name in given)


_PARTICLES = frozenset("da de del della den der di dos du la le van von".split())


def _in_capitals(family: str) -> str:
    """Return a family name with capitals; al-folio's keys have none."""
    words = [word if word in _PARTICLES else word.title() for word in family.split()]
    return " ".join(words) if family.islower() else family


def _facts(
    label: str, facts: Mapping[Any, object], known: Mapping[str, Fact], slips: list[Slip]
) -> Iterator[tuple[str, Any]]:
    """Yield the attributes of a person with their values."""
    for key, value in facts.items():
        if key not in known:
            close = did_you_mean(str(key), known) or f"; write {', '.join(known)}"
            slips.append(Slip(f"'{label}': there is no '{key}'{close}", (label, str(key))))
            continue
        attribute, read = known[key]
        if value in (None, "", [], {}):
            continue
        try:
            yield attribute, read(value)
        except ValueError as error:
            message = f"'{label}': {key} = {value!r} {error}"
            slips.append(Slip(message, (label, str(key))))


def _full_name(text: str) -> str:
    with pybtex.errors.capture() as errors:
        name = full_name(parse_name(text)[0])
    if errors or not name:
        raise ValueError("is no name; write 'Given Family' or 'Family, Given'")
    return name


def _texts(value: object) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(t, str) and t for t in texts):
        raise ValueError("is left out; write a text, or a list of texts")
    return tuple(" ".join(text.split()) for text in texts)


def _names(value: object) -> tuple[str, ...]:
    names = _texts(value)
    for name in names:
        _full_name(name)
    return names


def _url(value: object) -> str:
    url = safe_url(value) if isinstance(value, str) else None
    if url is None:
        raise ValueError(
            "is no http, https or mailto address and is left out; write the whole address"
        )
    return url


def _affiliations(value: object) -> tuple[Affiliation, ...]:
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(map(_affiliation, several))


def _affiliation(value: object) -> Affiliation:
    facts: Mapping[Any, object] = {"name": value} if isinstance(value, str) else {}
    if isinstance(value, Mapping):
        facts = value
    name, ror = facts.get("name"), facts.get("ror")
    if not isinstance(name, str) or not name.strip() or facts.keys() - {"name", "ror"}:
        raise ValueError("is left out; write a name, or {'name': …, 'ror': …}")
    return Affiliation(" ".join(name.split()), ror_address(ror) if ror else "")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("is left out; write a text")
    return " ".join(value.split())


def _photo(value: object) -> str:
    if not isinstance(value, str) or not is_path(value.removeprefix("/")):
        raise ValueError("is no file of the site and is left out; write its path from conf.py")
    return value


def _links(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping) or not all(isinstance(label, str) for label in value):
        raise ValueError("is left out; write labels and addresses: {'GitHub': 'https://…'}")
    return tuple((" ".join(label.split()), _url(url)) for label, url in value.items())


def _is_true(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is left out; write true or false")
    return value


class Fact(NamedTuple):
    """A fact of a person: the attribute of `Profile`, and the function that reads its value.

    The function raises ValueError with what is wrong and what to write.
    """

    attribute: str
    read: Callable[[object], object]


FACTS: Mapping[str, Fact] = {
    "aliases": Fact("names", _names),
    "orcid": Fact("orcid", orcid_address),
    "url": Fact("url", _url),
    "affiliation": Fact("affiliations", _affiliations),
    "link": Fact("is_linked", _is_true),
    "role": Fact("role", _text),
    "photo": Fact("photo", _photo),
    "links": Fact("links", _links),
}
"""What can be said of a person."""
AL_FOLIO_FACTS: Mapping[str, Fact] = {
    "firstname": Fact("given", _texts),
    "url": Fact("url", _url),
}
"""What al-folio's ``coauthors.yml`` says of a person under the family name."""
