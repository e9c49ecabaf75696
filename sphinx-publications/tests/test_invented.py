"""What a list, a page and the exports say of a work is what the file says, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.ris import ris
from sphinx_publications.project.cite_role import citing_style
from sphinx_publications.project.selection import type_group
from sphinx_publications.rendering.entry_lines import authors_line, note_line, venue_line

from .conftest import Project
from .rendering.test_pybtex_compat import only


def entry(folder: Path, text: str) -> SourceEntry:
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    *_, found = read([folder / "refs.bib"], ReadingOptions()).entries.values()
    return found


def work(folder: Path, type_: str, fields: str) -> SourceEntry:
    return entry(folder, f"@{type_}{{a, author = {{One, Ann}}, title = {{T}}, {fields}}}")


def cited(found: SourceEntry) -> str:
    return str(citing_style("unsrt").format_entry("a", found).text)


@pytest.mark.parametrize(
    ("type_", "fields", "shown", "kind"),
    [
        ("phdthesis", "type = {Habilitation}", "Habilitation, U", "Habilitation"),
        ("mastersthesis", "type = {Bachelor's thesis}", "Bachelor's thesis, U",
         "Bachelor's thesis"),
        ("thesis", "type = {mathesis}", "Master's thesis, U", "Master's thesis"),
        ("thesis", "type = {PHDTHESIS}", "PhD thesis, U", "PhD thesis"),
        ("thesis", "type = {candthesis}", "Candidate thesis, U", "Candidate thesis"),
        ("thesis", "type = {licentiate thesis}", "Licentiate thesis, U", "licentiate thesis"),
        ("bachelorsthesis", "", "Bachelor's thesis, U", "Bachelor's thesis"),
        ("techreport", "type = {Working Paper}, number = {123}", "Working Paper 123, U",
         "Working Paper"),
        ("report", "type = {resreport}, number = {R-1}", "Research report R-1, U",
         "Research report"),
    ],
)  # fmt: skip
def test_what_a_work_is_called_is_said_everywhere(
    tmp_path: Path, type_: str, fields: str, shown: str, kind: str
) -> None:
    found = work(tmp_path, type_, f"{fields}, institution = {{U}}")
    publication = found.publication
    assert publication.venue.name == shown
    assert csl_item(publication)["genre"] == kind
    assert f"M3  - {kind}" in ris([publication])
    assert kind.lower() in cited(found).lower()
    if "PhD" not in kind:
        assert "PhD" not in cited(found)
        own = "@mastersthesis{" if kind == "Master's thesis" else f"type = {{{kind}}}"
        assert own in classic_bibtex([found])


def test_a_thesis_of_no_kind_is_no_doctoral_one(tmp_path: Path) -> None:
    found = work(tmp_path, "thesis", "institution = {U}")
    assert found.publication.venue.name == "Thesis, U"
    assert "type = {Thesis}" in classic_bibtex([found])
    assert "PhD" not in cited(found)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("number = {1,234,567}, type = {patentus}", "U.S. patent 1,234,567"),
        ("number = {EP1}, type = {patreqeu}", "European patent request EP1"),
        ("number = {1}", "Patent 1"),
        ("type = {Utility model}", "Utility model"),
    ],
)
def test_a_patent_has_its_number(tmp_path: Path, fields: str, shown: str) -> None:
    found = work(tmp_path, "patent", fields)
    assert found.publication.venue.name == shown
    assert shown in cited(found)


@pytest.mark.parametrize(
    ("fields", "is_talk"),
    [
        ("eventtitle = {Days}", True),
        ("eventdate = {2020-01-01}", True),
        ("type = {Keynote}", True),
        ("note = {Invited talk at the Days}", True),
        ("howpublished = {Poster presented at Days}", True),
        ("note = {Draft}", False),
        ("note = {Lecture notes}", False),
        ("note = {We talk at length of drafts}", False),
        ("", False),
    ],
)
def test_a_talk_is_no_preprint(tmp_path: Path, fields: str, is_talk: bool) -> None:
    publication = work(tmp_path, "unpublished", fields).publication
    assert (csl_item(publication)["type"] == "speech") == is_talk
    assert (type_group(publication) == "Preprints") != is_talk


@pytest.mark.parametrize(
    ("venue", "shown"),
    [
        ("2020 IEEE Conference on X (CX)", "2020 IEEE Conference on X (CX)"),
        ("Proceedings of the 2020 Conference on X", "Proceedings of the 2020 Conference on X"),
        ("Conference on X 2020", "Conference on X 2020"),
        ("Conference on X", "Conference on X 2020"),
        ("2019 Conference on X", "2019 Conference on X 2020"),
        ("X12020", "X12020 2020"),
    ],
)
def test_a_year_is_said_once(tmp_path: Path, venue: str, shown: str) -> None:
    found = work(tmp_path, "inproceedings", f"booktitle = {{{venue}}}, year = {{2020}}")
    assert found.publication.where == shown


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("(to appear)", "(to appear)"),
        ("(to appear).", "(to appear)."),
        ("（口頭）", "（口頭）"),
        ("to appear", "(to appear)"),
        ("(a) and (b)", "((a) and (b))"),
        ("[in German]", "[in German]"),
        (r"See \url{https://x.org/a_b}", "(See https://x.org/a_b)"),
        (r"\href{https://x.org}{The {X} Hall}", "(The X Hall)"),
        (r"\url{javascript:alert(1)}", "(javascript:alert(1))"),
    ],
)
def test_a_note_is_shown_as_it_is(tmp_path: Path, note: str, shown: str) -> None:
    assert str(note_line(work(tmp_path, "misc", f"note = {{{note}}}").publication)) == shown


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        (r"howpublished = {\url{https://x.org/a_b}}", "https://x.org/a_b"),
        (r"howpublished = {\href{https://x.org/b}{Hall}}", "https://x.org/b"),
        (r"howpublished = {Online: \url{https://x.org/b}}", "https://x.org/b"),
        ("howpublished = {https://x.org/b}", "https://x.org/b"),
        (r"howpublished = {\url{https://x.org/b}}, url = {https://x.org/own}",
         "https://x.org/own"),
        ("howpublished = {Leaflet}", None),
        (r"howpublished = {\url{javascript:alert(1)}}", None),
    ],
)  # fmt: skip
def test_an_address_in_howpublished_is_that_of_the_work(
    tmp_path: Path, fields: str, url: str | None
) -> None:
    found = work(tmp_path, "misc", fields)
    assert csl_item(found.publication).get("URL") == url
    assert (f"UR  - {url}" in ris([found.publication])) == (url is not None)
    assert str(venue_line(found.publication))


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, author = {O}, title = {T}, note = {}, note = {N}}",
        "@misc{a, author = {O}, title = {T}, note = {N}, Note = {}}",
        "@misc{a, author = {O}, title = {T}, note = { }, NOTE = {N}}",
        "@misc{a, author = {O}, title = {T}, note = {{}}, note = {N}}",
        "@xdata{x, note = {N}}\n@misc{a, author = {O}, title = {T}, note = {}, xdata = {x}}",
    ],
)
def test_an_empty_field_says_nothing(tmp_path: Path, text: str) -> None:
    found = entry(tmp_path, text)
    assert found.publication.note == "N"
    assert "ote = {N}" in found.source.bibtex.lower().replace("{n}", "{N}")


def test_a_collaboration_stands_behind_the_authors(tmp_path: Path) -> None:
    text = "@article{a, %s title = {T}, journal = {J}, collaboration = {BIGEXP}, year = {2020}}"
    found = entry(tmp_path, text % "author = {One, Ann and others},").publication
    assert str(authors_line(found)) == "A One et al. (BIGEXP)"
    for export in (ris([found]), json.dumps(csl_item(found)), jats(found)):
        assert "BIGEXP" in export
    found = entry(tmp_path, text % "author = {{BIGEXP Collaboration}},").publication
    assert str(authors_line(found)) == "BIGEXP Collaboration"
    assert str(authors_line(entry(tmp_path, text % "").publication)) == "BIGEXP"


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("* equal contribution", ""),
        ("*Equal contribution.", ""),
        ("† equal contribution", "† equal contribution"),
        ("Oral", "Oral"),
    ],
)
def test_what_the_legend_says_is_no_note(tmp_path: Path, note: str, left: str) -> None:
    text = f"@misc{{a, author = {{One*, Ann and Two*, Ben}}, title = {{T}}, note = {{{note}}}}}"
    assert entry(tmp_path, text).publication.note == left


REFS = """@article{a, author = {One, Ann}, title = {A}, journal = {J}, year = {2020}}
@article{b, author = {Two, Ben}, title = {B}, journal = {J}, year = {2010}}
"""
LIST = "```{publications}\n:filter: year > 2015\n```\n"


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_a_citation_of_what_no_list_shows_is_text(project: Project, builder: str) -> None:
    project.write(refs_bib=REFS, index_md=f"# Home\n\nText {{cite}}`a,b`.\n\n{LIST}")
    for _ in range(2):
        build = project.build(builder)
        (warning,) = build.warnings
        assert 'no list shows "b", and its citation leads nowhere' in warning
    if builder == "html":
        (link,) = build.html().select(".bibtex-citation a")
        assert link["href"] == "#a"
        assert "Two10" in only(build.html(), ".bibtex-citation").get_text()


def test_a_citation_in_a_heading_has_its_words_in_every_build(project: Project) -> None:
    page = "# On {cite}`a` and {cite:t}`a`\n"
    project.write(
        refs_bib=REFS,
        index_md=f"# Home\n\n```{{toctree}}\npage\n```\n\n{LIST}",
        page_md=page,
    )
    for year in ("2020", "2021"):
        project.write(refs_bib=REFS.replace("2020", year))
        for _ in range(2):
            build = project.build()
            assert build.warnings == []
            said = f"On [One{year[2:]}] and One [One{year[2:]}]"
            assert only(build.html(), ".toctree-wrapper").get_text().strip() == said
            assert only(build.html("page"), "title").get_text().startswith(said)
    # This builder knows addresses only when it writes.
    build = project.build("texinfo")
    assert build.warnings == []
    (written,) = build.app.outdir.glob("*.texi")
    assert said in written.read_text(encoding="utf-8")


def test_years_have_no_numbers_of_sections(project: Project) -> None:
    project.write(
        refs_bib=REFS,
        index_md="# Home\n\n```{toctree}\n:numbered:\nlist\n```\n",
        list_md="# List\n\n## Before\n\n## All\n\n```{publications}\n```\n\n## After\n",
    )
    expected = ["1. List", "1.1. Before", "1.2. All", "1.3. After"]
    for _ in range(2):
        build = project.build()
        assert build.warnings == []
        toc = [link.get_text() for link in build.html().select(".toctree-wrapper a")]
        assert toc == expected
        headings = build.html("list").select("[role=main] :is(h1, h2, h3)")
        shown = [*expected[:3], "2020", "2010", expected[3]]
        assert [heading.get_text().rstrip("¶") for heading in headings] == shown
        project.write(index_md=(project.source / "index.md").read_text() + "\nMore.\n")
