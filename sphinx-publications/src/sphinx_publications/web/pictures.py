"""The pictures that stand for pages where they are shared, drawn with the pages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pybtex.backends import BaseBackend
from pybtex.backends.plaintext import Backend as PlainTextBackend
from sphinx.application import Sphinx

from sphinx_publications.latex.richtext import AuthorName
from sphinx_publications.look.entrytext import authors_line, shortened_authors_line
from sphinx_publications.model.marks import explanation
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.web.optional import draws_pictures

_MANY = 8
"""Authors that a picture has room for."""


class PictureBackend(PlainTextBackend):
    """Writes plain text in which no line ends within a name."""

    def write_author_name(self, part: AuthorName, backend: BaseBackend) -> str:
        """Return the name of an author."""
        return str(part.content(self)).replace(" ", "\N{NO-BREAK SPACE}")


_BACKEND = PictureBackend()


def picture_name(app: Sphinx, domain: PublicationsDomain, key: str) -> str:
    """Return the path of the picture of a paper, or of the site without a key; empty if none."""
    if not draws_pictures(app):
        return ""
    page = domain.state.pages.get(key)
    return f"{page.docname if page else app.config.root_doc}.png"


def is_drawn(app: Sphinx, docname: str) -> bool:
    """Whether a page has a picture: that of a paper, and the front page."""
    is_needed = publications_domain(app.env).page_at(docname) or docname == app.config.root_doc
    return bool(is_needed and app.config.html_baseurl and draws_pictures(app))


def draw_picture(app: Sphinx, docname: str) -> None:
    """Draw the picture of a page, unless it is there and shows the same already."""
    domain = publications_domain(app.env)
    if not is_drawn(app, docname):
        return
    page = domain.page_at(docname)
    if page is not None:
        entry = domain.entry(page.key)
        domain.guard(
            entry,
            lambda entry: _draw(app, docname, texts(entry.publication)),
            lambda _: _draw(app, docname, (app.config.html_title, "", "", "")),
        )
        return
    person = app.config.publications_person
    job = str(person.get("jobTitle", ""))
    _draw(app, docname, (app.config.html_title, job, _listed(person.get("affiliation", "")), ""))


def _draw(app: Sphinx, docname: str, words: tuple[str, str, str, str]) -> None:
    """Draw words, or the name of the site where the fonts lack a letter of them."""
    from sphinx_publications.outputs.pictures import picture, shown_on  # Slow to load.

    site = urlsplit(app.config.html_baseurl).netloc
    path = Path(app.outdir) / f"{docname}.png"
    if shown_on(path) == (*words, site):
        return
    drawn = picture(*words, site) or picture(app.config.html_title, "", "", "", site)
    if drawn:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawn)


def texts(publication: Publication) -> tuple[str, str, str, str]:
    """Return title, authors with their marks, venue and legend, as the picture shows them."""
    is_long = len(publication.authors) > _MANY
    line = (shortened_authors_line if is_long else authors_line)(publication)
    authors = str(line.render(_BACKEND))
    return publication.plain_title, authors, publication.where, explanation(publication.marks)


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
