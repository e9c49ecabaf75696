"""Which pages show something else than when they were written.

For each document there is one value of everything that the extension puts on
it. Those whose value is not that of the last build are written again. If each
page that cites depended on the files of references instead, a changed comma
would build the whole site anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.targets import ListedTarget, Target


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again, those among them whose last writing gave a warning."""
    domain = publications_domain(env)
    before = domain.record.values
    if domain.is_unchanged:
        return sorted(env.found_docs - before.keys())
    domain.values = values(domain, env.found_docs)
    return sorted(
        name for name in env.found_docs if before.get(name) != domain.values.get(name, "")
    )


def values(domain: PublicationsDomain, docnames: Iterable[str]) -> dict[str, str]:
    """Return a digest of what each document shows; none where it cites what is nowhere.

    That page is written in every build for the sake of its warnings, which come then.
    """
    # Where papers have pages, every page says where the feed is.
    shown: dict[str, list[object]] = {name: [bool(domain.state.pages)] for name in docnames}
    for docname, said in (*_lists(domain), *_stock_lists(domain), *_pages(domain)):
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
    if isinstance(target, ListedTarget):
        style = target.style
    else:
        style = domain.cite.bibliographies[target.citation.bibliography_key].style
    page = domain.page_of(entry.key)
    return (target.docname, target.anchor, target.label, style, entry.digest, page)


def _lists(domain: PublicationsDomain) -> Iterable[tuple[str, object]]:
    for list_key, value in domain.state.lists.items():
        members = [_member(domain, key) for key in value.members]
        laid_out = (value.style, value.box, value.own, value.groups, sorted(value.places.items()))
        yield list_key.docname, (list_key.id_, laid_out, members)


def _member(domain: PublicationsDomain, key: str) -> object:
    return (key, domain.entry(key).digest, domain.page_of(key), domain.figure(key))


def _stock_lists(domain: PublicationsDomain) -> Iterable[tuple[str, object]]:
    for citation in domain.cite.citations:
        said = (
            citation.bibliography_key.id_,
            citation.citation_id,
            citation.formatted_entry.label,
            domain.cite.bibliographies[citation.bibliography_key].style,
            SourceEntry.adopt(citation.entry).digest,
        )
        yield citation.bibliography_key.docname, said


def _pages(domain: PublicationsDomain) -> Iterable[tuple[str, object]]:
    for page in domain.state.pages.values():
        yield page.docname, (page, domain.figure(page.key))
    for docname, group in domain.state.group_pages.items():
        value = domain.state.lists[BibliographyKey(group.list_page, group.list_id)]
        members = [_member(domain, key) for key in group.keys]
        yield docname, (group, value.style, value.box, members)
