"""Event handlers: read the bibliography files, and find the pages to write again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Subtype, did_you_mean
from sphinx_publications.gc_pause import release
from sphinx_publications.model.particulars import PHOTO
from sphinx_publications.project.build import STATIC
from sphinx_publications.project.build_manifest import SUFFIXES
from sphinx_publications.project.citation_targets import StockTarget, Target
from sphinx_publications.project.config import Config
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.files import History
from sphinx_publications.project.warnings import place_in_conf, repeat, report, warn


def on_builder_inited(app: Sphinx) -> None:
    """Read the bibliography files if they changed, and report their problems."""
    domain = publications_domain(app.env)
    build = domain.begin(app)
    if app.config.bibtex_bibfiles is None:
        return
    files = [(Path(app.confdir) / file).resolve() for file in app.config.bibtex_bibfiles]
    config = build.added.complete(Config.of(app.config))
    problems = build.read_files(
        files,
        app.config.bibtex_encoding,
        config,
        Path(app.confdir).resolve(),
        Path(app.srcdir).resolve(),
        app.config.language,
        domain.state,
        domain.cite,
    )
    for slip in config.slips:
        warn(Subtype.OPTION, slip, place_in_conf(app, re.split(r"\W", slip, maxsplit=1)[0]))
    problems += [p for p in domain.state.problems if p.subtype is not Subtype.MISSING_FIELD]
    report(problems, app.config.suppress_warnings)


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages with lists if the bibliography files were read."""
    domain = publications_domain(env)
    if removed or _front_changed(app, domain) != domain.state.front_changed:
        domain.build.touch()
    return sorted(domain.list_pages() & env.found_docs) if domain.build.has_read else []


def _front_changed(app: Sphinx, domain: PublicationsDomain) -> str:
    """Return when the front page of a person last changed, with the papers in its lists."""
    home = app.config.root_doc
    if not app.config.publications_person or app.builder.format != "html":
        return ""
    files = [Path(app.env.doc2path(home))]
    if home in domain.list_pages():
        files += [Path(file) for file, _ in domain.state.sources]
    return History(Path(app.srcdir)).last_change(*files)


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Determine whether anything changed; repeat the warnings of pages that are not read."""
    domain = publications_domain(env)
    domain.build.note_reading(docnames, domain.state)
    for docname in sorted(domain.state.warnings.keys() & env.found_docs - set(docnames)):
        repeat(domain.state.warnings[docname])


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Set the entries of the lists before sphinxcontrib-bibtex formats its own lists."""
    domain = publications_domain(env)
    if not domain.build.is_unchanged:
        domain.choose_members()
        domain.state.front_changed = _front_changed(app, domain)
    repeat(domain.state.said_of_lists)
    # sphinxcontrib-bibtex reports the missing fields of its own lists.
    shown = {key for value in domain.state.lists.values() for key in value.members}
    problems = domain.state.problems
    report(p for p in problems if p.subtype is Subtype.MISSING_FIELD and p.key in shown)


def on_env_written(app: Sphinx, env: BuildEnvironment) -> None:
    """Clear the manifest before pages are written."""
    build = publications_domain(env).build
    if not build.is_unchanged:
        build.record.begin(build.files)


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Copy the assets of the last build; exclude the manifest from an EPUB.

    The environment is already saved, so this does not count as a change of the configuration.
    """
    build = publications_domain(app.env).build
    build.publish_assets(build.record.settle_assets(app.env.found_docs))
    record, out = build.record.path, Path(app.outdir)
    if builder.name == "epub" and record.is_relative_to(out):
        names = (str(record.relative_to(out).with_suffix(end)) for end in SUFFIXES)
        app.config.epub_exclude_files = [*app.config.epub_exclude_files, *names]


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Save the manifest, and remove obsolete files."""
    release()
    if app.config.bibtex_bibfiles is None or exception is not None:
        return
    build = publications_domain(app.env).build
    record = build.record
    before = record.assets
    build.files |= {f"{STATIC}/{name}" for name in record.settle_assets(app.env.found_docs)}
    now = (build.files, build.figures.noted, record.assets)
    is_known = now == (record.files, record.figures, before) and record.is_published
    if not build.is_unchanged or not is_known:
        record.finish(build.values, build.files, build.figures.noted)


# Pages to write again.
#
# Each document has a digest of all content that the extension adds to it, and is written again
# if the digest differs from that of the last build. If pages with citations depended on the
# bibliography files instead, every change of these would rebuild the whole site.


