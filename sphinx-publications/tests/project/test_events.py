"""Second builds: nothing is written in vain, nothing old stays on a page."""

from __future__ import annotations

import pickle
import shutil

import pytest

from sphinx_publications.bibliography.entries import StoredBibliography
from sphinx_publications.project import build_manifest
from sphinx_publications.project.domain import publications_domain

from ..conftest import Project
from .test_directive import keys

ENTRY = "@article{%s, author = {%s, Ann}, title = {%s}, journal = {J}, year = {%s}}\n"
PAGES = ("index", "citing", "quiet")


@pytest.fixture
def refs(project: Project) -> Project:
    project.write(
        refs_bib=ENTRY % ("a", "One", "First", 2020) + ENTRY % ("b", "Two", "Second", 2019),
        conf_py=(project.source / "conf.py").read_text() + "bibtex_reference_style='author_year'\n",
        index_md="# Home\n\n```{publications}\n```\n\n```{toctree}\nciting\nquiet\n```\n",
        citing_md="# Citing\n\nSee {cite}`a`.\n",
        quiet_md="# Quiet\n\nNothing.\n",
    )
    return project


def stamps(project: Project) -> dict[str, int]:
    folder = project.source / "_build" / "html"
    return {name: (folder / f"{name}.html").stat().st_mtime_ns for name in PAGES}


def rewritten(project: Project) -> set[str]:
    before = stamps(project)
    project.build()
    after = stamps(project)
    return {name for name in PAGES if before[name] != after[name]}


def test_nothing_changed_nothing_written(refs: Project) -> None:
    assert refs.build().warnings == []
    assert rewritten(refs) == set()


def test_a_changed_entry_changes_every_page_that_shows_it(refs: Project) -> None:
    refs.build()
    refs.write(
        refs_bib=ENTRY % ("a", "Other", "First", 2020) + ENTRY % ("b", "Two", "Second", 2019)
    )
    assert rewritten(refs) == {"index", "citing"}
    citing = (refs.source / "_build" / "html" / "citing.html").read_text(encoding="utf-8")
    assert "Other, 2020" in citing


def test_a_changed_title_changes_the_cards_of_citing_pages(refs: Project) -> None:
    refs.build()
    refs.write(refs_bib=ENTRY % ("a", "One", "New", 2020) + ENTRY % ("b", "Two", "Second", 2019))
    assert rewritten(refs) == {"index", "citing"}
    (card,) = refs.build().html("citing").select(".publication-card")
    assert "New" in card.get_text()
    # What a page shows on demand alone is not what it is found by.
    assert "no-search" in card["class"]


def test_an_entry_that_nobody_cites_leaves_citing_pages_alone(refs: Project) -> None:
    refs.build()
    refs.write(refs_bib=ENTRY % ("a", "One", "First", 2020) + ENTRY % ("b", "New", "Second", 2019))
    assert rewritten(refs) == {"index"}


def test_a_renamed_entry_is_missed_by_the_page_that_cites_it(refs: Project) -> None:
    refs.build()
    refs.write(refs_bib=ENTRY % ("c", "One", "First", 2020) + ENTRY % ("b", "Two", "Second", 2019))
    assert refs.build().warnings == [
        'citing.md:3: WARNING: could not find bibtex key "a" [bibtex.key_not_found]'
    ]


def test_a_list_that_moves_takes_the_citations_along(refs: Project) -> None:
    refs.build()
    refs.write(
        index_md="# Home\n\n```{toctree}\nciting\nquiet\n```\n",
        quiet_md="# Quiet\n\n```{publications}\n```\n",
    )
    build = refs.build()
    assert build.warnings == []
    links = [str(link["href"]) for link in build.html("citing").select(".bibtex-citation a")]
    assert links == ["quiet.html#a"]


def test_a_list_that_is_gone_leaves_the_citations_to_another(refs: Project) -> None:
    # Nothing else is read again: no table of contents has the page.
    refs.write(
        index_md="# Home\n\n```{publications}\na\n```\n\n```{toctree}\nciting\nquiet\n```\n",
        full_md="---\norphan: true\n---\n# Full\n\n```{publications}\n```\n",
    )
    for target in ("full.html#a", "index.html#a"):
        build = refs.build()
        assert build.warnings == []
        (link,) = build.html("citing").select(".bibtex-citation a")
        assert link["href"] == target
        (refs.source / "full.md").unlink(missing_ok=True)


def test_what_is_inherited_changes_the_pages_too(refs: Project) -> None:
    entry = "@misc{a, title = {T}, howpublished = {X}, year = 2020, xdata = {us}}\n"
    for name in ("One", "Two"):
        refs.write(refs_bib=entry + f"@xdata{{us, author = {{{name}, Ann}}}}\n")
        build = refs.build()
        assert build.warnings == []
        assert build.html("citing").select(".bibtex-citation a")[0].get_text() == f"{name}, 2020"
        assert f"A {name}" in build.html().get_text().replace("\N{NO-BREAK SPACE}", " ")
        paper = build.html("publications/a").select_one(".publication-authors")
        assert paper is not None
        assert paper.get_text().split() == ["Ann", name]


def test_a_build_without_a_change_reads_no_entry(refs: Project) -> None:
    refs.build()
    build = refs.build()
    domain = publications_domain(build.app.env)
    assert domain.build.is_unchanged
    assert isinstance(domain.cite.stored.data, StoredBibliography)
    assert domain.cite.stored.data._entries == {}
    refs.write(quiet_md="# Quiet\n\nSomething.\n")
    assert not publications_domain(refs.build().app.env).build.is_unchanged


