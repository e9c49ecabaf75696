"""Files for reference managers, read back by programs of others."""

from __future__ import annotations

import json
import re
import subprocess
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as citeproc_formatters
from citeproc.source.json import CiteProcJSON

from ..conftest import Build, Project, Site
from ..hard import FEW, SMALLER
from ..hard import KEYS as HARD_KEYS
from ..marked import CORRESPONDING, EQUAL, sentence
from ..test_site import KEYS

SAID = f"{sentence(EQUAL)} (comparable contributions and team work): Guillaume Bellec, Franz Scherr"
ARCHIVED = "bioRxiv: 10.1101/738385"


def export(site: Site, name: str) -> str:
    return (site.build("html") / name).read_text(encoding="utf-8")


@pytest.fixture
def hard(project: Project) -> Build:
    project.write(refs_bib=SMALLER)
    return project.build()


def hard_export(hard: Build, suffix: str) -> str:
    return str((hard.app.outdir / f"index.{suffix}").read_text(encoding="utf-8"))


def test_the_list_and_every_paper_can_be_downloaded(site: Site) -> None:
    for suffix in ("bib", "bibtex.bib", "ris", "json"):
        whole = export(site, f"publications.{suffix}")
        for key in KEYS:
            single = export(site, f"publications/{key}.{suffix}")
            assert single
            if suffix != "json":
                assert single.strip() in whole
    page = site.page("publications")
    offered = [str(link["href"]) for link in page.select("article a[download]")]
    assert offered == [
        "publications.bibtex.bib", "publications.bib", "publications.json", "publications.ris",
    ]  # fmt: skip
    purposes = [item.get_text() for item in page.select(".publication-downloads li")]
    assert purposes[0] == "Classic BibTeX for LaTeX and most programs"
    assert len(purposes) == len(offered)
    assert not (site.build("html") / "publications.xml").exists()
    told = page.select("link[rel=alternate][type*=bibtex], link[rel=alternate][type*=csl]")
    assert [link["href"] for link in told] == [
        "publications.bibtex.bib", "publications.bib", "publications.json",
    ]  # fmt: skip
    paper = site.page("publications/bellec2020solution").select("article a[download]")
    assert [(link.get_text(), link["href"]) for link in paper] == [
        ("Classic BibTeX", "bellec2020solution.bibtex.bib"),
        ("BibLaTeX", "bellec2020solution.bib"),
        ("CSL-JSON", "bellec2020solution.json"),
        ("RIS", "bellec2020solution.ris"),
        ("JATS", "bellec2020solution.xml"),
    ]


def test_bibtexparser_reads_the_bibtex(site: Site) -> None:
    library = parse_string(export(site, "publications.bib"))
    assert [entry.key for entry in library.entries] == list(KEYS)
    assert library.failed_blocks == []
    fields = library.entries_dict["bellec2020solution"].fields_dict
    assert fields["author+an"].value == "1=equal; 2=equal"
    assert "*" not in fields["author"].value


