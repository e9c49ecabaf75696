"""What the templates of pybtex's styles print nothing of, in words, for the note of a reference."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_publications.model.in_words import capitalized, particulars, people
from sphinx_publications.model.publication import Publication

_PRINTED = {
    "article": {"article"},
    "book": {"editor in place of authors", "series"},
    "booklet": {"how"},
    "inbook": {"editor in place of authors", "series", "chapter", "article"},
    "incollection": {"editor", "series", "chapter", "article"},
    "inproceedings": {"editor", "series", "article"},
    "manual": set[str](),
    "mastersthesis": set[str](),
    "phdthesis": set[str](),
    "proceedings": {"editor in place of authors", "series"},
    "techreport": set[str](),
}
"""What the template of each type prints; that of ``misc`` prints how a work was published."""
_ALWAYS = ("issue title", "volumes", "pages", "version", "event", "original")


def prints(template: str, what: str) -> bool:
    """Whether the template for a type prints something of `_PRINTED`."""
    return what in _PRINTED.get(template, {"how"})


def supplement(publication: Publication, template: str) -> str:
    """Return what a template does not print, as one sentence without its full stop."""
    return "; ".join(capitalized(_phrases(publication, template)))


def _phrases(publication: Publication, template: str) -> Iterator[str]:
    # A holder stands behind the kind of a patent.
    told = {"author", "holder"}
    is_printed = prints(template, "editor") or is_edited(publication, template)
    yield from people(publication, but={*told, "editor"} if is_printed else told)
    # Of volume and number, pybtex's styles print one.
    has_series = prints(template, "series")
    kinds = ["series"] if publication.details.volume or not has_series else []
    kinds += ["whole"] if publication.details.series or not has_series else []
    kinds += [kind for kind in ("chapter", "article", "how") if not prints(template, kind)]
    yield from particulars(publication, (*kinds, *_ALWAYS))


def is_edited(publication: Publication, template: str) -> bool:
    """Whether a template prints the editors in place of the authors, as editors."""
    is_editor = publication.main_people.kind == "editor"
    return is_editor and prints(template, "editor in place of authors")
