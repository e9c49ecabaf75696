"""Read ``publications_people``: a mapping in ``conf.py``, or the YAML or TOML file named there."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.people import read_people
from sphinx_publications.project.config import Config

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
