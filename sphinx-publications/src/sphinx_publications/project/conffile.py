"""The ``conf.py`` of a project, read without building: the settings, and what files they name."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sphinx.config import Config as SphinxConfig
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from sphinx_publications.project.config import Config, declare
from sphinx_publications.project.values import put_right


class ConfFile(NamedTuple):
    """What a ``conf.py`` says."""

    config: Config
    files: list[Path]
    """The files of references."""
    encoding: str
    root_doc: str
    """The front page."""


def read_conf(folder: Path) -> ConfFile:
    """Read the ``conf.py`` in a folder; where there is none that runs here the defaults hold."""
    try:
        values = SphinxConfig.read(folder, overrides={}, tags=Tags())
    except ConfigError:
        values = SphinxConfig()
    declare(values.add)
    values.add("bibtex_bibfiles", ["refs.bib"], "env", ())
    values.add("bibtex_encoding", "utf-8-sig", "env", ())
    put_right(values)
    files = [folder / name for name in values["bibtex_bibfiles"]]
    root_doc = str(values["root_doc"])
    return ConfFile(Config.of(values), files, values["bibtex_encoding"], root_doc)
