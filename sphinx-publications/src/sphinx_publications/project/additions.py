"""What other extensions add to an application: formats, kinds of links and entries, and marks.

Each function takes the application and is called in the `setup` of an extension. What is added
belongs to that application alone. Settings in ``conf.py`` take precedence.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sphinx.errors import ExtensionError

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.entry_types import SERVING_TYPES, TYPES
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.parse_options import LINK_KINDS, LinkKind
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.formats import FORMATS, Format
from sphinx_publications.project.config import Config

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass
class Additions:
    """What the extensions of one application add."""

    formats: dict[str, Format] = field(default_factory=dict)
    """Formats by suffix."""
    links: dict[str, LinkKind] = field(default_factory=dict)
    """Kinds of links by field."""
    types: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Label, built-in type that it is like, and heading of each type of entry by name."""
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Symbol and meaning of each mark by annotation word."""
    writers: dict[str, Callable[[Publication], str]] = field(default_factory=dict)
    """The function that writes each format, by suffix."""

    def complete(self, config: Config) -> Config:
        """Return the settings with what is added, unless they say otherwise."""
        links: dict[str, Any] = {**self.links}
        for name, value in config.links.items():
            known = self.links.get(name.lower())
            links[name.lower()] = value
            if known is not None and value and isinstance(value, str):
                links[name.lower()] = known._replace(label=value)
        marks, types = {**self.marks, **config.marks}, {**self.types, **config.types}
        return config._replace(marks=marks, types=types, links=links)

    def with_formats(self, built_in: Sequence[Format]) -> tuple[Format, ...]:
        """Return the `built_in` formats with those added, which may replace some."""
        return tuple({**{f.suffix: f for f in built_in}, **self.formats}.values())

    def digests(self, app: Sphinx) -> list[str]:
        """Return a text for each format that differs if its files may differ."""
        return [
            "\0".join((f.name, f.suffix, f.media_type, str(bool(f.join)), *self._code(app, suffix)))
            for suffix, f in self.formats.items()
        ]

    def _code(self, app: Sphinx, suffix: str) -> Iterator[str]:
        """Yield a digest of the module that writes a format, and the version of its extension."""
        writer = self.writers[suffix]
        names = str(getattr(writer, "__module__", "")).split(".")
        for number in range(len(names), 0, -1):
            extension = app.extensions.get(".".join(names[:number]))
            if extension is not None:
                yield extension.version
        try:
            code = Path(inspect.getfile(inspect.unwrap(writer))).read_bytes()
        except (OSError, TypeError):  # A callable object, or a module without a file.
            return
        yield hashlib.sha256(code).hexdigest()


_ADDITIONS: WeakKeyDictionary[Sphinx, Additions] = WeakKeyDictionary()


def additions(app: Sphinx) -> Additions:
    """Return what the extensions of an application add."""
    return _ADDITIONS.setdefault(app, Additions())


def add_format(
    app: Sphinx,
    name: str,
    suffix: str,
    media_type: str,
    write: Callable[[Publication], str],
    join: Callable[[Sequence[str]], str] | None = None,
    *,
    override: bool = False,
) -> None:
    """Add a format in which papers can be downloaded, and lists if it has `join`.

    `write` returns the file of a publication, and `join` joins such files to that of a list.
    The file of a paper ends with ``.`` and `suffix`. An error that `write` raises is a warning
    at the entry. Raise `ExtensionError` if the suffix is taken, unless `override` is true.
    """
    added, suffix = additions(app), suffix.removeprefix(".")
    built_in = {format_.suffix for format_ in FORMATS}
    _check(f"a format with the suffix {suffix!r}", suffix in {*built_in, *added.formats}, override)

    def write_entry(entry: SourceEntry) -> str:
        return write(entry.publication)

    added.formats[suffix] = Format(name, suffix, media_type, write_entry, join)
    added.writers[suffix] = write


def add_link_type(
    app: Sphinx,
    field: str,
    label: str,
    *,
    like: str = "",
    leads_to_paper: bool = False,
    address: str = "",
    override: bool = False,
) -> None:
    """Add a field whose value is a link, shown as `label`.

    `like` is a built-in field that it is treated like. A field with an identifier has the
    `address` that it stands in, as ``{}``. `leads_to_paper` says that the link is that of the
    paper itself. Raise `ExtensionError` if the field is taken, unless `override` is true, or if
    there is no field `like`.
    """
    added, field = additions(app), field.lower()
    built_in = {kind.field for kind in LINK_KINDS}
    _check(f"the link {field!r}", field in {*built_in, *added.links}, override)
    if like and like not in built_in:
        raise ExtensionError(f"no link is named {like!r}; write one of {_listed(built_in)}")
    added.links[field] = LinkKind(field, label, like, leads_to_paper, address=address)


def add_entry_type(
    app: Sphinx, name: str, like: str, *, label: str = "", heading: str = "", override: bool = False
) -> None:
    """Add a type of entries that is `like` a built-in one, under another label or heading.

    Raise `ExtensionError` if the name is taken, unless `override` is true, or if there is no
    type `like`.
    """
    added, name, like = additions(app), name.lower(), like.lower()
    _check(f"the type @{name}", name in {*TYPES, *added.types}, override)
    if like not in TYPES or {name, like} & SERVING_TYPES:
        known = TYPES.keys() - SERVING_TYPES
        raise ExtensionError(f"@{name} cannot be like @{like}; write one of {_listed(known)}")
    added.types[name] = (label, like, heading)


def add_mark(app: Sphinx, word: str, symbol: str, meaning: str, *, override: bool = False) -> None:
    """Add an annotation word with the symbol that marks names, and its meaning for the legend.

    Raise `ExtensionError` if the word is taken, unless `override` is true, or if the symbol or
    the meaning is empty.
    """
    added, table = additions(app), MarkTable()
    _check(f"the mark {word!r}", table.is_known(word) or word in added.marks, override)
    if not (symbol and meaning):
        raise ExtensionError(f"the mark {word!r} needs a symbol and a meaning")
    added.marks[word] = (symbol, meaning)


def _check(what: str, is_taken: bool, override: bool) -> None:
    if is_taken and not override:
        raise ExtensionError(f"{what} is there already; override=True replaces it")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
