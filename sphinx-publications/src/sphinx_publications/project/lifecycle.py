"""When a build reads the files of references, and whether it has anything to do at all."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.problems import Subtype
from sphinx_publications.project.config import Config
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.warnings import place_in_conf, report, warn


def on_builder_inited(app: Sphinx) -> None:
    """Read the files of references, and say on every build what is wrong with them."""
    domain = publications_domain(app.env)
    if app.config.bibtex_bibfiles is None:
        return
    files = [(Path(app.confdir) / file).resolve() for file in app.config.bibtex_bibfiles]
    config = Config.of(app.config)
    domain.read_files(files, app.config.bibtex_encoding, config, Path(app.srcdir).resolve())
    for slip in config.slips:
        warn(Subtype.OPTION, slip, place_in_conf(app, slip.partition("[")[0]))
    report(domain.state.problems)


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages whose warnings are to be repeated."""
    domain = publications_domain(env)
    domain.note_removed(removed)
    return sorted(domain.state.troubled_pages & env.found_docs)


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note whether there is anything to do."""
    publications_domain(env).note_reading(docnames, app.builder.name)


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Settle the lists before sphinxcontrib-bibtex formats its own."""
    domain = publications_domain(env)
    return [] if domain.is_unchanged else sorted(domain.choose_members())
