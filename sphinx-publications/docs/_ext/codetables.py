"""Tables that are made of the code: ``{table-of}`` with the name of one of them.

The meaning of each row is the docstring, or the text in the code that says it; a row without one
is a warning, so that the documentation cannot be built.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable
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
from sphinx_publications.model import fields as known_fields
from sphinx_publications.model.entry_types import TYPES
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.parse_options import LINK_KINDS
from sphinx_publications.outputs.formats import FORMATS
from sphinx_publications.project import directive
from sphinx_publications.project.config import Config
from sphinx_publications.rendering.citation_style import AuthorVenueReferenceStyle
from sphinx_publications.rendering.styles import STYLES

logger = logging.getLogger(__name__)

Rows: TypeAlias = list[tuple[str, ...]]
"""The head of a table, and what is below it, in Markdown; the last column is the meaning."""


def settings() -> Rows:
    """Every value of ``conf.py``."""
    types = Config.__annotations__.values()
    rows = [
        (linked(name), code(_written(type_.__origin__)), code(repr(default)), literals(known.help))
        for type_, (name, default, known) in zip(types, Config.settings(), strict=True)
    ]
    return [("value", "type", "default", "meaning"), *rows]


def options() -> Rows:
    """Every option of ``{publications}``, with what the docstring of its module says."""
    said = dict(
        re.findall(r"^``:([\w-]+):``\n((?:    .+\n)+)", directive.__doc__ or "", re.MULTILINE)
    )
    takes = {"flag": "nothing", "nonnegative_int": "a number", "_group_by": "a word"}
    rows = []
    for name, converter in directive.PublicationsDirective.option_spec.items():
        meaning = " ".join(said.get(name, "").split())
        rows.append(
            (linked(f":{name}:", name), takes.get(converter.__name__, "text"), literals(meaning))
        )
    return [("option", "takes", "meaning"), *rows]


def warnings() -> Rows:
    """The kinds of problems that are told by builds and by the checker."""
    return [("subtype", "told as", "meaning"), *_subtypes(lambda said: not _is_online(said))]


def online() -> Rows:
    """The kinds of problems that only services know of."""
    return [("subtype", "told as", "meaning"), *_subtypes(_is_online)]


def _is_online(said: str) -> bool:
    return said.startswith("Online: ")


def _subtypes(belongs: Callable[[str], bool]) -> Iterable[tuple[str, ...]]:
    for subtype, said in docstrings(ast.parse(inspect.getsource(diagnostics)), "Subtype").items():
        kind = Subtype[subtype]
        if belongs(said):
            told = "note" if kind in HINTS else "warning"
            if said.startswith("Advice: "):
                told += ", by the checker alone"
            meaning = said.removeprefix("Advice: ").removeprefix("Online: ")
            yield linked(kind), told, literals(meaning[:1].upper() + meaning[1:])


def links() -> Rows:
    """The fields whose values are links."""
    rows = [
        (code(kind.field), kind.label, kind.filter_label,
         "the paper itself" if kind.leads_to_paper else "what belongs to it")
        for kind in LINK_KINDS
    ]  # fmt: skip
    return [("field", "label", "in the filter", "leads to"), *rows]


def types() -> Rows:
    """The types of entries."""
    rows = [
        (code(f"@{name}"), kind.label, *map(code, (kind.csl, kind.ris, kind.schema)), kind.heading)
        for name, kind in sorted(TYPES.items())
        if name != "xdata"
    ]  # fmt: skip
    return [("type", "called", "CSL", "RIS", "schema.org", "heading of its group"), *rows]


def marks() -> Rows:
    """The words of annotations that are marks, with the other words for them."""
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


def formats() -> Rows:
    """The files that are offered."""
    rows = [
        (form.name, code(f".{form.suffix}"), code(form.media_type),
         code(form.needs) if form.needs else "",
         "lists and papers" if form.join is not None else "papers")
        for form in FORMATS
    ]  # fmt: skip
    return [("format", "suffix", "media type", "needs", "offered of"), *rows]


def styles() -> Rows:
    """The styles of lists that the extension brings."""
    rows = [(code(name), literals(first_line(style))) for name, style in STYLES.items()]
    return [("style", "meaning"), *rows]


def references() -> Rows:
    """The reference styles, those of sphinxcontrib-bibtex too."""
    group = entry_points(group="sphinxcontrib.bibtex.style.referencing")
    found = {"author_venue": AuthorVenueReferenceStyle, **{e.name: e.load() for e in group}}
    rows = [(code(name), literals(first_line(style))) for name, style in found.items()]
    return [("reference style", "meaning"), *rows]


def services() -> Rows:
    """The services that the commands ask."""
    rows = [
        (code(service.name), service.label, code(service.address), f"<{service.documentation}>")
        for service in SERVICES.values()
    ]
    return [("name", "service", "address", "documentation"), *rows]


def folders() -> Rows:
    """The folders of the package."""
    rows = [
        (code(name.replace(".", "/")), literals(said))
        for name, said, is_folder in _modules()
        if is_folder
    ]
    return [("folder", "idea"), *rows]


def modules() -> Rows:
    """Every module of the package."""
    rows = [
        (
            code(name.rpartition(".")[0].replace(".", "/") or "."),
            code(name.rpartition(".")[2]),
            literals(said),
        )
        for name, said, is_folder in _modules()
        if not is_folder
    ]
    return [("folder", "module", "idea"), *rows]


def _modules() -> Iterable[tuple[str, str, bool]]:
    """Yield the name of each module, the first line it says of itself, and if it is a folder."""
    top = Path(sphinx_publications.__file__).parent
    for path in sorted(top.rglob("*.py")):
        name = ".".join(path.relative_to(top).with_suffix("").parts).removesuffix(".__init__")
        if not name.startswith("__"):
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            yield name, said.partition("\n")[0], path.name == "__init__.py"


def known() -> Rows:
    """Fields that are known, so that no build asks what they mean."""
    words = sorted(known_fields._KNOWN)
    letters = sorted({word[0] for word in words})
    rows = [(letter, ", ".join(code(w) for w in words if w[0] == letter)) for letter in letters]
    return [("letter", "fields"), *rows]


TABLES: dict[str, Callable[[], Rows]] = {
    table.__name__: table
    for table in (
        settings, options, warnings, online, links, types, marks, formats, styles, references,
        services, known, folders, modules,
    )
}  # fmt: skip


def code(text: str) -> str:
    """Return `text` as code in a cell."""
    return f"`{text}`".replace("|", r"\|")


def linked(name: str, anchor: str = "") -> str:
    """Return code that leads to the section with its example; one that is not there is missed."""
    return f"[{code(name)}](#{anchor or name})"


def literals(text: str) -> str:
    """Return a docstring for a cell: its literals in Markdown, and nothing else of Markdown."""
    text = re.sub(r"``(.+?)``", r"`\1`", text.replace("|", r"\|"))
    return re.sub(r"(\{[^{}]+\})", r"`\1`", text) if "`" not in text else text


def first_line(thing: object) -> str:
    """Return the first paragraph of a docstring."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def docstrings(tree: ast.Module, class_name: str) -> dict[str, str]:
    """Return the texts below the members of a class, by their names; empty where there is none."""
    (found,) = (n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == class_name)
    said: dict[str, str] = {}
    for node, behind in zip(found.body, [*found.body[1:], ast.Pass()], strict=True):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            said[node.targets[0].id] = _text(behind)
    return said


def _text(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return str(node.value.value)
    return ""


def _written(type_: Any) -> str:
    return type_.__name__ if isinstance(type_, type) else str(type_).replace("collections.abc.", "")


class TableOf(SphinxDirective):
    """A table by its name."""

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
