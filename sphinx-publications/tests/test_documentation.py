"""The package's documentation: it is built once, and every snippet on its pages is a test."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import Tag

from sphinx_publications.bibliography.reader import read
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.model.entry_types import TYPES, own_type
from sphinx_publications.model.fields import is_known
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.parse_options import LINK_KINDS, ReadingOptions
from sphinx_publications.outputs.formats import FORMATS
from sphinx_publications.project.config import Config
from sphinx_publications.project.directive import PublicationsDirective
from sphinx_publications.project.people_lists import PeopleDirective
from sphinx_publications.rendering.styles import STYLES
from warm_python import run_python

from . import DOCS, PACKAGE, TESTS
from .conftest import Docs

SOURCE = PACKAGE / "src" / "sphinx_publications"
PAGES = sorted(DOCS.glob("*.md"))
EXAMPLE = re.compile(r"^(`{3,})\{example\}\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
NO_BIBTEX = {
    Subtype.SYNTAX, Subtype.DUPLICATE_KEY, Subtype.DUPLICATE_FIELD, Subtype.UNDEFINED_STRING,
    Subtype.ENCODING, Subtype.NAMES, Subtype.CROSSREF, Subtype.UNKNOWN_TYPE,
}  # fmt: skip
OWN_TYPES = {"course": own_type("misc"), "techbrief": own_type("techreport")}
"""Types that a snippet adds by ``publications_types``."""
SETTINGS = [name for name, _, _ in Config.settings()]


def sources(example: Tag) -> str:
    """Return what an example shows that one writes."""
    return "\n".join(tag.get_text() for tag in example.select(":scope > div[class*=highlight]"))


def results(example: Tag) -> str:
    """Return what came of it."""
    return "\n".join(tag.get_text() for tag in example.select(":scope > .result")).strip()


# Every thing that the code has stands on a page, with an example


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_shown_live(docs: Docs, setting: str) -> None:
    shown = [
        example
        for example in docs.examples("settings", setting.replace("_", "-"))
        if results(example)
    ]
    assert [example for example in shown if f"{setting} =" in sources(example)]


@pytest.mark.parametrize("option", list(PublicationsDirective.option_spec))
def test_every_option_is_shown_live(docs: Docs, option: str) -> None:
    shown = [example for example in docs.examples("lists", option) if results(example)]
    assert [example for example in shown if f"\n:{option}:" in sources(example)]


@pytest.mark.parametrize("option", list(PeopleDirective.option_spec))
def test_every_option_for_people_is_shown_live(docs: Docs, option: str) -> None:
    shown = [example for example in docs.examples("people", "a-page-of-people") if results(example)]
    assert [example for example in shown if f"\n:{option}:" in sources(example)]


@pytest.mark.parametrize("subtype", Subtype)
def test_every_kind_of_warning_is_shown_live(docs: Docs, subtype: Subtype) -> None:
    shown = docs.examples("warnings", subtype.replace("_", "-"))
    assert [example for example in shown if f"[publications.{subtype}]" in results(example)]


@pytest.mark.parametrize("style", [*STYLES, "plain", "alpha", "unsrt", "unsrtalpha"])
def test_every_style_is_shown_live(docs: Docs, style: str) -> None:
    shown = [
        example for example in docs.examples("styles") if f":style: {style}" in sources(example)
    ]
    assert [example for example in shown if "Example" in results(example)]


def test_every_reference_style_is_shown_live(docs: Docs) -> None:
    group = "sphinxcontrib.bibtex.style.referencing"
    names = {"author_venue", *(point.name for point in entry_points(group=group))}
    text = "\n".join(map(sources, docs.examples("styles", "citations")))
    assert names == set(re.findall(r'bibtex_(?:foot_)?reference_style = "(\w+)"', text))
    assert len(names) >= 5


def test_every_format_is_shown_live(docs: Docs) -> None:
    for form in FORMATS:
        section = docs.pages["outputs.html"].select_one(
            f"section#{form.name.lower().replace(' ', '-')}"
        )
        assert section is not None, form.name
        assert "water2024" in section.get_text() or "10.5555/water" in section.get_text()


def test_every_kind_of_link_is_shown_live(docs: Docs) -> None:
    (links,) = docs.examples("fields", "links")
    text = results(links)
    # The entry stands in two archives, and an eprint has the name of its own.
    names = {"eprint": "bioRxiv", "doi": "2020"}
    assert [k.field for k in LINK_KINDS if names.get(k.field, k.label) not in text] == []
    assert [kind.field for kind in LINK_KINDS if kind.field not in sources(links)] == []


def test_marks_reach_every_output(docs: Docs) -> None:
    rows = docs.pages["marks.html"].select("table.results tbody tr")
    said = {row.select("td")[0].get_text(): row.select("td")[1].get_text() for row in rows}
    clean = {name for name, text in said.items() if "*" not in text and "equal" not in text.lower()}
    assert clean == {"tags for Scholar", "COinS"}
    assert {form.name for form in FORMATS} < said.keys()
    assert {"HTML", "text", "LaTeX", "EPUB", "JSON-LD", "what a screen reader says"} < said.keys()


@pytest.mark.parametrize(
    ("page", "table", "rows"),
    [
        ("settings", "settings", [f"`{name}`" for name in SETTINGS]),
        ("lists", "options", [f"`:{name}:`" for name in PublicationsDirective.option_spec]),
        ("fields", "links", [f"`{kind.field}`" for kind in LINK_KINDS]),
        ("fields", "types", [f"`@{name}`" for name in sorted(TYPES) if name != "xdata"]),
        ("marks", "marks", [f"`{mark.word}`" for mark in MarkTable().marks]),
        ("outputs", "formats", [form.name for form in FORMATS]),
    ],
)
def test_tables_are_those_of_the_code(docs: Docs, page: str, table: str, rows: list[str]) -> None:
    found = docs.pages[f"{page}.html"].select(f".table-of-{table} tbody tr")
    cells = [[cell.get_text() for cell in row.select("td")] for row in found]
    assert [row[0] for row in cells] == [name.strip("`") for name in rows]
    assert [row for row in cells if not row[-1]] == []


def test_the_fields_that_are_explained_are_known() -> None:
    text = (DOCS / "fields.md").read_text(encoding="utf-8")
    rows = text.partition("| field | use in the list |\n")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in rows.splitlines()[1:]]
    names = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    links = {kind.field for kind in LINK_KINDS}
    assert [name for name in names if not is_known(name) and name not in links] == []
    assert len(names) > 40


def test_every_kind_of_warning_is_in_a_table(docs: Docs) -> None:
    rows = docs.pages["warnings.html"].select(".table-of tbody tr > td:first-child")
    assert {row.get_text() for row in rows} == set(Subtype)


def test_what_has_no_meaning_in_the_code_is_missed() -> None:
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        import codetables
    finally:
        sys.path.remove(str(DOCS / "_ext"))
    tables = {name: table() for name, table in codetables.TABLES.items()}
    assert {name for name, rows in tables.items() if len(rows) < 4} == set()
    assert [row for rows in tables.values() for row in rows[1:] if not row[-1].strip()] == []
    tree = ast.parse("class A:\n    X = 1\n    '''said'''\n    Y = 2\n")
    assert codetables.docstrings(tree, "A") == {"X": "said", "Y": ""}


def test_the_gallery_shows_every_picture_and_says_what_it_shows(docs: Docs) -> None:
    shown = docs.pages["gallery.html"].select("article img")
    names = {Path(str(image["src"])).name for image in shown}
    dark = {"book", "furo", "piccolo", "pydata", "shibuya"}
    light = {*dark, "alabaster", "rtd"}
    assert names == {f"{theme}-light.png" for theme in light} | {f"{t}-dark.png" for t in dark}
    assert len({str(image["alt"]) for image in shown}) == len(shown)


# Every snippet is a test


def test_every_example_has_a_result(docs: Docs) -> None:
    for path in PAGES:
        written = len(EXAMPLE.findall(path.read_text(encoding="utf-8")))
        built = docs.examples(path.stem)
        assert len(built) == written, path.name
        assert [sources(example) for example in built if not results(example)] == []
    assert sum(len(docs.examples(path.stem)) for path in PAGES) > 100


def snippets() -> Iterator[tuple[str, str]]:
    """Yield the snippets of files of references that show no slip, with their pages."""
    for path in [PACKAGE / "README.md", *PAGES]:
        text = path.read_text(encoding="utf-8")
        fenced = re.findall(r"^```bibtex\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        files = [
            re.split(r"^=== .*\n", found, flags=re.MULTILINE)[0]
            for _, example in EXAMPLE.findall(text)
            for found in re.findall(r"^=== \w+\.bib\n(.*)", example, re.MULTILINE | re.DOTALL)
        ]
        for snippet in [*fenced, *(files if path.stem != "warnings" else [])]:
            yield path.name, snippet
    for path in sorted((DOCS / "examples").glob("*.bib")):
        yield path.name, path.read_text(encoding="utf-8")


def test_every_snippet_of_references_can_be_read(tmp_path: Path) -> None:
    pages = set()
    for page, text in snippets():
        file = tmp_path / "refs.bib"
        file.write_text(text, encoding="utf-8")
        reading = read([file], ReadingOptions(own_types=OWN_TYPES))
        assert reading.entries, page
        assert [problem.text for problem in reading.problems if problem.subtype in NO_BIBTEX] == []
        pages.add(page)
    assert {"README.md", "start.md", "fields.md", "al-folio.md", "papers.bib"} <= pages


def test_the_first_project_has_ten_lines_and_is_built_as_it_stands(tmp_path: Path) -> None:
    text = (DOCS / "start.md").read_text(encoding="utf-8")
    _, example = EXAMPLE.findall(text)[0]
    _, *parts = re.split(r"^=== (.*)\n", example, flags=re.MULTILINE)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    assert sorted(files) == ["conf.py", "index.md", "refs.bib"]
    assert sum(len(file.splitlines()) for file in files.values()) == 10
    for name, file in files.items():
        (tmp_path / name).write_text(file, encoding="utf-8")
    done = run_python("-m", "sphinx", "-q", "-W", "-n", tmp_path, tmp_path / "_b")
    assert (done.returncode, done.stderr) == (0, "")
    assert "equal contribution" in (tmp_path / "_b" / "index.html").read_text(encoding="utf-8")


def test_stock_is_built_as_before(docs: Docs) -> None:
    before, after, *_ = docs.examples("from-bibliography")
    assert "sphinxcontrib.bibtex" in sources(before)
    assert "sphinx_publications" in sources(after)
    assert results(before) == results(after)


# What leads somewhere


def test_every_link_of_the_pages_leads_somewhere(docs: Docs) -> None:
    missing = []
    for name, page in docs.pages.items():
        for link in page.select("[href]"):
            address = urlsplit(str(link["href"]))
            if address.scheme or address.netloc:
                continue
            target = (docs.folder / name).parent / unquote(address.path) if address.path else None
            path = target.resolve() if target else docs.folder.resolve() / name
            there = docs.pages.get(str(path.relative_to(docs.folder.resolve())))
            anchor = unquote(address.fragment)
            if not path.exists() or (anchor and there and not there.find(id=anchor)):
                missing.append((name, link["href"]))
    assert missing == []
    assert len(docs.pages) > 20


def test_no_anchor_stands_twice(docs: Docs) -> None:
    for name, page in docs.pages.items():
        ids = Counter(str(tag["id"]) for tag in page.select("[id]"))
        assert {id_ for id_, count in ids.items() if count > 1} == set(), name


def test_pages_load_nothing_from_others(docs: Docs) -> None:
    for name, page in docs.pages.items():
        loaded = [str(tag["src"]) for tag in page.select("[src]")]
        loaded += [str(tag["href"]) for tag in page.select("link[rel=stylesheet]")]
        assert [address for address in loaded if urlsplit(address).netloc] == [], name


@pytest.mark.parametrize("path", [PACKAGE / "README.md", *PAGES], ids=lambda p: p.name)
def test_links_of_the_documentation_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [link for link in links if "//" not in link and not (path.parent / link).exists()]
    assert missing == []
    assert "[](" not in text  # of which code hosts show nothing


def test_every_custom_property_is_documented() -> None:
    css = (SOURCE / "web" / "assets" / "web" / "publications.css").read_text(encoding="utf-8")
    root = css[css.index(":root {") : css.index("}", css.index(":root {"))]
    set_ = set(re.findall(r"(--publications-[\w-]+):", root))
    assert set_ >= set(re.findall(r"--publications-[\w-]+", css))
    documented = re.findall(r"--publications-[\w-]+", (DOCS / "themes.md").read_text("utf-8"))
    assert set_ == set(documented)


def test_the_documentation_of_outputs_names_tests_that_are_there() -> None:
    text = (DOCS / "outputs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    files = TESTS.rglob("test_*.py")
    there = {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }
    assert len(named) > 20
    assert named - there == set()


def test_the_stylesheets_stay_small() -> None:
    sheets = list(SOURCE.rglob("*.css"))
    assert sheets
    assert sum(len(sheet.read_text(encoding="utf-8").splitlines()) for sheet in sheets) < 250
