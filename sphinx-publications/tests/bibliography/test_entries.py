"""Entries are read once, and one that raises costs itself its look and one warning."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.style.formatting import BaseStyle
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp

from sphinx_publications.bibliography.entries import SourceEntry, failure
from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import read_publication
from sphinx_publications.project.conf_file import options_with_people
from sphinx_publications.project.config import Config
from sphinx_publications.rendering.pybtex_compat import register_style
from sphinx_publications.rendering.styles import PublicationsStyle

from .. import CONF, TESTS
from ..conftest import Build, Project
from ..hard import SMALLER

PLAIN = "@misc{%s, author = {One, Ann}, title = {On %s}, year = 2020, howpublished = {X}}\n"
PIECES = (
    PLAIN % ("a", "a"),
    PLAIN % ("b", "b"),
    PLAIN % ("a", "another"),
    "% a remark\n\n",
    "\n",
    "words between entries\n",
    "@string{here = {Here}}\n",
    "@misc{c, author = {Two*, Ben and Three*, Cy}, title = {C}, year = 2020, note = here}\n",
    "@misc{d, author = {A. One, B. Two, C. Three}, title = {D}, year = 2020, crossref = {e}}\n",
    "@proceedings{e, editor = {Four, Di}, title = {E}, year = 2021}\n",
    "@misc{f, author = {Five, Ed}, title = {F}, year = soon, url = {javascript:x}}\n",
    "@misc{g, author = {Six, Fay}, title = {G} year = 2020}\n",
    "@xdata{h, publisher = {P}}\n",
    "@book{i, author = {Seven, Guy}, title = {I}, year = 2020, xdata = {h}}\n",
    "@book{j, author = {Ten, Hal}, title = {J}, subtitle = {S}, date = {2020-05}, month = {5},"
    " location = {L}}\n",
    "@inbook{k, author = {Ten, Ida}, title = {K}, pages = {1}, crossref = {j}}\n",
    "@article{l, author = {Ten, Ian}, title = {L}, journal = {M}, crossref = {j}}\n",
)


def said(reading: Reading) -> object:
    entries = [
        (
            entry.key, entry.type, list(entry.fields.items()), entry.source.line,
            {name: entry.source.line_of(name) for name in entry.fields}, entry.source.bibtex,
            None if entry.type == "xdata" else entry.publication,
        )
        for entry in reading.entries.values()
    ]  # fmt: skip
    return entries, list(reading.keys.values()), reading.problems, reading.containers


def read_text(folder: Path, text: str, before: list[SourceEntry] | None = None) -> Reading:
    file = folder / "refs.bib"
    file.write_text(text, encoding="utf-8")
    return read(
        [file], ReadingOptions(owner=("One, Ann",)), name_of=lambda f: f.name, before=before or ()
    )


@given(st.lists(st.sampled_from(PIECES)), st.lists(st.sampled_from(PIECES)))
def test_a_second_reading_says_the_same_as_a_first(first: list[str], second: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        earlier = read_text(folder, "".join(first))
        expected = said(read_text(folder, "".join(second)))
        again = read_text(folder, "".join(second), list(earlier.entries.values()))
        assert said(again) == expected


@pytest.mark.parametrize(
    "name", ["roots/homepage/refs.bib", "data/al-folio.bib", "data/pasted.bib"]
)
def test_what_stands_as_it_did_is_the_same_object(tmp_path: Path, name: str) -> None:
    text = (TESTS / name).read_text(encoding="utf-8")
    earlier = read_text(tmp_path, text)
    clean = [entry for entry in earlier.entries.values() if entry.source.chunk]
    assert len(clean) >= len(earlier.entries) / 3
    known = {id(entry) for entry in clean}
    expected = said(read_text(tmp_path, f"% moved\n\n{text}"))
    again = read_text(tmp_path, f"% moved\n\n{text}", clean)
    assert said(again) == expected
    assert known == {id(entry) for entry in again.entries.values()} & known


def test_builds_one_after_another_are_as_one(project: Project) -> None:
    project.write(refs_bib=SMALLER)
    project.build()
    changed = SMALLER.replace("title = {Links}", "title = {Other links}")
    project.write(refs_bib=changed)
    later = project.build()
    fresh = project.build(freshenv=True)
    assert later.warnings == fresh.warnings
    names = sorted(path.name for path in Path(fresh.app.outdir).rglob("*.html"))
    assert len(names) > 13
    assert "Other links" in fresh.html().get_text()


def test_other_settings_read_everything_again(project: Project) -> None:
    project.write(refs_bib=PLAIN % ("a", "a"))
    assert not project.build().html().select("li strong")
    build = project.build(confoverrides={"publications_owner": "One, A"})
    assert [tag.get_text() for tag in build.html().select("li strong")] == [
        "A\N{NO-BREAK SPACE}One"
    ]


REFS = r"""
@misc{before, author = {One, Ann}, title = {Before}, year = 2022}
@misc{bad, author = {Two, Bob}, title = {Bad $x^2$}, year = 2021,
  abstract = {Words}, url = {https://x.org/bad}, code = {https://x.org/code}}
@misc{after, author = {Three, Cid}, title = {After}, year = 2020}
"""
INDEX = """# Home

{cite}`bad,after`, {cite:t}`bad`, [code](https://x.org/code)

```{publications}
```
"""
SETTINGS = {
    "html_baseurl": "https://example.org/",
    "publications_filter_from": 1,
    "publications_owner": "One, Ann",
}
BUILD: dict[str, Any] = {"confoverrides": SETTINGS}
PACKAGE = "sphinx_publications"


def is_bad(value: object) -> bool:
    """Whether what a function is called with has to do with the bad entry, being more than text."""
    entry = getattr(value, "publication", value)
    if isinstance(value, dict):
        return "abstract" in value and "Bad" in value.get("title", "")
    return getattr(entry, "key", "") == "bad" and bool(getattr(entry, "abstract", ""))


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what lets a function raise where it is given the bad entry."""

    def spoiled(name: str) -> None:
        module, _, function = name.rpartition(".")
        target = f"{PACKAGE}.{module}"
        original = getattr(__import__(target, fromlist=["_"]), function)

        def raising(*args: Any, **options: Any) -> Any:
            if any(map(is_bad, args)):
                raise LookupError("broken\nhere")
            return original(*args, **options)

        monkeypatch.setattr(f"{target}.{function}", raising)

    return spoiled


STEPS = (
    "model.publication.read_venue",
    "rendering.styles.entry_lines",
    "rendering.entry_lines._authors",
    "web.lists.details_html",
    "web.list_controls.context_object",
    "web.lists.search_words",
    "web.list_controls.filter_data",
    "web.page_transform.full_authors_line",
    "web.page_transform.describe",
    "web.page_transform.venue_line",
    "web.head.highwire_tags",
    "web.head.article",
    "outputs.csl.csl_item",
    "outputs.ris._record",
    "web.output_files.feed_content",
    "outputs.feed._entry",
    "web.page_images.texts",
)


def files(folder: Path) -> dict[str, bytes]:
    """Return what a build wrote of the papers that are not bad."""
    return {
        path.name: path.read_bytes()
        for path in (folder / "publications").iterdir()
        if path.name.startswith(("before", "after"))
    }


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """What a build without an error leaves."""
    project = Project(tmp_path_factory.mktemp("usual"), SphinxTestApp)
    project.write(conf_py=CONF, refs_bib=REFS, index_md=INDEX)
    build = project.build(**BUILD)
    assert build.warnings == []
    return build


@pytest.mark.parametrize("step", STEPS)
def test_one_entry_costs_one_warning(
    project: Project, usual: Build, spoil: Callable[[str], None], step: str
) -> None:
    items = {str(tag["id"]): tag for tag in usual.html().select("li[id]")}
    project.write(refs_bib=REFS, index_md=INDEX)
    spoil(step)
    build = project.build(**BUILD)
    (warning,) = build.warnings
    assert warning.startswith("refs.bib:3: WARNING: bad: ")
    assert "is plain text (LookupError: broken here)" in warning
    assert warning.endswith("[publications.failed]")
    found, intact = files(Path(build.app.outdir)), files(Path(usual.app.outdir))
    assert found.keys() == intact.keys()
    # The titles of neighbours apart, which are the bad one's.
    assert {name: text for name, text in found.items() if not name.endswith(".html")} == {
        name: text for name, text in intact.items() if not name.endswith(".html")
    }
    shown = {str(tag["id"]): tag for tag in build.html().select("li[id]")}
    assert list(shown) == list(items) or step == "model.publication.read_venue"
    assert shown["before"] == items["before"]
    assert shown["after"] == items["after"]
    assert "Bad" in shown["bad"].get_text()
    for suffix in ("html", "bib", "ris", "json", "png"):
        assert (Path(build.app.outdir) / "publications" / f"bad.{suffix}").is_file()
    assert b"<entry>" in (Path(build.app.outdir) / "publications.atom").read_bytes()


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml", "dirhtml"])
def test_every_builder_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    project.write(refs_bib=REFS, index_md=INDEX)
    original = PublicationsStyle.format_entry

    def raising(style: PublicationsStyle, label: str, entry: Any, *args: Any) -> Any:
        if is_bad(entry):
            raise LookupError("broken\nhere")
        return original(style, label, entry, *args)

    monkeypatch.setattr(PublicationsStyle, "format_entry", raising)
    build = project.build(builder, confoverrides={**SETTINGS, "version": "1", "copyright": "A"})
    (warning,) = build.warnings
    assert warning.startswith("refs.bib:3: WARNING: bad: it cannot be written in its style")
    if builder == "text":
        assert "Bad" in build.text()
        assert "After" in build.text()


def test_warnings_are_errors_where_they_are_meant_to_be(
    project: Project, spoil: Callable[[str], None]
) -> None:
    project.write(refs_bib=REFS, index_md=INDEX)
    spoil("web.lists.details_html")
    build = project.build(warningiserror=True, **BUILD)
    assert build.app.statuscode == 1


def test_processes_that_write_at_once_tell_it_once(
    project: Project, spoil: Callable[[str], None]
) -> None:
    pages = {f"page{number}_md": "# P\n\n{cite}`bad`\n" for number in range(12)}
    toc = "\n".join(f"page{number}" for number in range(12))
    index = f"{INDEX}\n```{{toctree}}\n{toc}\n```\n"
    project.write(refs_bib=REFS, index_md=index, **pages)
    for step in (
        "web.page_transform.venue_line",
        "web.page_transform.describe",
        "outputs.ris._record",
    ):
        spoil(step)
    build = project.build(parallel=2, **BUILD)
    assert len(build.warnings) == 1


class Raising(BaseStyle):  # type: ignore[misc]
    """A style that raises whatever an entry tells it to."""

    default_name_style = "plain"
    default_label_style = "number"
    default_sorting_style = "none"
    where = "format_entry"

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        return self._raise(entry)

    def sort(self, entries: Any) -> Any:
        if self.where == "sort":
            for entry in entries:
                self._raise(entry)
        return list(entries)

    def format_labels(self, entries: Any) -> Any:
        if self.where == "format_labels":
            for entry in entries:
                self._raise(entry)
        return [str(number) for number, _ in enumerate(entries, start=1)]

    def _raise(self, entry: Any) -> Any:
        from pybtex.richtext import Text
        from pybtex.style import FormattedEntry

        if entry.key == "bad":
            raise ERRORS[0]
        return FormattedEntry(entry.key, Text(f"Whole {entry.key}"), entry.key)


ERRORS: list[BaseException] = []


@pytest.fixture
def style() -> Iterator[type[Raising]]:
    """The style, registered; what it raises is put into `ERRORS`."""
    register_style("raising", Raising)
    yield Raising
    Raising.where = "format_entry"
    ERRORS.clear()


@pytest.mark.parametrize(
    "error", [KeyError("x"), RecursionError("deep"), AssertionError(), NotImplementedError("no")]
)
@pytest.mark.parametrize("where", ["format_entry", "sort", "format_labels"])
@pytest.mark.parametrize("directive", ["publications", "bibliography"])
def test_a_style_of_others_may_raise_anything(
    project: Project, style: type[Raising], error: Exception, where: str, directive: str
) -> None:
    style.where = where
    ERRORS[:] = [error]
    options = ":all:\n" if directive == "bibliography" else ""
    project.write(
        refs_bib=REFS,
        index_md="# Home\n\n{cite}`bad,after`\n\n"
        f"```{{{directive}}}\n:style: raising\n{options}```\n",
    )
    build = project.build(confoverrides={"bibtex_reference_style": "label"})
    told = [line for line in build.warnings if "[publications.failed]" in line]
    assert build.warnings == told
    assert len(told) == 1
    assert told[0].startswith("refs.bib:3: WARNING: bad: ")
    text = build.html().get_text()
    assert "Whole after" in text
    assert "Bad" in text


@pytest.mark.parametrize("style", ["author_venue", "author_year", "label", "super"])
@pytest.mark.parametrize("role", ["t", "p", "ts", "author", "year"])
def test_what_a_citation_shows_may_be_anything(project: Project, style: str, role: str) -> None:
    project.write(
        refs_bib="@misc{a, title = {{100% open}}, year = {2020}}\n"
        "@misc{b, author = {M\\{'ehaut, Ann and {50% {Corp}, The}}, title = {B}, year = {20$20$}}\n"
        "@misc{c, title = {A \\{ B}, year = {2020}}\n",
        index_md=f"# Home\n\n{{cite:{role}}}`a,b,c`\n\n```{{publications}}\n```\n",
    )
    build = project.build(confoverrides={"bibtex_reference_style": style})
    assert [line for line in build.warnings if "refs.bib" not in line] == []
    assert not [line for line in build.warnings if "publications.failed" in line]
    if style == "author_year" and role == "t":
        assert "100% open" in build.html().select(".bibtex-citation")[0].get_text()


def test_a_brace_out_of_balance_costs_the_others_nothing(project: Project) -> None:
    project.write(
        refs_bib="@misc{m, author = {Ann M\\{'ehaut and One, Bob}, title = {M}, year = {2020}}\n"
        "@misc{o, author = {One, Ann}, title = {O}, year = {2020}}\n"
    )
    for builder in ("html", "text"):
        build = project.build(builder)
        assert not [line for line in build.warnings if "failed" in line]


def test_a_macro_without_what_it_needs_is_told_at_its_field(project: Project) -> None:
    project.write(
        refs_bib="@misc{m, author = {One, Ann},\n  title = {Memory\\footnote},\n"
        "  abstract = {see $\\href{https://x.org}{x}$ and \\verb},\n"
        "  note = {A remark \\textcolor{red}}, year = {2020}}\n"
        "@misc{o, author = {One, Ann}, title = {O}, year = {2020}}\n",
    )
    told = [
        r"refs.bib:2: WARNING: m: \footnote in title and LaTeX in abstract and \textcolor in note "
        "cannot be read, and the text is shown without; write what belongs behind it, "
        "or remove it [publications.latex]",
    ]
    for _ in range(2):
        build = project.build()
        assert build.warnings == told
    assert build.html().select("#m .publication-title")[0].get_text().startswith("Memory")


def test_so_is_one_in_a_name_but_none_in_an_address(project: Project) -> None:
    project.write(
        refs_bib="@misc{a, author = {One\\footnote, Ann and Mo{\\v s}kon, {\\O}le}, title = {A},\n"
        "  year = 2020, file = {C\\:\\verb}, url = {https://x.org/\\verb}, code = {https://y.org/\\verb}}"
    )
    build = project.build()
    (warning,) = build.warnings
    assert warning.startswith(r"refs.bib:1: WARNING: a: \footnote in author cannot be read, and ")
    assert "A One, Ø Moškon" in build.html().get_text().replace("\N{NO-BREAK SPACE}", " ")


def test_the_name_of_a_file_may_be_long(project: Project) -> None:
    (project.source / "files").mkdir()
    project.write(
        refs_bib=f"@misc{{a, author = {{One, Ann}}, title = {{A}}, year = 2020, "
        f"pdf = {{{'x' * 300}.pdf}}}}\n"
    )
    build = project.build(confoverrides={"publications_files": "files"})
    (warning,) = build.warnings
    assert warning.startswith("refs.bib:1: WARNING: the file files/xxx")
    assert "is not there" in warning


def test_a_file_that_cannot_be_copied_costs_the_others_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project.source / "files"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_text(name, encoding="utf-8")
    project.write(
        refs_bib="".join(
            f"@misc{{{key}, author = {{One, Ann}}, title = {{T{key}}}, year = 2020, "
            f"pdf = {{{key}.pdf}}}}\n"
            for key in "ab"
        )
    )
    copy = shutil.copy2

    def copy2(source: Path, target: Path) -> None:
        # Root may read every file, so that permissions alone would not do.
        if source.name == "a.pdf":
            raise PermissionError(errno.EACCES, "Permission denied", source)
        copy(source, target)

    monkeypatch.setattr(shutil, "copy2", copy2)
    build = project.build(confoverrides={"publications_files": "files"})
    assert build.warnings == [
        "refs.bib:1: WARNING: the file files/a.pdf cannot be published (Permission denied); "
        "see to its permissions and its name [publications.file]"
    ]
    assert (Path(build.app.outdir) / "files" / "b.pdf").is_file()


def test_no_link_leads_out_of_the_folder_of_files(project: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = project.source / "files"
    folder.mkdir()
    (folder / "own.pdf").write_text("own", encoding="utf-8")
    os.symlink(tmp_path / "secret.txt", folder / "a.pdf")  # noqa: PTH211
    os.symlink(tmp_path, folder / "up")  # noqa: PTH211
    os.symlink(folder / "own.pdf", folder / "c.pdf")  # noqa: PTH211
    names = ("a.pdf", "up/secret.txt", "c.pdf", "own.pdf")
    project.write(
        refs_bib="".join(
            f"@misc{{k{number}, author = {{One, Ann}}, title = {{T{number}}}, year = 2020, "
            f"pdf = {{{name}}}}}\n"
            for number, name in enumerate(names)
        )
    )
    build = project.build(confoverrides={"publications_files": "files"})
    assert build.warnings == [
        f"refs.bib:{line}: WARNING: the file files/{name} is a link that leads out of files, "
        "and is not published; put a copy in its place [publications.file]"
        for line, name in ((1, "a.pdf"), (2, "up/secret.txt"))
    ]
    out = Path(build.app.outdir) / "files"
    assert sorted(path.name for path in out.iterdir()) == ["c.pdf", "own.pdf"]
    assert not any(path.is_symlink() for path in out.iterdir())


@pytest.mark.parametrize("theme", ["alabaster", "classic", "pydata_sphinx_theme"])
def test_titles_of_windows_are_plain_text(project: Project, theme: str) -> None:
    project.write(
        refs_bib="@misc{a, author = {One, Ann}, year = 2020, "
        "title = {H$_2$O in $O(n^2)$ \\& <q>x</q> for $\\alpha < \\beta$}}\n",
    )
    build = project.build(confoverrides={"html_theme": theme, "html_title": "Site"})
    head = build.html("publications/a").select_one("head title")
    assert head is not None
    assert head.get_text().strip().startswith("H₂O in O(n²) & <q>x</q> for α < β ")
    assert head.find_all(True) == []
    assert len(build.html("publications/a").select("h1 math")) == 2


def test_reading_goes_on(tmp_path: Path, spoil: Callable[[str], None]) -> None:
    spoil("model.publication.read_details")
    (tmp_path / "refs.bib").write_text(REFS, encoding="utf-8")

    found = read([tmp_path / "refs.bib"], ReadingOptions(), name_of=lambda path: path.name)
    assert [entry.key for entry in found.entries.values()] == ["before", "bad", "after"]
    (problem,) = found.problems
    assert problem.place == "refs.bib:3"
    assert problem.key == "bad"
    assert found.entries["bad"].publication.plain_title == "Bad x^2"


def test_names_that_raise_cost_one_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sphinx_publications.bibliography import name_fields

    original = name_fields.read_people

    def read_people(role: str, value: str) -> Any:
        if "Two" in value:
            raise IndexError
        return original(role, value)

    monkeypatch.setattr(name_fields, "read_people", read_people)
    (tmp_path / "refs.bib").write_text(REFS, encoding="utf-8")
    found = read([tmp_path / "refs.bib"], ReadingOptions(), name_of=lambda path: path.name)
    (problem,) = found.problems
    assert problem.text.startswith("bad: it cannot be read as it stands and is plain text")
    assert found.entries["bad"].publication.plain_title == "Bad x^2"
    assert "author = {Two, Bob}" in found.entries["bad"].source.bibtex
    assert len(found.entries["after"].publication.authors) == 1


def test_what_is_no_error_of_an_entry_passes(project: Project) -> None:
    project.write(refs_bib=REFS, conf_py=CONF + "\nbibtex_default_style = 'nowhere'\n")
    project.write(index_md="# Home\n\n```{bibliography}\n:all:\n```\n")
    with pytest.raises(ExtensionError, match="nowhere"):
        project.build()


def test_a_long_reason_is_cut(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(REFS, encoding="utf-8")
    entry = read([tmp_path / "refs.bib"], ReadingOptions()).entries["bad"]
    problem = failure(entry, ValueError("word " * 1000), "it cannot be shown")
    assert problem.line == 3
    assert "ValueError: word word" in problem.message
    assert len(problem.message) < 300


def test_an_entry_that_could_not_be_read_is_told_again_when_files_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "refs.bib").write_text(REFS, encoding="utf-8")

    def raising(entry: SourceEntry, *more: Any) -> Any:
        if entry.key == "bad":
            raise LookupError("broken")
        return read_publication(entry, *more)

    monkeypatch.setattr(f"{PACKAGE}.bibliography.entries.read_publication", raising)
    first = read([tmp_path / "refs.bib"], ReadingOptions())
    assert [problem.key for problem in first.problems] == ["bad"]
    again = read([tmp_path / "refs.bib"], ReadingOptions(), before=first.entries.values())
    assert again.problems == first.problems


DIGESTS = """
import sys
from pathlib import Path
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.parse_options import ReadingOptions
hidden = frozenset({"note", "abstract", "isbn", "month", "number"})
options = ReadingOptions(bibtex_hidden=hidden, bibtex_fields=frozenset({"file", "library"}))
print([entry.digest for entry in read([Path(sys.argv[1])], options).entries.values()])
"""


def test_a_later_process_has_the_same_digests(tmp_path: Path) -> None:
    """Else every page of a list would be written again in each build."""
    bib = tmp_path / "refs.bib"
    bib.write_text("".join(PIECES), encoding="utf-8")
    found = {
        subprocess.run(
            [sys.executable, "-c", DIGESTS, str(bib)],
            check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in "1234"
    }  # fmt: skip
    assert len(found) == 1


def test_a_digest_tells_entries_and_what_is_published_of_them_apart(tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"

    def digest(entry: str, *hidden: str) -> str:
        bib.write_text(entry, encoding="utf-8")
        options = ReadingOptions(bibtex_hidden=frozenset(hidden))
        return next(iter(read([bib], options).entries.values())).digest

    first = PLAIN % ("a", "a")
    assert digest(first) == digest(f"\n\n{first}")
    others = {digest(PLAIN % ("a", "b")), digest(first, "howpublished"), digest(first, "note")}
    assert len({digest(first), *others}) == 4


def test_a_digest_depends_on_what_settings_say_of_an_entry(tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(PLAIN % ("a", "a") + PLAIN.replace("One, Ann", "Two, Ben") % ("b", "b"))

    def digests(options: ReadingOptions) -> list[str]:
        return [entry.digest for entry in read([bib], options).entries.values()]

    def at(address: str) -> ReadingOptions:
        return options_with_people(Config(people={"Ann One": {"url": address}}), tmp_path)[0]

    options, marks = at("https://a.org"), MarkTable.with_overrides({"lead": ("!", "Led the work")})
    first, moved = digests(options), digests(at("https://b.org"))
    assert [old == new for old, new in zip(first, moved, strict=True)] == [False, True]
    owner = digests(options._replace(owner=("Two, Ben",)))
    assert set(first).isdisjoint(owner)
    assert set(first).isdisjoint(digests(options._replace(marks=marks)))
