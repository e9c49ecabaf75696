"""Files beside the pages: the index of the search, the feed, stylesheets and scripts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sphinx.search.en import SearchEnglish

from sphinx_publications.web import output_files

from ..conftest import Project

REFS = "".join(
    f"@misc{{k{n}, author = {{Ann One}}, title = {{Learning networks number {n}}}, year = 202{n},"
    " howpublished = {X}, abstract = {We study learning networks, Learning and Networks.}}\n"
    for n in range(4)
)


@pytest.fixture
def stemmed(project: Project, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counts: Counter[str] = Counter()
    stem = SearchEnglish.stem

    def counted(self: SearchEnglish, word: str) -> str:
        counts[word] += 1
        return stem(self, word)

    monkeypatch.setattr(SearchEnglish, "stem", counted)
    project.write(refs_bib=REFS)
    return counts


def index(project: Project, **options: str) -> str:
    out = Path(project.build(freshenv=True, confoverrides=options).app.outdir)
    return (out / "searchindex.js").read_text(encoding="utf-8")


def test_each_word_is_stemmed_once_and_the_index_is_the_same(
    project: Project, stemmed: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = index(project)
    assert "publications/k1" in found
    assert set(stemmed.values()) == {1}
    stemmed.clear()
    monkeypatch.setattr(output_files, "remember_stems", lambda *_: None)
    assert index(project) == found
    assert stemmed["networks"] > 1


@pytest.mark.parametrize("options", [{"html_search_language": "zh"}, {"publications_pages": ""}])
def test_elsewhere_sphinx_does_as_it_does(project: Project, options: dict[str, str]) -> None:
    project.write(refs_bib=REFS)
    app = project.build(confoverrides=options).app
    assert "stem" not in vars(app.builder.indexer.lang)  # type: ignore[attr-defined]


def test_the_feed_has_the_newest_first_and_of_one_date_as_the_file_has_them(
    project: Project,
) -> None:
    dates = {"old": "2019", "first": "2021-05", "second": "2021-05", "new": "2022"}
    project.write(
        refs_bib="".join(
            f"@misc{{{key}, author = {{A}}, title = {{{key}}}, date = {{{date}}}, note = {{X}},"
            " howpublished = {X}}\n"
            for key, date in dates.items()
        )
    )
    out = Path(project.build(confoverrides={"html_baseurl": "https://me.org/"}).app.outdir)
    feed = ElementTree.parse(out / "publications.atom")
    names = {"a": "http://www.w3.org/2005/Atom"}
    titles = [title.text for title in feed.findall("a:entry/a:title", names)]
    assert titles == ["new", "first", "second", "old"]


STOCK = "# Home\n\n{cite}`k1`\n\n```{bibliography}\n```\n"
LIST = "# Home\n\n```{publications}\n```\n"
STEPS: tuple[tuple[str, set[str]], ...] = (
    (STOCK, set()),
    (LIST, {"publications.css", "publications.js"}),
    (LIST + "\n{cite}`k1`\n", {"publications.css", "publications.js", "publications-cards.js"}),
    (f"{STOCK}\nNo list.\n", set()),
)


@pytest.mark.parametrize("parallel", [0, 2])
def test_stylesheets_and_scripts_are_there_only_if_a_page_names_them(
    project: Project, parallel: int
) -> None:
    project.write(refs_bib=REFS)
    for text, expected in STEPS:
        project.write(index_md=text)
        build = project.build(parallel=parallel)
        assert build.warnings == []
        out = Path(build.app.outdir)
        assert {path.name for path in out.glob("_static/publications*")} == expected
        pages = [path.read_text(encoding="utf-8") for path in out.rglob("*.html")]
        assert {name for name in expected if any(f"_static/{name}?v=" in p for p in pages)} == (
            expected
        )
        assert not any("publications.css" in page for page in pages if not expected)


def test_sources_of_generated_pages_are_there_for_llms_txt(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # sphinx-llms-txt reads the source of each page from the output folder, by this name.
    monkeypatch.syspath_prepend(tmp_path / "addons")
    (tmp_path / "addons").mkdir()
    (tmp_path / "addons" / "sphinx_llms_txt.py").write_text(
        "def setup(app):\n    return {'parallel_read_safe': True, 'parallel_write_safe': True}\n"
    )
    project.write(
        refs_bib="@misc{a, author = {Oak, Ann and Elm, Bo}, author+an = {1=equal; 2=equal},"
        " title = {Of {\\LaTeX}}, year = 2020, abstract = {Short.}, doi = {10.1000/1}}"
    )
    overrides = {"extensions": ["myst_parser", "sphinx_publications"]}
    out = project.build(confoverrides=overrides).app.outdir
    assert not (out / "_sources" / "publications").exists()
    overrides["extensions"].append("sphinx_llms_txt")
    build = project.build(confoverrides=overrides)
    assert build.warnings == []
    # It adds the setting to the path in the folder of sources.
    path = build.app.env.doc2path("publications/a", base=False)
    file = build.app.outdir / "_sources" / f"{path}{build.app.config.html_sourcelink_suffix}"
    text = file.read_text(encoding="utf-8")
    assert text.startswith(
        "# Of LaTeX\n\nA\N{NO-BREAK SPACE}Oak*, B\N{NO-BREAK SPACE}Elm*\n".replace("\xa0", " ")
    )
    for words in ("(*: ", "Short.", "<https://doi.org/10.1000/1>", "```bibtex\n@misc{a,"):
        assert words in text