def changed_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again, including those whose last writing gave a warning."""
    domain = publications_domain(env)
    before = domain.build.record.values
    if domain.build.is_unchanged:
        return sorted(env.found_docs - before.keys())
    now = values(domain, env.found_docs)
    domain.build.note_values(now)
    return sorted(name for name in env.found_docs if before.get(name) != now.get(name, ""))


def values(domain: PublicationsDomain, docnames: Iterable[str]) -> dict[str, str]:
    """Return a digest of the content of each document, without those with dangling citations.

    These are written in every build, so that their warnings are repeated.
    """
    # If papers have pages, every page links to the feed; any may have a table of contents.
    everywhere = bool(domain.state.pages), domain.state.hidden
    shown: dict[str, list[object]] = {name: [everywhere] for name in docnames}
    home = domain.env.config.root_doc
    front = (domain.people.owner, domain.state.front_changed)
    described = [(home, front), *_people_lists(domain)]
    for docname, said in (*described, *_lists(domain), *_stock_lists(domain), *_pages(domain)):
        if docname in shown:
            shown[docname].append(said)
    dangling: set[str] = set()
    for docname, names in domain.state.named_pages.items():
        if docname in shown:
            titles = domain.env.titles
            shown[docname].append([(n, n in titles and titles[n].astext()) for n in sorted(names)])
            if not names <= domain.env.found_docs:
                dangling.add(docname)
    for key, citing in sorted(domain.citing_pages().items()):
        for docname in citing & shown.keys():
            target = domain.cite.find_target(key, docname)
            if target is None:
                dangling.add(docname)
            else:
                shown[docname].append(_target(domain, target))
    return {
        docname: hashlib.sha256(repr(said).encode()).hexdigest()
        for docname, said in shown.items()
        if docname not in dangling
    }


def _target(domain: PublicationsDomain, target: Target) -> object:
    entry = SourceEntry.adopt(target.entry)
    style = getattr(target, "style", "")
    if isinstance(target, StockTarget):
        style = domain.cite.bibliographies[target.citation.bibliography_key].style
    page = domain.page_of(entry.key)
    people = _people(domain, entry.key)
    return (target.docname, target.anchor, target.label, style, entry.digest, page, people)


def _lists(domain: PublicationsDomain) -> Iterable[tuple[str, object]]:
    for list_key, value in domain.state.lists.items():
        members = [_member(domain, key) for key in value.members]
        anchors = [value.anchors[key] for key in value.members]
        shown = (value.has_labels, value.labelprefix, tuple(value.numbers.items()))
        look = (value.style, shown, value.box, value.owner, value.author)
        laid_out = (look, value.own, anchors, value.groups, sorted(value.places.items()))
        yield list_key.docname, (list_key.id_, laid_out, members)


def _member(domain: PublicationsDomain, key: str) -> object:
    people = _people(domain, key)
    return (key, domain.entry(key).digest, domain.page_of(key), domain.figure(key), people)


def _people(domain: PublicationsDomain, key: str) -> object:
    pages = domain.state.person_pages
    return [(person, pages.get(person)) for person in domain.people_of(key)]


def _people_lists(domain: PublicationsDomain) -> Iterable[tuple[str, object]]:
    state = domain.state
    if not state.people_lists:
        return
    profiles = {profile.label: profile for profile in domain.people.people}
    for docname in state.named_for_people:
        yield docname, domain.parent_of(docname)
    for docname, lists in state.people_lists.items():
        for label in dict.fromkeys(label for labels in lists for label in labels):
            profile = profiles.get(label)
            photo = domain.build.figures.figure(PHOTO + profile.photo) if profile else None
            place = state.person_pages.get(label)
            yield docname, (profile, photo, place, state.person_papers.get(label), lists)


def _stock_lists(domain: PublicationsDomain) -> Iterable[tuple[str, object]]:
    for citation in domain.cite.citations:
        said = (
            citation.bibliography_key.id_,
            citation.citation_id,
            citation.formatted_entry.label,
            domain.cite.bibliographies[citation.bibliography_key].style,
            SourceEntry.adopt(citation.entry).digest,
        )
        people = _people(domain, citation.entry.key)
        yield citation.bibliography_key.docname, (said, people)


def _pages(domain: PublicationsDomain) -> Iterable[tuple[str, object]]:
    for page in domain.state.pages.values():
        yield page.docname, (page, domain.figure(page.key), _people(domain, page.key))
    for docname, group in domain.state.group_pages.items():
        value_key = BibliographyKey(group.list_page, group.list_id)
        value = domain.state.lists[value_key]
        members = [(_member(domain, key), domain.shown_label(value_key, key)) for key in group.keys]
        yield docname, (group, value.style, value.box, value.owner, members)


# The main page: the target of "All publications".

SETTING = "publications_main"


def main_page(domain: PublicationsDomain) -> str:
    """Return the document with the list of all publications; empty if there are no lists.

    If no setting names it, it is the first document with a complete list in the order of the
    table of contents, or else the first with any list.
    """
    lists = [(key.docname, value.is_whole) for key, value in domain.state.lists.items()]
    candidates = {name for name, whole in lists if whole} or {name for name, _ in lists}
    named = str(domain.env.config[SETTING])
    if named in {name for name, _ in lists}:
        return named
    return next((name for name in _in_order(domain.env) if name in candidates), "")


def check_main_page(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn if the setting does not name a document with a list."""
    named = str(app.config[SETTING])
    known = {list_key.docname for list_key in publications_domain(env).state.lists}
    if not named or named in known:
        return
    what = "has no {publications}" if named in env.found_docs else "is no document"
    remedy = f"write one of {', '.join(sorted(known))}" if known else "add one to a document"
    close = did_you_mean(named, known)
    warn(
        Subtype.OPTION,
        f"{SETTING} = {named!r} {what}; {remedy}{close}",
        place_in_conf(app, SETTING),
    )


def _in_order(env: BuildEnvironment) -> Iterator[str]:
    """Yield all documents: first those of the table of contents in order, then the others."""
    seen: set[str] = set()
    waiting = [*sorted(env.found_docs, reverse=True), str(env.config.root_doc)]
    while waiting:
        docname = waiting.pop()
        if docname not in seen:
            seen.add(docname)
            yield docname
            waiting.extend(reversed(env.toctree_includes.get(docname, [])))
