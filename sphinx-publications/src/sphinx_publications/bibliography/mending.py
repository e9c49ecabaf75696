"""What is pasted with an entry and no BibTeX, mended before the entry is read."""

from __future__ import annotations

from sphinx_publications.bibtex.entryreader import short
from sphinx_publications.bibtex.rawentry import RawEntry, Slip
from sphinx_publications.problems import Subtype

_ADDRESSES = {"url", "doi", "html", "pdf", "code", "website", "slides", "poster", "video", "blog"}
"""Fields in which nothing but addresses stands."""
_JOURNALS = {"journal", "journaltitle"}
_RICH = {"note", "award", "addendum", "additional_info"}
"""Fields in which elements of HTML are meant as such."""


def mend(raw: RawEntry) -> None:
    """Put LaTeX in the place of HTML in the fields of `raw`, and add a slip for each.

    A journal that is a macro gets its name, also in the BibTeX for others, who may lack it.
    """
    for name, value in raw.fields.items():
        if name.lower() in _JOURNALS and value.lstrip("{").startswith("\\"):
            from sphinx_publications.bibliography.journals import journal_of  # Seldom needed.

            raw.fields[name] = journal_of(value)
            raw.is_strict &= raw.fields[name] == value
        if "&" not in value and "<" not in value:
            continue
        from sphinx_publications.latex.pastedhtml import to_latex, unescaped  # Seldom needed.

        role = name.lower()
        mended = unescaped(value) if role in _ADDRESSES else to_latex(value, role not in _RICH)
        mended = " ".join(mended.split())
        if mended != value:
            raw.fields[name] = mended
            raw.chunk = ""
            message = f"{name} holds HTML, which is read as LaTeX; write {_changed(value, mended)}"
            raw.slips.append(Slip(Subtype.HTML, message, raw.lines[role]))


def _changed(value: str, mended: str) -> str:
    """Return the words that are written in another way, as they are to be written."""
    old, new = value.split(), mended.split()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return short(" ".join(new)) if new else "it without the elements"
