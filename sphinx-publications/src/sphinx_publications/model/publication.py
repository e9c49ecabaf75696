"""`Publication`: one entry of the file of references as plain, frozen data.

Built once by `read_publication`, read by every output. Field names are
BibLaTeX's; where BibLaTeX has none, al-folio's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pybtex.database import Entry

from sphinx_publications.latex import plain
from sphinx_publications.model.archives import keeps_preprints
from sphinx_publications.model.authors import Author, People, author_role, read_authors
from sphinx_publications.model.dates import Date, is_state, read_dated
from sphinx_publications.model.details import Details, read_details
from sphinx_publications.model.entrytypes import (
    SERVING_TYPES,
    EntryType,
    entry_type,
    unknown_type_message,
)
from sphinx_publications.model.fields import misspelt, whole_title
from sphinx_publications.model.figures import Preview, read_preview
from sphinx_publications.model.links import Link, read_links
from sphinx_publications.model.marks import Mark
from sphinx_publications.model.names import Name
from sphinx_publications.model.options import ReadingOptions
from sphinx_publications.model.venues import Venue, read_venue
from sphinx_publications.problems import Remark, Subtype
from sphinx_publications.words import word


@dataclass(frozen=True)
class Publication:
    """One entry, read. Text is Unicode unless said otherwise."""

    key: str
    type: str
    title: str
    """Title as it was written, in LaTeX and in its own case."""
    note: str
    """Remark of the owner; see `remarks`."""
    awards: tuple[str, ...]
    """`award` and `addendum`; see `remarks`."""
    authors: tuple[Author, ...]
    """The authors, or the editors where nobody is named as author."""
    role: str
    """Which of both: ``author`` or ``editor``."""
    et_al: bool
    """Whether the list of authors ends in ``others``."""
    editors: tuple[Name, ...]
    """The editors, where they are not the authors."""
    venue: Venue
    details: Details
    date: Date
    abstract: str
    """In LaTeX."""
    venue_link: Link | None
    """Where the venue leads; its label is empty if the address is nothing but ``url``."""
    links: tuple[Link, ...]
    """The other links, in the order in which they are shown."""
    keywords: tuple[str, ...]
    preview: Preview
    """The figure."""
    selected: bool
    hidden: bool
    """Whether lists leave it out unless they name its key."""

    @property
    def entry_type(self) -> EntryType:
        """What is known of its type."""
        return entry_type(self.type)

    @property
    def is_preprint(self) -> bool:
        """Whether it is in an archive of preprints, and has appeared nowhere else."""
        if self.type == "preprint":
            return True
        is_archived = bool(self.details.eprint) and keeps_preprints(self.details.archive)
        is_elsewhere = bool(self.details.container) and not keeps_preprints(self.details.container)
        return (
            self.entry_type.may_be_preprint
            and not is_elsewhere
            and (is_archived or keeps_preprints(self.venue.name))
        )

    @property
    def all_links(self) -> tuple[Link, ...]:
        """Where the venue leads, and the other links."""
        return (self.venue_link, *self.links) if self.venue_link else self.links

    @property
    def plain_title(self) -> str:
        """The title as plain text, or the key where there is none, as a heading."""
        return self.own_title or self.key

    @property
    def own_title(self) -> str:
        """The title as plain text for other programs; empty where there is none."""
        return plain(self.title)

    @property
    def where(self) -> str:
        """Short venue and date, ``NeurIPS 2021``; a year that the venue ends with is said once."""
        venue, date = self.venue.name, str(self.date)
        before = venue.removesuffix(date)
        ends_with_date = before != venue and not re.search(r"\w\Z", before)
        if date and (ends_with_date or venue.endswith((f"'{date[-2:]}", f"’{date[-2:]}"))):
            return venue
        return " ".join(part for part in (venue, date) if part)

    @property
    def contributions(self) -> tuple[str, ...]:
        """What the marks say, in words and with names, for formats that have no marks."""
        said = []
        for mark in self.marks:
            names = ", ".join(author.name.full for author in self.authors if mark in author.marks)
            said.append(f"{mark.said}: {names}")
        return tuple(said)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that occur, each once, in the order of the authors."""
        return tuple(dict.fromkeys(mark for author in self.authors for mark in author.marks))


