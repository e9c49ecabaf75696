"""The ``conf.py`` of a project: its settings, read without a build, and checks of their types."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config as SphinxConfig
from sphinx.errors import ConfigError
from sphinx.project import Project
from sphinx.util.tags import Tags

from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.project.config import Config, declare
from sphinx_publications.project.people_file import options_with_people
from sphinx_publications.project.warnings import place_in_conf, warn

_KINDS: dict[type, str] = {
    str: "a text in quotes",
    list: "a list of such texts",
    dict: "a dictionary",
    int: "a whole number, 0 or more",
    bool: "True or False",
}


def use_defaults(config: SphinxConfig) -> list[str]:
    """Replace values of a wrong type by the default; return a message for each."""
    slips = []
    for name, default, setting in Config.settings():
        value, types = config[name], setting.types
        if _fits(value, types):
            continue
        setattr(config, name, default)
        kinds = " or ".join(kind for type_, kind in _KINDS.items() if type_ in types)
        slips.append(f"{name} = {value!r} is left out; write {kinds}")
    return slips


def _fits(value: object, types: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in types
    if isinstance(value, int):
        return int in types and value >= 0
    if isinstance(value, list | tuple):
        return type(value) in types and all(isinstance(part, str) for part in value)
    if isinstance(value, dict):
        return dict in types  # The content is checked elsewhere.
    return isinstance(value, types)


def on_config_inited(app: Sphinx, config: SphinxConfig) -> None:
    """Warn of values of a wrong type, each with its line, and use the default."""
    for slip in use_defaults(config):
        warn(Subtype.OPTION, slip, place_in_conf(app, slip.partition(" ")[0]))


class ConfFile(NamedTuple):
    """The contents of a ``conf.py``."""

    config: Config
    files: list[Path]
    """The BibTeX files."""
    encoding: str
    options: ReadingOptions
    """The options for reading entries."""
    root_doc: str
    """The front page."""
    problems: tuple[Problem, ...] = ()
    """Problems of the people."""
    slips: tuple[str, ...] = ()
    """Errors in running it, as lines; if there are any, all settings are the defaults."""
    pages: tuple[Path, ...] = ()
    """The pages in Markdown, if MyST-Parser reads them."""
    myst_extensions: frozenset[str] = frozenset()
    """The value of ``myst_enable_extensions``."""
    extensions: tuple[str, ...] = ()
    """The extensions that it names."""
    names_files: bool = False
    """Whether it has ``bibtex_bibfiles``."""


def read_conf(folder: Path) -> ConfFile:
    """Read the ``conf.py`` in a folder; without one that runs, return the defaults."""
    slips: tuple[str, ...] = ()
    try:
        values = SphinxConfig.read(folder.resolve(), overrides={}, tags=Tags())
    except ConfigError as error:
        values = SphinxConfig()
        if (folder / "conf.py").is_file():
            slips = tuple(_slips(error, folder / "conf.py"))
    declare(values.add)
    values.add("bibtex_bibfiles", ["refs.bib"], "env", ())
    values.add("bibtex_encoding", "utf-8-sig", "env", ())
    use_defaults(values)
    written = values._raw_config
    config = Config.of(values)
    options, problems = options_with_people(config, folder)
    return ConfFile(
        config,
        [folder / name for name in values["bibtex_bibfiles"]],
        values["bibtex_encoding"],
        options,
        str(values["root_doc"]),
        tuple(problems),
        slips,
        () if slips else _pages(folder, written),
        frozenset(map(str, written.get("myst_enable_extensions", ()))),
        tuple(map(str, written.get("extensions", ()))),
        "bibtex_bibfiles" in written,
    )


def _slips(error: ConfigError, file: Path) -> list[str]:
    """Return the reasons why a ``conf.py`` does not run, as lines."""
    cause = error.__cause__
    if cause is None:
        return str(error).splitlines()  # conf.py raised it.
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
