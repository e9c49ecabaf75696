"""The page of publications: where "All publications" leads, and what the project says of it."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.problems import Subtype, did_you_mean
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.warnings import place_in_conf, warn

SETTING = "publications_main"


def main_page(domain: PublicationsDomain) -> str:
    """Return the document with the list of all publications, empty if none has a list.

    Without a setting that names one it is the first in the order of the table of contents, in
    which a list of chosen papers counts only where no page has another.
    """
    lists = [(key.docname, value.is_whole) for key, value in domain.state.lists.items()]
    candidates = {name for name, whole in lists if whole} or {name for name, _ in lists}
    named = str(domain.env.config[SETTING])
    if named in {name for name, _ in lists}:
        return named
    return next((name for name in _in_order(domain.env) if name in candidates), "")


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn where the setting names what is no document, or has no list."""
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
    """Yield all documents, each once: those of the table of contents in its order, then others."""
    seen: set[str] = set()
    waiting = [*sorted(env.found_docs, reverse=True), str(env.config.root_doc)]
    while waiting:
        docname = waiting.pop()
        if docname not in seen:
            seen.add(docname)
            yield docname
            waiting.extend(reversed(env.toctree_includes.get(docname, [])))
