"""Authors of an entry, with their marks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.model.author_facts import NOTHING, Facts, read_facts
from sphinx_publications.model.author_marks import reconciled, unused_explanations
from sphinx_publications.model.data_marks import Annotated, Listed, about_nobody, read_annotated
from sphinx_publications.model.marks import (
    BOLD_WORDS,
    OWNER_WORDS,
    SHOWN_WORDS,
    Mark,
    MarkTable,
    read_symbols,
    unexplained,
)
from sphinx_publications.model.names import (
    OTHERS,
    Name,
    WrittenName,
    fold,
    is_same_person,
    parse_name,
)
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.people import Affiliation, Directory, Profile, Wanted


class Author(NamedTuple):
    """An author with marks."""

    name: Name
    initials: str
    marks: tuple[Mark, ...] = ()
    is_owner: bool = False
    is_highlighted: bool = False
    """Whether an annotation sets the name off."""
    is_kept: bool = False
    """Whether an annotation keeps the name visible in a shortened list."""
    profile: Profile | None = None
    """What ``publications_people`` says of the author."""
    facts: Facts = NOTHING
    """What the entry says of the author; it wins over the profile."""

    @property
    def orcid(self) -> str:
        """The ORCID iD as an address; empty if it is unknown."""
        return self.facts.orcid or (self.profile.orcid if self.profile else "")

    @property
    def affiliations(self) -> tuple[Affiliation, ...]:
        """Where the author worked, or else works."""
        return self.facts.affiliations or (self.profile.affiliations if self.profile else ())

    @property
    def is_prominent(self) -> bool:
        """Whether a shortened list keeps the name."""
        return self.is_owner or self.is_kept or bool(self.marks)

    @property
    def is_bold(self) -> bool:
        """Whether the name is bold."""
        return self.is_owner or self.is_highlighted

    @property
    def link(self) -> str:
        """The address that the name leads to; empty if there is none, and for the owner."""
        profile = self.profile
        return profile.url if profile and profile.is_linked and not self.is_owner else ""

    @property
    def person(self) -> str:
        """The person of ``publications_people`` to whose page the name may lead; else empty."""
        profile = self.profile
        return profile.label if profile and profile.is_linked and not self.is_owner else ""

    @property
    def short_name(self) -> str:
        """The name as shown in lists: ``CCH Petersen``."""
        return self.name.short(self.initials)

    def with_native(self, name: str) -> str:
        """Return the name as it is written, with the one in another language behind it."""
        return f"{name} {self.facts.native}" if self.facts.native else name


People: TypeAlias = Mapping[str, Sequence[WrittenName]]
"""The people of an entry by role: ``author`` or ``editor``."""


def author_role(people: People) -> str:
    """Return ``author`` if the entry has authors, else ``editor``."""
    return "author" if people.get("author") else "editor"


def named_apart(authors: Sequence[Author], are_meant: Iterable[bool], role: str) -> list[str]:
    """Return the full names of the authors who are meant.

    Where another author may have the same name it is followed by the place in the list.
    """
    are_meant = list(are_meant)
    if not any(are_meant):
        return []
    families: dict[str, list[Author]] = {}
    for author in authors:
        families.setdefault(fold(author.name.family), []).append(author)

    def is_apart(author: Author) -> bool:
        family = families[fold(author.name.family)]
        return not any(is_same_person(author.name, a.name) for a in family if a is not author)

    return [
        author.name.full if is_apart(author) else f"{author.name.full} ({role} {position})"
        for position, (author, is_meant) in enumerate(zip(authors, are_meant, strict=True), start=1)
        if is_meant
    ]


def read_authors(
    everyone: People, fields: Mapping[str, str], options: ReadingOptions, remarks: list[Remark]
) -> list[Author]:
    """Return the authors of an entry, or its editors if it has no author."""
    role = author_role(everyone)
    people = everyone.get(role, ())
    is_open = bool(people) and people[-1][0] == OTHERS
    named = people[: len(people) - is_open]
    listed = Listed(role, len(named), is_open)
    annotated = read_annotated(fields, listed, options.marks, remarks)
    marks = _marks([symbols for _, symbols in named], annotated, listed, fields, options, remarks)
    facts = read_facts(fields, listed, remarks)
    owner = Wanted(_names(options.owner), options.people.owner, has_initials=True)
    authors = [
        _author(
            name,
            annotated,
            position,
            marks.get(position, ()),
            facts.get(position, NOTHING),
            options.people,
            owner,
        )
        for position, (name, _) in enumerate(named, start=1)
    ]
    if options.people.people:
        authors = _without_shared_profiles(authors, role, remarks)
    if marks:
        typed = "".join([*(symbols for _, symbols in named), *annotated.symbols.values()])
        authors = _without_groups_of_one(authors, role, {*read_symbols(typed)}, remarks)
        remarks.extend(_typed(authors, [symbols for _, symbols in named], role))
    remarks.extend(about_nobody(fields, role, everyone))
    others = [Author(name, name.initials) for name, _ in people[len(named) :]]
    return [*authors, *others]


def _marks(
    symbols: Sequence[str],
    annotated: Annotated,
    listed: Listed,
    fields: Mapping[str, str],
    options: ReadingOptions,
    remarks: list[Remark],
) -> dict[int, tuple[Mark, ...]]:
    """Return the marks of the authors, who have `symbols` beside their names, by position."""
    table = options.marks
    data = {
        position: tuple(_annotated_marks(words, listed.role, table, remarks))
        for position, words in annotated.words.items()
        if 1 <= position <= listed.total
    }
    typed = {
        position: tuple(read_symbols(written + annotated.symbols.get(position, "")))
        for position, written in enumerate(symbols, start=1)
        if written or position in annotated.symbols
    }
    remarks.extend(unused_explanations(fields, data, typed, listed.total))
    return reconciled(data, typed, fields, table, 0 if listed.is_open else listed.total)


def _author(
    name: Name,
    annotated: Annotated,
    position: int,
    marks: tuple[Mark, ...],
    facts: Facts,
    people: Directory,
    owner: Wanted,
) -> Author:
    words = annotated.words.get(position, ())
    is_me = not OWNER_WORDS.isdisjoint(words)
    profile = people.owner if is_me and people.owner else people.find(name)
    if facts.orcid and people.people:
        profile = _with_orcid(facts.orcid, profile, people)
    return Author(
        name=name,
        initials=annotated.initials.get(position, name.initials),
        marks=marks,
        is_owner=is_me or owner.is_owner(name, profile),
        is_highlighted=not BOLD_WORDS.isdisjoint(words),
        is_kept=not SHOWN_WORDS.isdisjoint(words),
        profile=profile,
        facts=facts,
    )


def _with_orcid(orcid: str, named: Profile | None, people: Directory) -> Profile | None:
    """Return the person with an iD; `named` has the name, and is another one if the iDs differ."""
    known = named or people.owner
    is_other = known is not None and known.orcid not in {"", orcid}
    return people.by_orcid.get(orcid) or (Profile("", orcid=orcid) if is_other else named)


def _without_shared_profiles(
    authors: list[Author], role: str, remarks: list[Remark]
) -> list[Author]:
    """Remove what is said of a person where several authors have the name.

    An iD of the entry says who of them is the person.
    """
    profiles = [author.profile for author in authors if author.profile]
    if len(set(profiles)) == len(profiles):
        return authors
    shared = {profile for profile in profiles if profiles.count(profile) > 1}
    known = {author.profile for author in authors if author.facts.orcid}
    for profile in (one for one in dict.fromkeys(profiles) if one in shared - known):
        message = (
            f"two authors are '{profile.label}' of publications_people, whose data is left out; "
            f'write who of them it is: {role}+an:orcid = {{1="0000-0002-1825-0097"}}'
        )
        remarks.append(Remark(role, Subtype.ANNOTATION, message))
    return [
        author._replace(profile=None)
        if author.profile in shared and not author.facts.orcid
        else author
        for author in authors
    ]


@lru_cache
def _names(names: tuple[str, ...]) -> tuple[Name, ...]:
    return tuple(parse_name(name)[0] for name in names)


def _annotated_marks(
    words: tuple[str, ...], role: str, table: MarkTable, remarks: list[Remark]
) -> Iterator[Mark]:
    for word in words:
        mark = table.for_word(word)
        if mark is not None:
            yield mark
        elif not table.is_known(word):
            message = (
                f"'{word}' in {role}+an is not known; use one of {', '.join(table.words)} "
                "or add it to publications_marks"
            )
            remarks.append(Remark(f"{role}+an", Subtype.ANNOTATION, message))


def _typed(authors: Sequence[Author], typed: Sequence[str], role: str) -> Iterator[Remark]:
    """Yield a remark for each symbol typed into names, asking for its meaning if unknown."""
    found: dict[Mark, list[str]] = {}
    for author, symbols in zip(authors, typed, strict=True):
        for mark in author.marks:
            if mark.symbol in read_symbols(symbols):
                found.setdefault(mark, []).append(author.name.full)
    for mark, names in found.items():
        symbol, who = mark.symbol, ", ".join(names)
        if mark.is_word:
            remedy = f"is read as a mark; as data it is {role}+an = {{…={mark.word}}}"
        elif mark.is_explained:
            remedy = f"is read as a mark: {mark.meaning}"
        else:
            # Equal contribution needs two authors.
            word, words = (
                ("equal", "Equal contribution")
                if len(names) > 1
                else ("corresponding", "Corresponding author")
            )
            remedy = (
                f"says nothing but '{mark.meaning}'; write what it means, as in "
                f"annotation = {{{symbol} {words}}}, {role}+an = {{…={word}}}, "
                f'or for all entries publications_typed_marks = {{"{symbol}": "{word}"}} in conf.py'
            )
        message = f"'{symbol}' stands in the name '{who}' and {remedy}"
        yield Remark(role, Subtype.MARKER_IN_NAME, message)


def _without_groups_of_one(
    authors: list[Author], role: str, typed: Collection[str], remarks: list[Remark]
) -> list[Author]:
    """Replace marks of equal contribution that only one author has by unexplained marks.

    `typed` are the symbols beside names, which no mark of data has.
    """
    marks = [mark for author in authors for mark in author.marks]
    alone = {mark for mark in marks if mark.is_equal and marks.count(mark) == 1}
    if not alone:
        return authors
    for mark in dict.fromkeys(mark for mark in marks if mark in alone):
        is_typed = mark.symbol in typed
        name = f"{mark.symbol}: {mark.meaning}" if is_typed else mark.word
        message = f"only one author is marked '{name}'; equal contribution takes two"
        field = role if is_typed else f"{role}+an"
        # What is told to be no annotation was to mark the other.
        if is_typed or not any(known.message.endswith(f"={mark.word}") for known in remarks):
            remarks.append(Remark(field, Subtype.ANNOTATION, message))

    def told(mark: Mark) -> Mark:
        if mark not in alone:
            return mark
        return unexplained(mark.symbol, is_typed=mark.symbol in typed)

    return [
        author._replace(marks=tuple(dict.fromkeys(map(told, author.marks))))
        if not alone.isdisjoint(author.marks)
        else author
        for author in authors
    ]
