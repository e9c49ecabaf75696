"""Where "All publications" leads."""

from __future__ import annotations

import pytest

from ..conftest import Build, Project

REFS = "".join(
    f"@{kind}{{{kind}{number}, author = {{Bellec, Guillaume}}, title = {{{kind} {number}}}, "
    f"journal = {{J}}, howpublished = {{H}}, year = 2020, selected = {{true}}}}\n"
    for kind, size in (("article", 1), ("misc", 3))
    for number in range(size)
)
TREE = "# Home\n\n```{toctree}\n%s\n```\n\n%s"


def _list(options: str = "", body: str = "") -> str:
    return f"# Page\n\n```{{publications}}\n{options}\n{body}\n```\n"


def _leads(build: Build, key: str = "misc0") -> str:
    link = build.html(f"publications/{key}").select_one("a.publication-all")
    assert link
    page, _, paper = str(link["href"]).partition("#")
    assert paper in {"", key}
    return page.removeprefix("../").removesuffix(".html")


ARTICLES = _list(':filter: type == "article"')
MISC = _list(':filter: type == "misc"')


@pytest.mark.parametrize(
    ("tree", "pages", "leads"),
    [
        ("b\na", {"a": _list(), "b": _list()}, "b"),
        ("b\na", {"a": MISC, "b": ARTICLES}, "b"),
        ("a\nb", {"a": _list(":selected:"), "b": _list()}, "b"),
        ("a\nb", {"a": _list(":limit: 4"), "b": MISC}, "b"),
        ("a\nb", {"a": _list("", "misc0\nmisc1"), "b": _list()}, "b"),
        ("a\nb", {"a": _list(":limit: 1"), "b": _list(":selected:")}, "a"),
        ("b", {"a": "---\norphan: true\n---\n" + _list(), "b": MISC}, "b"),
    ],
)
def test_it_leads_to_the_first_whole_list_of_the_contents(
    project: Project, tree: str, pages: dict[str, str], leads: str
) -> None:
    named = {f"{name}_md": text for name, text in pages.items()}
    project.write(refs_bib=REFS, index_md=TREE % (tree, ""), **named)
    build = project.build()
    assert build.warnings == []
    assert _leads(build) == leads


def test_the_front_page_is_the_first(project: Project) -> None:
    front = TREE % ("a", "```{publications}\n```\n")
    project.write(refs_bib=REFS, index_md=front, a_md=_list(':filter: type == "misc"'))
    assert _leads(project.build()) == "index"


def test_the_setting_names_it_and_another_setting_is_heeded(project: Project) -> None:
    project.write(refs_bib=REFS, index_md=TREE % ("a\nb", ""), a_md=_list(), b_md=ARTICLES)
    assert _leads(project.build(confoverrides={"publications_main": "b"})) == "b"
    assert _leads(project.build()) == "a"


def test_another_order_of_the_contents_leads_elsewhere(project: Project) -> None:
    project.write(refs_bib=REFS, index_md=TREE % ("a\nb", ""), a_md=_list(), b_md=_list())
    assert _leads(project.build()) == "a"
    project.write(index_md=TREE % ("b\na", ""))
    assert _leads(project.build()) == "b"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("index", "'index' has no {publications}; write one of a"),
        ("b", "'b' is no document; write one of a"),
    ],
)
def test_what_has_no_list_is_told_once_a_build(project: Project, name: str, what: str) -> None:
    project.write(refs_bib=REFS, index_md=TREE % ("a", ""), a_md=_list())
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"publications_main = {name!r}\n")
    line = (project.source / "conf.py").read_text(encoding="utf-8").count("\n")
    expected = [f"conf.py:{line}: WARNING: publications_main = {what} [publications.option]"]
    for _ in range(2):
        build = project.build()
        assert build.warnings == expected
        assert _leads(build) == "a"
