"""Links of an entry: the link of the venue, the links shown after it, and their targets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex.macros import unescape
from sphinx_publications.model.entry_types import SOFTWARE_AND_DATA, EntryType, Highwire
from sphinx_publications.model.eprints import (
    ARXIV,
    arxiv_by_journal,
    known_archive,
    named_archive,
    read_eprint,
)
from sphinx_publications.model.fields import is_known, meant
from sphinx_publications.model.identifiers import (
    arxiv,
    doi,
    doi_url,
    has_two_dois,
    is_doi_address,
    local_file,
    safe_url,
    same_address,
    web_address,
)
from sphinx_publications.model.parse_options import LinkKind, ReadingOptions

SETTING = "publications_files"
"""Setting with the folder of the files that entries name."""
_REMEDIES = {
    "doi": "is no DOI and is left out; write doi = {10.1234/abcd}",
    "arxiv": "is no arXiv identifier and is left out; write arxiv = {2106.10064}",
    "eprint": "is no eprint of a known archive and is left out; say by eprinttype = {…} "
    "where it is, and by url = {https://…} where that lies",
}

_ADDRESS = re.compile(r"\\(?:url|href)\s*\{(?P<address>[^{}]*)\}")
_IN_ARCHIVE = {"arxiv": "arxiv", "hal": "hal", "pmid": "pubmed", "pmcid": "pmc"}
"""Fields with an identifier in one archive, and the archive."""
_TWO_ADDRESSES = re.compile(r"(?P<first>https?://\S+?)[,;]?\s+(?:and\s+)?https?://\S")
_URL = LinkKind("url", "", leads_to_paper=True)
_VENUE_LINKS = ("url", "doi", "html", "eprint", "arxiv", "hal", "pdf")
"""Fields that the venue links to; the first one present is used."""


class Link(NamedTuple):
    """A link of an entry; its URL is safe."""

    field: str
    """Field of the entry."""
    kind: str
    """Built-in link field that it is treated like."""
    label: str
    url: str
    leads_to_paper: bool = False
    """Whether the URL is that of the paper itself."""


def read_links(
    fields: Mapping[str, str], options: ReadingOptions, remarks: list[Remark]
) -> tuple[Link | None, tuple[Link, ...]]:
    """Return the link of the venue, if any, and the links to show after it.

    Unsafe and invalid links are left out, with a remark in `remarks`; duplicate addresses are
    shown once.
    """
    found: dict[str, Link] = {}
    by_journal = arxiv_by_journal(fields)
    if by_journal and not (fields.get("eprint") or fields.get("arxiv")):
        fields = {**fields, "eprint": by_journal}
    for kind in (_URL, *options.link_kinds):
        name, value = kind.field, fields.get(kind.field, "").strip()
        if not value or (name == "google_scholar_id" and not options.scholar_user):
            continue
        value, two = _first(name, value)
        if two:
            remarks.append(Remark(name, Subtype.DUPLICATE_FIELD, two))
        link = _read_link(kind, value, fields, options)
        if link is not None:
            found[name] = link
            remarks.extend(_better_form(link, value))
        elif name == "eprint" and _is_elsewhere(named_archive(fields)):
            remarks.extend(_of_other_archive(fields))
        else:
            remedy = _remedy_of_archive(name, fields) or _REMEDIES.get(name)
            message = f"{name} = {{{value}}} {remedy or _remedy(value, options)}"
            by_setting = SETTING in message
            remarks.append(Remark(name, Subtype.UNSAFE_LINK, message, by_setting))
    remarks.extend(_unknown_links(fields, options))
    venue = next((found[name] for name in _VENUE_LINKS if name in found), None)
    if venue is None:
        venue = _how_published(fields.get("howpublished", ""))
    shown: dict[str, Link] = {}
    for kind in options.link_kinds:
        if kind.field in found:
            shown.setdefault(same_address(found[kind.field].url), found[kind.field])
    if venue is not None:
        venue = shown.pop(same_address(venue.url), venue)
    return venue, tuple(shown.values())


def _first(name: str, value: str) -> tuple[str, str]:
    """Return the first of two DOIs or addresses and a message, or the value if it is one."""
    two = _TWO_ADDRESSES.match(value)
    if name == "doi" and has_two_dois(value):
        first, what = doi(value) or value, "DOIs"
    elif two is not None:
        first, what = two["first"], "addresses"
    else:
        return value, ""
    remedy = f"write {name} = {{{first}}}, and the other in another field or entry"
    return first, f"{name} holds two {what}, and only the first is read; {remedy}"


def _how_published(text: str) -> Link | None:
    r"""Return the link in ``howpublished``, such as ``\url{…}`` or ``\href{…}{…}``."""
    found = _ADDRESS.search(text)
    url = web_address(found["address"] if found else text)
    return Link("howpublished", "url", "", url, leads_to_paper=True) if url else None


def _is_elsewhere(archive: str) -> bool:
    """Whether an archive is named that is not in the table."""
    return bool(archive) and known_archive(archive) is None


def _remedy_of_archive(name: str, fields: Mapping[str, str]) -> str:
    """Return the remedy for an identifier that has none of the forms of its archive."""
    archive = known_archive(
        named_archive(fields) if name == "eprint" else _IN_ARCHIVE.get(name, "")
    )
    if archive is None or name not in {"eprint", *_IN_ARCHIVE}:
        return ""
    return (
        f"is no identifier of {archive.name} and is left out; write {name} = {{{archive.example}}}"
    )


def _of_other_archive(fields: Mapping[str, str]) -> Iterator[Remark]:
    """Yield a remark for an eprint in an unknown archive, if the entry has no other link."""
    if not any(fields.get(name) for name in ("url", "doi", "html", "pdf")):
        message = (
            f"no address is known of eprints of {named_archive(fields)}; add url = {{https://…}}"
        )
        yield Remark("eprint", Subtype.UNKNOWN_LINK, message)


def _remedy(value: str, options: ReadingOptions) -> str:
    if re.match(r"(?!file:)[a-z][a-z+]+://[^\s/]", value, re.IGNORECASE):
        return "is no address that browsers open, and is no link; write an https address"
    if ":" in value or "//" in value:
        return "is no http, https or mailto address and is left out; write the whole address"
    if options.files:
        return f"is no address, and no file in '{options.files}', and is left out; write https://…"
    # A path as on many homepages: /assets/pdf/paper.pdf
    first = re.match(r"/?([\w-][\w.-]*)/", value)
    folder = f' = "{first[1]}" in conf.py' if first else " to the folder of the file"
    return f"is no address and is left out; write https://…, or set {SETTING}{folder}"


def _better_form(link: Link, value: str) -> Iterator[Remark]:
    """Yield a remark if BibLaTeX would make a wrong link of the unnormalised value."""
    name, is_arxiv = link.field, link.label == ARXIV.name or link.field == "arxiv"
    if name not in {"doi", "eprint", "arxiv"} and safe_url(value) is None and web_address(value):
        message = f"{name} = {{{value}}} is read as https://{value}; write it so"
        yield Remark(name, Subtype.IDENTIFIER, message)
    is_eprint = is_arxiv and name in {"eprint", "arxiv"}
    better = doi(value) if name == "doi" else arxiv(value) if is_eprint else None
    if (
        better
        and better != unescape(value)
        and not re.fullmatch(re.escape(better) + r"v\d+", unescape(value))
    ):
        message = f"{name} = {{{value}}} is read as {better}; write {name} = {{{better}}}"
        yield Remark(name, Subtype.IDENTIFIER, message)


def _unknown_links(fields: Mapping[str, str], options: ReadingOptions) -> Iterator[Remark]:
    """Yield a remark for each URL in a field that is not shown."""
    shown = {kind.field: kind.label for kind in options.link_kinds}
    for name, value in fields.items():
        if "://" in value and name not in shown and not is_known(name) and safe_url(value):
            if meant(name):
                continue
            # BibBase has url_paper and link_data.
            label = re.sub(r"^(?:url|link)_", "", name)
            label = shown.get(label) or label.replace("_", " ").capitalize()
            message = (
                f"{name} = {{{value}}} is shown nowhere; for a link of that name "
                f'set publications_links = {{"{name}": "{label}"}} in conf.py'
            )
            yield Remark(name, Subtype.UNKNOWN_LINK, message, by_setting=True)


def _read_link(
    kind: LinkKind, value: str, fields: Mapping[str, str], options: ReadingOptions
) -> Link | None:
    name, label = kind.field, kind.label
    url: str | None
    if name == "doi":
        identifier = doi(value)
        url = doi_url(identifier) if identifier else None
    elif name == "eprint":
        label, url = _of_eprint(fields, value)
    elif name in _IN_ARCHIVE:
        there = {"eprint": value, "eprinttype": _IN_ARCHIVE[name]}
        eprint = read_eprint(there)
        url = eprint.url if eprint else safe_url(value)
    elif name == "google_scholar_id":
        user = options.scholar_user
        citation = f"user={user}&citation_for_view={user}:{value}"
        url = safe_url(f"https://scholar.google.com/citations?view_op=view_citation&{citation}")
    elif kind.address and web_address(value) is None:
        url = safe_url(kind.address.replace("{}", quote(value, safe="")))
    elif kind.leads_to_paper and is_doi_address(value):
        url = doi_url(doi(value) or "")
    else:
        url = web_address(value) or local_file(value, options.files)
    return Link(name, kind.kind or name, label, url, kind.leads_to_paper) if url else None


def _of_eprint(fields: Mapping[str, str], value: str) -> tuple[str, str | None]:
    """Return the label of the link of an eprint, and its URL if there is one."""
    named = named_archive(fields)
    eprint = read_eprint({"eprint": value, "eprinttype": named})
    if eprint is not None:
        return eprint.archive, eprint.url or None
    return "PDF" if "pdf" in value.lower() else "Preprint", safe_url(value)


# Targets of links, named and ranked for reading the paper.
#
# The publisher or the proceedings come first, then the DOI, then archives.

_PUBLISHER, _PUBLISHED_PDF, _DOI, _OPENREVIEW, _ARXIV, _HAL, _ARCHIVE, _PDF = range(8)
_NO_PAPER = 9


class Destination(NamedTuple):
    """The target of a link, with a name and a rank."""

    name: str
    url: str
    rank: int
    """Lower ranks are better for reading the paper."""

    @property
    def is_paper(self) -> bool:
        """Whether the URL is that of the paper itself."""
        return self.rank < _NO_PAPER


_HOSTS = {
    "doi.org": ("DOI", _DOI),
    "openreview.net": ("OpenReview", _OPENREVIEW),
    "arxiv.org": ("arXiv", _ARXIV),
    "hal.science": ("HAL", _HAL),
    "archives-ouvertes.fr": ("HAL", _HAL),
    "biorxiv.org": ("bioRxiv", _ARCHIVE),
    "medrxiv.org": ("medRxiv", _ARCHIVE),
    "psyarxiv.com": ("PsyArXiv", _ARCHIVE),
    "ssrn.com": ("SSRN", _ARCHIVE),
    "zenodo.org": ("Zenodo", _ARCHIVE),
    "ncbi.nlm.nih.gov": ("PubMed", _ARCHIVE),
    "semanticscholar.org": ("Semantic Scholar", _NO_PAPER),
    "scholar.google.com": ("Scholar", _NO_PAPER),
    "github.com": ("GitHub", _NO_PAPER),
    "github.io": ("Website", _NO_PAPER),
    "gitlab.com": ("GitLab", _NO_PAPER),
    "huggingface.co": ("Hugging Face", _NO_PAPER),
    "youtube.com": ("Video", _NO_PAPER),
    "youtu.be": ("Video", _NO_PAPER),
    "vimeo.com": ("Video", _NO_PAPER),
    "slideslive.com": ("Video", _NO_PAPER),
}
"""Name and rank by host or parent domain."""
_IN_ARCHIVES = {"eprint", "arxiv", "hal", "pmcid", "pmid"}
"""Fields with identifiers in archives."""
_ARCHIVE_RANKS = {"arXiv": _ARXIV, "HAL": _HAL}
"""Ranks of archives; others have the rank `_ARCHIVE`."""


def destinations(links: Iterable[Link], kind: EntryType) -> list[Destination]:
    """Return the targets of the links of an entry, the best for reading the paper first.

    Targets with the same name get their hosts appended.
    """
    found = []
    for link in links:
        name, rank = _named(link, kind)
        found.append(Destination(name, link.url, rank))
    found.sort(key=lambda place: place.rank)
    names = Counter(place.name for place in found)
    return [
        place._replace(name=f"{place.name} ({host})")
        if names[place.name] > 1 and (host := _host(place.url))
        else place
        for place in found
    ]


def _named(link: Link, kind: EntryType) -> tuple[str, int]:
    """Return the name and the rank of the target of a link."""
    if link.field in _IN_ARCHIVES:
        name, rank = link.label, _ARCHIVE_RANKS.get(link.label, _ARCHIVE)
    elif link.field == "pdf":
        name, rank = link.label, _PDF
    elif not link.leads_to_paper:
        name, rank = link.label, _NO_PAPER
    else:
        name, rank = _at_host(link, kind)
    # Software and datasets have no paper to read.
    return name, _NO_PAPER if kind.heading == SOFTWARE_AND_DATA else rank


def _at_host(link: Link, kind: EntryType) -> tuple[str, int]:
    host = _host(link.url)
    known = next((_HOSTS[name] for name in _domains(host) if name in _HOSTS), None)
    is_pdf = urlsplit(link.url).path.lower().endswith(".pdf")
    if known is not None:
        return ("PDF", known[1]) if is_pdf and known[1] < _NO_PAPER else known
    if is_pdf:
        return "PDF", _PUBLISHED_PDF
    if kind.heading == SOFTWARE_AND_DATA:
        return "Website", _NO_PAPER
    return "Proceedings" if kind.highwire is Highwire.CONFERENCE else "Publisher", _PUBLISHER


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _domains(host: str) -> Iterable[str]:
    """Return a host and its parent domains."""
    parts = host.split(".")
    return (".".join(parts[place:]) for place in range(len(parts)))
