"""A page for each listed paper, made of its entry alone.

The pages are documents of Sphinx like those that people write: they are read,
searched, cited and written in parallel as all are. Their sources are files
beside Sphinx's doctrees, each with the key of its paper, in a language whose
parser is here. Which papers are listed is known when all other documents are
read, so that new pages are read last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, TypeGuard

from docutils import nodes
from docutils.parsers import Parser
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.project import Project
from sphinx.util.display import status_iterator

from . import latex
from .domain import PublicationsDomain, publications_domain
from .exports import FORMATS
from .nodes import publication_page
from .pagenames import Page, page_names

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

    sources: Mapping[str, Path]
    """The source of each page; a document of the folder takes the place of a page."""

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
        if docname in self.sources and not absolute:
            return Path(docname + SUFFIX)
        return self.sources.get(docname) or super().doc2path(docname, absolute)


class PageParser(Parser):
    """Reads the source of a page: the key of its paper."""

    supported: ClassVar[tuple[str, ...]] = ("publication",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Make a title and a place for everything else, which `pagecontent` fills."""
        env: BuildEnvironment = document.settings.env
        domain = publications_domain(env)
        env.metadata[env.current_document.docname]["orphan"] = True
        key = inputstring.strip()
        title = latex.rich(domain.entry(key).publication.title)
        heading = nodes.title("", "", *title.render(domain.cite.backend))
        if not heading.astext().strip():
            heading += nodes.Text(key)
        section = nodes.section("", heading, names=[key], classes=["publication-page"])
        section += publication_page(key=key)
        document += section
        document.note_implicit_target(section)


def on_builder_inited(app: Sphinx) -> None:
    """Let the project know the pages of the last build."""
    project = PagesProject(app.srcdir, app.config.source_suffix)
    project.restore(app.project)
    pages = publications_domain(app.env).pages.values() if has_pages(app.builder) else ()
    project.sources = {page.docname: _source(app, page) for page in pages if _exists(app, page)}
    app.project = app.env.project = project


def _exists(app: Sphinx, page: Page) -> bool:
    return publications_domain(app.env).has(page.key)


def _source(app: Sphinx, page: Page) -> Path:
    # Sphinx looks for documents in no folder of this name.
    return Path(app.doctreedir).resolve() / "_sources" / f"{page.docname}{SUFFIX}"


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the pages that are new, drop those that are not needed; return what is to be written."""
    domain = publications_domain(env)
    project = env.project
    if domain.is_unchanged or not isinstance(project, PagesProject):
        return []
    before = domain.pages
    domain.pages = {}
    if has_pages(app.builder) and app.config.publications_pages:
        others = env.found_docs - project.sources.keys()
        domain.pages = _wanted_pages(env, domain, app.config.publications_pages.strip("/"), others)
    names = {page.docname for page in domain.pages.values()}
    for page in before.values():
        if page.docname not in names and has_pages(app.builder):
            _drop(app, env, page.docname)
            app.builder.get_output_path(page.docname).unlink(missing_ok=True)
            for suffix in ("png", *(format_.suffix for format_ in FORMATS)):
                Path(app.outdir, f"{page.docname}.{suffix}").unlink(missing_ok=True)
    project.sources = {page.docname: _source(app, page) for page in domain.pages.values()}
    env.found_docs.update(names)
    new = [
        page
        for key, page in domain.pages.items()
        if page.docname not in env.all_docs or key not in before or before[key].title != page.title
    ]
    for page in status_iterator(
        new, "reading papers... ", "purple", len(new), app.verbosity, lambda page: page.docname
    ):
        _read(app, env, page)
    return [page.docname for key, page in domain.pages.items() if page != before.get(key)]


def _wanted_pages(
    env: BuildEnvironment, domain: PublicationsDomain, folder: str, taken: Iterable[str]
) -> dict[str, Page]:
    lists = {list_key: value.own for list_key, value in domain.lists.items()}
    names = page_names((key for keys in lists.values() for key in keys), folder, set(taken))
    citing: dict[str, dict[str, str]] = {}
    for ref in domain.cite.citation_refs:
        for target in ref.targets:
            title = env.titles[ref.docname].astext() if ref.docname in env.titles else ref.docname
            citing.setdefault(target.key, {})[ref.docname] = title
    pages: dict[str, Page] = {}
    for list_key, keys in lists.items():
        around = list(pairwise(["", *keys, ""]))
        for key, (previous, _), (_, following) in zip(keys, around, around[1:], strict=False):
            entry = domain.entry(key)
            neighbours = [domain.entry(k).publication.title for k in (previous, following) if k]
            pages[key] = Page(
                key=key,
                docname=names[key],
                title=entry.publication.title,
                digest=entry.digest,
                list_page=list_key.docname,
                previous=previous,
                next=following,
                neighbours=tuple(neighbours),
                cited_on=tuple(sorted(citing.get(key, {}).items())),
            )
    return pages


def _read(app: Sphinx, env: BuildEnvironment, page: Page) -> None:
    source = _source(app, page)
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(page.key, encoding="utf-8")
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
    if isinstance(app.env.project, PagesProject) and pagename in app.env.project.sources:
        context["sourcename"] = context["page_source_suffix"] = ""
