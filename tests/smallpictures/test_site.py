"""The owner puts a file beside a page, and nothing else: what is published, and what is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image

from ..built import one
from ..small import Build, Project, tree
from .test_scaling import CAMERA, save_photo

pytestmark = pytest.mark.machinery

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 80" aria-label="A drawing"/>'
PORTRAIT = "```{portrait} _static/portrait.*\n:alt: Photo of Ada\n:class: round\n```\n"
TOC = "\n\n```{toctree}\nother\n```\n"
TALKS = """
Talks

First <br/> popular | Second
-|-
[<img src="first.png" alt="Video" width="200px" />](https://example.org/1) | [<img src="second.png" alt="Video" width="200px" />](https://example.org/2)
"""  # noqa: E501 - as the owner has it
BUILDERS = ["html", "dirhtml", "singlehtml", "epub", "latex", "text"]


def plain(size: tuple[int, int]) -> Image.Image:
    return Image.linear_gradient("L").resize(size).convert("RGB")


@pytest.fixture
def home(project: Project) -> Project:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"sphinx_publications", "smallpictures"]')
        + "html_static_path = ['_static']\nhtml_copy_source = False\nepub_show_urls = 'no'\n"
        "myst_enable_extensions = ['html_image']\n"
        "suppress_warnings = ['epub.unknown_project_files']\nversion = copyright = '1'\n",
        index_md=f"# Home\n\n{PORTRAIT}{TOC}",
        other_md="# Other\n\nWords.\n",
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}",
    )
    (project.source / "_static").mkdir()
    (project.source / "_static" / "portrait.svg").write_text(SVG)
    plain((80, 160)).save(project.source / "_static" / "portrait.png")
    return project


def put(home: Project, name: str = "portrait.jpg", side: int = 600) -> None:
    save_photo(home.source / name, plain((side, side + 8)))


def shown(build: Build, page: str = "index") -> Tag:
    return one(build.html(page), "img")


def loaded(build: Build, page: str = "index") -> set[str]:
    sets = [str(tag["srcset"]) for tag in build.html(page).select("[srcset]")]
    return {part.split()[0] for text in sets for part in text.split(",")}


def pictures(build: Build) -> set[str]:
    folder = build.app.outdir / "_images"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_of_the_original_is_published(home: Project, builder: str) -> None:
    put(home)
    original = (home.source / "portrait.jpg").read_bytes()
    build = home.build(builder)
    assert build.warnings == []
    for name, content in tree(build.app.outdir).items():
        assert original[:200] not in content, name
        assert CAMERA.encode() not in content, name
        assert not name.endswith("portrait.jpg"), name
    if builder == "text":
        assert "Photo of Ada" in build.text()
    if builder == "latex":
        (source,) = build.app.outdir.glob("*.tex")
        names = re.findall(r"\{\{(portrait-\w+-576)\}\.jpg\}", source.read_text(encoding="utf-8"))
        assert [(build.app.outdir / f"{name}.jpg").is_file() for name in names] == [True]


def test_a_page_offers_formats_and_says_how_large_the_photo_is(home: Project) -> None:
    put(home)
    build = home.build()
    picture = one(build.html(), "picture")
    assert [source["type"] for source in picture.select("source")] == ["image/avif", "image/webp"]
    image = one(picture, "img")
    assert image["alt"] == "Photo of Ada"
    assert (image["width"], image["height"]) == ("192", "195")
    assert image["class"] == ["round"]
    assert not image.get("loading")
    assert {name.rpartition("/")[2] for name in loaded(build)} == pictures(build)
    assert all((build.app.outdir / name).is_file() for name in loaded(build))


@pytest.mark.parametrize("builder", BUILDERS)
def test_without_a_photo_the_drawing_says_what_it_is(home: Project, builder: str) -> None:
    build = home.build(builder)
    assert build.warnings == []
    said = " ".join(content.decode(errors="replace") for content in tree(build.app.outdir).values())
    assert "Photo of Ada" not in said
    if builder == "html":
        image = shown(build)
        assert image["alt"] == "A drawing"
        assert str(image["src"]).endswith("portrait.svg")
        assert re.fullmatch(r"width: 192px; height: 384px;?", str(image["style"]))


def test_a_portrait_needs_no_drawing(home: Project) -> None:
    home.write(index_md=f"# Home\n\n```{{portrait}}\n```{TOC}")
    build = home.build()
    assert build.warnings == []
    assert build.html().select("img") == []
    put(home)
    assert shown(home.build())["alt"] == ""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_photo_comes_changes_and_goes(home: Project, builder: str) -> None:
    def build() -> dict[str, bytes]:
        made = home.build(builder)
        assert made.warnings == []
        return {name: content for name, content in tree(made.app.outdir).items() if kept(name)}

    def kept(name: str) -> bool:
        # What Sphinx took from the source folder before is left to it.
        return name == "index.html" or "portrait-" in name

    drawn = build()
    put(home)
    first = build()
    assert len(first) == 7
    assert first["index.html"] != drawn["index.html"]
    assert build() == first
    put(home, side=640)
    second = build()
    assert len(second) == 7
    assert len(first.keys() & second.keys()) == 1
    (home.source / "portrait.jpg").rename(home.source / "Portrait.PNG")
    third = build()
    assert b"Photo of Ada" in third["index.html"]
    assert len(third) == 7
    (home.source / "Portrait.PNG").unlink()
    assert build() == drawn


def broken(home: Project) -> str:
    (home.source / "portrait.jpg").write_bytes(b"\xff\xd8\xff broken")
    return "portrait.jpg cannot be read as a picture; save it anew as JPEG or PNG"


def of_a_phone(home: Project) -> str:
    (home.source / "portrait.heic").write_bytes(b"\0\0\0\x18ftypheic")
    return "portrait.heic cannot be read as a picture; save it anew as JPEG or PNG"


def two(home: Project) -> str:
    put(home)
    put(home, "portrait.png")
    return "portrait.jpg and portrait.png are both there; remove all but one"


@pytest.mark.parametrize("slip", [broken, of_a_phone, two])
def test_a_slip_is_told_in_each_build_until_it_is_mended(home: Project, slip: object) -> None:
    assert callable(slip)
    message = slip(home)
    for _ in range(2):
        build = home.build()
        (line,) = build.warnings
        assert line.startswith("index.md:3: WARNING: ")
        assert message in line
        assert shown(build)["alt"] == "A drawing"
        assert pictures(build) == {"portrait.svg"}
    for file in home.source.glob("portrait.*"):
        file.unlink()
    put(home)
    build = home.build()
    assert build.warnings == []
    assert shown(build)["alt"] == "Photo of Ada"


@pytest.fixture
def talks(home: Project) -> Project:
    plain((1280, 720)).save(home.source / "first.png")
    plain((1000, 400)).save(home.source / "second.png")
    home.write(index_md=f"# Home\n\n{TALKS}{TOC}")
    return home


@pytest.mark.parametrize("builder", BUILDERS)
def test_thumbnails_of_talks_are_small_and_linked(talks: Project, builder: str) -> None:
    build = talks.build(builder)
    assert build.warnings == []
    for name, content in tree(build.app.outdir).items():
        assert (talks.source / "first.png").read_bytes()[:200] not in content, name
    if builder in {"html", "singlehtml"}:
        table = one(build.html(), "table")
        links = [str(link["href"]) for link in table.select("a:has(img)")]
        assert links == ["https://example.org/1", "https://example.org/2"]
        images = table.select("img")
        sizes = [(i["width"], i["height"], i["loading"], i["alt"]) for i in images]
        assert sizes == [("200", "112", "lazy", "Video"), ("200", "80", "lazy", "Video")]
        assert [th.get_text(" ", strip=True) for th in table.select("th")] == [
            "First popular",
            "Second",
        ]
    if builder == "latex":
        (source,) = build.app.outdir.glob("*.tex")
        text = source.read_text(encoding="utf-8")
        assert len(re.findall(r"\\sphinxhref\{https://example.org/\d\}\{\\sphinxincl", text)) == 2


def test_missing_thumbnails_are_told(talks: Project) -> None:
    (talks.source / "second.png").unlink()
    (line,) = talks.build().warnings
    assert "the file second.png is not there; put second.png beside index.md" in line


def test_other_pictures_are_left_alone(home: Project) -> None:
    plain((400, 400)).save(home.source / "a.png")
    lines = ["![a](a.png)", '<img src="a.png" width="50%" />', "![c](_static/portrait.svg)"]
    home.write(index_md="# Home\n\n" + "\n\n".join(lines) + TOC)
    build = home.build()
    assert build.warnings == []
    assert build.html().select("picture") == []
    assert pictures(build) == {"a.png", "portrait.svg"}


def test_what_is_lost_between_builds_is_made_again(home: Project) -> None:
    put(home)
    build = home.build()
    before = tree(build.app.outdir)
    for file in (Path(build.app.doctreedir) / "smallpictures").iterdir():
        file.unlink()
    home.write(other_md="# Other\n\nMore.\n")
    (home.source / "index.md").touch()
    assert home.build().warnings == []
    after = tree(build.app.outdir)
    assert {n: c for n, c in after.items() if "_images" in n} == {
        n: c for n, c in before.items() if "_images" in n
    }
    page = BeautifulSoup(after["index.html"], "html5lib")
    assert one(page, "img")["alt"] == "Photo of Ada"
