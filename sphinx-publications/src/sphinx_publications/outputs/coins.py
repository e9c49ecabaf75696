"""COinS: an OpenURL beside each entry of a list, by which Zotero offers them all.

OpenURL 1.0 in the key/encoded-value format (ANSI/NISO Z39.88-2004) in the
``title`` of an empty ``span.Z3988``; the keys are those of the registered
formats journal, book, dissertation and dc.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote_plus

from sphinx_publications.latex import plain
from sphinx_publications.model.publication import Publication

_FORMAT = "info:ofi/fmt:kev:mtx:"


def context_object(publication: Publication) -> str:
    """Return the OpenURL of a publication, for the attribute ``title``."""
    details, title = publication.details, publication.own_title
    date = publication.date
    day = "-".join(f"{part:02d}" for part in (date.year, date.month, date.day) if part)
    type_ = publication.entry_type
    kind = type_.openurl
    if not details.container and not type_.stands_alone:
        kind = "dc"
    names = [author.name.inverted for author in publication.authors]
    values: list[tuple[str, str]]
    if kind == "journal":
        values = [("genre", type_.openurl_genre), ("atitle", title), ("jtitle", details.container)]
    elif kind == "book":
        values = [("genre", type_.openurl_genre)]
        if details.container:
            values += [("atitle", title), ("btitle", details.container)]
        else:
            values += [("btitle", title)]
    elif kind == "dissertation":
        values = [("title", title), ("inst", details.institution)]
    else:
        link = next((link.url for link in publication.all_links if "//" in link.url), "")
        values = [
            ("type", "preprint" if publication.is_preprint else publication.type),
            ("title", title),
        ]
        values += [("identifier", link), ("description", plain(publication.abstract))]
    values += [
        ("volume", details.volume),
        ("issue", details.issue),
        ("spage", details.first_page or details.number),
        ("epage", details.last_page),
        ("pub", details.publisher),
        ("issn", details.issn),
        ("isbn", details.isbn),
    ]
    if kind == "dc":
        values = [value for value in values if value[0] in _DUBLIN_CORE]
    values += [("date", day), ("language", details.language)]
    values += [("creator" if kind == "dc" else "au", name) for name in names]
    head = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", _FORMAT + kind)]
    if details.doi:
        head.append(("rft_id", f"info:doi/{details.doi}"))
    values = head + [(f"rft.{name}", value) for name, value in values if value]
    return "&".join(f"{name}={_quoted(value)}" for name, value in values)


# Journals and authors come again and again.
_quoted = lru_cache(maxsize=65536)(quote_plus)
_DUBLIN_CORE = {"type", "title", "identifier", "description"}
