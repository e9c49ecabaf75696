"""Entries as the templates of pybtex's styles can read them."""

from __future__ import annotations

import re
from copy import copy

from pybtex.database import Entry
from pybtex.richtext import Text
from pybtex.utils import OrderedCaseInsensitiveDict

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.identifiers import arxiv, doi, web_address
from sphinx_publications.model.remarks import plain_remark

REMARKS = {"note", "addendum", "award", "additional_info"}


def readable(entry: SourceEntry) -> Entry:
    """Return an entry of pybtex's own with fields that it understands and links that are safe."""
    fields = {name: _readable(value) for name, value in entry.fields.items()}
    for name in REMARKS & fields.keys():
        fields[name] = _readable(plain_remark(entry.fields[name]))
    fields |= {
        "url": web_address(entry.fields.get("url", "")) or "",
        "doi": doi(entry.fields.get("doi", "")) or "",
        "eprint": arxiv(entry.fields.get("eprint", "")) or "",
    }
    # An article that has a number instead of pages (BibLaTeX manual, field `eid`).
    fields.setdefault("pages", fields.get("eid", ""))
    found = Entry(entry.type, {name: value for name, value in fields.items() if value})
    found.key = entry.key
    found.persons = entry.persons
    return found


def citable(entry: SourceEntry) -> SourceEntry:
    """Return an entry whose title and year the templates of citations can read."""
    odd = {
        name: _readable(entry.fields[name])
        for name in ("title", "year")
        if latex.has_markup(entry.fields.get(name, ""))
    }
    if not odd:
        return entry
    found = copy(entry)
    found.fields = OrderedCaseInsensitiveDict({**entry.fields, **odd})
    return found


def _readable(value: str) -> str:
    """Return LaTeX that pybtex's reader takes as ours does, else its text without markup.

    pybtex knows no formulas and few macros, and raises on braces that do not match.
    """
    if not latex.has_markup(value):
        return value
    text = latex.plain(value)
    try:
        if " ".join(str(Text.from_latex(value)).split()) == text:
            return value
    except Exception:  # braces that do not match, and whatever a codec raises
        pass
    return re.sub(r"[{}\\]", "", text).replace("%", r"\%")
