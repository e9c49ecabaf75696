"""Entries that no list of a project shows, for the checker: no build tells of them.

The checker lets Sphinx read the pages in a process of its own, with a tag. With this the build
writes what its lists show into a file, since what it says has no place for what is no problem.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.bibliography.reading import Reading
from sphinx_publications.problems import Problem, Remark, Subtype
from sphinx_publications.project.domain import publications_domain

TAG = "publications_checker"
"""The tag of Sphinx with which a build says what its lists show."""
_FILE = "listed.json"


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Write the keys that lists show, if the checker asks for them."""
    if not app.tags.has(TAG):
        return
    domain = publications_domain(env)
    shown = {key for value in domain.state.lists.values() for key in value.members}
    shown |= {citation.entry.key for citation in domain.cite.citations}
    # Where nothing is listed, papers may be shown in another way, such as in footnotes.
    if domain.list_pages():
        path = Path(app.outdir) / _FILE
        path.write_text(json.dumps(sorted(shown)), encoding="utf-8")


def listed(folder: Path) -> frozenset[str] | None:
    """Return the keys that the build into a folder says are listed, None if it says nothing."""
    path = folder / _FILE
    return frozenset(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def unlisted(reading: Reading, shown: Collection[str] | None) -> Iterator[Problem]:
    """Yield a hint for each paper that is not `shown`, and neither hidden nor there for others.

    With None it is not known what is shown, and nothing is said.
    """
    if shown is None:
        return
    containers = reading.containers
    for entry in reading.entries.values():
        is_meant = entry.publication.hidden or entry.key in containers
        if not is_meant and entry.key not in shown:
            message = (
                "no list of the pages shows it; let the :filter: of one accept it, "
                "or write hidden = {true} if it shall stand in none"
            )
            yield entry.source.problem(entry.key, Remark("", Subtype.UNLISTED, message))