def test_biber_reads_the_bibtex(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "publications.bib"
    path.write_text(export(site, "publications.bib"), encoding="utf-8")
    command = ["biber", "--tool", "--validate-datamodel", f"--output-file={tmp_path / 'out.bib'}"]
    done = subprocess.run(
        [*command, str(path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "ERROR" not in done.stdout


def test_rispy_reads_the_ris(site: Site) -> None:
    records = rispy.loads(export(site, "publications.ris"))
    assert [record["id"] for record in records] == list(KEYS)
    paper = records[KEYS.index("bellec2020solution")]
    assert paper["type_of_reference"] == "JOUR"
    assert paper["authors"][:2] == ["Bellec, Guillaume", "Scherr, Franz"]
    assert paper["secondary_title"] == "Nature Communications"
    assert paper["notes"] == [SAID, f"Eprint in {ARCHIVED}"]
    talk = records[KEYS.index("illing2021local")]
    assert (talk["type_of_reference"], talk["start_page"], talk["end_page"]) == (
        "CONF", "30365", "30379",
    )  # fmt: skip
    assert all("*" not in name for record in records for name in record["authors"])


# citeproc-py knows CSL 1.0.1, in which the event has another name.
READS_CSL = pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupp")


@READS_CSL
def test_a_citation_processor_reads_the_csl(site: Site) -> None:
    items = json.loads(export(site, "publications.json"))
    assert [item["id"] for item in items] == list(KEYS)
    assert items[KEYS.index("bellec2020solution")]["note"] == f"{SAID}; {ARCHIVED}"
    lines = cited(items)
    assert len(lines) == 12
    solution = next(line for line in lines if "learning dilemma" in line)
    assert "Bellec" in solution
    assert "Nature Communications" in solution
    assert "*" not in "".join(lines)


def cited(items: list[dict[str, object]]) -> list[str]:
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, citeproc_formatters.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(str(item["id"]))]))
    return [str(line) for line in bibliography.bibliography()]


def test_particles_and_groups_keep_their_names(hard: Build) -> None:
    items = {item["id"]: item for item in json.loads(hard_export(hard, "json"))}
    assert items["group"]["author"] == [{"literal": "The CMS Collaboration"}]
    # As Zotero has it, and citeproc-js and pandoc read it.
    assert items["soon"]["author"] == [{"family": "von der Thirteen", "given": "Max, Jr"}]
    assert items["soon"]["issued"] == {"literal": "in press"}
    assert items["range"]["issued"] == {"date-parts": [[2018, 5], [2019]]}
    assert items["thesis"]["language"] == "de"
    assert items["report"]["number"] == "7"
    assert items["marks"]["note"] == (
        f"{sentence(EQUAL)}: Ed Five, Fay Six; {sentence(CORRESPONDING)}: Guy Seven"
    )


OPEN = """
@incollection{hail, author = {One, Ann and others}, editor = {Two, Bo and others},
  title = {On Hail}, booktitle = {Cold Things}, date = {2001}, publisher = {Press}}
@book{whole, editor = {Two, Bo and {et al.}}, title = {Cold Things}, date = {2002},
  publisher = {Press}}
@incollection{child, author = {Six, Di}, title = {On Frost}, crossref = {parent}}
@collection{parent, editor = {Two, Bo and others}, title = {Warm Things}, date = {2003},
  publisher = {Press}}
"""


def test_every_output_says_and_others_and_names_nobody_so(project: Project) -> None:
    project.write(refs_bib=OPEN)
    build = project.build(confoverrides={"html_baseurl": "https://x.org/"})
    out = Path(build.app.outdir)
    items = {item["id"]: item for item in json.loads(hard_export(build, "json"))}
    assert items["hail"]["author"] == [{"family": "One", "given": "Ann"}, {"literal": "others"}]
    assert items["hail"]["editor"] == [{"family": "Two", "given": "Bo"}, {"literal": "others"}]
    assert "note" not in items["hail"]
    records = {record["id"]: record for record in rispy.loads(hard_export(build, "ris"))}
    assert records["hail"]["authors"] == ["One, Ann"]
    assert records["hail"]["secondary_authors"] == ["Two, Bo"]
    said = ["Authors: Ann One and others", "Editors: Bo Two and others"]
    assert records["hail"]["notes"] == said
    assert records["whole"]["notes"] == said[1:]
    for name in ("bib", "bibtex.bib"):
        entries = parse_string(hard_export(build, name)).entries_dict
        for key in ("hail", "whole", "child"):
            assert entries[key].fields_dict["editor"].value == "Two, Bo and others"
    jats = ElementTree.fromstring(
        re.sub("<!DOCTYPE[^>]*>", "", (out / "publications/hail.xml").read_text("utf-8"))
    )
    assert [[child.tag for child in group] for group in jats.iter("contrib-group")] == [
        ["contrib", "etal"], ["contrib", "etal"],
    ]  # fmt: skip
    assert '"creditText": "Authors: Ann One and others; Editors: Bo Two and others"' in str(
        build.html("publications/hail").select_one("script[type='application/ld+json']")
    )
    (openurl,) = [tag["title"] for tag in build.html().select(".Z3988") if "On+Hail" in str(tag)]
    assert parse_qs(str(openurl))["rft.au"] == ["One, Ann"]
    assert parse_qs(str(openurl))["rft_dat"] == ["; ".join(said)]


@READS_CSL
def test_hard_entries_are_read_by_all(hard: Build) -> None:
    records = rispy.load(StringIO(hard_export(hard, "ris")))
    assert [record["id"] for record in records] == HARD_KEYS
    crowd = records[HARD_KEYS.index("crowd")]
    assert len(crowd["authors"]) == FEW
    items = json.loads(hard_export(hard, "json"))
    assert [item["id"] for item in items] == HARD_KEYS
    small = [item for item in items if item["id"] != "crowd"]
    assert len(cited(small)) == len(small)
    library = parse_string(hard_export(hard, "bib"))
    assert {entry.key for entry in library.entries} == set(HARD_KEYS)
    for text in (hard_export(hard, suffix) for suffix in ("ris", "json")):
        assert "javascript:" not in text
        assert "data:text" not in text


def test_an_entry_without_title_has_none_in_any_export(project: Project) -> None:
    project.write(
        refs_bib="@misc{somekey, author = {One, Ann}, howpublished = {X}, year = 2020, "
        "code = {https://x.org/code}}"
    )
    build = project.build(confoverrides={"html_baseurl": "https://x.org/"})
    assert len(build.warnings) == 1
    out, page = Path(build.app.outdir), build.html("publications/somekey")
    for text, key in (
        ((out / "index.ris").read_text("utf-8"), "ID  - somekey"),
        ((out / "index.json").read_text("utf-8"), '"id": "somekey"'),
        (str(build.html().select_one(".Z3988")), ""),
        ("".join(str(tag["content"]) for tag in page.select("meta[name^=citation_]")), ""),
        (str(page.select_one("script[type='application/ld+json']")), ""),
        ((out / "publications.atom").read_text("utf-8"), ""),
    ):
        rest = text.replace(key, "").replace("publications/somekey", "")
        assert "somekey" not in rest