def read_publication(
    entry: Entry, people: People, options: ReadingOptions
) -> tuple[Publication, list[Remark]]:
    """Read an entry with its people by role; returns it as data, and what is wrong with it."""
    fields = {name.lower(): value for name, value in entry.fields.items()}
    remarks: list[Remark] = []
    authors = read_authors(people, fields, options, remarks)
    date, undated = read_dated(fields)
    remarks.extend(undated)
    remarks.extend(misspelt(fields, {kind.field for kind in options.link_kinds}))
    venue_link, links = read_links(fields, options, remarks)
    keywords = tuple(
        word for word in (plain(part) for part in fields.get("keywords", "").split(",")) if word
    )
    publication = Publication(
        key=entry.key,
        type=entry.type,
        title=whole_title(fields),
        note="; ".join(filter(None, (fields.get("note"), _info(fields)))),
        awards=tuple(fields[name] for name in ("award", "addendum") if fields.get(name)),
        authors=tuple(author for author in authors if author.name.full != "others"),
        role=author_role(people),
        et_al=bool(authors) and authors[-1].name.full == "others",
        editors=_editors(people),
        venue=read_venue(entry.type, fields),
        details=read_details(entry.type, fields),
        date=date,
        abstract=fields.get("abstract", ""),
        venue_link=venue_link,
        links=links,
        keywords=tuple(word for word in keywords if word != "selected"),
        preview=read_preview(fields, remarks),
        selected="selected" in keywords or _is_true(fields.get("selected", "")),
        hidden=_is_true(fields.get("hidden", "")),
    )
    remarks.extend(_missing(entry.type, people, fields, publication))
    return publication, remarks


def bare_publication(key: str, type_: str, title: str) -> Publication:
    """Return a publication of which nothing is known but a plain title; it reads nothing."""
    return Publication(
        key=key,
        type=type_,
        title=title,
        note="",
        awards=(),
        authors=(),
        role="author",
        et_al=False,
        editors=(),
        venue=Venue(""),
        details=Details(),
        date=Date(),
        abstract="",
        venue_link=None,
        links=(),
        keywords=(),
        preview=Preview(),
        selected=False,
        hidden=False,
    )


def _info(fields: Mapping[str, str]) -> str:
    """Return ``additional_info``, which al-folio puts behind the venue: ``. Oral talk``."""
    return fields.get("additional_info", "").lstrip(".,; ")


def _editors(people: People) -> tuple[Name, ...]:
    if author_role(people) == "editor":
        return ()
    return tuple(name for name, _ in people.get("editor", ()))


def _is_true(text: str) -> bool:
    return text.strip().lower() in {"true", "yes", "1"}


def _missing(
    type_: str, people: People, fields: Mapping[str, str], publication: Publication
) -> Iterator[Remark]:
    if type_ in SERVING_TYPES:
        return
    unknown = unknown_type_message(type_)
    if unknown:
        yield Remark("", Subtype.UNKNOWN_TYPE, unknown)
    lacking: dict[str, str] = {}
    if not plain(fields.get("title", "")):
        lacking["the title"] = "title = {…}"
    if not people.get("author") and not people.get("editor"):
        lacking["the author"] = "author = {Family, Given}"
    if publication.date.year is None and not fields.get("pubstate"):
        if fields.get("date") or fields.get("year"):
            yield from _no_year(fields)
        else:
            lacking["the year"] = "year = {2024}"
    kind = entry_type(type_)
    names, state = kind.venue_fields, fields.get("pubstate", "").strip().lower()
    is_nowhere = publication.venue.name in {"", word(kind.label)}
    if names and is_nowhere and state not in {"submitted", "inpreparation"}:
        lacking["where it appeared"] = f"{names[0]} = {{…}}"
    if list(lacking) == ["the author"]:
        yield Remark("", Subtype.MISSING_FIELD, f"nobody wrote it; add {lacking['the author']}")
    elif lacking:
        verb = "is" if len(lacking) == 1 else "are"
        message = f"{_listed(lacking)} {verb} missing; add {_listed(lacking.values())}"
        yield Remark("", Subtype.MISSING_FIELD, message)


def _listed(things: Iterable[str]) -> str:
    """Return a list of things in words: ``a, b and c``."""
    *before, last = things
    return f"{', '.join(before)} and {last}" if before else last


def _no_year(fields: Mapping[str, str]) -> Iterator[Remark]:
    name = next(name for name in ("date", "year") if fields.get(name))
    if not is_state(fields[name]):
        message = (
            f"'{fields[name]}' is no year; write year = {{2024}}, "
            "or pubstate = {inpress} for what is yet to appear"
        )
        yield Remark(name, Subtype.INVALID_DATE, message)
