"""COinS: an OpenURL beside each entry of a list, by which Zotero offers them all.

OpenURL 1.0 in the key/encoded-value format (ANSI/NISO Z39.88-2004) in the
``title`` of an empty ``span.Z3988``; the keys are those of the registered
formats journal, book, dissertation and dc.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote_plus

from .latex import plain
from .model import Publication

_FORMAT = "info:ofi/fmt:kev:mtx:"


def context_object(publication: Publication) -> str:
    """Return the OpenURL of a publication, for the attribute ``title``."""
    imprint, title = publication.imprint, publication.plain_title
    date = publication.date
    day = "-".join(f"{part:02d}" for part in (date.year, date.month, date.day) if part)
    type_ = publication.entry_type
    kind = type_.openurl
    if not imprint.container and not type_.stands_alone:
        kind = "dc"
    names = [author.name.inverted for author in publication.authors]
    values: list[tuple[str, str]]
    if kind == "journal":
        values = [("genre", type_.openurl_genre), ("atitle", title), ("jtitle", imprint.container)]
    elif kind == "book":
        values = [("genre", type_.openurl_genre)]
        if imprint.container:
            values += [("atitle", title), ("btitle", imprint.container)]
        else:
            values += [("btitle", title)]
    elif kind == "dissertation":
        values = [("title", title), ("inst", imprint.institution)]
    else:
        link = next((link.url for link in publication.all_links if "//" in link.url), "")
        values = [
            ("type", "preprint" if publication.is_preprint else publication.type),
            ("title", title),
        ]
        values += [("identifier", link), ("description", plain(publication.abstract))]
    values += [
        ("volume", imprint.volume),
        ("issue", imprint.issue),
        ("spage", imprint.first_page or imprint.number),
        ("epage", imprint.last_page),
        ("pub", imprint.publisher),
        ("issn", imprint.issn),
        ("isbn", imprint.isbn),
    ]
    if kind == "dc":
        values = [value for value in values if value[0] in _DUBLIN_CORE]
    values += [("date", day), ("language", imprint.language)]
    values += [("creator" if kind == "dc" else "au", name) for name in names]
    head = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", _FORMAT + kind)]
    if imprint.doi:
        head.append(("rft_id", f"info:doi/{imprint.doi}"))
    values = head + [(f"rft.{name}", value) for name, value in values if value]
    return "&".join(f"{name}={_quoted(value)}" for name, value in values)


# Journals and authors come again and again.
_quoted = lru_cache(maxsize=65536)(quote_plus)
_DUBLIN_CORE = {"type", "title", "identifier", "description"}
