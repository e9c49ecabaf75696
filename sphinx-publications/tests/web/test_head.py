"""What pages say to Scholar, Zotero, search engines, networks and feed readers."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import parse_qs, urljoin
from xml.etree import ElementTree

import extruct
import feedparser
import mf2py
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFont

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs import images
from sphinx_publications.outputs.json_ld import article

from .. import TESTS
from ..biblatex.datamodel import every_entry
from ..conftest import Build, Project, Site
from ..hard import FEW, SMALLER
from ..hard import KEYS as HARD_KEYS
from ..marked import EQUAL, sentence
from ..test_site import KEYS

HOST = "https://guillaumebellec.github.io"
PAGES = ("index", "publications", "code", "teaching", *(f"publications/{key}" for key in KEYS))
NODE = TESTS / "browser" / "node_modules"
WITH_FACTS = """@article{facts, author = {One, Ann and Two, Bo}, title = {T}, journal = {J},
  year = {2020}, author+an:orcid = {1="0000-0002-1825-0097"},
  author+an:affiliation = {2="A ror.org/05a28rw58"},
  author+an:credit = {1="software:equal, funding"; 2="software:equal"}}
@book{led, editor = {One, Ann}, title = {T}, publisher = {P}, year = {2020},
  editor+an:credit = {1="supervision"}}"""
BASE = {"html_baseurl": "https://example.org/me/"}


def tags(page: BeautifulSoup, prefix: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.select("meta[name]"):
        if str(meta["name"]).startswith(prefix):
            found.setdefault(str(meta["name"]), []).append(str(meta["content"]))
    return found


def graph(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    found = extruct.extract(text, syntaxes=["json-ld"], errors="strict")["json-ld"]
    return [thing for block in found for thing in block["@graph"]]


@pytest.fixture
def hard(project: Project) -> Build:
    project.write(refs_bib=SMALLER)
    return project.build(confoverrides=BASE)


class TestScholar:
    """Google Scholar's inclusion guidelines."""

    def test_only_pages_of_papers_have_tags(self, site: Site) -> None:
        for name in PAGES:
            found = tags(site.page(name), "citation_")
            assert bool(found) == name.startswith("publications/")
            if found:
                assert len(found["citation_title"]) == 1
                assert found["citation_author"]
                assert len(found["citation_publication_date"]) == 1

    def test_a_journal_article(self, site: Site) -> None:
        assert tags(site.page("publications/liu2018memory"), "citation_") == {
            "citation_title": ["Memory-Efficient Deep Learning on a SpiNNaker 2 Prototype"],
            "citation_author": [
                "Liu, Chen", "Bellec, Guillaume", "Vogginger, Bernhard", "Kappel, David",
                "Partzsch, Johannes", "Neumärker, Felix", "Höppner, Sebastian",
                "Maass, Wolfgang", "Furber, Steve B.", "Legenstein, Robert", "Mayr, Christian G.",
            ],
            "citation_publication_date": ["2018/11"],
            "citation_journal_title": ["Frontiers in Neuroscience"],
            "citation_volume": ["12"],
            "citation_firstpage": ["840"],
            "citation_doi": ["10.3389/fnins.2018.00840"],
            "citation_public_url": [
                "https://www.frontiersin.org/articles/10.3389/fnins.2018.00840/full"
            ],
        }  # fmt: skip

    def test_a_conference_paper_and_a_preprint(self, site: Site) -> None:
        paper = tags(site.page("publications/bellec2018long"), "citation_")
        assert paper["citation_conference_title"] == ["NIPS"]
        assert paper["citation_inbook_title"] == [
            "Advances in Neural Information Processing Systems"
        ]
        assert paper["citation_editor"][0] == "Bengio, Samy"
        assert paper["citation_arxiv_id"] == ["1803.09574"]
        assert (paper["citation_firstpage"], paper["citation_lastpage"]) == (["787"], ["797"])
        assert tags(site.page("publications/bellec2018long"), "dc.") == {}
        preprint = site.page("publications/bellec2019biologically")
        assert tags(preprint, "dc.") == {"dc.type": ["preprint"]}

    def test_theses_and_reports_name_their_institution(self, hard: Build) -> None:
        thesis = tags(hard.html("publications/thesis"), "citation_")
        assert thesis["citation_dissertation_institution"] == ["TU Graz"]
        assert thesis["citation_language"] == ["de"]
        report = tags(hard.html("publications/report"), "citation_")
        assert report["citation_technical_report_institution"] == ["EPFL"]
        assert report["citation_technical_report_number"] == ["7"]

    @pytest.mark.parametrize(("builder", "page"), [("html", "a"), ("dirhtml", "a/index")])
    def test_a_pdf_beside_the_page_is_told(self, project: Project, builder: str, page: str) -> None:
        entry = "@misc{%s, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}, %s}\n"
        project.write(
            refs_bib=entry % ("a", "pdf = {a/paper.pdf}")
            + entry % ("b", "pdf = {https://other.org/b.pdf}")
            + entry % ("c", "pdf = {a/other.pdf}")
        )
        (project.source / "publications" / "a").mkdir(parents=True)
        (project.source / "publications" / "a" / "paper.pdf").write_bytes(b"%PDF-1.4")
        (project.source / "publications" / "a" / "other.pdf").write_bytes(b"%PDF-1.4")
        build = project.build(builder, confoverrides={**BASE, "publications_files": "publications"})
        assert build.warnings == []
        assert tags(build.html(f"publications/{page}"), "citation_pdf") == {
            "citation_pdf_url": ["https://example.org/me/publications/a/paper.pdf"]
        }
        assert (build.app.outdir / "publications" / "a" / "paper.pdf").is_file()
        other = f"publications/{page.replace('a', 'b', 1)}"
        assert tags(build.html(other), "citation_pdf") == {}
        # Scholar takes none of a folder that is not below that of the page; Zotero does.
        other = f"publications/{page.replace('a', 'c', 1)}"
        pdf = "https://example.org/me/publications/a/other.pdf"
        assert tags(build.html(other), "citation_pdf") == {"citation_pdf_url": [pdf]}
        items = [link["href"] for link in build.html(other).select("link[rel=item]")]
        assert items == [pdf]
        said = json.loads((build.app.outdir / "publications/c.linkset.json").read_text("utf-8"))
        assert said["linkset"][-1]["anchor"] == pdf
        assert list(said["linkset"][-1])[1:] == ["collection"]


