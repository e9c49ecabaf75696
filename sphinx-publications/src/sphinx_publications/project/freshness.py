"""Which pages show an entry that has changed since they were written.

If each page that cites depended on the files of references, a changed comma
would build the whole site anew. Instead, what a citation of each key shows is
compared with the last build.
"""

from __future__ import annotations

import hashlib

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.project.citations import Target
from sphinx_publications.project.domain import publications_domain


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again: those that cite what changed, came, went or is not there.

    The last for the sake of their warnings, which come when a page is written.
    """
    domain = publications_domain(env)
    if domain.is_unchanged:
        return list(domain.state.dangling)
    cited = domain.citing_pages()
    found = {key: domain.cite.find_target(key) for key in cited}
    digests = {key: digest(target) for key, target in found.items() if target is not None}
    changed = changed_keys(domain.state.digests, digests) & cited.keys()
    domain.state.digests = digests
    missing = cited.keys() - digests.keys()
    domain.state.dangling = tuple(sorted({docname for key in missing for docname in cited[key]}))
    return sorted({*domain.state.dangling, *(docname for key in changed for docname in cited[key])})


def changed_keys(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Return the keys whose digests differ, and those that only one side has."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def digest(target: Target) -> str:
    """Return a digest of all that a citation may show, and of where it leads."""
    shown = (target.docname, target.anchor, target.label, SourceEntry.adopt(target.entry).digest)
    return hashlib.sha256(repr(shown).encode()).hexdigest()
