"""Figures of papers on the site, with every extension that finishes its pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from warm_python import run_python

from .built import Web
from .copies import Copy
from .small import tree

pytestmark = pytest.mark.machinery

FORMATS = ("png", "jpg", "webp", "gif", "svg")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
LIST = "\n\n```{publications}\n```\n"
_NOT_COMPARED = re.compile(r"\.buildinfo|searchindex\.js|objects\.inv|_sources/.*")


class Home(Copy):
    """A copy of the site in which papers have figures."""

    def build(self, name: str = "later") -> Path:
        """Build as `make html` does; return the folder of the pages."""
        out = self.folder / "_build" / name
        command = ["-m", "sphinx", "-q", "-W", "--keep-going", "-n"]
        done = run_python(*command, "-d", f"{out}-doctrees", ".", out, cwd=self.folder)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")
        return out

    def build_anew(self) -> Path:
        """Build into a new folder."""
        shutil.rmtree(self.folder / "_build" / "clean", ignore_errors=True)
        shutil.rmtree(self.folder / "_build" / "clean-doctrees", ignore_errors=True)
        return self.build("clean")

    def list_papers(self, *formats: str) -> None:
        """Let the bibliography have a paper with a figure of each format, and no other."""
        said = "author = {One, Ann}, title = {Title}, year = 2020, howpublished = {Zine}"
        entries = [f"@misc{{{f}, {said}, preview = {{/figures/a.{f}}}}}\n" for f in formats]
        self.write("refs.bib", "".join(entries))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A copy of the site with a portrait and figures in every format."""
    made = Home(Copy.of_repository(tmp_path / "site").folder)
    made.remove("portrait.*", "*.md", "publications/*.md")
    made.write("index.md", f"# Home\n\n```{{portrait}}\n```{LIST}")
    (made.folder / "figures").mkdir()
    for number, name in enumerate(FORMATS):
        path = made.folder / "figures" / f"a.{name}"
        if name == "svg":
            path.write_text(SVG, encoding="utf-8")
        else:
            Image.new("RGB", (900, 500 + number), (90 * number % 255, 80, 20)).save(path)
    made.list_papers(*FORMATS)
    return made


def broken(out: Path) -> list[str]:
    """Return the pictures that pages name and that are not there."""
    web = Web(out)
    named = [
        (page, address.split()[0])
        for page, soup in web.pages.items()
        for tag in soup.select("img, source")
        for attribute in ("src", "srcset")
        for address in str(tag.get(attribute, "")).split(",")
        if address.strip() and not address.startswith("data:")
    ]
    assert named
    return [f"{page}: {name}" for page, name in named if not web.has(web.resolve(page, name)[0])]


def assert_as_clean(home: Home, out: Path) -> None:
    later, clean = (
        {name: content for name, content in tree(folder).items() if not _NOT_COMPARED.match(name)}
        for folder in (out, home.build_anew())
    )
    assert sorted(later) == sorted(clean)
    assert [name for name in clean if later[name] != clean[name]] == []


def test_no_figure_is_missing_and_what_is_withdrawn_goes(home: Home) -> None:
    Image.new("RGB", (500, 500), "blue").save(home.folder / "portrait.jpg")
    out = home.build()
    assert broken(out) == []
    images = [name for name in tree(out) if name.startswith("_images/")]
    assert len([name for name in images if name.endswith(".webp")]) == 4 * len(FORMATS[:-1]) + 2
    # A build in which a page changes, and one in which figures and the portrait go.
    home.append("index.md", "\nMore words.\n")
    assert broken(home.build()) == []
    home.list_papers("png", "svg")
    home.remove("portrait.jpg")
    assert broken(home.build()) == []
    assert [name for name in tree(out) if "portrait-" in name] == []
    assert_as_clean(home, out)


def test_a_portrait_goes_where_the_doctrees_are_lost(home: Home) -> None:
    Image.new("RGB", (500, 500), "blue").save(home.folder / "portrait.jpg")
    out = home.build()
    assert [name for name in tree(out) if "portrait-" in name]
    home.remove("portrait.jpg")
    shutil.rmtree(out.with_name("later-doctrees"))
    assert broken(home.build()) == []
    assert_as_clean(home, out)
