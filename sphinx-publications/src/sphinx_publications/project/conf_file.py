"""The ``conf.py`` of a project, read without a build: its settings, their types, and its people."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.config import Config as SphinxConfig
from sphinx.errors import ConfigError
from sphinx.project import Project

from sphinx_publications.diagnostics import Problem, Subtype, did_you_mean
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.people import read_people
from sphinx_publications.project.additions import Additions
from sphinx_publications.project.config import Colour, Config, declare
from sphinx_publications.project.warnings import place_in_conf, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PREFIX = "publications_"
"""What the names of settings begin with."""
_KINDS: dict[type, str] = {
    str: "a text in quotes",
    list: "a list of such texts",
    dict: "a dictionary",
    int: "a whole number, 0 or more",
    bool: "True or False",
    Colour: "a colour, such as '#7a1f3d'",
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
    if isinstance(value, str) and Colour in types:
        return re.fullmatch("(#[0-9a-fA-F]{6})?", value) is not None
    if isinstance(value, list | tuple):
        return type(value) in types and all(isinstance(part, str) for part in value)
    if isinstance(value, dict):
        return dict in types  # The content is checked elsewhere.
    return isinstance(value, types)


def _misspelt(config: SphinxConfig) -> Iterator[str]:
    """Yield a message for each name that is no setting and similar to one.

    Only what follows the prefix is compared, since names of the project's own may have it too.
    """
    known = [name.removeprefix(_PREFIX) for name, _, _ in Config.settings()]
    for name in config._raw_config:
        is_ours = name.startswith(_PREFIX) and name not in config
        if is_ours and (close := did_you_mean(name.removeprefix(_PREFIX), known)):
            yield f"{name} is no setting and is left out" + close.replace("'", f"'{_PREFIX}", 1)


def on_config_inited(app: Sphinx, config: SphinxConfig) -> None:
    """Warn of misspelt settings and of values of a wrong type, for which the default is used."""
    for slip in (*use_defaults(config), *_misspelt(config)):
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

    def with_added(self, added: Additions, folder: Path) -> ConfFile:
        """Return this with what extensions add to the options; `folder` is that of the file."""
        config = added.complete(self.config)
        options, problems = options_with_people(config, folder)
        return self._replace(config=config, options=options, problems=tuple(problems))


def read_conf(folder: Path) -> ConfFile:
    """Read the ``conf.py`` in a folder; without one that runs, return the defaults."""
    values, slips = SphinxConfig(), tuple[str, ...]()
    if (folder / "conf.py").is_file():
        from sphinx.util.tags import Tags  # It loads Jinja, a tenth of what a check takes.

        try:
            values = SphinxConfig.read(folder.resolve(), overrides={}, tags=Tags())
        except ConfigError as error:
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


SETTING = "publications_people"


class PeopleFileError(ValueError):
    """A file of people cannot be read."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def options_with_people(
    config: Config, folder: Path, name_of: Callable[[Path], str] = str
) -> tuple[ReadingOptions, list[Problem]]:
    """Return the options for reading entries with the people, and the problems of their data.

    `folder` is that of ``conf.py``; `name_of` returns the name of a file for messages.
    """
    options, written = config.reading_options, config.people
    if not written:
        return options, []
    conf = folder / "conf.py"
    file = folder / written if isinstance(written, str) else conf
    try:
        text = _text(file, is_needed=file != conf)
        people, twice = (
            _parsed(file, text)
            if isinstance(written, str)
            else (
                written,
                list(_twice(text)),
            )
        )
    except PeopleFileError as error:
        return options, [Problem(Subtype.OPTION, str(error), name_of(file), error.line)]
    directory, slips = read_people(people, options.owner)
    lines = text.splitlines()
    start = _line(lines, [SETTING], 0) if file == conf else 0
    found = [(slip.message, _line(lines, slip.words, start) + 1) for slip in slips] + [
        (f"'{name}' is listed twice, of which the last is read; list it once", line)
        for name, line in twice
    ]
    problems = [
        Problem(Subtype.OPTION, f"{SETTING}: {message}", name_of(file), line)
        for message, line in found
    ]
    return options._replace(people=directory), problems


