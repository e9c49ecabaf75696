"""Which pages show an entry that has changed since they were written.

A page that cites does not depend on the files of references, since then every
slip of the pen would rebuild the site. Instead, what a citation of each key
shows is compared with the last build.
"""

from __future__ import annotations

import hashlib

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.domain import Citation

from .domain import publications_domain
from .entries import SourceEntry


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again: those that cite what changed, came, went or is not there.

    The last for the sake of their warnings, which come when a page is written.
    """
    domain = publications_domain(env)
    digests = {
        citation.key: digest(citation)
        for citation in domain.cite.citations
        if domain.cite.bibliographies[citation.bibliography_key].list_ == "citation"
    }
    changed = changed_keys(domain.digests, digests)
    domain.digests = digests
    return sorted(
        {
            ref.docname
            for ref in domain.cite.citation_refs
            if any(target.key in changed or target.key not in digests for target in ref.targets)
        }
    )


def changed_keys(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Return the keys whose digests differ, and those that only one side has."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def digest(citation: Citation) -> str:
    """Return a digest of all that a citation may show, and of where it leads."""
    shown = (
        citation.bibliography_key.docname,
        citation.citation_id,
        citation.formatted_entry.label,
        SourceEntry.adopt(citation.entry).digest,
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()
