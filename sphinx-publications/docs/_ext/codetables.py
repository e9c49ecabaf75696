"""The directive ``{table-of}``: tables made from the code.

The last column of each row is a docstring or a text in the code. An empty one is a warning, so
the documentation cannot be built.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, TypeAlias

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import sphinx_publications
from sphinx_publications import diagnostics
from sphinx_publications.acquire.services import SERVICES
from sphinx_publications.diagnostics import HINTS, Subtype
from sphinx_publications.extension import HANDLERS, PAGE_HANDLERS
from sphinx_publications.model import fields as known_fields
from sphinx_publications.model.entry_types import TYPES, EntryType
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.parse_options import LINK_KINDS
from sphinx_publications.outputs.formats import FORMATS
from sphinx_publications.project import directive, list_options
from sphinx_publications.project.cite_role import AuthorVenueReferenceStyle
from sphinx_publications.project.config import Config
from sphinx_publications.rendering.styles import STYLES

logger = logging.getLogger(__name__)

Rows: TypeAlias = list[tuple[str, ...]]
"""The header and the rows of a table, in Markdown; the last column is the meaning."""


def settings() -> Rows:
    """Return the settings in ``conf.py``."""
    types = Config.__annotations__.values()
    rows = [
        (linked(name), code(_written(type_.__origin__)), code(repr(default)), literals(known.help))
        for type_, (name, default, known) in zip(types, Config.settings(), strict=True)
    ]
    return [("value", "type", "default", "meaning"), *rows]


def options() -> Rows:
    """Return the options of ``{publications}``, described by the docstring of the module."""
    described = dict(
        re.findall(r"^``:([\w-]+):``\n((?:    .+\n)+)", list_options.__doc__ or "", re.MULTILINE)
    )
    takes = {
        "flag": "nothing", "nonnegative_int": "a number", "_start": "a number",
        **dict.fromkeys(["_order", "_list", "_contents", "_filter_box"], "a word"),
        "_group_by": "a word, or several",
    }  # fmt: skip
    rows = []
    for name, converter in directive.PublicationsDirective.option_spec.items():
        meaning = " ".join(described.get(name, "").split())
        rows.append(
            (linked(f":{name}:", name), takes.get(converter.__name__, "text"), literals(meaning))
        )
    return [("option", "takes", "meaning"), *rows]


def warnings() -> Rows:
    """Return the kinds of problems that builds and the checker report."""
    return [("subtype", "reported as", "meaning"), *_subtypes(lambda text: not _is_online(text))]


def online() -> Rows:
    """Return the kinds of problems that only services can find."""
    return [("subtype", "reported as", "meaning"), *_subtypes(_is_online)]


def _is_online(text: str) -> bool:
    return text.startswith("Online: ")


def _subtypes(belongs: Callable[[str], bool]) -> Iterable[tuple[str, ...]]:
    for subtype, text in docstrings(ast.parse(inspect.getsource(diagnostics)), "Subtype").items():
        kind = Subtype[subtype]
        if belongs(text):
            level = "note" if kind in HINTS else "warning"
            if text.startswith("Advice: "):
                level += ", only by the checker"
            meaning = text.removeprefix("Advice: ").removeprefix("Online: ")
            yield linked(kind), level, literals(meaning[:1].upper() + meaning[1:])


def links() -> Rows:
    """Return the fields whose values are links."""
    rows = [
        (code(kind.field), kind.label, "yes" if kind.is_filtered else "",
         "the paper itself" if kind.leads_to_paper else "what belongs to it")
        for kind in LINK_KINDS
    ]  # fmt: skip
    return [("field", "label", "in the filter", "leads to"), *rows]


def types() -> Rows:
    """Return the types of entries."""
    rows = [
        (code(f"@{name}"), kind.label, *map(code, _elsewhere(kind)), kind.heading)
        for name, kind in sorted(TYPES.items())
        if name != "xdata"
    ]  # fmt: skip
    return [
        ("type", "called", "CSL", "RIS", "schema.org", "Zotero", "heading of its group"),
        *rows,
    ]


def _elsewhere(kind: EntryType) -> tuple[str, str, str, str]:
    return kind.csl, kind.ris, kind.schema, kind.zotero


def marks() -> Rows:
    """Return the annotation words for marks, with their aliases."""
    table = MarkTable()
    aliases = _aliases(table)
    rows = [
        (code(mark.word), ", ".join(map(code, aliases[mark.word])), mark.symbol, mark.meaning)
        for mark in table.marks
    ]
    return [("word", "also", "mark", "meaning"), *rows]


def _aliases(table: MarkTable) -> dict[str, list[str]]:
    from sphinx_publications.model.marks import _ALIASES

    found: dict[str, list[str]] = {mark.word: [] for mark in table.marks}
    for alias, word in _ALIASES.items():
        found[word].append(alias)
    return found


def public() -> Rows:
    """Return the public names."""
    names = [name for name in sphinx_publications.__all__ if name != "setup"]
    rows = [
        (code(name), literals(first_line(getattr(sphinx_publications, name)))) for name in names
    ]
    return [("name", "purpose"), *rows]


def formats() -> Rows:
    """Return the download formats."""
    rows = [
        (form.name, code(f".{form.suffix}"), code(form.media_type),
         code(form.needs) if form.needs else "",
         "lists and papers" if form.join is not None else "papers")
        for form in FORMATS
    ]  # fmt: skip
    return [("format", "suffix", "media type", "needs", "offered of"), *rows]


def styles() -> Rows:
    """Return the extension's list styles."""
    rows = [(code(name), literals(first_line(style))) for name, style in STYLES.items()]
    return [("style", "meaning"), *rows]


