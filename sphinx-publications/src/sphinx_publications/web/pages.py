"""A page for each listed paper, made of its entry alone, and pages of the groups of long lists.

The pages are documents of Sphinx like those that people write: they are read,
searched, cited and written in parallel as all are. Their sources are files
beside Sphinx's doctrees, each with the key of its paper, in a language whose
parser is here. Which papers are listed is known when all other documents are
read, so that new pages are read last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, TypeGuard

from docutils import nodes
from docutils.frontend import Values
from docutils.parsers import Parser
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.project import Project
from sphinx.util import docutils
from sphinx.util.display import status_iterator

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.related import Features, Related, features, related
from sphinx_publications.project.compat import path_like
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import GroupPage, Page
from sphinx_publications.project.events import main_page
from sphinx_publications.project.selection import counted
from sphinx_publications.rendering.nodes import publication_item, publication_page
from sphinx_publications.web.pagination import layout, page_names, split

# The options with which docutils reads are made once for all pages of papers.
#
# Sphinx makes a parser of command lines with the 63 options of docutils for each
# document, which takes longer than to read a page that is nothing but its key.

_MAKES = "_get_settings"


@contextmanager
def options_made_once() -> Iterator[None]:
    """Let the documents that are read meanwhile share what their options are made from."""
    make = getattr(docutils, _MAKES, None)
    if make is None:  # in another Sphinx, where it is as slow as it is
        yield
        return
    made: list[tuple[Mapping[str, Any], Values]] = []

    def get(*components: Any, defaults: Mapping[str, Any], **options: Any) -> Values:
        if not made or made[0][0] != defaults:
            values = make(*components, defaults=defaults, **options)
            made[:] = [(dict(defaults), values)]
        return copy(made[0][1])

    setattr(docutils, _MAKES, get)
    try:
        yield
    finally:
        setattr(docutils, _MAKES, make)


SUFFIX = ".publication"


def has_pages(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether a builder makes one file of each document, for the web."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not isinstance(builder, SingleFileHTMLBuilder)
        and builder.name != "epub"
    )


class PagesProject(Project):
    """A project whose documents are those of its folder and the pages of papers."""

    sources: Mapping[str, Path] = MappingProxyType({})
    """The source of each page; a document of the folder takes the place of a page."""
    outdated: frozenset[str] = frozenset()
    """Pages that Sphinx would read again before it is known which are needed."""
    possible: frozenset[str] = frozenset()
    """The page that each entry has if a list shows it."""

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        super().discover(exclude_paths, include_paths)
        self.sources = {
            docname: path
            for docname, path in self.sources.items()
            if docname not in self.docnames and path.is_file()
        }
        self.docnames.update(self.sources)
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        path = super().doc2path(docname, absolute)
        if docname not in self.sources:
            return path
        return path_like(path, self.sources[docname] if absolute else docname + SUFFIX)


class PageParser(Parser):
    """Reads the source of a page: the key of its paper, or nothing on the page of a group."""

    supported: ClassVar[tuple[str, ...]] = ("publication",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Make a title and a place for everything else, which `pagecontent` fills."""
        env: BuildEnvironment = document.settings.env
        domain = publications_domain(env)
        docname = env.docname
        env.metadata[docname]["orphan"] = True
        if docname in domain.state.group_pages:
            self._parse_group(domain.state.group_pages[docname], document)
            return
        key = inputstring.strip()
        title = latex.rich(domain.entry(key).publication.title)
        heading = nodes.title("", "", *title.render(domain.cite.backend))
        if not heading.astext().strip():
            heading += nodes.Text(key)
        section = nodes.section("", heading, names=[key], classes=["publication-page"])
        section += publication_page(key=key)
        document += section
        document.note_implicit_target(section)

    def _parse_group(self, page: GroupPage, document: nodes.document) -> None:
        title = f"{page.list_title}: {page.title}" if page.list_title else page.title
        section = nodes.section("", nodes.title("", title), *layout(page), names=[title])
        description = f"{title}. {counted(len(page.keys))}."
        document += nodes.meta("", name="description", content=description)
        document += section
        document.note_implicit_target(section)
        for item in section.findall(publication_item):
            document.note_explicit_target(item, item)


def on_builder_inited(app: Sphinx) -> None:
    """Let the project know the pages of the last build."""
    domain = publications_domain(app.env)
    project = PagesProject(app.srcdir, app.config.source_suffix)
    project.restore(app.project)
    docnames = [page.docname for page in domain.state.pages.values() if domain.has(page.key)]
    if has_pages(app.builder):
        docnames += domain.state.group_pages
        project.sources = {docname: _source(app, docname) for docname in docnames}
    app.project = app.env.project = project