def test_stored_entries_are_unpacked_where_they_are_asked_for(refs: Project) -> None:
    refs.build()
    domain = publications_domain(refs.build(builder="html").app.env)
    stored = pickle.loads(pickle.dumps(domain.cite.stored.data))
    assert stored._entries == {}
    assert [entry.key for entry in stored.entries.values()] == ["a", "b"]
    assert pickle.loads(pickle.dumps(stored)).entries["a"].publication.title == "First"


def test_a_list_of_what_is_cited_follows_the_citations(refs: Project) -> None:
    # On a page that is not written again for the sake of its table of contents.
    refs.write(
        index_md="# Home\n\n```{toctree}\nciting\nquiet\nlisted\n```\n",
        listed_md="# Listed\n\n```{publications}\n:filter: cited\n:group-by: none\n```\n",
    )
    assert keys(refs.build(), "listed") == ["a"]
    refs.write(quiet_md="# Quiet\n\nSee {cite}`b`.\n")
    build = refs.build()
    assert build.warnings == []
    assert keys(build, "listed") == ["a", "b"]
    refs.write(quiet_md="# Quiet\n", citing_md="# Citing\n")
    assert keys(refs.build(), "listed") == []


@pytest.mark.parametrize("style", ["label", "author_year", "author_venue", "super"])
def test_every_reference_style_finds_the_entries(refs: Project, style: str) -> None:
    conf = (refs.source / "conf.py").read_text(encoding="utf-8")
    refs.write(conf_py=conf.replace("'author_year'", f"'{style}'"))
    build = refs.build()
    assert build.warnings == []
    (link,) = build.html("citing").select(".bibtex-citation a")
    words = {"label": "One20", "super": "One20", "author_venue": "One, J 2020"}
    assert link.get_text() == words.get(style, "One, 2020")
    assert link["href"] == "index.html#a"


@pytest.mark.parametrize("processes", [1, 3])
def test_the_feed_is_written_when_it_may_show_something_else(refs: Project, processes: int) -> None:
    options = {"html_baseurl": "https://example.org/", "publications_pages": "papers"}
    feed = refs.source / "_build" / "html" / "publications.atom"
    # Sphinx writes fewer in one process.
    refs.write(**{f"more{number}_md": "---\norphan: true\n---\n\n# More\n" for number in range(5)})

    def is_written(**changed: str) -> bool:
        before = feed.stat().st_mtime_ns if feed.is_file() else 0
        refs.build(confoverrides={**options, **changed}, parallel=processes)
        return feed.stat().st_mtime_ns != before

    assert is_written()
    assert not is_written()
    assert is_written(html_title="Another title")
    assert "Another title" in feed.read_text(encoding="utf-8")
    assert not is_written(html_title="Another title")
    feed.unlink()
    assert is_written(html_title="Another title")
    other = ENTRY % ("b", "Two", "Second", 2019)
    refs.write(refs_bib=other + ENTRY % ("a", "One", "First", 2020))
    assert is_written(html_title="Another title")


@pytest.mark.parametrize("folder", ["html", "doctrees"])
def test_what_is_withdrawn_goes_though_half_of_a_build_is_lost(refs: Project, folder: str) -> None:
    made = refs.build()
    out = made.app.outdir
    assert (out / "publications" / "a.html").is_file()
    lost = out if folder == "html" else made.app.doctreedir
    shutil.rmtree(lost)
    refs.write(refs_bib=ENTRY % ("b", "Two", "Second", 2019), citing_md="# Citing\n\nNothing.\n")
    assert refs.build().warnings == []
    left = {path.relative_to(out).as_posix() for path in (out / "publications").iterdir()}
    assert left
    assert [name for name in left if name.startswith("publications/a.")] == []
    assert (out / ".publications").is_file()


def test_a_document_in_the_place_of_a_page_stays_where_doctrees_are_lost(refs: Project) -> None:
    made = refs.build()
    shutil.rmtree(made.app.doctreedir)
    (refs.source / "publications").mkdir()
    (refs.source / "publications" / "a.md").write_text("---\norphan: true\n---\n# Mine\n")
    conf = (refs.source / "conf.py").read_text(encoding="utf-8")
    refs.write(conf_py=conf.replace('"*.md"', '"*.md", "publications/*.md"'))
    refs.write(refs_bib=ENTRY % ("b", "Two", "Second", 2019), citing_md="# Citing\n\nNothing.\n")
    assert "Mine" in refs.build().html("publications/a").get_text()


def test_a_package_that_comes_writes_every_page_anew(
    refs: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(build_manifest, "find_spec", lambda name: None)
        refs.build()
        assert rewritten(refs) == set()
    assert rewritten(refs) == set(PAGES)
    assert rewritten(refs) == set()


def test_a_document_in_the_place_of_a_page_is_noted_as_by_a_clean_build(refs: Project) -> None:
    options = {"include_patterns": ["*.md", "publications/*.md"]}
    out = refs.build(confoverrides=options).app.outdir
    place = refs.source / "publications"
    place.mkdir()
    (place / "a.md").write_text("---\norphan: true\n---\n\n# My own page\n", encoding="utf-8")
    refs.build(confoverrides=options)
    noted = (out / ".publications").read_bytes()
    assert "My own page" in (out / "publications" / "a.html").read_text(encoding="utf-8")
    shutil.rmtree(out.parent)
    refs.build(confoverrides=options)
    assert (out / ".publications").read_bytes() == noted