def shape(value: Any, name: str = "") -> str:
    """Return the types and properties of data in JSON, without its texts."""
    if isinstance(value, dict):
        return f"{{{','.join(f'{key}:{shape(value[key], key)}' for key in sorted(value))}}}"
    if isinstance(value, list):
        return f"[{','.join(sorted({shape(each, name) for each in value}))}]"
    return str(value) if name == "@type" else type(value).__name__


def things(site: Site, hard: Build, folder: Path) -> list[dict[str, Any]]:
    """Return what pages and entries of every type say in JSON-LD."""
    files = [site.build("html") / f"{name}.html" for name in PAGES]
    files += sorted(Path(hard.app.outdir).rglob("publications/*.html"))
    found = [thing for file in files for thing in graph(file)]
    bib = folder / "every.bib"
    bib.write_text(f"{every_entry('editor')}\n{WITH_FACTS}", encoding="utf-8")
    entries = read([bib], ReadingOptions(), "utf-8").entries.values()
    return found + [article(entry.publication, "https://x.org/") for entry in entries]


def parts(value: Any, place: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each thing that has a type, and those in it, with the property that it stands in."""
    if isinstance(value, dict) and "@type" in value:
        yield value, place
    if isinstance(value, list):
        for each in value:
            yield from parts(each, place)
    if isinstance(value, dict):
        for name, each in value.items():
            yield from parts(each, name)


def known_properties() -> dict[str, set[str]]:
    """Return the properties of each type of schema.org, as the types for TypeScript list them."""
    text = (NODE / "schema-dts" / "dist" / "schema.d.ts").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {"IdReference": {"@id"}}
    written = {
        name: (re.findall(r"IdReference|\w+Base", above), re.findall(r'^    "(@?\w+)"', body, re.M))
        for name, above, body in re.findall(
            r"^(?:export )?interface (\w+) extends ([^{]+) \{\n(.*?)^\}", text, re.M | re.S
        )
    }

    def properties(name: str) -> set[str]:
        if name not in found:
            above, own = written[name]
            found[name] = {*own}.union(*map(properties, above))
        return found[name]

    # A type without others below it has only its leaf; a role only what is common to roles.
    return {re.sub("(Base|Leaf)$", "", name): properties(name) for name in written}


class TestSearchEngines:
    """JSON-LD in the vocabulary of schema.org."""

    def test_the_front_page_is_of_a_person(self, site: Site) -> None:
        (profile,) = (
            thing
            for thing in graph(site.build("html") / "index.html")
            if thing["@type"] == "ProfilePage"
        )
        person = profile["mainEntity"]
        assert person["@type"] == "Person"
        assert person["name"] == "Guillaume Bellec"
        assert "https://github.com/guillaumeBellec" in person["sameAs"]
        assert person["description"].startswith("Guillaume Bellec, postdoc in computational")
        # The page has a picture, which nobody calls one of the person.
        assert site.page("index").select("article img, main img, .body img")
        assert "image" not in person
        front = site.page("index")
        properties = {str(m["property"]): str(m["content"]) for m in front.select("meta[property]")}
        assert properties["og:type"] == "profile"
        assert properties["profile:first_name"] == "Guillaume"
        assert properties["profile:last_name"] == "Bellec"
        assert mf2py.parse(doc=str(front))["rels"]["me"] == person["sameAs"]
        assert site.page("publications").select("link[rel=me], [content=profile]") == []
        for key in KEYS:
            paper = graph(site.build("html") / "publications" / f"{key}.html")[0]
            owners = [author for author in paper["author"] if "@id" in author]
            assert [(owner["@id"], owner["name"]) for owner in owners] == [
                (person["@id"], "Guillaume Bellec")
            ]

    def test_the_list_leads_to_the_papers(self, site: Site) -> None:
        (listed,) = graph(site.build("html") / "publications.html")
        urls = [element["url"] for element in listed["itemListElement"]]
        assert urls == [f"{HOST}/publications/{key}.html" for key in KEYS]

    def test_a_paper_and_its_code(self, site: Site) -> None:
        paper, code = graph(site.build("html") / "publications" / "bellec2020solution.html")
        assert paper["@type"] == "ScholarlyArticle"
        assert [author["name"] for author in paper["author"]][:2] == [
            "Guillaume Bellec",
            "Franz Scherr",
        ]
        assert paper["creditText"].startswith(f"{sentence(EQUAL)} (comparable contributions")
        assert code["codeRepository"] == "https://github.com/IGITUGraz/eligibility_propagation"
        assert "author" not in code
        assert paper["pagination"] == "3625"
        assert paper["image"] == f"{HOST}/publications/bellec2020solution.png"

    def test_proceedings_and_archives_are_told(self, site: Site) -> None:
        (paper, _) = graph(site.build("html") / "publications" / "bellec2018long.html")
        volume = paper["isPartOf"]
        assert (volume["@type"], volume["volumeNumber"]) == ("PublicationVolume", "31")
        assert volume["isPartOf"]["editor"][0]["name"] == "Samy Bengio"
        assert [found["value"] for found in paper["identifier"]] == ["1803.09574"]

    def test_the_code_page_names_its_code(self, site: Site) -> None:
        things = graph(site.build("html") / "code.html")
        assert {thing["@type"] for thing in things} == {"SoftwareSourceCode"}
        assert len(things) == 6

    def test_no_property_is_made_up(self, site: Site, hard: Build, tmp_path: Path) -> None:
        found = things(site, hard, tmp_path)
        types = {str(thing["@type"]) for thing in found}
        assert {"Thesis", "Report", "Book", "SoftwareSourceCode", "ItemList"} < types
        known = known_properties()
        made_up = {
            (part["@type"], name)
            for part, place in parts(found)
            # A role repeats the property that it stands for.
            for name in part.keys() - known[part["@type"]] - {"@type", place}
        }
        assert made_up == set()

    @pytest.mark.soak
    def test_every_value_suits_its_property(self, site: Site, hard: Build, tmp_path: Path) -> None:
        found = things(site, hard, tmp_path)
        lines = ['import type { Thing } from "schema-dts";']
        # The compiler takes long; of things with the same types and properties it reads one.
        for number, thing in enumerate({shape(thing): thing for thing in found}.values()):
            thing.get("author", [])[20:] = []
            lines.append(f"export const x{number}: Thing = {json.dumps(thing, indent=1)};")
        (tmp_path / "things.ts").write_text("\n".join(lines), encoding="utf-8")
        (tmp_path / "node_modules").symlink_to(NODE)
        command = [str(NODE / ".bin" / "tsc"), "--strict", "--noEmit", "--skipLibCheck"]
        done = subprocess.run(
            [*command, "--module", "nodenext", "--target", "es2022", "things.ts"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stdout == ""
        assert done.returncode == 0


class TestReferenceManagers:
    """COinS on lists, and the relations of signposting.org on papers."""

    def test_lists_have_one_openurl_an_entry_and_papers_none(self, site: Site) -> None:
        spans = site.page("publications").select("ul.publications > li > span.Z3988")
        assert len(spans) == 12
        urls = [parse_qs(str(span["title"])) for span in spans]
        solution = urls[KEYS.index("bellec2020solution")]
        assert solution["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
        assert solution["rft.au"][0] == "Bellec, Guillaume"
        assert solution["rft_id"] == [
            "info:doi/10.1038/s41467-020-17236-y",
            "https://www.nature.com/articles/s41467-020-17236-y",
        ]
        preprint = urls[KEYS.index("bellec2019biologically")]
        assert preprint["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
        assert preprint["rft.creator"][1] == "Scherr, Franz"
        assert preprint["rft_id"] == [
            "info:doi/10.48550/arXiv.1901.09049", "https://arxiv.org/abs/1901.09049",
        ]  # fmt: skip
        for key in KEYS:
            assert site.page(f"publications/{key}").select(".Z3988") == []

    def test_papers_with_a_doi_have_signposts(self, site: Site) -> None:
        page = site.page("publications/bellec2020solution")
        signs = {str(link["rel"][0]): str(link["href"]) for link in page.select("head link[rel]")}
        assert signs["cite-as"] == "https://doi.org/10.1038/s41467-020-17236-y"
        assert signs["author"] == "../index.html"
        assert signs["describedby"] == "bellec2020solution.xml"
        types = [str(link["href"]) for link in page.select("head link[rel=type]")]
        assert types == ["https://schema.org/AboutPage", "https://schema.org/ScholarlyArticle"]
        other = site.page("publications/bellec2018long")
        assert other.select("[rel=cite-as]") == []
        assert len(other.select("[rel=describedby]")) == 5
        assert len(other.select("[rel=type]")) == 2

    def test_the_linkset_says_what_the_page_says(self, site: Site) -> None:
        folder = site.build("html") / "publications"
        page = site.page("publications/bellec2020solution")
        (link,) = page.select("head link[rel=linkset]")
        assert link["type"] == "application/linkset+json"
        said = json.loads((folder / str(link["href"])).read_text(encoding="utf-8"))["linkset"]
        address = f"{HOST}/publications/bellec2020solution.html"
        of_page, *others = said
        assert of_page.pop("anchor") == address
        rels = ("cite-as", "author", "type", "describedby")
        assert of_page == {
            rel: [
                {"href": urljoin(address, str(found["href"]))}
                | ({"type": str(found["type"])} if found.get("type") else {})
                for found in page.select(f"head link[rel={rel}]")
            ]
            for rel in rels
        }
        back = [{"href": address, "type": "text/html"}]
        files = [target["href"] for target in of_page["describedby"]]
        assert others == [{"anchor": file, "describes": back} for file in files]

    def test_every_page_names_the_author_of_the_site(self, site: Site) -> None:
        for name in PAGES:
            (author,) = site.page(name).select("meta[name=author]")
            assert author["content"] == "Guillaume Bellec"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, {"index", "list", "citing", "publications/a"}), (False, set()), (True, {"plain"})],
)
def test_pages_without_papers_are_left_alone(
    project: Project, value: bool | None, expected: set[str]
) -> None:
    project.write(
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}",
        index_md="# Home\n\n```{toctree}\nlist\nciting\nplain\n```\n",
        list_md="# List\n\n```{publications}\n```\n",
        citing_md="# Citing\n\n{cite}`a`\n",
        plain_md="# Plain\n",
    )
    values = {"html_baseurl": HOST, "publications_opengraph": value}
    build = project.build(confoverrides=values)
    pages = {"index", "list", "citing", "plain", "publications/a"}
    for name in pages:
        tags = build.html(name).select("meta[property^='og:'], link[type='application/atom+xml']")
        is_expected = name in expected or value is True
        assert bool(tags) is is_expected, name
    assert not build.html("plain").select("[href*='publications.css']")


def test_a_tag_that_is_there_already_is_not_added(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}",
        conf_py=conf
        + """
author = "Ann One"

def add(app, pagename, templatename, context, doctree):
    there = context.get("metatags", "")
    context["metatags"] = there + '<meta name="author" content="Somebody" />'

def setup(app):
    app.connect("html-page-context", add, priority=1)
""",
    )
    page = project.build().html()
    assert [meta["content"] for meta in page.select("meta[name=author]")] == ["Somebody"]


class TestFollowers:
    """The feed, and what is shown where a page is shared."""

    def test_the_feed_is_read_and_found_from_every_page(self, site: Site) -> None:
        read = feedparser.parse((site.build("html") / "publications.atom").read_bytes())
        assert read.bozo is False
        assert read.version == "atom10"
        assert [entry.link for entry in read.entries] == [
            f"{HOST}/publications/{key}.html" for key in KEYS
        ]
        assert len({entry.id for entry in read.entries}) == 12
        solution = read.entries[KEYS.index("bellec2020solution")]
        assert solution.updated == solution.published == "2020-01-01T00:00:00Z"
        assert [author.name for author in solution.authors][:2] == [
            "Guillaume Bellec",
            "Franz Scherr",
        ]
        content = BeautifulSoup(solution.content[0].value, "html5lib").get_text()
        assert "G Bellec*, F Scherr*" in content
        assert "(*: comparable contributions and team work)" in solution.content[0].value
        for name in (*PAGES, "404"):
            links = site.page(name).select("link[type='application/atom+xml']")
            assert [link["href"] for link in links] == [f"{HOST}/publications.atom"]

    def test_ids_do_not_depend_on_the_builder(self, site: Site) -> None:
        feeds = [
            feedparser.parse((site.build(builder) / "publications.atom").read_bytes())
            for builder in ("html", "dirhtml")
        ]
        first, second = ([entry.id for entry in feed.entries] for feed in feeds)
        assert first == second

    def test_every_page_has_a_card(self, site: Site) -> None:
        for name in PAGES:
            page = site.page(name)
            found = {
                str(meta["property"]): str(meta["content"])
                for meta in page.select("meta[property]")
            }
            assert found["og:title"]
            assert len(found["og:description"]) > 40
            assert found["og:url"] == f"{HOST}/{name}.html"
            picture = found["og:image"].removeprefix(f"{HOST}/")
            with Image.open(site.build("html") / picture) as image:
                assert image.size == (1200, 630)
            assert page.select("meta[name='twitter:card'][content=summary_large_image]")

    def test_a_picture_names_authors_with_marks(self, site: Site) -> None:
        with Image.open(site.build("html") / "publications" / "bellec2020solution.png") as image:
            said = str(image.info["Description"]).replace("\N{NO-BREAK SPACE}", " ").split("\n")
        assert said == [
            "A solution to the learning dilemma for recurrent networks of spiking neurons",
            "G Bellec*, F Scherr*, A Subramoney, E Hajek, D Salaj, R Legenstein, W Maass",
            "Nature Communications 2020",
            "(*: comparable contributions and team work)",
            "guillaumebellec.github.io",
        ]

    def test_letters_of_a_picture_lie_where_the_font_puts_them(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(images, "_TITLES", (60,))
        title = "AVATAR, Ty: Ťø “Ελλη” Шю"
        with Image.open(BytesIO(images.picture(title, "", "", "", "Ty.org") or b"")) as image:
            drawn = image.convert("L")
        expected = Image.new("L", drawn.size, 255)
        draw = ImageDraw.Draw(expected)
        draw.rectangle((0, 0, 1200, 16), fill=drawn.getpixel((0, 0)))
        for place, name, size, words, anchor in (
            ((80, 80), "DejaVuSans-Bold.ttf", 60, title, "la"),
            ((80, 550), "DejaVuSans.ttf", 28, "Ty.org", "ls"),
        ):
            file = Path(images.__file__).parent / "fonts" / name
            font = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
            ink = drawn.crop((80, 80 if size == 60 else 500, 1200, 600)).getextrema()[0]
            draw.text(place, words, font=font, fill=ink, anchor=anchor)
        # The edges of letters have other shades, of sixteen; half a pixel away 100 would differ.
        assert not any(ImageChops.difference(drawn, expected).histogram()[50:])

    def test_a_picture_is_drawn_of_letters_that_its_fonts_have(self) -> None:
        with TTFont(Path(images.__file__).parent / "fonts" / "DejaVuSans-Bold.ttf") as font:
            known = set(map(chr, font.getBestCmap()))
        letters = [chr(code) for code in (*range(0x20, 0xD800), *range(0xE000, 0x10000))]
        shown = [letter for letter in letters if category(letter)[0] in "LNPS"]
        had = "".join(letter for letter in shown if letter in known)
        assert len(had) > 1500
        assert images.picture(f"{had}\u00a0\u200d", "", "", "", "")
        lacking = [letter for letter in shown if letter not in known]
        assert not any(images.picture(letter, "", "", "", "") for letter in lacking[::100])

    def test_texts_of_a_picture_fill_its_height_and_never_reach_its_figure(self) -> None:
        red = BytesIO()
        Image.new("RGB", (640, 480), "red").save(red, "PNG")
        beside = images.Beside("a", red.getvalue())
        long = ("Annabel Example-Samplington", "Donaudampfschifffahrtsgesellschaft " * 2, "W" * 99)
        for title in ("Ann One", "A title of some length " * 3, "A very long title " * 9, *long):
            texts = (title, "A One*, B Two " * 6, "Journal of Examples", "(*: equal)", "one.org")
            for figure in (None, beside):
                drawn = Image.open(BytesIO(images.picture(*texts, figure) or b"")).convert("RGB")
                paper = drawn.crop((80, 17, 740 if figure else 1120, 500))
                box = ImageChops.invert(paper.convert("L")).getbbox()
                assert box is not None
                assert box[3] > 300
                gap = drawn.crop((702, 17, 738, 630)).getcolors()
                assert figure is None or gap == [(36 * 613, (255, 255, 255))]
                assert (drawn.getpixel((930, 320)) == (255, 0, 0)) is (figure is not None)
        broken = images.picture("T", "", "", "", "one.org", images.Beside("b", b"broken"))
        assert Image.open(BytesIO(broken or b"")).convert("RGB").getpixel((930, 320)) == (255,) * 3

    def test_pictures_are_drawn_anew_when_they_would_show_something_else(
        self, project: Project
    ) -> None:
        project.write(refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, note = {n}}")
        picture = project.source / "_build/html/publications/a.png"
        made = []
        for host in ("https://one.org/", "https://one.org/", "https://two.org/"):
            project.build(confoverrides={"html_baseurl": host})
            made.append((picture.stat().st_mtime_ns, picture.read_bytes()))
        assert made[0] == made[1]
        assert made[1][1] != made[2][1]

    def test_pictures_have_the_colour_of_the_setting(self, project: Project) -> None:
        png = "me.png"
        project.write(refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, note = {n}}")
        Image.new("RGB", (90, 60), "white").save(project.source / png)
        (project.source / "index.md").write_text(
            f"---\nportrait: {png}\n---\n# Home\n\n```{{publications}}\n```\n", encoding="utf-8"
        )
        cards = [
            project.source / "_build/html" / name for name in ("publications/a.png", "index.png")
        ]
        for colour, bar in (
            ("#7a1f3d", (0x7A, 0x1F, 0x3D)),
            ("", (0x1D, 0x4E, 0x89)),
            ("#106030", (0x10, 0x60, 0x30)),
        ):
            options = {"html_baseurl": "https://one.org/", "publications_pictures": colour}
            assert project.build(confoverrides=options).warnings == []
            for card in cards:
                with Image.open(card) as image:
                    assert image.convert("RGB").getpixel((600, 8)) == bar

    def test_a_picture_is_kept_for_builds_into_an_empty_folder(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry = "@misc{%s, author = {Ann One}, title = {%s}, year = 2020, note = {n}}\n"
        project.write(refs_bib=entry % ("a", "T") + entry % ("b", "T"))
        address = {"html_baseurl": "https://one.org/"}
        out = Path(project.build(confoverrides=address).app.outdir)
        before = {path.name: path.read_bytes() for path in (out / "publications").glob("*.png")}
        assert before.keys() == {"a.png", "b.png"}
        drawn: list[str] = []

        def picture(title: str, *texts: str) -> bytes:
            drawn.append(title)
            return b""

        monkeypatch.setattr(images, "picture", picture)
        for path in (*out.rglob("*.html"), *out.rglob("*.png")):
            path.unlink()
        project.build(confoverrides=address)
        assert drawn == []
        after = {path.name: path.read_bytes() for path in (out / "publications").glob("*.png")}
        assert after == before
        project.write(refs_bib=entry % ("a", "Another"))
        project.build(confoverrides=address)
        assert drawn[0] == "Another"
        kept = Path(project.build(confoverrides=address).app.doctreedir) / "_pictures"
        assert not list(kept.rglob("b.png"))

    def test_without_an_address_there_is_no_feed_and_no_picture(self, project: Project) -> None:
        project.write(refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, note = {n}}")
        build = project.build()
        assert not (build.app.outdir / "publications.atom").exists()
        assert build.html().select("meta[property='og:image']") == []


def test_hard_entries_are_said_validly(hard: Build) -> None:
    names = [name for name in HARD_KEYS if name != "index"]
    for name in names:
        path = Path(hard.app.outdir) / "publications" / f"{name}.html"
        assert path.is_file()
        things = graph(path)
        assert things[0]["name"]
        page = hard.html(f"publications/{name}")
        assert page.select("head script:not([src]):not([type])") == []
    read = feedparser.parse((Path(hard.app.outdir) / "publications.atom").read_bytes())
    assert read.bozo is False
    assert len(read.entries) == len(HARD_KEYS)
    ElementTree.parse(Path(hard.app.outdir) / "publications.atom")
    markup = hard.html("publications/markup")
    assert tags(markup, "citation_")["citation_title"][0].startswith('<script>alert("x")</script>')
    assert markup.select("head [onclick], section#abstract [onclick], h1 script") == []
    assert len(tags(hard.html("publications/crowd"), "citation_")["citation_author"]) == FEW
