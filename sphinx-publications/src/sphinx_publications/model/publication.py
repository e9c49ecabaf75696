"""`Publication`: an entry as plain, immutable data.

`read_publication` makes it once, and every output uses it. Field names are those of BibLaTeX,
or of al-folio where BibLaTeX has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pybtex.database import Entry

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.author_marks import unsaid_note
from sphinx_publications.model.authors import Author, People, author_role, named_apart, read_authors
from sphinx_publications.model.date_fields import read_dated, with_state_in_words
from sphinx_publications.model.dates import Date
from sphinx_publications.model.entry_types import (
    EntryType,
    Highwire,
    read_type,
    unknown_type_message,
)
from sphinx_publications.model.eprints import archive_doi, archive_number, keeps_preprints
from sphinx_publications.model.fields import missing_fields, misspelt, whole_title
from sphinx_publications.model.identifiers import doi_url, same_address
from sphinx_publications.model.imprint import Details, Venue, read_details, read_venue
from sphinx_publications.model.languages import unknown_languages
from sphinx_publications.model.links import Link, read_links
from sphinx_publications.model.marks import Mark
from sphinx_publications.model.names import OTHERS, and_others, fold, listed
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.particulars import (
    Contributors,
    Particulars,
    Preview,
    Relation,
    editor_kind,
    read_contributors,
    read_particulars,
    read_preview,
    read_relation,
)
from sphinx_publications.model.people import Wanted
from sphinx_publications.model.states import without_states

STEERING = frozenset({"selected", "featured", "hidden"})
"""Keywords that control lists and are never topics."""


class Publication(NamedTuple):
    """An entry as immutable data. Text is Unicode unless stated otherwise."""

    key: str
    entry_type: EntryType
    title: str
    """Title in LaTeX, in its original case."""
    note: str = ""
    """Note of the owner; see `notes`."""
    award: str = ""
    addendum: str = ""
    """Shown beside the venue, as the award is; see `notes`."""
    authors: tuple[Author, ...] = ()
    """The authors, or the editors if there are no authors."""
    role: str = "author"
    """Role of `authors`: ``author`` or ``editor``."""
    editor_kind: str = "editor"
    """What `authors` did if they are no authors, BibLaTeX's ``editortype``: ``director``."""
    et_al: bool = False
    """Whether the list of authors ends with ``others``."""
    contributors: tuple[Contributors, ...] = ()
    """The people besides `authors` by what they did, the editors first."""
    venue: Venue = Venue("")
    details: Details = Details()
    particulars: Particulars = Particulars()
    date: Date = Date()
    abstract: str = ""
    """In LaTeX."""
    summary: str = ""
    """What the owner says of it in a sentence; may have markup."""
    venue_link: Link | None = None
    """Link of the venue; its label is empty if only ``url`` or ``howpublished`` has it."""
    links: tuple[Link, ...] = ()
    """The other links in display order."""
    keywords: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """The keywords without those that only select entries for lists."""
    preview: Preview = Preview()
    """The figure."""
    relation: Relation = Relation()
    """The related entries."""
    selected: bool = False
    hidden: bool = False
    """Whether only lists that name its key show it."""

    @property
    def main_people(self) -> Contributors:
        """The people in `authors`, with what they did: ``author``, ``editor`` or ``director``."""
        kind = "author" if self.role == "author" else self.editor_kind
        return Contributors(kind, tuple(author.name for author in self.authors), self.et_al)

    @property
    def editors(self) -> Contributors:
        """The editors who are not `authors`."""
        first = self.contributors[:1]
        return first[0] if first and first[0].kind == "editor" else Contributors("editor", ())

    @property
    def others(self) -> tuple[Contributors, ...]:
        """The contributors but for the editors."""
        return self.contributors[bool(self.editors.names or self.editors.et_al) :]

    @property
    def is_preprint(self) -> bool:
        """Whether it is in a preprint archive and was not published elsewhere."""
        details, kind = self.details, self.entry_type
        if kind.name == "preprint" or not kind.may_be_preprint:
            return kind.name == "preprint"
        if details.container and not keeps_preprints(details.container):
            return False
        is_archived = bool(details.eprint) and keeps_preprints(details.archive)
        return is_archived or keeps_preprints(self.venue.name)

    @property
    def container(self) -> str:
        """The journal, proceedings or book; empty for preprints."""
        return "" if self.is_preprint else self.details.container

    @property
    def collection(self) -> str:
        """The series, or else the work in several volumes that contains the book of a chapter."""
        whole = self.particulars.whole
        return self.details.series or ("" if whole == self.container else whole)

    @property
    def short_container(self) -> str:
        """The abbreviated title of the journal: ``J. Comput. Neurosci.``.

        Acronyms do not count, since no citation style prints them.
        """
        short = self.venue.name
        is_short = self.venue.expansion == self.container and bool(re.search(r"[\s.]", short))
        return short if is_short and self.container else ""

    @property
    def publisher(self) -> str:
        """The publisher, institution or archive that published it."""
        details = self.details
        archive = details.archive or details.container if self.is_preprint else ""
        names = [details.publisher, details.institution]
        is_of_institution = self.entry_type.highwire in {Highwire.THESIS, Highwire.REPORT}
        return archive or next(filter(None, reversed(names) if is_of_institution else names), "")

    @property
    def issuer(self) -> str:
        """The publisher, or else ``howpublished`` in words, where styles print a publisher."""
        is_within = self.container or self.entry_type.is_event
        return self.publisher or ("" if is_within else self.how)

    @property
    def how(self) -> str:
        """The field ``howpublished`` in words, unless it says the archive or the state."""
        how = self.details.how and self.details.how_in_words
        names = ("preprint", "eprint", self.details.archive or self.details.container)
        is_archive = self.is_preprint and any(fold(n) in fold(how) for n in names if n)
        return "" if is_archive or self.date.told_by == "venue" else how

    @property
    def number(self) -> str:
        """Number of a report or patent, or of a preprint in its archive."""
        details = self.details
        if self.is_preprint:
            return archive_number(details.archive, details.eprint)
        return details.number

    @property
    def doi(self) -> str:
        """Its DOI, or else the one that the archive assigned to the eprint."""
        details = self.details
        is_archived = self.entry_type.may_be_preprint and not details.container
        if details.doi or not (self.is_preprint or is_archived):
            return details.doi
        return archive_doi(details.archive, details.eprint)

    @property
    def address(self) -> str:
        """URL of the work itself; empty if no link leads to it."""
        by_field = {link.field: link.url for link in reversed(self.all_links) if "//" in link.url}
        names = (*_ADDRESSES, *(("code",) if self.entry_type.is_code else ()))
        return next((by_field[name] for name in names if name in by_field), "")

    @property
    def own_address(self) -> str:
        """The address, unless it is the URL of the DOI."""
        is_same = self.doi and same_address(self.address) == same_address(doi_url(self.doi))
        return "" if is_same else self.address

    @property
    def all_links(self) -> tuple[Link, ...]:
        """The link of the venue and the other links."""
        return (self.venue_link, *self.links) if self.venue_link else self.links

    @property
    def plain_title(self) -> str:
        """The title as plain text, or the key if there is none, for headings."""
        return self.own_title or self.key

    @property
    def own_title(self) -> str:
        """The title as plain text; empty if there is none."""
        return plain(self.title)

    @property
    def plain_abstract(self) -> str:
        """The abstract as one line of plain text."""
        return plain(self.abstract)

    def archived(self, told: str = "") -> str:
        """Return eprints as BibLaTeX prints one, ``osti: 123``, but no `told` one and no link's."""
        archive, eprint = self.details.archive, self.details.eprint
        is_told = self.is_preprint or eprint in {self.particulars.pmid, self.particulars.pmcid}
        first = "" if is_told or eprint in self.address else f"{archive}: {eprint}"
        eprints = "; ".join(filter(None, (first, *self.details.eprints)))
        return eprints.removeprefix(told).removeprefix("; ")

    @property
    def where(self) -> str:
        """Short venue, date and state: ``NeurIPS 2021``, ``NeurIPS 2021, accepted``."""
        return self.date.behind(self.venue.name)

    @property
    def contributions(self) -> tuple[str, ...]:
        """The meanings of the marks with the authors' names, for formats without marks."""
        said = []
        for mark in self.marks:
            meant = [mark in author.marks for author in self.authors]
            names = named_apart(self.authors, meant, self.role)
            said.append(f"{mark.said}: {', '.join(names)}")
        if self.collaboration:
            said.append(f"Collaboration: {self.collaboration}")
        return tuple(said)

    @property
    def open_lists(self) -> tuple[str, ...]:
        """Words for ``and others``, for formats without them: ``Authors: Ann One and others``."""
        return tuple(
            f"{people.kind.title()}s: {and_others(people.names)}"
            for people in (self.main_people, *self.contributors)
            if people.et_al and people.names and people.kind in _COUNTED
        )

    @property
    def collaboration(self) -> str:
        """The collaboration, unless it is one of the authors."""
        name = self.details.collaboration
        return "" if any(fold(name) in fold(a.name.full) for a in self.authors) else name

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all authors without duplicates, in the order of the authors."""
        return tuple(dict.fromkeys(mark for author in self.authors for mark in author.marks))


_COUNTED = {"author", "editor", "translator", "director", "compiler"}
"""Kinds of people that formats name one by one."""
_ADDRESSES = ("url", "html", "doi", "eprint", "arxiv", "hal", "pdf", "howpublished")
"""Fields that link to the work; the first one present is cited."""


def read_publication(
    entry: Entry, people: People, read: Mapping[str, str], options: ReadingOptions
) -> tuple[Publication, list[Remark]]:
    """Return an entry with what `read_fields` returns as a `Publication`, and remarks on errors."""
    fields = without_states(read)
    if "holder" in people:
        fields["holder"] = listed(name for name, _ in people["holder"])
    remarks: list[Remark] = []
    authors = read_authors(people, fields, options, remarks)
    date, undated = read_dated(fields)
    remarks.extend(undated)
    remarks.extend(misspelt(fields, {kind.field for kind in options.link_kinds}))
    remarks.extend(unknown_languages(fields))
    venue_link, links = read_links(fields, options, remarks)
    keywords = tuple(filter(None, map(plain, fields.get("keywords", "").split(","))))
    kind = read_type(entry.type, fields, options.own_types)
    publication = Publication(
        key=entry.key,
        entry_type=kind,
        title=whole_title(fields),
        note=_note(fields, authors),
        award=fields.get("award", ""),
        addendum=fields.get("addendum", ""),
        authors=tuple(author for author in authors if author.name != OTHERS),
        role=author_role(people),
        editor_kind=editor_kind(fields),
        et_al=bool(authors) and authors[-1].name == OTHERS,
        contributors=read_contributors(people, fields),
        venue=read_venue(kind, fields),
        details=read_details(kind, fields),
        particulars=read_particulars(fields, remarks),
        date=date,
        abstract=fields.get("abstract", ""),
        summary=fields.get("summary", ""),
        venue_link=venue_link,
        links=links,
        keywords=tuple(word for word in keywords if word != "selected"),
        topics=tuple(w for w in keywords if fold(w) not in STEERING | options.hidden_topics),
        preview=read_preview(fields, remarks),
        relation=read_relation(fields),
        selected="selected" in keywords or _is_true(fields.get("selected", "")),
        hidden=_is_true(fields.get("hidden", "")),
    )
    # The date of a preprint that was sent in is that of the preprint.
    if not (date.status or publication.is_preprint):
        date = with_state_in_words(date, fields, publication.venue.name)
        publication = publication._replace(date=date)
    remarks.extend(_unknown_type(entry.type, options))
    remarks.extend(missing_fields(kind, people, fields, date, publication.venue))
    return publication, remarks


def _unknown_type(type_: str, options: ReadingOptions) -> Iterator[Remark]:
    if unknown := unknown_type_message(type_, options.own_types):
        yield Remark("", Subtype.UNKNOWN_TYPE, unknown)


def owned_by(publication: Publication, person: Wanted) -> Publication:
    """Return a publication with a person as the owner, whose name is bold."""
    authors = (
        author._replace(is_owner=person.is_owner(author.name, author.profile))
        for author in publication.authors
    )
    return publication._replace(authors=tuple(authors))


def _note(fields: Mapping[str, str], authors: Iterable[Author]) -> str:
    """Return the note with ``additional_info``, al-folio's after the venue: ``. Oral talk``."""
    own = unsaid_note(fields.get("note", ""), [author.marks for author in authors])
    return "; ".join(filter(None, (own, fields.get("additional_info", "").lstrip(".,; "))))


def _is_true(text: str) -> bool:
    return text.strip().lower() in {"true", "yes", "1"}
