"""Images on web pages: figures of papers, and social cards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pybtex.backends import BaseBackend
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.latex import AuthorName, PlainText
from sphinx_publications.model.identifiers import LOCAL
from sphinx_publications.model.particulars import PHOTO, Size
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.formats import FORMATS, available_formats
from sphinx_publications.project.build import is_web
from sphinx_publications.project.conf_file import place_of
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.figures import can_draw, find
from sphinx_publications.project.files import site_name, web_address, write_file
from sphinx_publications.project.warnings import place_in_conf, report, warn
from sphinx_publications.rendering.entry_lines import authors_line, legend_text
from sphinx_publications.rendering.html import escape
from sphinx_publications.web.pages import has_pages

if TYPE_CHECKING:
    from sphinx_publications.outputs.images import Beside

logger = logging.getLogger(__name__)


def draws_pictures(app: Sphinx) -> bool:
    """Whether pages have social cards: enabled, and Pillow is installed."""
    return app.config.publications_pictures is not False and can_draw()


def tell_missing_packages(app: Sphinx) -> None:
    """Report features without their packages; warn only of those that the project enables."""
    if not has_pages(app.builder) or not app.config.publications_pages:
        return
    wanted = app.config.publications_pictures
    if wanted is not False and not can_draw():
        message = (
            "no pictures are drawn, since Pillow is not installed; "
            f"{_install('pictures')}, or set publications_pictures = False"
        )
        if wanted:
            warn(Subtype.OPTION, message, place_in_conf(app, "publications_pictures"))
        else:
            logger.info("%s", message)
    for left_out in FORMATS:
        if left_out not in available_formats():
            message = f"{left_out.name} is not offered, since {left_out.needs} is not installed"
            logger.info("%s; %s", message, _install(left_out.suffix))


def _install(extra: str) -> str:
    return f'run pip install "sphinx-publications[{extra}]"'


# Social cards. Copies are kept with Sphinx's doctrees for builds into an empty folder.

_MANY = 8
"""Number of authors that fit on a card."""


class PictureBackend(PlainText):
    """Writes plain text without line breaks in names."""

    def write_author_name(self, part: AuthorName, backend: BaseBackend) -> str:
        """Return the name of an author."""
        return str(part.content(self)).replace(" ", "\N{NO-BREAK SPACE}")


_BACKEND = PictureBackend()


def picture_name(app: Sphinx, domain: PublicationsDomain, key: str) -> str:
    """Return the path of the card of a paper, or of the site without a key; empty if none."""
    if not draws_pictures(app):
        return ""
    page = domain.state.pages.get(key)
    return f"{page.docname if page else app.config.root_doc}.png"


def is_drawn(app: Sphinx, docname: str) -> bool:
    """Whether a page has a card of its own: the home page and pages of papers."""
    is_needed = publications_domain(app.env).page_at(docname) or docname == app.config.root_doc
    return bool(is_needed and app.config.html_baseurl and draws_pictures(app))


def draw_picture(app: Sphinx, docname: str) -> None:
    """Draw the card of a page, unless it is up to date."""
    domain = publications_domain(app.env)
    if not is_drawn(app, docname):
        return
    page = domain.page_at(docname)
    if page is not None:
        domain.guard(
            domain.entry(page.key),
            lambda entry: _draw(app, docname, texts(entry.publication), _figure_of(app, entry)),
            lambda _: _draw(app, docname, (site_name(app), "", "", "")),
        )
        return
    person = app.config.publications_person
    job, where = str(person.get("jobTitle", "")), person.get("affiliation", "")
    where = ", ".join(map(str, where)) if isinstance(where, list | tuple) else str(where)
    _draw(app, docname, (site_name(app), job, where, ""), _portrait(app))


def _figure_of(app: Sphinx, entry: SourceEntry) -> Beside | None:
    """Return the figure of a paper; None for a drawing, which Pillow does not read."""
    figures = publications_domain(app.env).build.figures
    figure = figures.figure(entry.publication.preview.name)
    name = figure.large.files[-1] if figure else ".svg"
    if name.endswith(".svg"):
        return None
    from sphinx_publications.outputs.images import Beside  # Slow to load.

    file = Path(app.outdir) / name
    content = figures.made.get(name) or (file.read_bytes() if file.is_file() else b"")
    return Beside(name, content) if content else None


def _portrait(app: Sphinx) -> Beside | None:
    """Return the picture that the metadata of the home page name, as ``portrait: me.jpg``."""
    home = app.config.root_doc
    named = app.env.metadata[home].get("portrait") or ""
    name = str(named[0] if isinstance(named, list) else named)
    file = Path(app.env.doc2path(home)).parent / name
    if not name or not file.is_file():
        return None
    from sphinx_publications.outputs.images import Beside  # Slow to load.

    content = file.read_bytes()
    return Beside(f"{name} {hashlib.sha256(content).hexdigest()[:12]}", content)


def _draw(
    app: Sphinx, docname: str, words: tuple[str, str, str, str], beside: Beside | None = None
) -> None:
    """Draw a card with words, or with the title of the site if the fonts lack a character."""
    from sphinx_publications.outputs.images import picture, shown_on  # Slow to load.

    site, wanted = urlsplit(app.config.html_baseurl).netloc, app.config.publications_pictures
    accent = wanted if isinstance(wanted, str) else ""
    kept, path = (folder / f"{docname}.png" for folder in (_store(app), Path(app.outdir)))
    said = (*words, site, *filter(None, (beside and beside.name, accent)))
    if shown_on(path) == said:
        return
    if shown_on(kept) == said:
        write_file(path, kept.read_bytes())
        return
    drawn = picture(*words, site, beside, accent)
    if drawn := drawn or picture(site_name(app), "", "", "", site, None, accent):
        write_file(kept, drawn)
        write_file(path, drawn)


def _store(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "_pictures"  # No document has a doctree in this folder.


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Remove kept cards of pages that no longer have one."""
    if not has_pages(app.builder) or publications_domain(env).build.is_unchanged:
        return
    store = _store(app)
    for kept in store.rglob("*.png"):
        docname = kept.relative_to(store).with_suffix("").as_posix()
        if docname not in env.found_docs or not is_drawn(app, docname):
            kept.unlink()


