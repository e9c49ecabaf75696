"""The ``conf.py`` of a project, read without building: the settings, and what files they name."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.config import Config as SphinxConfig
from sphinx.errors import ConfigError
from sphinx.project import Project
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
    slips: tuple[str, ...] = ()
    """Why it does not run here, as lines; the defaults hold then."""
    pages: tuple[Path, ...] = ()
    """The pages in Markdown, if MyST-Parser reads them."""
    myst_extensions: frozenset[str] = frozenset()
    """What ``myst_enable_extensions`` names."""


def read_conf(folder: Path) -> ConfFile:
    """Read the ``conf.py`` in a folder; where there is none that runs here the defaults hold."""
    slips: tuple[str, ...] = ()
    try:
        values = SphinxConfig.read(folder, overrides={}, tags=Tags())
    except ConfigError as error:
        values = SphinxConfig()
        if (folder / "conf.py").is_file():
            slips = tuple(_slips(error, folder / "conf.py"))
    declare(values.add)
    values.add("bibtex_bibfiles", ["refs.bib"], "env", ())
    values.add("bibtex_encoding", "utf-8-sig", "env", ())
    put_right(values)
    files = [folder / name for name in values["bibtex_bibfiles"]]
    root_doc = str(values["root_doc"])
    written = values._raw_config
    return ConfFile(
        Config.of(values),
        files,
        values["bibtex_encoding"],
        root_doc,
        slips,
        () if slips else _pages(folder, written),
        frozenset(map(str, written.get("myst_enable_extensions", ()))),
    )


def _slips(error: ConfigError, file: Path) -> list[str]:
    """Return in lines why a ``conf.py`` does not run."""
    cause = error.__cause__
    if cause is None:
        return str(error).splitlines()  # It was raised by conf.py, and says all.
    if isinstance(cause, SyntaxError):
        line, what = cause.lineno or 1, f"in this line or the one above it: {cause.msg}"
    else:
        frames = traceback.extract_tb(cause.__traceback__)
        lines = [frame.lineno for frame in frames if Path(frame.filename).name == file.name]
        line = lines[-1] if lines and lines[-1] else 1
        what = " ".join(f"{type(cause).__name__}: {cause}".split())
    return [f"{file}:{line}: ERROR: conf.py does not run; mend it here: {what}"]


def _pages(folder: Path, written: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the pages in Markdown that Sphinx would read."""
    if "myst_parser" not in written.get("extensions", ()):
        return ()
    excluded = [*written.get("exclude_patterns", ()), *written.get("templates_path", ())]
    project = Project(str(folder), [".md"])
    names = project.discover(excluded, written.get("include_patterns", ["**"]))
    return tuple(folder / f"{name}.md" for name in sorted(names))
