"""The file of descriptions: of every page, as it is now, and loaded by the search alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .built import Site
from .small import Build, Project, tree
from .source import documents

WEB = pytest.mark.parametrize("builder", ["html", "dirhtml"])


def descriptions(out: Path) -> dict[str, str]:
    text = (out / "_static" / "searchsummaries.js").read_text(encoding="utf-8")
    found, _ = json.JSONDecoder().raw_decode(text, text.index("{", text.index("Object.entries")))
    return dict(found)


@WEB
def test_pages_are_told_with_their_descriptions(site: Site, builder: str) -> None:
    web = site.web(builder)
    told = descriptions(web.folder)
    metas = {
        name: " ".join(str(meta["content"]).split())
        for name, page in web.pages.items()
        for meta in page.select("meta[name=description]")
    }
    assert told == metas
    for document in documents():
        assert told.get(web.document(document.name), "") == document.description
    loading = {name for name, page in web.pages.items() if page.select("[src*=searchsummaries]")}
    assert loading == {"search.html" if builder == "html" else "search/index.html"}


def page(name: str, description: str) -> str:
    head = f"---\nmyst:\n  html_meta:\n    description: {json.dumps(description)}\n---\n\n"
    return f"{head if description else ''}# {name}\n"


@pytest.fixture
def described(project: Project) -> Project:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    extensions = '"sphinx_publications", "searchsummaries", "lightweight", "security"]'
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', extensions),
        index_md=f"{page('Home', 'The <first> DESCRIPTIONS')}\n```{{toctree}}\nother\nthird\n```\n",
        other_md=page("Other", "Über // “alles”"),
        third_md=page("Third", ""),
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}",
    )
    return project


@pytest.mark.machinery
def test_a_later_build_of_the_same_is_the_same(described: Project) -> None:
    out = described.build().app.outdir
    before = tree(out)
    described.write(other_md=page("Other", "Changed"))
    assert described.build().warnings == []
    described.write(other_md=page("Other", "Über // “alles”"))
    assert described.build().warnings == []
    assert tree(out) == before


@pytest.mark.machinery
@WEB
def test_a_later_build_tells_what_is_new_and_keeps_the_rest(
    described: Project, builder: str
) -> None:
    def told() -> dict[str, str]:
        build: Build = described.build(builder)
        assert build.warnings == []
        return descriptions(build.app.outdir)

    other, third = (
        name if builder == "html" else name.replace(".html", "/index.html")
        for name in ("other.html", "third.html")
    )
    first = {"index.html": "The <first> DESCRIPTIONS", other: "Über // “alles”"}
    assert told() == first
    assert told() == first
    described.write(other_md=page("Other", "Changed"))
    assert told() == {**first, other: "Changed"}
    described.write(other_md=page("Other", ""), third_md=page("Third", "New"))
    assert told() == {"index.html": first["index.html"], third: "New"}
