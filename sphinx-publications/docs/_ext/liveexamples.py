"""Directives for examples that are built together with the documentation.

``{example}`` shows the files of a small project and its output::

    ````{example}
    :show: page
    === conf.py
    publications_group_by = "type"
    === index.md
    ```{publications}
    ```
    ````

Text without ``=== name`` is ``index.md``. A file without text is that of ``docs/examples/``. A
project without pages gets one with a list of all papers. Without ``refs.bib``, it uses the file of
``docs/examples/`` that ``:bib:`` names.
``:folder:`` names a project of ``docs/examples/``, of which the files in ``_TOLD`` are shown.
``{result}`` shows further output of the preceding example, and ``{results}`` a table of outputs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from results import Results, Shown, UnknownResultError
from smallprojects import BuildRoom
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

logger = logging.getLogger(__name__)

USUAL_PAGE = "```{publications}\n```\n"
_FILE = re.compile(r"^=== (.+)\n", re.MULTILINE)
_TOLD = (".py", ".yml", ".md")
"""Suffixes of the files that are shown of a project with a folder."""
_LANGUAGES = {
    "py": "python", "bib": "bibtex", "md": "markdown", "rst": "rst", "yml": "yaml", "json": "json",
}  # fmt: skip


def read_files(text: str, usual: str = "index.md") -> dict[str, str]:
    """Return the files of an example by name, in order."""
    first, *others = _FILE.split(text)
    files = {usual: first} if first.strip() else {}
    return {**files, **dict(zip(others[::2], others[1::2], strict=True))}


def conf_of_book(config: str) -> str:
    """Return a ``conf.py`` with the bibliography settings of a Jupyter Book's ``_config.yml``.

    It is like the output of ``jupyter-book config sphinx`` (version 1), with myst_parser
    instead of myst_nb.
    """
    read = yaml.safe_load(config)
    files, sphinx = read.get("bibtex_bibfiles", []), read.get("sphinx", {})
    extensions = ["myst_parser", *sphinx.get("extra_extensions", [])]
    extensions += ["sphinxcontrib.bibtex"] if files else []
    values = {"extensions": extensions, "bibtex_bibfiles": files, **sphinx.get("config", {})}
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())


class _Showing(SphinxDirective):
    """Base class of directives that show the output of projects."""

    def results_of(self, files: dict[str, str]) -> Results:
        """Return the results of the project with these files."""
        room: BuildRoom = self.env.app.build_room  # type: ignore[attr-defined]
        return Results(room, files)

    def shown(self, results: Results, wish: str) -> nodes.Element:
        """Return a result, or warn and return an empty node if there is none."""
        try:
            return _node(results.show(wish))
        except UnknownResultError as error:
            logger.warning("%s", error, location=self.get_location())
            return nodes.container()

    def tell_warnings(self, results: Results) -> None:
        """Repeat the example's warnings, unless the example shows them."""
        for said in results.warnings.splitlines():
            logger.warning("the example says: %s", said, location=self.get_location())

    @property
    def before(self) -> dict[str, str]:
        """The files of the preceding example."""
        files = self.env.temp_data.get("example-files")
        if files is None:
            raise self.error("there is no preceding example")
        return dict(files)


class Example(_Showing):
    """The directive ``{example}``: a project and its output."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "bib": directives.unchanged_required,
        "folder": directives.unchanged_required,
        "show": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        written = read_files("\n".join(self.content) + "\n")
        written |= {name: self._kept(name) for name, text in written.items() if not text.strip()}
        files = self._of_folder() if "folder" in self.options else self._completed(written)
        if "folder" in self.options:
            written = {name: text for name, text in files.items() if name.endswith(_TOLD)}
        self.env.temp_data["example-files"] = files
        made = nodes.container(classes=["example"])
        for name, text in written.items():
            if len(written) > 1 or name != "index.md":
                made += nodes.paragraph("", "", nodes.literal("", name), classes=["example-file"])
            made += _code(text, _language(name))
        results = self.results_of(files)
        for wish in self.options.get("show", "page").split(";"):
            made += nodes.container("", self.shown(results, wish.strip()), classes=["result"])
        self.tell_warnings(results)
        return [made]

    def _of_folder(self) -> dict[str, str]:
        folder = Path(self.env.srcdir, "examples", self.options["folder"])
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in paths:
            self.env.note_dependency(str(path))
        return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}

    def _completed(self, written: dict[str, str]) -> dict[str, str]:
        files = dict(written)
        if "_config.yml" in files:
            files["conf.py"] = conf_of_book(files["_config.yml"])
        if not {"index.md", "index.rst"} & files.keys():
            files["index.md"] = USUAL_PAGE
        if not files.get("index.md", "# ").startswith("# "):
            files["index.md"] = f"# Papers\n\n{files['index.md']}"
        if not any(name.startswith("refs.bib") for name in files):
            bib = f"{self.options.get('bib', 'papers')}.bib"
            files["refs.bib"] = self._kept(bib)
        return files

    def _kept(self, name: str) -> str:
        path = Path(self.env.srcdir, "examples", name)
        self.env.note_dependency(str(path))
        return path.read_text(encoding="utf-8")


class Result(_Showing):
    """The directive ``{result}``: further output of the preceding example."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        results = self.results_of(self.before)
        shown = self.shown(results, self.arguments[0])
        self.tell_warnings(results)
        return [nodes.container("", shown, classes=["result", "result-alone"])]


class ResultTable(_Showing):
    """The directive ``{results}``: a table of outputs, with lines ``output: what to show``."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        results = self.results_of(self.before)
        body = nodes.tbody()
        for line in self.content:
            name, _, wish = line.partition(": ")
            result = nodes.entry("", self.shown(results, wish))
            body += nodes.row("", nodes.entry("", nodes.paragraph("", name)), result)
        names = [name.strip() for name in self.arguments[0].split("|")]
        cells = [nodes.entry("", nodes.paragraph("", name)) for name in names]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (30, 70)), cols=2)
        group += nodes.thead("", nodes.row("", *cells))
        group += body
        self.tell_warnings(results)
        return [nodes.table("", group, classes=["results"])]


def _node(shown: Shown) -> nodes.Element:
    if shown.is_html:
        return nodes.raw("", shown.text, format="html")
    return _code(shown.text, shown.language)


def _code(text: str, language: str) -> nodes.literal_block:
    # Examples contain mistakes on purpose; `force` avoids warnings of the lexer.
    shown = text.strip("\n")
    return nodes.literal_block(shown, shown, language=language, force=True)


def _language(name: str) -> str:
    return _LANGUAGES.get(name.partition(" ")[0].rpartition(".")[2], "text")


def _open_room(app: Sphinx) -> None:
    app.build_room = BuildRoom(Path(app.doctreedir) / "examples")  # type: ignore[attr-defined]


def _close_room(app: Sphinx, exception: Exception | None) -> None:
    app.build_room.close()  # type: ignore[attr-defined]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives."""
    kinds: dict[str, Any] = {"example": Example, "result": Result, "results": ResultTable}
    for name, directive in kinds.items():
        app.add_directive(name, directive)
    app.connect("builder-inited", _open_room)
    app.connect("build-finished", _close_room)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