def texts(publication: Publication) -> tuple[str, str, str, str]:
    """Return title, authors with marks, venue and legend for a card."""
    authors = str(authors_line(publication, _MANY).render(_BACKEND))
    return publication.plain_title, authors, publication.where, legend_text(publication.marks)


# Figures.


def figure_html(size: Size, alt: str, page: str, role: str, is_lazy: bool = False) -> str:
    """Return the ``img`` element of a figure for the page with the address `page`."""
    addresses = [escape(web_address(LOCAL + file, page)) for file in size.files]
    dense = zip(addresses, size.densities, strict=True)
    sources = ", ".join(f"{address} {density:g}x" for address, density in dense)
    attributes = {
        "class": f"publication-{role}",
        "src": addresses[0],
        **({"srcset": sources} if len(addresses) > 1 else {}),
        "width": size.width,
        "height": size.height,
        "alt": escape(alt),
        **({"loading": "lazy"} if is_lazy else {}),
        "decoding": "async",
    }
    return "<img " + "".join(f'{name}="{value}" ' for name, value in attributes.items()) + "/>"


def outdated_figure_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Rebuild if figures changed since the last build."""
    domain = publications_domain(env)
    if is_web(app.builder):
        names = frozenset(name for name, *_ in domain.state.figures) if can_draw() else frozenset()
        if not domain.build.figures.are_as_before(names):
            domain.build.touch()
    return []


def settle_figures(app: Sphinx, env: BuildEnvironment) -> None:
    """Determine which figures are shown, and warn of those that cannot be."""
    domain = publications_domain(env)
    if not domain.build.is_unchanged:
        photos = _named_photos(app, domain)
        domain.state.figures = (*_named_figures(domain), *photos)
    named = domain.state.figures
    if is_web(app.builder) and can_draw():
        domain.build.figures.name(frozenset(name for name, *_ in named))
    report(_figure_problems(app, domain))


def _named_photos(app: Sphinx, domain: PublicationsDomain) -> Iterator[tuple[str, str, int, str]]:
    """Yield the photos of the people who are shown, as `_named_figures` does."""
    lists = domain.state.people_lists.values()
    shown = {label for people in lists for each in people for label in each}
    for person in domain.people.people if shown else ():
        if person.photo and person.label in shown:
            words = (person.label, person.photo)
            file, line = place_of(app.config.publications_people, Path(app.confdir), words)
            yield PHOTO + person.photo, file, line, ""


def _named_figures(domain: PublicationsDomain) -> Iterator[tuple[str, str, int, str]]:
    shown = dict.fromkeys(key for value in domain.state.lists.values() for key in value.members)
    for key in shown:
        entry = domain.entry(key)
        if entry.publication.preview.name:
            line = entry.source.line_of("preview")
            yield entry.publication.preview.name, entry.source.file, line, key


def _figure_problems(app: Sphinx, domain: PublicationsDomain) -> Iterator[Problem]:
    for name, file, line, key in domain.state.figures:
        if not is_web(app.builder):
            fault = find(app, name.removeprefix(PHOTO))[1]
        elif not can_draw():
            fault = (
                "no figures are shown, since Pillow is not installed; "
                'run pip install "sphinx-publications[pictures]"'
            )
            yield Problem(Subtype.OPTION, fault, file, line, key)
            return
        else:
            seen = domain.build.figures.look(name)
            domain.build.files.update(seen.files)
            fault = seen.fault
        if fault:
            yield Problem(Subtype.FILE, fault, file, line, key, about=name.removeprefix(PHOTO))


def write_figures(app: Sphinx, exception: Exception | None) -> None:
    """Write the new figures atomically, and the card of the home page if its portrait changed."""
    if exception is not None:
        return
    if has_pages(app.builder) and app.env.metadata[app.config.root_doc].get("portrait"):
        draw_picture(app, app.config.root_doc)
    for name, content in publications_domain(app.env).build.figures.made.items():
        path = Path(app.outdir) / name
        part = path.with_suffix(".part")
        write_file(part, content)
        part.replace(path)