def _source(app: Sphinx, docname: str) -> Path:
    # Sphinx looks for documents in no folder of this name.
    return Path(app.doctreedir).resolve() / "_sources" / f"{docname}{SUFFIX}"


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the documents that took the names of pages, however old their files are."""
    taken = _by_document(publications_domain(env)).keys() & env.found_docs
    return sorted(taken - env.project.sources.keys()) if _is_ours(env.project) else []


def _is_ours(project: Project) -> TypeGuard[PagesProject]:
    return isinstance(project, PagesProject)


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Leave the reading of pages to `on_env_updated`, when all other documents are read."""
    if _is_ours(env.project):
        env.project.outdated = frozenset(docnames) & env.project.sources.keys()
        docnames[:] = [name for name in docnames if name not in env.project.outdated]


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the pages that are new, drop those that are not needed; return what was read."""
    domain = publications_domain(env)
    project = env.project
    if domain.build.is_unchanged or not _is_ours(project):
        return []
    before = _by_document(domain)
    _choose_pages(app, env, domain, env.found_docs - project.sources.keys())
    wanted = _by_document(domain)
    for docname in before.keys() & project.sources.keys() - wanted.keys():
        _drop(app, env, docname)
    project.sources = {docname: _source(app, docname) for docname in wanted}
    env.found_docs.update(wanted)
    changed = {docname for docname, page in wanted.items() if page != before.get(docname)}
    unread = wanted.keys() & project.outdated | wanted.keys() - env.all_docs.keys()
    unread |= {name for name in changed if _reads_otherwise(wanted[name], before.get(name))}
    with options_made_once():
        for docname in status_iterator(
            sorted(unread), "reading papers... ", "purple", len(unread), app.verbosity
        ):
            _read(app, env, wanted[docname])
    return sorted(unread)


def _by_document(domain: PublicationsDomain) -> dict[str, Page | GroupPage]:
    pages = {page.docname: page for page in domain.state.pages.values()}
    return {**pages, **domain.state.group_pages}


def _reads_otherwise(page: Page | GroupPage, before: Page | GroupPage | None) -> bool:
    """Whether the document of a page, and not only what fills it, is another than before."""
    if isinstance(page, Page) and isinstance(before, Page):
        return (page.key, page.title) != (before.key, before.title)
    return True


def _choose_pages(
    app: Sphinx, env: BuildEnvironment, domain: PublicationsDomain, taken: set[str]
) -> None:
    """Settle which pages there are, beside the documents that are `taken`."""
    is_web = has_pages(app.builder)
    folder = app.config.publications_pages.strip("/") if is_web else ""
    longest = app.config.publications_split_from if is_web else 0
    domain.state.group_pages = split(domain, folder, longest, taken)
    domain.state.pages = {}
    if folder:
        domain.state.pages = _wanted_pages(
            env, domain, folder, taken | domain.state.group_pages.keys()
        )


def _wanted_pages(
    env: BuildEnvironment, domain: PublicationsDomain, folder: str, taken: Iterable[str]
) -> dict[str, Page]:
    lists = {list_key: value.own for list_key, value in domain.state.lists.items()}
    names = page_names((key for keys in lists.values() for key in keys), folder, set(taken))
    citing = domain.citing_pages()
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    papers = {key: _features(domain, key) for key in names}
    near = related(papers)
    main = main_page(domain)
    pages: dict[str, Page] = {}
    for list_key, keys in lists.items():
        around = list(pairwise(["", *keys, ""]))
        for key, (previous, _), (_, following) in zip(keys, around, around[1:], strict=False):
            entry = domain.entry(key)
            neighbours = [domain.entry(k).publication.title for k in (previous, following) if k]
            heading, others = near.get(key, Related("", ()))
            pages[key] = Page(
                key=key,
                docname=names[key],
                title=entry.publication.title,
                digest=entry.digest,
                list_page=list_key.docname,
                main_page=main,
                previous=previous,
                next=following,
                neighbours=tuple(neighbours),
                neighbour_pages=tuple(names[k] for k in (previous, following) if k),
                cited_on=tuple(
                    (docname, titles.get(docname, docname))
                    for docname in sorted(citing.get(key, ()))
                ),
                related=tuple(
                    (names[other], papers[other].title, papers[other].where) for other in others
                ),
                related_heading=heading,
            )
    return pages


def _features(domain: PublicationsDomain, key: str) -> Features:
    def read(entry: SourceEntry) -> Features:
        return features(entry.publication)

    return domain.guard(domain.entry(key), read, read)


def _read(app: Sphinx, env: BuildEnvironment, page: Page | GroupPage) -> None:
    source = _source(app, page.docname)
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(page.key if isinstance(page, Page) else "", encoding="utf-8")
    app.events.emit("env-purge-doc", env, page.docname)
    env.clear_doc(page.docname)
    app.builder.read_doc(page.docname)


def _drop(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    app.events.emit("env-purge-doc", env, docname)
    env.clear_doc(docname)
    env.found_docs.discard(docname)


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Keep themes from offering a source that is nowhere to be edited."""
    if _is_ours(app.env.project) and pagename in app.env.project.sources:
        context["sourcename"] = context["page_source_suffix"] = ""
