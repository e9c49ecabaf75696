"""Generated documents: a page for each listed paper, each group of a long list, and each person.

They are documents of Sphinx like all others. Their sources are files with the key of the paper,
kept with Sphinx's doctrees and read by `PageParser`. The listed papers are known only when all
other documents are read, so new pages are read last.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, TypeGuard

from docutils import nodes
from docutils.parsers import Parser
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.parsers import RSTParser
from sphinx.project import Project
from sphinx.util.display import status_iterator

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry, keys_by_name
from sphinx_publications.bibliography.related import Features, Related, features, related
from sphinx_publications.model.names import fold
from sphinx_publications.model.people import Profile
from sphinx_publications.project.compat import path_like, shared_settings
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import PERSON_SUFFIX, GroupPage, Page, PersonPage
from sphinx_publications.project.events import main_page
from sphinx_publications.project.files import write_file
from sphinx_publications.project.people_lists import person_source
from sphinx_publications.project.selection import counted
from sphinx_publications.rendering.nodes import publication_item, publication_page
from sphinx_publications.web.pagination import layout, page_names, split

SUFFIX = ".publication"


def has_pages(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether a builder writes a web page for each document."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not isinstance(builder, SingleFileHTMLBuilder)
        and builder.name != "epub"
    )


class PagesProject(Project):
    """A project with generated pages besides the documents of its folder."""

    sources: Mapping[str, Path] = MappingProxyType({})
    """The source of each page; a document of the folder replaces a page of the same name."""
    outdated: frozenset[str] = frozenset()
    """Outdated pages, until it is known which are needed."""
    people: Mapping[str, Path] = MappingProxyType({})
    """The source of the page of each person, which is read like a document of the folder."""
    possible: frozenset[str] = frozenset()
    """The page of each entry, whether a list shows it or not."""

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
        people = self.people.items()
        self.people = {name: path for name, path in people if name not in self.docnames}
        self.docnames.update(self.people)
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        path = super().doc2path(docname, absolute)
        source = self.sources.get(docname) or self.people.get(docname)
        if source is None:
            return path
        return path_like(path, source if absolute else docname + source.suffix)


class PageParser(Parser):
    """Reads the source of a page: the key of its paper, or nothing for the page of a group."""

    supported: ClassVar[tuple[str, ...]] = ("publication",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Make a title and a place for the content, which `page_transform` fills."""
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


class PersonParser(RSTParser):
    """Reads the source of the page of a person."""

    supported: ClassVar[tuple[str, ...]] = ("publication-person",)


def on_builder_inited(app: Sphinx) -> None:
    """Give the project the pages of the last build."""
    domain = publications_domain(app.env)
    project = PagesProject(app.srcdir, app.config.source_suffix)
    project.restore(app.project)
    docnames = [page.docname for page in domain.state.pages.values() if domain.has(page.key)]
    if has_pages(app.builder):
        docnames += domain.state.group_pages
        project.sources = {docname: _source(app, docname) for docname in docnames}
    project.people = {name: _person_file(app, name, who) for name, who in _people(app).items()}
    app.project = app.env.project = project


def _source(app: Sphinx, docname: str, suffix: str = SUFFIX) -> Path:
    return _sources(str(app.doctreedir)) / f"{docname}{suffix}"


@lru_cache(maxsize=1)
def _sources(doctreedir: str) -> Path:
    # No document has a doctree in this folder.
    return Path(doctreedir).resolve() / "_sources"


def _people(app: Sphinx) -> dict[str, Profile]:
    """Return the person for each document that is to be generated."""
    folder = app.config.publications_people_pages.strip("/")
    people = publications_domain(app.env).people.people if folder else ()
    named: dict[str, Profile] = {}
    for person in people:
        name = re.sub(r"[^a-z0-9]+", "-", fold(person.names[0])).strip("-")
        digest = hashlib.sha256(person.label.encode()).hexdigest()[:8]
        named[name if name and name not in named else f"{name or 'person'}-{digest}"] = person
    return {docname: named[name] for name, docname in page_names(named, folder).items()}