def references() -> Rows:
    """Return the reference styles, including those of sphinxcontrib-bibtex."""
    group = entry_points(group="sphinxcontrib.bibtex.style.referencing")
    found = {"author_venue": AuthorVenueReferenceStyle, **{e.name: e.load() for e in group}}
    rows = [(code(name), literals(first_line(style))) for name, style in found.items()]
    return [("reference style", "meaning"), *rows]


def services() -> Rows:
    """Return the services that the commands use."""
    rows = [
        (code(service.name), service.label, code(service.address), f"<{service.documentation}>")
        for service in SERVICES.values()
    ]
    return [("name", "service", "address", "documentation"), *rows]


def folders() -> Rows:
    """Return the folders of the package."""
    rows = [
        (code(name.replace(".", "/")), literals(text))
        for name, text, is_folder in _modules()
        if is_folder
    ]
    return [("folder", "purpose"), *rows]


def handlers() -> Rows:
    """Return the event handlers in the order in which Sphinx calls them."""
    top = f"{sphinx_publications.__name__}."
    found: list[tuple[str, int, Any]] = [*HANDLERS]
    found += [
        (event, priority, getattr(import_module(f"{top}web.{module}"), name))
        for event, priority, module, name in PAGE_HANDLERS
    ]
    events = list(dict.fromkeys(event for event, *_ in found))
    rows = [
        (
            code(event),
            str(priority),
            code(f"{handler.__module__.removeprefix(top)}.{handler.__qualname__}"),
            literals(first_line(handler)),
        )
        for event, priority, handler in sorted(found, key=lambda h: (events.index(h[0]), h[1]))
    ]
    return [("event", "priority", "function", "purpose"), *rows]


def modules() -> Rows:
    """Return the modules of the package."""
    rows = [
        (
            code(name.rpartition(".")[0].replace(".", "/") or "."),
            code(name.rpartition(".")[2]),
            literals(text),
        )
        for name, text, is_folder in _modules()
        if not is_folder
    ]
    return [("folder", "module", "purpose"), *rows]


def _modules() -> Iterable[tuple[str, str, bool]]:
    """Yield the name of each module, the first line of its docstring, and if it is a folder."""
    top = Path(sphinx_publications.__file__).parent
    for path in sorted(top.rglob("*.py")):
        name = ".".join(path.relative_to(top).with_suffix("").parts).removesuffix(".__init__")
        if not name.startswith("__"):
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            yield name, text.partition("\n")[0], path.name == "__init__.py"


def known() -> Rows:
    """Return the known fields, which are never reported as misspelt."""
    words = sorted(known_fields._KNOWN)
    letters = sorted({word[0] for word in words})
    rows = [(letter, ", ".join(code(w) for w in words if w[0] == letter)) for letter in letters]
    return [("letter", "fields"), *rows]


TABLES: dict[str, Callable[[], Rows]] = {
    table.__name__: table
    for table in (
        settings, options, warnings, online, links, types, marks, formats, public, styles,
        references, services, known, folders, handlers, modules,
    )
}  # fmt: skip


def code(text: str) -> str:
    """Return `text` as code in a cell."""
    return f"`{text}`".replace("|", r"\|")


def linked(name: str, anchor: str = "") -> str:
    """Return code that links to the section with its example; Sphinx warns if it is missing."""
    return f"[{code(name)}](#{anchor or name})"


def literals(text: str) -> str:
    """Return a docstring as Markdown for a cell."""
    text = re.sub(r"``(.+?)``", r"`\1`", text.replace("|", r"\|"))
    return re.sub(r"(\{[^{}]+\})", r"`\1`", text) if "`" not in text else text


def first_line(thing: object) -> str:
    """Return the first paragraph of a docstring."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def docstrings(tree: ast.Module, class_name: str) -> dict[str, str]:
    """Return the docstrings of a class's members by name; empty if a member has none."""
    (found,) = (n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == class_name)
    texts: dict[str, str] = {}
    for node, following in zip(found.body, [*found.body[1:], ast.Pass()], strict=True):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            texts[node.targets[0].id] = _text(following)
    return texts


def _text(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return str(node.value.value)
    return ""


def _written(type_: Any) -> str:
    return type_.__name__ if isinstance(type_, type) else str(type_).replace("collections.abc.", "")


class TableOf(SphinxDirective):
    """The directive ``{table-of}``, with the name of a table as its argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        head, *rows = TABLES[self.arguments[0]]()
        for row in rows:
            if not row[-1].strip():
                logger.warning(
                    "%s has no meaning in the code", row[0], location=self.get_location()
                )
        lines = [head, ("---",) * len(head), *rows]
        text = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        made = nodes.container(classes=["table-of", f"table-of-{self.arguments[0]}"])
        made += self.parse_text_to_nodes(text)
        return [made]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive."""
    app.add_directive("table-of", TableOf)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
