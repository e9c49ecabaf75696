"""Any pybtex style writes a list of `{publications}`, and the list keeps what it has of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import Any, ClassVar

import pytest
from bs4 import BeautifulSoup, Tag
from pybtex.style.formatting import unsrt
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

from sphinx_publications.latex import plain
from sphinx_publications.rendering.pybtex_compat import register_style
from sphinx_publications.rendering.styles import PublicationsStyle

from .. import CONF
from ..conftest import Project
from ..marked import CORRESPONDING, EQUAL, LEGEND

REFS = r"""
@article{two, author = {One, Ann and Two, Bob}, author+an = {1=equal; 2=equal,corresponding},
  title = {Two of {NASA}}, journal = {J}, year = {2022}, url = {https://x.org/two}}
@software{tool, author = {Three, Cid}, title = {A Tool}, year = {2021},
  url = {javascript:alert(1)}, code = {javascript:alert(2)}}
@presentation{talk, author = {Four, Dee and Five, Ed}, title = {A Talk}, eventtitle = {Meeting},
  year = {2020}}
@dataset{data, author = {Four, Dee}, title = {Some Data}, year = {2019}}
@article{nowhere, author = {Four, Dee}, title = {Nowhere}, year = {2018}}
@collection{edited, editor = {Six, Fay and Seven, Guy}, editor+an = {1=equal; 2=equal},
  title = {Edited}, publisher = {P}, year = {2017}}
@thesis{thesis, author = {Four, Dee}, title = {A $x^2$ Thesis}, institution = {U}, year = {2016}}
@thesis{lost, author = {Four, Dee}, title = {Lost}, year = {2015}}
@misc{nothing}
"""
KEYS = "two tool talk data nowhere edited thesis lost nothing".split()
BY_AUTHOR = "nothing edited lost thesis nowhere data talk two tool".split()
SETTINGS = r"""
suppress_warnings = ["publications"]
publications_filter_from = 1
latex_engine = "lualatex"

from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle, unsrt
from pybtex.style.template import FieldIsMissing


class Whole(BaseStyle):
    default_name_style, default_label_style, default_sorting_style = "plain", "number", "none"

    def format_entry(self, label, entry, bib_data=None):
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        names = [self.format_name(person).format() for person in people]
        title = Text.from_latex(entry.fields.get("title", "untitled"))
        return FormattedEntry(entry.key, Text("Whole: ", title, " by ", *names), label)


class LastFirst(unsrt.Style):
    default_name_style = "lastfirst"


class Missing(BaseStyle):
    default_name_style, default_label_style, default_sorting_style = "plain", "number", "none"

    def format_entry(self, label, entry, bib_data=None):
        raise FieldIsMissing("colour", entry)


class Unsafe(Whole):
    def format_entry(self, label, entry, bib_data=None):
        text = super().format_entry(label, entry, bib_data).text
        link = HRef("javascript:alert(3)", "Click")
        return FormattedEntry(entry.key, Text(text, " ", link), label)


for style in (Whole, LastFirst, Missing, Unsafe):
    register_plugin("pybtex.style.formatting", style.__name__.lower(), style, force=True)
"""
NAMES = {
    "plain": ("Ann One", "Bob Two"),
    "unsrt": ("Ann One", "Bob Two"),
    "alpha": ("Ann One", "Bob Two"),
    "lastfirst": ("One, Ann", "Two, Bob"),
    "whole": ("Ann One", "Bob Two"),
    "unsafe": ("Ann One", "Bob Two"),
    # What a style cannot write at all has the look of the extension's own.
    "missing": ("A One", "B Two"),
}
"""Two authors as each style writes them."""
Builds = Callable[[str], Path]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """Return what a builder made of pages with one style each; each builder runs once."""
    source = tmp_path_factory.mktemp("styles")
    (source / "refs.bib").write_text(REFS, encoding="utf-8")
    (source / "conf.py").write_text(CONF + SETTINGS, encoding="utf-8")
    toc = "\n".join(f"in-{style}" for style in NAMES)
    (source / "index.md").write_text(f"# Home\n\n```{{toctree}}\n{toc}\n```\n", encoding="utf-8")
    for style in NAMES:
        listed = f"# {style}\n\n```{{publications}}\n:style: {style}\n:group-by: none\n```\n"
        (source / f"in-{style}.md").write_text(listed, encoding="utf-8")
    made: dict[str, Path] = {}

    def build(builder: str) -> Path:
        if builder not in made:
            app = SphinxTestApp(builder, srcdir=source)
            app.build()
            app.cleanup()
            assert strip_colors(app.warning.getvalue()) == ""
            made[builder] = Path(app.outdir)
        return made[builder]

    return build


def page(builds: Builds, style: str) -> BeautifulSoup:
    text = (builds("html") / f"in-{style}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text.replace("\N{NO-BREAK SPACE}", " "), "html5lib")


def only(found: Tag | BeautifulSoup, selector: str) -> Tag:
    (tag,) = found.select(selector)
    return tag


def found_labels(items: Sequence[Tag]) -> list[Tag]:
    return [label for item in items for label in item.select(".publication-label")]


@pytest.mark.parametrize("style", NAMES)
class TestWebPages:
    """What a visitor of a web page has, whatever the style."""

    def test_every_entry_is_there_with_its_key(self, builds: Builds, style: str) -> None:
        items = page(builds, style).select("ul.publications > li")
        by_author = style in {"plain", "alpha"}
        assert [item["id"] for item in items] == (BY_AUTHOR if by_author else KEYS)
        # As in {bibliography}; an entry that its style cannot write is cited by its label too.
        labels = [label.get_text() for label in found_labels(items)]
        assert len(set(labels)) == len(labels) == len(items)
        if style == "plain":
            assert labels == [f"[{number}]" for number in range(1, len(items) + 1)]
        for item in sorted(items, key=lambda item: KEYS.index(str(item["id"])))[:-1]:
            item = copy(item)
            source = only(item, ".publication-source").extract().get_text()
            title = re.search(r"^  title = \{(.*)\},$", source, re.MULTILINE)
            shown = item.get_text().replace("x2", "x²").lower()
            assert title is None or plain(title[1]).lower() in shown

    def test_links_to_it_and_its_bibtex_are_there(self, builds: Builds, style: str) -> None:
        for item in page(builds, style).select("ul.publications > li"):
            assert only(item, "a.publication-permalink")["href"] == f"#{item['id']}"
            assert (
                f"{{{item['id']}"
                in only(item, ".publication-copyable .publication-source").get_text()
            )
            assert only(item, "span.Z3988")["title"]

    def test_the_filter_finds_it(self, builds: Builds, style: str) -> None:
        found = page(builds, style)
        assert only(found, ".publications-filter-place")
        two = only(found, "li#two")
        assert "bob two" in str(two["data-find"])
        assert (two["data-year"], two["data-type"]) == ("2022", "Journal articles")
        assert only(found, "li#talk")["data-type"] == "Other"

    def test_marks_stand_behind_the_names(self, builds: Builds, style: str) -> None:
        found = page(builds, style)
        one, two = NAMES[style]
        shown = only(found, "li#two").get_text()
        assert f"{one}*" in shown
        assert f"{two}*✉" in shown
        assert "Four*" not in only(found, "li#talk").get_text()
        for key, meanings in (
            ("two", [EQUAL, EQUAL, CORRESPONDING]),
            ("edited", [EQUAL, EQUAL]),
            ("talk", []),
        ):
            marks = found.select(f"li#{key} .author-mark[role=img]")
            assert [mark["aria-label"] for mark in marks] == meanings

    def test_a_legend_explains_them(self, builds: Builds, style: str) -> None:
        legend = only(page(builds, style), ".publications-legend")
        assert legend.get_text() == LEGEND

    def test_no_link_is_unsafe(self, builds: Builds, style: str) -> None:
        found = page(builds, style)
        assert not found.select("[href^='javascript:' i], [onclick]")
        if style == "unsafe":
            assert "Click" in only(found, "li#two").get_text()

    def test_it_leads_to_the_paper(self, builds: Builds, style: str) -> None:
        links = page(builds, style).select("li#two a[href='https://x.org/two']")
        assert bool(links) == (style not in {"whole", "unsafe"})


@pytest.mark.parametrize("style", NAMES)
def test_plain_text_has_marks_and_a_legend(builds: Builds, style: str) -> None:
    text = (builds("text") / f"in-{style}.txt").read_text(encoding="utf-8")
    words = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    one, two = NAMES[style]
    assert f"{one}*" in words
    assert f"{two}*✉" in words
    assert LEGEND in words
    assert "javascript" not in words
    # Only a title of `{publications}` stands in a line of its own.
    assert ("Two of NASA\n" in text) == (style == "missing")


def test_latex_has_anchors_marks_and_legends(builds: Builds) -> None:
    (source,) = builds("latex").glob("*.tex")
    text = source.read_text(encoding="utf-8")
    for style in NAMES:
        for key in KEYS:
            assert rf"\hypertarget{{cite.in-{style}:{key}}}{{}}" in text
    for one, two in NAMES.values():
        words = text.replace("~", " ").replace("\N{NO-BREAK SPACE}", " ")
        assert f"{one}*" in words
        assert f"{two}*✉" in words
    assert text.count(LEGEND) == len(NAMES)
    assert "javascript" not in text


def test_an_entry_without_a_template_has_that_of_its_kind(builds: Builds) -> None:
    thesis = only(page(builds, "unsrt"), "li#thesis > p")
    assert (
        thesis.get_text().partition("] ")[2].startswith("Dee Four. A x² Thesis. Thesis, U, 2016.")
    )
    edited = only(page(builds, "unsrt"), "li#edited > p").get_text()
    assert edited.partition("] ")[2].startswith(
        "Fay Six* and Guy Seven*, editors. Edited. P, 2017."
    )
    assert (
        only(page(builds, "unsrt"), "li#nowhere > p")
        .get_text()
        .partition("] ")[2]
        .startswith("Dee Four. Nowhere")
    )
    # A thesis at no school does not fit the template of its kind.
    lost = only(page(builds, "unsrt"), "li#lost > p").get_text()
    assert lost.partition("] ")[2].startswith("Dee Four. Lost. 2015.")


@pytest.mark.parametrize("style", ["alpha", "plain", "lastfirst", "whole", "missing"])
def test_citations_lead_to_it_and_have_labels(project: Project, style: str) -> None:
    project.write(
        refs_bib=REFS,
        conf_py=CONF + SETTINGS,
        index_md=f"# Home\n\n{{cite}}`{','.join(KEYS)}`\n\n"
        f"```{{publications}}\n:style: {style}\n```\n",
    )
    build = project.build(confoverrides={"bibtex_reference_style": "label"})
    assert build.warnings == []
    links = build.html().select(".bibtex-citation a")
    assert [link["href"] for link in links] == [f"#{key}" for key in KEYS]
    assert all(link.get_text() for link in links)
    assert len({link.get_text() for link in links}) == len(KEYS)


class Counting(unsrt.Style):  # type: ignore[misc]
    """pybtex's unsrt, which notes what it is asked for."""

    asked: ClassVar[Counter[str]] = Counter()

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        self.asked[entry.key] += 1
        return super().format_entry(label, entry, bib_data)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Return how often which entry was formatted, by the extension's style or by another."""
    Counting.asked.clear()
    register_style("counting", Counting)
    format_entry = PublicationsStyle.format_entry

    def counted(self: Any, label: str, entry: Any, bib_data: Any = None) -> Any:
        Counting.asked[entry.key] += 1
        return format_entry(self, label, entry, bib_data)

    monkeypatch.setattr(PublicationsStyle, "format_entry", counted)
    yield Counting.asked
    Counting.asked.clear()


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text"])
@pytest.mark.parametrize("style", ["counting", "publications"])
def test_its_style_writes_every_shown_entry_once(
    project: Project, asked: Counter[str], builder: str, style: str
) -> None:
    refs = "".join(
        f"@misc{{k{number}, author = {{A}}, title = {{T}}, year = 2020}}\n" for number in range(5)
    )
    project.write(
        refs_bib=refs, index_md=f"# Home\n\n```{{publications}}\n:limit: 3\n:style: {style}\n```\n"
    )
    project.build(builder)
    assert asked == {"k0": 1, "k1": 1, "k2": 1}


@pytest.mark.parametrize("style", ["plain", "equal_plain"])
def test_names_of_two_scripts_do_not_move_each_other(project: Project, style: str) -> None:
    refs = (
        "@article{mixed, author = {Two, Ben and {علي حسن}}, author+an = {1=equal; 2=equal},\n"
        "  title = {T}, journal = {J}, year = {2020}}\n"
        "@article{latin, author = {One, Ann and Two, Ben}, title = {U}, journal = {J},"
        " year = {2019}}\n"
    )
    project.write(refs_bib=refs, index_md=f"# R\n\n```{{publications}}\n:style: {style}\n```\n")
    page = project.build().html()
    alone = [name.get_text().replace("\N{NO-BREAK SPACE}", " ") for name in page.select("li bdi")]
    assert alone == ["Ben Two*", "علي حسن*"]