def _person_file(app: Sphinx, docname: str, person: Profile) -> Path:
    """Return the source of the page of a person; write it if it changed."""
    path, text = _source(app, docname, PERSON_SUFFIX), person_source(person)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_file(path, text)
    return path


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the documents that replaced pages, or the reverse, however old their files are."""
    state, project = publications_domain(env).state, env.project
    if not _is_ours(project):
        return []
    people = {
        name: PersonPage(person.label, name in project.people)
        for name, person in _people(app).items()
    }
    replaced = {name for name, _ in people.items() ^ state.named_for_people.items()}
    state.named_for_people = people
    taken = _by_document(publications_domain(env)).keys() - project.sources.keys()
    return sorted((taken | replaced) & env.found_docs)


def _is_ours(project: Project) -> TypeGuard[PagesProject]:
    return isinstance(project, PagesProject)


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Postpone the reading of pages to `on_env_updated`."""
    if _is_ours(env.project):
        env.project.outdated = frozenset(docnames) & env.project.sources.keys()
        docnames[:] = [name for name in docnames if name not in env.project.outdated]


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read new pages, drop those that are no longer needed; return the pages read."""
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
    unread |= {name for name in changed if _has_new_source(wanted[name], before.get(name))}
    with shared_settings():
        for docname in status_iterator(
            sorted(unread), "reading papers... ", "purple", len(unread), app.verbosity
        ):
            _read(app, env, wanted[docname])
    return sorted(unread)


def _by_document(domain: PublicationsDomain) -> dict[str, Page | GroupPage]:
    pages = {page.docname: page for page in domain.state.pages.values()}
    return {**pages, **domain.state.group_pages}


def _has_new_source(page: Page | GroupPage, before: Page | GroupPage | None) -> bool:
    """Whether the doctree of a page, not only its content, has changed."""
    if isinstance(page, Page) and isinstance(before, Page):
        return (page.key, page.title) != (before.key, before.title)
    return True


def _choose_pages(
    app: Sphinx, env: BuildEnvironment, domain: PublicationsDomain, taken: set[str]
) -> None:
    """Determine the pages; the names of documents are `taken`."""
    is_web = has_pages(app.builder)
    folder = app.config.publications_pages.strip("/") if is_web else ""
    longest = app.config.publications_split_from if is_web else 0
    domain.state.group_pages = split(domain, folder, longest, taken)
    taken = taken | domain.state.group_pages.keys()
    domain.state.pages = _wanted_pages(env, domain, folder, taken) if folder else {}


def _wanted_pages(
    env: BuildEnvironment, domain: PublicationsDomain, folder: str, taken: set[str]
) -> dict[str, Page]:
    lists = {list_key: value.own for list_key, value in domain.state.lists.items()}
    names = page_names((key for keys in lists.values() for key in keys), folder, taken)
    citing = domain.citing_pages()
    prefixes = {"", *(value.keyprefix for value in domain.state.lists.values())}
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    papers = {key: _features(domain, key) for key in names}
    relatives = _relatives(domain, names)
    found = related(papers)
    main = main_page(domain)
    anchors = _anchors(domain, main)
    pages: dict[str, Page] = {}
    for list_key, keys in lists.items():
        for previous, key, following in zip(["", *keys], keys, [*keys[1:], ""], strict=False):
            entry = domain.entry(key)
            neighbours = [k for k in (previous, following) if k]
            heading, others = found.get(key, Related("", ()))
            cited_on = sorted({name for p in prefixes for name in citing.get(p + key, ())})
            pages[key] = Page(
                key=key,
                docname=names[key],
                title=entry.publication.title,
                digest=entry.digest,
                list_page=list_key.docname,
                owner=domain.state.lists[list_key].owner,
                main_page=main,
                anchor=anchors.get(key, ""),
                previous=previous,
                next=following,
                neighbours=tuple(domain.entry(k).publication.title for k in neighbours),
                neighbour_pages=tuple(names[k] for k in neighbours),
                cited_on=tuple((docname, titles.get(docname, docname)) for docname in cited_on),
                relation=entry.publication.relation.words,
                relatives=relatives.get(key, ()),
                related=tuple((names[o], papers[o].title, papers[o].where) for o in others),
                related_heading=heading,
            )
    return pages


def _anchors(domain: PublicationsDomain, docname: str) -> dict[str, str]:
    """Return the anchor of each entry that a document lists."""
    found: dict[str, str] = {}
    for list_key, value in domain.state.lists.items():
        if list_key.docname == docname and not value.places:
            for key in value.members:
                found.setdefault(key, next(iter(value.anchors.get(key, ())), ""))
    return found


def _relatives(
    domain: PublicationsDomain, names: Mapping[str, str]
) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return what the page of each paper shows of the entries that the paper names."""
    relations = {key: domain.entry(key).publication.relation.keys for key in names}
    if not any(relations.values()):
        return {}
    known = keys_by_name(domain.entries())
    return {
        key: tuple(
            (names.get(other, ""), publication.plain_title, publication.where)
            for other in dict.fromkeys(known[n.lower()] for n in keys if n.lower() in known)
            if other != key
            if (publication := domain.entry(other).publication)
        )
        for key, keys in relations.items()
    }


def _features(domain: PublicationsDomain, key: str) -> Features:
    def read(entry: SourceEntry) -> Features:
        return features(entry.publication)

    return domain.guard(domain.entry(key), read, read)


def _read(app: Sphinx, env: BuildEnvironment, page: Page | GroupPage) -> None:
    write_file(_source(app, page.docname), page.key if isinstance(page, Page) else "")
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
    """Keep themes from linking to the source of a generated page."""
    project = app.env.project
    if _is_ours(project) and (pagename in project.sources or pagename in project.people):
        context["sourcename"] = context["page_source_suffix"] = ""
