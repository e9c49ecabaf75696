"""What citations lead to: anchors, which are keys as they are written, and prefixes of keys."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from sphinx_publications.project.citation_targets import anchor_of, book_anchor

from ..conftest import Build, Project

WRITTEN = ["One2020", "DBLP:conf/nips/Two19", "Ärger_1", "田中2019", "佐藤2019", "Три", "a+b.c"]
REFS = "".join(
    f"@misc{{{key}, author = {{{chr(65 + number)}son, Ann}}, title = {{T{number}}}, year = 2020}}\n"
    for number, key in enumerate(WRITTEN)
)


def ids(build: Build, page: str = "index") -> list[str]:
    return [str(item["id"]) for item in build.html(page).select("ul.publications > li")]


def test_anchors_are_keys_as_they_are_written(project: Project) -> None:
    cited = " ".join(f"{{cite}}`{key}`" for key in WRITTEN)
    project.write(refs_bib=REFS, index_md=f"# Home\n\n{cited}\n\n```{{publications}}\n```\n")
    build = project.build()
    assert build.warnings == []
    assert ids(build) == WRITTEN
    page = build.html()
    for links in (".bibtex-citation a", ".publication-permalink"):
        assert [link["href"] for link in page.select(links)] == [f"#{key}" for key in WRITTEN]
    # Addresses that earlier versions gave lead to the entries all the same.
    for key, old in {"One2020": "one2020", "DBLP:conf/nips/Two19": "dblp-conf-nips-two19"}.items():
        assert [item["id"] for item in page.select(f"li:has(#{old})")] == [key]
    every = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("builder", ["epub", "latex"])
def test_citations_in_books_lead_to_the_entries(project: Project, builder: str) -> None:
    cited = " ".join(f"{{cite}}`{key}`, {{ref}}`so <{key}>`" for key in WRITTEN)
    project.write(
        conf_py=(project.source / "conf.py").read_text(encoding="utf-8")
        + "version = copyright = '1'\n",
        refs_bib=REFS,
        index_md=f"# Home\n\n{cited}\n\n```{{publications}}\n```\n",
    )
    build = project.build(builder)
    assert build.warnings == []
    if builder == "epub":
        page = BeautifulSoup((build.app.outdir / "index.xhtml").read_text("utf-8"), "html5lib")
        anchors = {str(tag["id"]) for tag in page.select("li[id]")}
        assert len(anchors) == len(WRITTEN)
        assert all(anchor.isascii() and ":" not in anchor for anchor in anchors)
        links = page.select(".bibtex-citation a, p a.reference")
        assert {unquote(urlsplit(str(link["href"])).fragment) for link in links} == anchors
        return
    (source,) = Path(build.app.outdir).glob("*.tex")
    text = source.read_text(encoding="utf-8")
    assert text.count(r"\hypertarget{cite.index:") == len(WRITTEN)
    for key in WRITTEN:
        label = rf"\detokenize{{index:{book_anchor(anchor_of(key))}}}"
        assert text.count(rf"\hyperref[{label}]") == text.count(rf"\label{{{label}}}") == 1
        place = f"cite.index:{book_anchor(anchor_of(key))}"
        assert text.count(rf"\hypertarget{{{place}}}") == text.count(rf"\hyperlink{{{place}}}") == 1


def test_an_anchor_depends_on_its_key_alone() -> None:
    assert [anchor_of(key) for key in WRITTEN] == WRITTEN
    assert anchor_of("a#b%20") == "a-23b-2520"
    assert book_anchor("佐藤2019") != book_anchor("田中2019")
    assert book_anchor("one-2020.a") == "one-2020.a"


@pytest.mark.parametrize("first", [":selected:", ":filter: cited"])
def test_the_list_that_is_cited_has_the_plain_anchors(project: Project, first: str) -> None:
    entries = "@misc{A, author = {Oak, Ann}, title = {A}, year = 2020, selected = {true}}\n"
    entries += "@misc{b, author = {Oak, Ann}, title = {B}, year = 2019}\n"
    lists = f"```{{publications}}\n{first}\n```\n\n```{{publications}}\n```\n"
    project.write(refs_bib=entries, index_md=f"# Home\n\n{{cite}}`A`\n\n{lists}")
    for _ in range(2):
        build = project.build()
        assert build.warnings == []
        assert ids(build) == ["A-2", "A", "b"]
        page = build.html()
        assert [link["href"] for link in page.select(".bibtex-citation a")] == ["#A"]
        assert [item["id"] for item in page.select("li:has(#a)")] == ["A"]
        permalinks = [link["href"] for link in page.select(".publication-permalink")]
        assert permalinks == ["#A-2", "#A", "#b"]
        (project.source / "index.md").touch()


def test_a_prefix_tells_two_lists_apart(project: Project) -> None:
    project.write(
        refs_bib="@misc{a, author = {Oak, Ann}, title = {A}, year = 2020}\n"
        "@misc{b, author = {Oak, Ann}, title = {B}, year = 2019}\n",
        index_md="# Home\n\n{cite}`a`, {cite}`x-a`, {any}`our words <x-a>`\n\n"
        "```{publications}\n:keyprefix: x-\n:filter: cited\n```\n\n"
        "```{toctree}\nall\n```\n",
        all_md="# All\n\n```{publications}\n```\n",
    )
    build = project.build()
    assert build.warnings == []
    assert ids(build) == ["a"]
    links = [link["href"] for link in build.html().select(".bibtex-citation a")]
    assert links == ["all.html#a", "#a"]
    cards = build.html().select(".publication-card")
    assert len(cards) == 2
    assert "Home" in build.html("publications/a").get_text()
    project.write(index_md="# Home\n\n{cite}`x-gone`\n\n```{publications}\n:keyprefix: x-\n```\n")
    (warning,) = project.build().warnings[-1:]
    assert 'could not find bibtex key "x-gone"' in warning


def test_a_link_with_a_card_is_left_alone_by_an_extension_with_tips(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    tips = "    app.add_config_value('tippy_skip_anchor_classes', ('headerlink',), 'html')\n"
    for beside, expected in (("", False), (f"def setup(app):\n{tips}", True)):
        project.write(
            conf_py=conf + beside,
            refs_bib=REFS,
            index_md="# Home\n\n{cite}`One2020`\n\n```{publications}\n```\n",
        )
        build = project.build()
        (link,) = build.html().select(".bibtex-citation a")
        assert ("publication-cited" in link["class"]) == expected
        assert len(build.html().select(".publication-card")) == 1
    assert build.app.config.tippy_skip_anchor_classes == ("headerlink", "publication-cited")
