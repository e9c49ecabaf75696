"""Steps after which later builds once were stale: each must end in what a clean build shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from .incremental import Changed
from .test_incremental import LISTS, bitmap, entry, interruption

Step = Callable[[Changed], None]
AUTHORS = "One, Ann and Two, Ben"


def paper(key: str, **said: str) -> str:
    """Return an entry with something in every field that matters."""
    fields = {"author": AUTHORS, "title": f"Paper {key}", "journal": "J", "year": "2020"}
    return entry(key, {**fields, **said})


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """A project that was built: two papers, a list, and a page that cites."""
    made = Changed(tmp_path_factory.mktemp("sequences") / "project")
    made.settings["html_baseurl"] = "https://example.org/"
    made.write("refs.bib", paper("a", pdf="a.pdf") + paper("b", year="2019"))
    made.write("strings.bib", "@string{rmp = {Reviews}}\n")
    made.write("index.md", "# Home\n\n```{toctree}\n:glob:\n*\n```\n\n" + LISTS["all"])
    made.write("one.md", "# One\n\nSee {cite}`a`.\n")
    made.write("files/a.pdf", "%PDF a")
    made.build()
    shutil.copytree(made.folder, _copy_of(made))
    return made


@pytest.fixture
def project(begun: Changed) -> Changed:
    """The same project in the same place, as it was after its first build."""
    shutil.rmtree(begun.folder)
    shutil.copytree(_copy_of(begun), begun.folder)
    return deepcopy(begun)


def _copy_of(project: Changed) -> Path:
    return project.folder.with_name("begun")


def refs(text: str, old: bool = False) -> Step:
    """Return the step that writes the file of references, with the time stamp of a backup."""

    def step(project: Changed) -> None:
        project.write("refs.bib", text)
        if old:
            project.age("refs.bib")

    return step


def page(name: str, text: str | None) -> Step:
    """Return the step that writes a page, or removes it."""

    def step(project: Changed) -> None:
        if text is None:
            project.remove_page(f"{name}.md")
        else:
            project.write(f"{name}.md", text)

    return step


def setting(**values: object) -> Step:
    """Return the step that sets what stands in the configuration."""
    return lambda project: project.settings.update(values)


def people(text: str) -> Step:
    """Return the step that writes the file of people."""

    def step(project: Changed) -> None:
        project.settings["publications_people"] = "people.yml"
        project.write("people.yml", text)

    return step


def figure(name: str, colour: str | None, old: bool = False) -> Step:
    """Return the step that puts a picture in its place, with the time stamp of a backup."""

    def step(project: Changed) -> None:
        project.put(f"files/{name}.bmp", bitmap(colour) if colour else None)
        if old:
            project.age(f"files/{name}.bmp")

    return step


def lost(pattern: str) -> Step:
    """Return the step that loses files of the last build."""

    def step(project: Changed) -> None:
        found = sorted(project.folder.glob(f"later/{pattern}"))
        assert found
        for path in found:
            path.unlink()

    return step


def broken(pattern: str) -> Step:
    """Return the step after which files of the last build hold nonsense."""

    def step(project: Changed) -> None:
        found = sorted(project.folder.glob(f"later/{pattern}"))
        assert found
        for path in found:
            path.write_bytes(b"{nonsense")

    return step


def interrupted(event: str, after: int) -> Step:
    """Return the step that begins a build and does not end it."""
    return lambda project: project.build(stop=interruption(event, after)) and None


ORPHAN = "---\norphan: true\n---\n# Mine\n\nMine.\n"
SPLIT = setting(publications_split_from=1)
HOME = "# Home\n\n```{toctree}\n:glob:\n*\n```\n\n"
PARENT = paper("a", crossref="p", journal="") + entry(
    "p", {"title": "Book", "editor": "%s", "year": "2020"}, "proceedings"
)
SEQUENCES: dict[str, tuple[Step, ...]] = {
    "an edited file with an old time": (refs(paper("a", title="New"), old=True),),
    "an entry added, with an old time": (
        refs(paper("a") + paper("b") + paper("c"), old=True),
        page("one", "# One\n\nSee {cite}`c`.\n"),
    ),
    "an entry removed, with an old time": (refs(paper("b"), old=True),),
    "a page of one's own takes the name of a paper's": (page("publications/a", ORPHAN),),
    "and goes again": (page("publications/a", ORPHAN), page("publications/a", None)),
    "a page of one's own takes the name of a group's": (
        SPLIT,
        page("publications/year-2020", ORPHAN),
        page("publications/year-2020", None),
    ),
    "people are named, one gets an address, another is the owner": (
        people("Ben Two: {orcid: 0000-0002-1825-0097}"),
        people("Ben Two: {url: https://example.org/ben}\nAnn One: {affiliation: Here}"),
        setting(publications_owner="One, Ann", publications_person={"name": "Ann One"}),
        people("Ben Two: {url: https://example.org}\nAnn One: {orcid: 0000-0002-1825-0097}"),
    ),
    "a list has papers of another spelling": (
        people("Ben Two: {aliases: [B. Two]}"),
        page("two", "# Two\n\n```{publications}\n:author: B. Two\n:owner: B. Two\n```\n"),
        people("Ben Two: {aliases: [B. B. Two]}\nB. Two: {aliases: [Ann One]}"),
    ),
    "people are shown, with photos, papers and pages of their own": (
        figure("a", "red"),
        people("Ben Two: {photo: files/a.bmp, url: https://example.org}\nAnn One: {role: Head}"),
        page("two", "# Two\n\n```{people}\n:order: papers\n```\n"),
        figure("a", "blue", old=True),
        setting(publications_people_pages="people"),
        refs(paper("a", preview="/files/a.bmp") + paper("c", author="Two, Ben")),
        people("Ben Two: {role: PhD student}\nAnn One: {link: false}\nCy Six: {}"),
    ),
    "the pages of people are taken and left": (
        people("Ben Two: {role: Head}\nAnn One: {role: PhD student}"),
        setting(publications_people_pages="people"),
        page("people/ben-two", ORPHAN),
        page("ann", ORPHAN + "\n```{publications}\n:author: Ann One\n```\n"),
        page("people/ben-two", None),
        people("Ann One: {role: PhD student}"),
        setting(publications_people_pages=""),
    ),
    "a clashing key": (refs(paper("a") + paper("A", title="Other") + paper("b")),),
    "the page of a split list has another title": (
        SPLIT,
        page("index", HOME.replace("Home", "Other") + LISTS["all"]),
    ),
    "the list moves to another page": (
        page("index", HOME),
        page("two", "# Two\n\n" + LISTS["all"]),
    ),
    "the field of a file is removed": (
        setting(publications_files="files"),
        refs(paper("a") + paper("b")),
    ),
    "a file is added and removed": (
        setting(publications_files="files"),
        refs(paper("a", pdf="a.pdf") + paper("b", pdf="b.pdf")),
        lambda project: project.write("files/b.pdf", "%PDF b"),
        lambda project: project.write("files/a.pdf", None),
    ),
    "another address, and none": (
        setting(html_baseurl="https://two.example/x/"),
        setting(html_baseurl=""),
    ),
    "pictures on and off": (
        setting(publications_pictures=True),
        setting(publications_pictures=False),
    ),
    "pages on and off": (
        setting(publications_pages=""),
        setting(publications_pages="papers"),
        setting(publications_pages="publications"),
    ),
    "marks, owner and size of split lists": (
        refs(paper("a", **{"author+an": "1=equal; 2=equal"}) + paper("b", year="2019")),
        setting(publications_marks={"equal": ("+", "alike")}),
        setting(publications_owner="One, Ann"),
        SPLIT,
        setting(publications_split_from=500),
    ),
    "marks in the editors of a parent": (
        refs(PARENT % "Three, Cat and Four, Dan"),
        refs(PARENT % "Three$^*$, Cat and Four$^*$, Dan"),
    ),
    "other builders with the same doctrees": (
        lambda project: project.is_clean("latex"),
        refs(paper("a", title="New") + paper("b")),
        lambda project: project.is_clean("text"),
    ),
    "interrupted while pages are written": (
        refs(paper("a", title="New") + paper("c")),
        interrupted("html-page-context", 1),
    ),
    "interrupted, and all taken back": (
        refs(paper("a", title="New") + paper("c")),
        interrupted("html-page-context", 2),
        refs(paper("a", pdf="a.pdf") + paper("b", year="2019")),
    ),
    "interrupted while documents are read": (
        refs(paper("a", title="New")),
        interrupted("doctree-read", 0),
    ),
    # Beside those that were found in use.
    "entries change places": (refs(paper("b") + paper("a")), refs(paper("a") + paper("b"))),
    "an entry moves to another file": (
        setting(bibtex_bibfiles=["refs.bib", "more.bib"]),
        lambda project: project.write("more.bib", paper("a")),
        refs(paper("b")),
    ),
    "a key is written twice, and once": (
        refs(paper("a") + paper("a", title="Other")),
        refs(paper("a", title="Other")),
    ),
    "a key in other case": (refs(paper("A") + paper("b")),),
    "a year moves an entry to another group": (refs(paper("a", year="2019") + paper("b")),),
    "the file is gone and comes back": (
        lambda project: project.write("refs.bib", None),
        refs(paper("a")),
    ),
    "the file is empty": (refs(""),),
    "a syntax error comes and goes": (
        refs(paper("a")[:-3] + paper("b")),
        refs(paper("a") + paper("b")),
    ),
    "an annotation that nobody can mean": (
        refs(paper("a", **{"author+an": "7=equal"})),
        page("two", "# Two\n"),
    ),
    "a page that cites nowhere stays as it is": (
        page("one", "# One\n\nSee {cite}`nowhere`.\n"),
        page("two", "# Two\n"),
        refs(paper("a") + paper("nowhere")),
    ),
    "a filter that is wrong stays so": (
        page("two", "# Two\n\n" + LISTS["odd"]),
        page("one", "# One\n"),
    ),
    "a longer list takes the citations": (
        page("two", "# Two\n\n```{publications}\na\n```\n"),
        page("index", HOME + "```{publications}\nb\n```\n"),
    ),
    "a list of what is cited, and of the rest": (
        page("two", "# Two\n\n" + LISTS["cited"] + "\n" + LISTS["late limit"]),
        page("one", "# One\n\nSee {cite}`b`.\n"),
    ),
    "a list of sphinxcontrib-bibtex before ours": (
        page("a-stock", "# Stock\n\n" + LISTS["stock all"]),
        refs(paper("b") + paper("c")),
    ),
    "another style of the lists": (setting(publications_style="plain"),),
    "a string of another file": (
        setting(bibtex_bibfiles=["strings.bib", "refs.bib"]),
        refs(paper("a", journal="=rmp")),
        lambda project: project.write("strings.bib", "@string{rmp = {Renamed}}\n"),
    ),
    "a figure comes, changes and goes": (
        refs(paper("a", preview="/files/a.bmp") + paper("b", preview="/files/b.bmp")),
        figure("a", "red"),
        figure("b", "red", old=True),
        # The same size and time as before.
        figure("b", "blue", old=True),
        figure("a", None),
        refs(paper("a") + paper("b", preview="/files/b.bmp", previewalt="A box")),
        refs(paper("a") + paper("b")),
    ),
    "a figure is broken and mended": (
        refs(paper("a", preview="/files/a.bmp") + paper("b")),
        lambda project: project.put("files/a.bmp", b"nonsense"),
        page("one", "# One\n\nOther words.\n"),
        figure("a", "red"),
    ),
    "a figure is found in another folder": (
        refs(paper("a", preview="a.bmp") + paper("b")),
        figure("a", "red"),
        setting(publications_files="files"),
        lambda project: project.put("a.bmp", bitmap("blue")),
        setting(publications_files=""),
    ),
    "a figure of a split list changes": (
        figure("a", "red"),
        refs(paper("a", preview="/files/a.bmp") + paper("b", year="2019")),
        SPLIT,
        figure("a", "blue"),
    ),
    "files of a figure are lost": (
        figure("a", "red"),
        refs(paper("a", preview="/files/a.bmp") + paper("b")),
        lost("html/_images/*.webp"),
    ),
    "a figure and other builders": (
        figure("a", "red"),
        refs(paper("a", preview="/files/a.bmp") + paper("b")),
        lambda project: project.is_clean("latex"),
        figure("a", "blue"),
        lambda project: project.is_clean("text"),
        lambda project: project.is_clean("dirhtml"),
    ),
    "interrupted while a figure changes": (
        figure("a", "red"),
        refs(paper("a", preview="/files/a.bmp") + paper("b")),
        figure("a", "blue"),
        interrupted("html-page-context", 1),
        figure("a", "red"),
    ),
    "a related paper changes and goes": (
        refs(paper("a", keywords="Flow") + paper("b", keywords="Flow") + paper("c")),
        refs(paper("a", keywords="Flow") + paper("b", keywords="Flow", title="New") + paper("c")),
        refs(paper("a", keywords="Flow") + paper("b", journal="K", keywords="flow") + paper("c")),
        refs(paper("a", keywords="Flow") + paper("b") + paper("c", code="https://example.org/c")),
    ),
    "pages are lost": (lost("html/publications/a.html"), lost("html/index.html")),
    "Sphinx's environment is lost": (lost("doctrees/environment.pickle"),),
    "the record is lost": (lost("doctrees/publications-html-*.json"),),
    "the record is broken": (broken("doctrees/publications-html-*.json"),),
    "the page that cites gets another title": (page("one", "# Another\n\nSee {cite}`a`.\n"),),
    "the page that cites is renamed": (page("one", None), page("uno", "# One\n\n{cite}`a`\n")),
}


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    """What clean builds showed; many sequences pass through the same states."""
    return {}


@pytest.mark.parametrize("steps", SEQUENCES.values(), ids=SEQUENCES)
def test_ends_in_what_a_clean_build_shows(
    project: Changed, known: dict[str, Any], steps: tuple[Step, ...]
) -> None:
    project.known = known
    for step in steps:
        step(project)
        project.is_clean()


def test_a_string_is_known_in_the_files_behind_its_own(project: Changed) -> None:
    project.settings["bibtex_bibfiles"] = ["strings.bib", "refs.bib"]
    project.write("refs.bib", paper("a", journal="=rmp"))
    files, warnings = project.build()
    assert warnings == []
    assert b"Reviews" in files["publications/a.html"]
    assert b"rmp" not in files["publications/a.html"]


def test_figures_go_with_pillow_and_come_back(
    project: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.put("files/a.bmp", bitmap("red"))
    project.write("refs.bib", paper("a", preview="/files/a.bmp") + paper("b"))
    project.is_clean()
    assert b"publication-thumbnail" in project.build()[0]["index.html"]
    monkeypatch.setattr("sphinx_publications.web.page_images.can_draw", lambda: False)
    project.is_clean()
    files, warnings = project.build()
    assert b"publication-thumbnail" not in files["index.html"]
    assert ["Pillow is not installed" in line for line in warnings] == [True]
    monkeypatch.undo()
    project.is_clean()
    assert b"publication-thumbnail" in project.build()[0]["index.html"]


def test_what_is_withdrawn_is_gone(project: Changed) -> None:
    project.settings.update(publications_files="files", publications_pictures=True)
    before, _ = project.build()
    written = {"publications/a.html", "publications/a.bib", "publications/a.png", "files/a.pdf"}
    assert written | {"publications.atom", "index.bib", "index.png"} <= before.keys()
    project.write("refs.bib", paper("b"))
    after, _ = project.build()
    assert not written & after.keys()
    project.settings.update(html_baseurl="", publications_pictures=False)
    after, _ = project.build()
    assert not {"publications.atom", "index.png"} & after.keys()
    project.write("index.md", HOME)
    after, _ = project.build()
    assert [name for name in after if name.endswith((".bib", ".ris", ".json", ".pdf"))] == []


def test_a_file_that_is_not_there_is_told_on_every_build(project: Changed) -> None:
    project.settings["publications_files"] = "files"
    project.write("files/a.pdf", None)
    for _ in range(3):
        (warning,) = project.build()[1]
        assert warning.startswith("refs.bib:")
        assert "files/a.pdf is not there" in warning


def test_a_build_that_has_nothing_to_do_writes_nothing(project: Changed) -> None:
    project.build()

    def times() -> dict[Path, int]:
        paths = [path for path in project.folder.glob("later/**/*") if path.is_file()]
        # Sphinx writes these two in every build.
        wanted = {p for p in paths if p.suffix in {".html", ".bib", ".json"}}
        wanted = {p for p in wanted if p.stem not in {"search", "genindex"}}
        return {path: path.stat().st_mtime_ns for path in wanted}

    before = times()
    project.build()
    assert times() == before


def test_what_a_style_of_others_raises_is_told_on_every_build(project: Changed) -> None:
    project.settings["extensions"] = ["myst_parser", "sphinx_publications", "broken"]
    project.write(
        "broken.py",
        "from pybtex.plugin import register_plugin\n"
        "from pybtex.style.formatting.plain import Style\n"
        "class Broken(Style):\n"
        "    def format_entry(self, label, entry, bib_data=None):\n"
        "        if entry.key == 'a':\n"
        "            raise RuntimeError('never mind')\n"
        "        return super().format_entry(label, entry, bib_data)\n"
        "def setup(app):\n"
        "    register_plugin('pybtex.style.formatting', 'broken', Broken, force=True)\n",
    )
    project.settings["publications_style"] = "broken"
    (project.source / "conf.py").touch()
    import sys

    sys.path.insert(0, str(project.source))
    try:
        for text in (None, None, "# Two\n\nNothing.\n", None):
            if text:
                project.write("two.md", text)
            told = [line for line in project.build()[1] if "never mind" in line]
            assert len(told) == 1
            assert told[0].startswith("refs.bib:1: WARNING: a: ")
            project.is_clean()
    finally:
        sys.path.remove(str(project.source))
