"""When a build reads the files of references, and whether it has anything to do at all."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from sphinx_publications.collection import release
from sphinx_publications.problems import Subtype
from sphinx_publications.project.config import Config
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.figures import Figures
from sphinx_publications.project.record import Record
from sphinx_publications.project.warnings import place_in_conf, repeat, report, warn


def on_builder_inited(app: Sphinx) -> None:
    """Read the files of references, and say on every build what is wrong with them."""
    domain = publications_domain(app.env)
    domain.builder = app.builder
    domain.record = Record(Path(app.doctreedir), app.builder.name, Path(app.outdir))
    domain.figures = Figures(app, domain.record.figures)
    if app.config.bibtex_bibfiles is None:
        return
    files = [(Path(app.confdir) / file).resolve() for file in app.config.bibtex_bibfiles]
    config = Config.of(app.config)
    domain.read_files(files, app.config.bibtex_encoding, config, Path(app.srcdir).resolve())
    for slip in config.slips:
        warn(Subtype.OPTION, slip, place_in_conf(app, re.split(r"\W", slip, maxsplit=1)[0]))
    problems = [p for p in domain.state.problems if p.subtype is not Subtype.MISSING_FIELD]
    report(problems, app.config.suppress_warnings)


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages with lists, if the entries have changed, whatever the time of their file."""
    domain = publications_domain(env)
    domain.note_touched(bool(removed))
    return sorted(domain.list_pages() & env.found_docs) if domain.is_read else []


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note whether there is anything to do; repeat what is wrong with pages that are not read."""
    domain = publications_domain(env)
    domain.note_reading(docnames, app.builder.name)
    for docname in sorted(domain.state.said.keys() & env.found_docs - set(docnames)):
        repeat(domain.state.said[docname])


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Settle the lists before sphinxcontrib-bibtex formats its own."""
    domain = publications_domain(env)
    if not domain.is_unchanged:
        domain.choose_members()
    repeat(domain.state.said_of_lists)
    # What its own lists miss sphinxcontrib-bibtex says itself.
    shown = {key for value in domain.state.lists.values() for key in value.members}
    problems = domain.state.problems
    report(p for p in problems if p.subtype is Subtype.MISSING_FIELD and p.key in shown)


def on_env_written(app: Sphinx, env: BuildEnvironment) -> None:
    """Note that pages are being written."""
    domain = publications_domain(env)
    if not domain.is_unchanged:
        domain.record.begin(domain.written_files)


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Keep the record out of an EPUB that has Sphinx's doctrees in its folder.

    The environment is saved by now, which would take this for a change of the configuration.
    """
    record, out = publications_domain(app.env).record.path, Path(app.outdir)
    if builder.name == "epub" and record.is_relative_to(out):
        name = str(record.relative_to(out))
        app.config.epub_exclude_files = [*app.config.epub_exclude_files, name]


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Note what was written, and remove what is withdrawn."""
    release()
    domain = publications_domain(app.env)
    if app.config.bibtex_bibfiles is None or exception is not None:
        return
    now = (domain.written_files, domain.figures.noted)
    is_known = now == (domain.record.files, domain.record.figures) and domain.record.is_published
    if not domain.is_unchanged or not is_known:
        domain.record.finish(domain.values, *now)
