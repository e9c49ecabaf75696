"""Figures of papers: small beside the entry, larger on the page, and none where it cannot be."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image, ImageCms

from sphinx_publications.outputs import images
from sphinx_publications.outputs.images import UnusableError, make
from sphinx_publications.project import figures as found_figures
from sphinx_publications.project.cli import check

from ..conftest import Build, Project
from ..drawings import DRAWINGS, DRAWINGS_THAT_LOAD
from ..incremental import Changed
from ..test_incremental import LISTS
from ..test_sequences import HOME, paper

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{}</svg>'
SETTINGS = "publications_files = 'files'\nhtml_baseurl = 'https://example.org/'\n"


def picture(
    width: int = 2000, height: int = 1000, format_: str = "PNG", colour: Any = "red", **more: Any
) -> bytes:
    """Return a picture."""
    out = BytesIO()
    mode = str(more.pop("mode", "RGB"))
    Image.new(mode, (width, height), colour).save(out, format_, **more)
    return out.getvalue()


def entry(key: str = "a", preview: str = "a.png", **more: str) -> str:
    return paper(key, preview=preview, **more)


@pytest.fixture
def papers(project: Project) -> Project:
    """A project with a folder of files."""
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(conf_py=conf.replace("publications_owner", "# owner") + SETTINGS)
    for name in ("files", "_static", "assets/img/publication_preview"):
        (project.source / name).mkdir(parents=True)
    return project


def put(project: Project, name: str, content: bytes) -> None:
    (project.source / name).write_bytes(content)


def only(page: BeautifulSoup, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def opened(build: Build, address: str, page: str = "index.html") -> Image.Image:
    with Image.open((build.app.outdir / page).parent / address) as image:
        image.load()
        return image


class TestShown:
    def test_a_figure_without_pixels_for_twice_its_size_says_how_many_it_has(
        self, papers: Project
    ) -> None:
        papers.write(refs_bib=entry(previewalt="Tall"))
        put(papers, "files/a.png", picture(60, 450))
        large = only(papers.build().html("publications/a"), "img.publication-figure")
        assert (large["width"], large["height"]) == ("43", "320")
        assert [part.split()[1] for part in str(large["srcset"]).split(", ")] == ["1x", "1.4x"]

    @pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
    def test_a_figure_stands_beside_the_entry_and_on_the_page(
        self, papers: Project, builder: str
    ) -> None:
        papers.write(refs_bib=entry(previewalt='A \\emph{red} "box" & more'))
        put(papers, "files/a.png", picture())
        build = papers.build(builder)
        assert build.warnings == []
        small = only(build.html(), "li img.publication-thumbnail")
        assert (small["width"], small["height"]) == ("160", "80")
        assert small["alt"] == 'A red "box" & more'
        assert "loading" not in small.attrs
        files = [part.split() for part in str(small["srcset"]).split(", ")]
        assert [density for _, density in files] == ["1x", "2x"]
        assert [opened(build, file).size for file, _ in files] == [(160, 80), (320, 160)]
        assert small["src"] == files[0][0]
        if builder == "singlehtml":
            return
        where = "publications/a/index" if builder == "dirhtml" else "publications/a"
        page = build.html(where)
        large = only(page, "section > img.publication-figure")
        assert (large["width"], large["height"]) == ("640", "320")
        assert large["alt"] == 'A red "box" & more'
        assert "loading" not in large.attrs
        names = [part.split()[0] for part in str(large["srcset"]).split(", ")]
        pictures = [opened(build, name, f"{where}.html") for name in names]
        assert [image.size for image in pictures] == [(640, 320), (1280, 640)]
        (said,) = page.select("script[type='application/ld+json']")
        thing = json.loads(str(said.string))["@graph"][0]
        assert thing["image"] == "https://example.org/" + names[1].lstrip("./")
        card = opened(build, "publications/a.png").convert("RGB")
        red, *others = card.crop((930, 323, 931, 324)).tobytes()
        assert red > 250 > 5 > max(others)

    def test_the_card_of_the_home_page_has_its_portrait_as_it_is_now(self, papers: Project) -> None:
        papers.write(refs_bib=paper("a"), index_md="---\nportrait: me.jpg\n---\n# Home\n")
        seen = []
        for colour in ("red", "blue", ""):
            put(papers, "me.jpg", picture(400, 400, "JPEG", colour) if colour else b"")
            build = papers.build()
            assert build.warnings == []
            spot = opened(build, "index.png").convert("RGB").crop((930, 323, 931, 324))
            seen.append(tuple(part > 128 for part in spot.tobytes()))
        assert seen == [(True, False, False), (False, False, True), (True, True, True)]

    def test_pages_that_are_written_at_the_same_time_have_them(self, papers: Project) -> None:
        papers.write(refs_bib="".join(entry(key) for key in "abcdefgh"))
        put(papers, "files/a.png", picture())
        build = papers.build(parallel=2)
        assert build.warnings == []
        assert len(build.html().select("li > a > img")) == 8
        for key in "abcdefgh":
            image = only(build.html(f"publications/{key}"), "img.publication-figure")
            assert opened(build, str(image["src"]), f"publications/{key}.html").width == 640

    @pytest.mark.parametrize("builder", ["latex", "epub", "text", "man"])
    def test_other_builders_have_none(self, papers: Project, builder: str) -> None:
        papers.write(refs_bib=entry())
        put(papers, "files/a.png", picture())
        build = papers.build(builder)
        assert [line for line in build.warnings if "[publications" in line] == []
        assert list(build.app.outdir.rglob("*.webp")) == []

    @pytest.mark.parametrize(
        ("preview", "place"),
        [
            ("x.png", "files/x.png"),
            ("/files/x.png", "files/x.png"),
            ("/_static/x.png", "_static/x.png"),
            ("_static/x.png", "_static/x.png"),
            ("assets/img/x.png", "assets/img/x.png"),
            ("x.png", "assets/img/publication_preview/x.png"),
            ("a\\_b.png", "files/a_b.png"),
            ("Fig 1 (ü) 'a'.png", "files/Fig 1 (ü) 'a'.png"),
            ("100%#x?.png", "files/100%#x?.png"),
        ],
    )
    def test_it_is_found_where_homepages_keep_it(
        self, papers: Project, preview: str, place: str
    ) -> None:
        papers.write(refs_bib=entry(preview=preview))
        put(papers, place, picture())
        build = papers.build()
        assert build.warnings == []
        address = str(only(build.html(), "img.publication-thumbnail")["src"])
        assert opened(build, address).size == (160, 80)
        assert address.isascii()
        assert not set(address) & set(" %?#'()")

    def test_a_static_folder_can_have_another_name(self, papers: Project) -> None:
        (papers.source / "mine").mkdir()
        put(papers, "mine/x.png", picture())
        papers.write(refs_bib=entry(preview="/_static/x.png"))
        build = papers.build(confoverrides={"html_static_path": ["mine"]})
        assert build.warnings == []
        assert build.html().select("img.publication-thumbnail")

    def test_those_that_come_later_are_loaded_later(self, papers: Project) -> None:
        papers.write(refs_bib="".join(entry(key) for key in "abcde"))
        put(papers, "files/a.png", picture())
        images = papers.build().html().select("img.publication-thumbnail")
        assert [image.get("loading") for image in images] == [None, None, None, "lazy", "lazy"]

    def test_what_has_none_has_no_place_for_it(self, papers: Project) -> None:
        papers.write(refs_bib=paper("a"))
        build = papers.build()
        assert build.html().select("li img") == []
        assert build.html("publications/a").select("article img, .body img") == []
        assert not (build.app.outdir / "_images").exists()

    def test_entries_without_one_keep_the_edge_of_their_list(self, papers: Project) -> None:
        papers.write(
            refs_bib=entry("a") + paper("b", year="2019"),
            index_md="# P\n\n```{publications}\n```\n\n```{publications}\n:compact:\n```\n",
        )
        put(papers, "files/a.png", picture())
        page = papers.build().html()
        *lists, compact, last = page.select("ul.publications")
        assert ["publications-figured" in each["class"] for each in lists] == [True, True]
        assert compact.select("img") == last.select("img") == []
        (link,) = page.select("li > a:has(> img)")
        assert (link["href"], link["tabindex"]) == ("publications/a.html", "-1")

    def test_it_stays_with_the_owner(self, papers: Project) -> None:
        papers.write(refs_bib=entry(previewalt="Words"))
        put(papers, "files/a.png", picture())
        assert "preview" not in (papers.build().app.outdir / "index.bib").read_text()

    def test_a_parent_has_its_own(self, papers: Project) -> None:
        papers.write(refs_bib=entry("p") + paper("b", crossref="p"))
        put(papers, "files/a.png", picture())
        items = papers.build().html().select("ul.publications > li")
        assert [bool(item.select("img")) for item in items if item["id"] == "b"] == [False]


class TestMaking:
    def test_nothing_is_said_beside_the_pixels(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6  # Orientation: on its side
        exif[0x010E] = "Secret place"
        content = picture(300, 100, "JPEG", exif=exif.tobytes(), comment=b"Secret")
        figure, files = make(content, "a", "0" * 64)
        assert (figure.large.width, figure.large.height) == (100, 300)
        for made in files.values():
            assert b"Secret" not in made
            with Image.open(BytesIO(made)) as image:
                assert not image.getexif()
                assert set(image.info) <= {"loop", "background", "timestamp", "duration"}

    def test_small_pictures_are_not_enlarged(self) -> None:
        figure, files = make(picture(50, 20), "a", "0" * 64)
        assert [(size.width, size.height) for size in figure] == [(50, 20), (50, 20)]
        assert figure.small.files == figure.large.files
        assert len(files) == 1

    def test_there_are_as_many_pixels_as_the_picture_has(self) -> None:
        figure, files = make(picture(700, 350), "a", "0" * 64)
        assert [file.rpartition("-")[2] for file in figure.large.files] == ["640.webp", "700.webp"]
        with Image.open(BytesIO(files[figure.large.files[1]])) as image:
            assert image.size == (700, 350)

    @pytest.mark.parametrize(("width", "height"), [(100, 4000), (4000, 3), (1, 1)])
    def test_odd_shapes_fit(self, width: int, height: int) -> None:
        figure, _ = make(picture(width, height), "a", "0" * 64)
        assert 1 <= figure.small.width <= 160
        assert 1 <= figure.small.height <= 120
        assert 1 <= figure.large.height <= 320

    @pytest.mark.parametrize(
        ("format_", "mode", "colour", "expected"),
        [
            *(("PNG", mode, "white", 255) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")),
            ("PNG", "I;16", 30_000, 117),
            *(("JPEG", mode, "white", 255) for mode in ("L", "RGB")),
            ("JPEG", "CMYK", (0, 0, 0, 0), 255),
            *(("GIF", mode, "white", 255) for mode in ("1", "L", "P", "RGB", "RGBA")),
            *(("WEBP", mode, "white", 255) for mode in ("RGB", "RGBA")),
            *(("TIFF", mode, "white", 255) for mode in ("1", "L", "P", "RGB", "RGBA")),
            ("TIFF", "I;16", 30_000, 117),
            *(("BMP", mode, "white", 255) for mode in ("1", "L", "P", "RGB")),
        ],
    )
    def test_usual_formats_are_read(
        self, format_: str, mode: str, colour: Any, expected: int
    ) -> None:
        content = picture(300, 150, format_, colour, mode=mode)
        figure, files = make(content, "a", "0" * 64)
        with Image.open(BytesIO(files[figure.small.files[0]])) as image:
            assert image.size == (160, 80)
            assert image.convert("L").getpixel((5, 5)) == pytest.approx(expected, abs=3)

    @pytest.mark.parametrize("is_whole", [True, False])
    def test_a_colour_profile_is_heeded_and_goes(self, is_whole: bool) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        content = picture(50, 20, icc_profile=profile if is_whole else profile[:50])
        (made,) = make(content, "a", "0" * 64)[1].values()
        with Image.open(BytesIO(made)) as image:
            assert "icc_profile" not in image.info
            assert image.convert("RGB").getpixel((5, 5)) == pytest.approx((255, 0, 0), abs=4)

    def test_what_is_seen_through_stays_so(self) -> None:
        _, files = make(picture(50, 20, mode="RGBA", colour="#ff000000"), "a", "0" * 64)
        (content,) = files.values()
        with Image.open(BytesIO(content)) as image:
            assert image.convert("RGBA").getpixel((3, 3))[3] == 0  # type: ignore[index]

    def test_of_an_animation_the_first_frame_is_shown(self) -> None:
        frames = [Image.new("RGB", (50, 20), colour) for colour in ("red", "blue")]
        out = BytesIO()
        frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
        _, files = make(out.getvalue(), "a", "0" * 64)
        (content,) = files.values()
        with Image.open(BytesIO(content)) as image:
            assert getattr(image, "n_frames", 1) == 1
            red, _, blue = image.convert("RGB").getpixel((3, 3))  # type: ignore[misc]
            assert red > 200 > 50 > blue

    @pytest.mark.parametrize(
        "content", [b"", b"no picture", b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF-3.0\n", picture()[:200]]
    )
    def test_what_is_no_picture_is_refused(self, content: bytes) -> None:
        with pytest.raises(UnusableError, match="cannot be read as PNG"):
            make(content, "a", "0" * 64)

    def test_a_huge_one_is_refused_before_it_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(UnusableError, match="more than 50 million pixels"):
            make(picture(8_000, 8_000, mode="1", colour="white"), "a", "0" * 64)
        monkeypatch.setattr(images, "MOST_PIXELS", 100)
        with pytest.raises(UnusableError, match="pixels"):
            make(picture(20, 20), "a", "0" * 64)

    @pytest.mark.parametrize(
        ("size", "expected"),
        [
            ('viewBox="0 0 20 10"', (160, 80)),
            ('width="3in" height="96pt"', (160, 71)),
            ('width="100%" height="100%" viewBox="0,0,10,10"', (120, 120)),
        ],
    )
    def test_a_drawing_is_published_as_it_is(self, size: str, expected: tuple[int, int]) -> None:
        content = SVG.format('<a href="#x"/><style>a { fill: url("#b") }</style>').replace(
            'viewBox="0 0 20 10"', size
        )
        figure, files = make(content.encode(), "a", "0" * 64)
        assert (figure.small.width, figure.small.height) == expected
        assert files == {"_images/a-000000000000.svg": content.encode()}

    @pytest.mark.parametrize(
        "inner",
        [
            "<script>alert(1)</script>",
            '<a href="javascript:alert(1)"/>',
            '<a href="java&#10;script:alert(1)"/>',
            '<a xmlns:x="http://www.w3.org/1999/xlink" x:href="https://x.example"/>',
            '<image href="//x.example/a.png"/>',
            '<image href="data:image/svg+xml,x"/>',
            '<g onload="alert(1)"/>',
            '<g style="fill: url(https://x.example/a)"/>',
            "<style>@import 'x'</style>",
            "<style>a { fill: ur\\6c(x) }</style>",
            '<set attributeName="href" to="javascript:alert(1)"/>',
            "<?xml-stylesheet href='x'?>",
            *DRAWINGS_THAT_LOAD,
        ],
    )
    def test_an_active_drawing_is_refused(self, inner: str) -> None:
        with pytest.raises(UnusableError, match=r"holds .+ in line 1 and is not published"):
            make(SVG.format(inner).encode(), "a", "0" * 64)

    @pytest.mark.parametrize("drawing", DRAWINGS)
    def test_what_programs_draw_is_published_as_it_is(self, drawing: str) -> None:
        _, files = make(DRAWINGS[drawing].encode(), "a", "0" * 64)
        assert files == {"_images/a-000000000000.svg": DRAWINGS[drawing].encode()}

    def test_a_style_is_read_whole_however_long_it_is(self) -> None:
        style = f"<style>{'a' * 8185}{{}}@imp<!-- -->ort 'x'</style>"
        with pytest.raises(UnusableError, match="holds @import in its styles"):
            make(SVG.format(style).encode(), "a", "0" * 64)

    def test_a_warning_says_what_is_in_the_drawing(self, papers: Project) -> None:
        put(papers, "files/a.svg", SVG.format("\n<set attributeName='href' to='x'/>").encode())
        papers.write(refs_bib=entry(preview="a.svg"))
        build = papers.build()
        (warning,) = build.warnings
        assert "the figure a.svg holds an animation of href in line 2" in warning
        assert list(build.app.outdir.rglob("a-*.svg")) == []

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ('<!DOCTYPE svg [<!ENTITY a "aaa">]>' + SVG.format("&a;"), "entities"),
            ('<!DOCTYPE svg SYSTEM "https://other.example/a.dtd">' + SVG.format(""), "DOCTYPE"),
            ("<html><body/></html>", "is no SVG"),
            ("<svg>", "is no SVG"),
            (SVG.format("").replace('viewBox="0 0 20 10"', ""), "neither width"),
            (SVG.format("").replace("20 10", "0 0"), "neither width"),
            (SVG.format("").replace("20 10", "e e"), "neither width"),
        ],
    )
    def test_a_broken_drawing_is_refused(self, content: str, reason: str) -> None:
        with pytest.raises(UnusableError, match=reason):
            make(content.encode(), "a", "0" * 64)


def broken(content: bytes) -> Callable[[Project], None]:
    return lambda project: put(project, "files/a.png", content)


def linked(project: Project) -> None:
    put(project, "conf.png", picture())
    (project.source / "files" / "a.png").symlink_to(project.source / "conf.png")


class TestFaults:
    @pytest.mark.parametrize(
        ("prepare", "message"),
        [
            (lambda project: None, "is not there; put it into files/"),
            (
                lambda project: put(project, "files/A.png", picture()),
                "is not there; put it into files/; did you mean 'A.png'?",
            ),
            (broken(b"nonsense"), "cannot be read as PNG, JPEG, GIF, WebP, TIFF or SVG"),
            (
                broken(picture(8_000, 8_000, mode="1", colour="white")),
                "has more than 50 million pixels and is not read; make it smaller",
            ),
            (linked, "is a link that leads out of its folder, and is not shown"),
            (lambda project: (project.source / "files" / "a.png").mkdir(), "is not there"),
        ],
    )
    def test_a_fault_is_told_once_and_there_is_no_figure(
        self, papers: Project, prepare: Callable[[Project], None], message: str
    ) -> None:
        prepare(papers)
        papers.write(refs_bib=entry())
        for _ in range(2):
            build = papers.build()
            (warning,) = build.warnings
            assert warning.startswith("refs.bib:6: WARNING: a: the figure a.png ")
            assert message in warning
            assert build.html().select("li img") == []

    @pytest.mark.parametrize("preview", ["../a.png", "C:\\a.png", "data:image/png,x", "/../x"])
    def test_a_path_that_leads_out_is_refused(self, papers: Project, preview: str) -> None:
        papers.write(refs_bib=entry(preview=preview))
        build = papers.build()
        (warning,) = build.warnings
        assert "is no file of the site and is not shown; write its path" in warning

    @pytest.mark.parametrize("preview", ["https://x.example/a.png", "//x.example/a.png"])
    def test_an_address_of_another_host_is_a_hint(
        self, papers: Project, preview: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        papers.write(refs_bib=entry(preview=preview))
        build = papers.build()
        assert build.warnings == []
        assert build.html().select("li img") == []
        assert [line for line in build.notes if "is on another host and is not shown" in line]

    def test_the_check_asks_for_words(
        self, papers: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(papers, "files/a.png", picture())
        for more, count in ({}, 1), ({"previewalt": "A box"}, 0):
            papers.write(refs_bib=entry(**more))
            assert check(["--conf", str(papers.source)]) == 0
            assert capsys.readouterr().out.count("add previewalt = {what it shows}") == count

    def test_without_pillow_one_line_says_so(
        self, papers: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        papers.write(refs_bib=entry() + entry("b"))
        put(papers, "files/a.png", picture())
        monkeypatch.setattr("sphinx_publications.web.page_images.can_draw", lambda: False)
        build = papers.build()
        assert build.warnings == [
            "refs.bib:6: WARNING: a: no figures are shown, since Pillow is not installed; "
            'run pip install "sphinx-publications[pictures]" [publications.option]'
        ]
        assert build.html().select("li img") == []
        monkeypatch.undo()
        build = papers.build()
        assert build.warnings == []
        assert len(build.html().select("li img")) == 2
        monkeypatch.setattr("sphinx_publications.web.page_images.can_draw", lambda: False)
        assert papers.build().html().select("li img") == []
        assert list(build.app.outdir.rglob("*.webp")) == []


class TestLaterBuilds:
    @pytest.fixture
    def made(self, tmp_path: Path) -> Changed:
        """A project that was built, with a figure on one of two papers."""
        made = Changed(tmp_path)
        made.settings["publications_files"] = "files"
        made.write("refs.bib", entry("a") + paper("b", year="2019"))
        made.write("index.md", HOME + LISTS["all"])
        made.write("one.md", "# One\n\nWords.\n")
        (made.source / "files").mkdir()
        (made.source / "files/a.png").write_bytes(picture())
        made.is_clean()
        return made

    def written(self, made: Changed) -> set[str]:
        """Build again; return the pages that were written."""
        folder = made.folder / "later" / "html"

        def times() -> dict[str, int]:
            pages = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*.html")}
            return {name: path.stat().st_mtime_ns for name, path in pages.items()}

        before = times()
        made.build()
        left = {"genindex.html", "search.html"}
        return {name for name, time in times().items() if before.get(name) != time} - left

    def test_a_changed_picture_changes_what_shows_it(self, made: Changed) -> None:
        path = made.source / "files" / "a.png"
        status = path.stat()
        path.write_bytes(picture(colour="blue"))
        assert self.written(made) == {"index.html", "publications/a.html"}
        # The same size and time stamp as before do not hide a change.
        content, other = (picture(300, 200, "BMP", colour) for colour in ("lime", "navy"))
        path.write_bytes(content)
        assert len(content) == len(other)
        made.build()
        status = path.stat()
        path.write_bytes(other)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert path.stat().st_mtime_ns == status.st_mtime_ns
        assert self.written(made) == {"index.html", "publications/a.html"}
        made.is_clean()

    def test_a_build_without_a_change_reads_no_picture(
        self, made: Changed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*args: object) -> None:
            raise AssertionError

        monkeypatch.setattr(found_figures.Figures, "_made", refuse)
        assert self.written(made) == set()
        made.write("one.md", "# One\n\nOthers.\n")
        assert self.written(made) >= {"one.html"}

    def test_a_file_that_was_touched_is_read_once(
        self, made: Changed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(images, "make", None)
        os.utime(made.source / "files" / "a.png")
        assert self.written(made) == set()
        monkeypatch.setattr(found_figures.Figures, "_made", None)
        assert self.written(made) == set()

    @pytest.mark.parametrize("lost", ["html/_images/*.webp", "doctrees/publications-html-*.json"])
    def test_what_is_lost_is_made_again(self, made: Changed, lost: str) -> None:
        for path in made.folder.glob(f"later/{lost}"):
            path.unlink()
        made.is_clean()

    def test_what_is_withdrawn_goes(self, made: Changed) -> None:
        files, _ = made.build()
        assert len([name for name in files if name.startswith("_images/")]) == 4
        made.write("refs.bib", paper("a"))
        files, _ = made.build()
        assert [name for name in files if name.startswith("_images/")] == []
        made.is_clean()