def place_of(written: object, folder: Path, words: Sequence[str]) -> tuple[str, int]:
    """Return the file and the line in which `words` stand in the data of people.

    `written` is the setting, `folder` that of ``conf.py``.
    """
    name = written if isinstance(written, str) else "conf.py"
    try:
        lines = _text(folder / name, is_needed=True).splitlines()
    except PeopleFileError:
        return name, 1
    return name, _line(lines, words, _line(lines, [SETTING], 0) if name == "conf.py" else 0) + 1


def _text(file: Path, *, is_needed: bool) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PeopleFileError(f"{file.name} is not in UTF-8; save it so") from error
    except OSError as error:
        if not is_needed:  # Settings may also come from the command line.
            return ""
        message = f"{SETTING} names {file.name}, which cannot be read: {error.strerror}"
        raise PeopleFileError(f"{message}; write the name of a file beside conf.py") from error


def _line(lines: Sequence[str], words: Sequence[str], start: int) -> int:
    """Return the line, from 0, in which `words` stand, each in the line of the one before or below.

    It is the line of the last word that is found, by default `start`.
    """
    for word in words:
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        start = next((n for n in range(start, len(lines)) if whole.search(lines[n])), start)
    return start


def _parsed(file: Path, text: str) -> tuple[Mapping[Any, object], list[tuple[str, int]]]:
    """Return the mapping in a file, and each name that it has twice with its line."""
    parse = _PARSERS.get(file.suffix.lower())
    if parse is None:
        message = f"{SETTING} names {file.name}; write the name of a file that ends in"
        raise PeopleFileError(f"{message} {', '.join(_PARSERS)}")
    people, twice = parse(file, text)
    if people is None:
        return {}, twice
    if not isinstance(people, Mapping):
        message = f"{file.name} is no mapping of names to facts"
        raise PeopleFileError(f"{message}; write 'Ann One:' and, indented below, 'orcid: …'")
    return people, twice


def _toml(file: Path, text: str) -> tuple[object, list[tuple[str, int]]]:
    import tomllib  # Few files need it.

    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        message = f"{file.name} is no TOML: {error}; mend this line"
        raise PeopleFileError(message, int(found[1]) if found else 1) from error


def _yaml(file: Path, text: str) -> tuple[object, list[tuple[str, int]]]:
    try:
        import yaml
    except ImportError as error:
        message = f"{file.name} needs PyYAML, which MyST-Parser brings"
        raise PeopleFileError(f"{message}; install it, or write the people in TOML") from error
    twice: list[tuple[str, int]] = []

    class Loader(yaml.SafeLoader):
        """Loads a file, and notes the keys that stand twice in one mapping."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            for place, key in enumerate(keys):
                if key in keys[:place]:
                    twice.append((str(key), node.value[place][0].start_mark.line + 1))
            return super().construct_mapping(node, deep=deep)

    try:
        return yaml.load(text, Loader), twice
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or error
        message = f"{file.name} is no YAML: {reason}; mend this line or the one above it"
        raise PeopleFileError(message, mark.line + 1 if mark else 1) from error


_PARSERS = {".yml": _yaml, ".yaml": _yaml, ".toml": _toml}


def _twice(conf: str) -> Iterator[tuple[str, int]]:
    """Yield each name that stands twice in the setting in ``conf.py``, with its line."""
    try:
        statements = ast.parse(conf).body if SETTING in conf else []
    except (SyntaxError, ValueError):
        return
    for statement in statements:
        names = getattr(statement, "targets", [getattr(statement, "target", None)])
        value = getattr(statement, "value", None)
        if SETTING in [getattr(name, "id", "") for name in names] and isinstance(value, ast.Dict):
            seen: set[object] = set()
            for key in value.keys:
                name = getattr(key, "value", None)
                if isinstance(key, ast.Constant) and name in seen:
                    yield str(name), key.lineno
                seen.add(name)
