"""`docs/your-year.md`: its snippets are applied to a new site, whose pages show them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from newsite.__main__ import Owner, make_site
from warm_python import run_python

from .built import Web, text_of
from .copies import Copy
from .crawl import broken, wrong_pictures
from .everything import DRAWING, PDF
from .source import ROOT

pytestmark = pytest.mark.machinery
PAGE = ROOT / "docs" / "your-year.md"
OWNER = Owner(
    "Nowhere", "Ada", "Postdoc", "Invented Institute", "", "https://ada.example/", "ada", "site", {}
)
_FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)


class Snippet(NamedTuple):
    """What is typed, and the words before it, which say where."""

    words: str
    kind: str
    text: str


def recipes() -> dict[str, tuple[str, list[Snippet]]]:
    """Return the text and the snippets of each section of the page."""
    text = PAGE.read_text(encoding="utf-8")
    fences = [fence.span() for fence in _FENCE.finditer(text)]
    heads = [
        head
        for head in re.finditer(r"^## (.*)\n", text, re.MULTILINE)
        if not any(start < head.start() < end for start, end in fences)
    ]
    ends = [head.start() for head in heads[1:]] + [len(text)]
    sections = {head[1]: text[head.end() : end] for head, end in zip(heads, ends, strict=True)}
    return {heading: (text, list(_snippets(text))) for heading, text in sections.items()}


def _snippets(text: str) -> Iterator[Snippet]:
    end = 0
    for fence in _FENCE.finditer(text):
        words = text[end : fence.start()].strip().rpartition("\n\n")[2]
        yield Snippet(" ".join(words.split()), fence[2], fence[3])
        end = fence.end()


Apply = Callable[[Copy, Snippet, str], None]


def _edited(pattern: str, file: str, *, keep: bool = False) -> Apply:
    """Return what writes a snippet in place of the only match of a pattern, or behind it.

    NAME in the pattern is what the words before the snippet name.
    """

    def apply(copy: Copy, snippet: Snippet, name: str) -> None:
        found = re.compile(pattern.replace("NAME", name), re.MULTILINE | re.DOTALL)
        text, count = found.subn(
            lambda match: (match[0] if keep else "") + snippet.text, copy.read(file)
        )
        assert count == 1, f"{name} in {file}"
        copy.write(file, text)

    return apply


def _create(copy: Copy, snippet: Snippet, name: str) -> None:
    (copy.folder / name).parent.mkdir(exist_ok=True)
    copy.write(name, snippet.text)


def _append(copy: Copy, snippet: Snippet, name: str) -> None:
    copy.append(name, f"\n{snippet.text}")


_MENU = r"^```\{toctree\}\n(?:[^`\n]+\n|\n(?!```))*"
PLACES: dict[str, Apply] = {
    r"New file `([^`]+)`[^`]*:": _create,
    r".*[Aa]t the end of `([^`]+)`:": _append,
    r"At the end of the `\{toctree\}` of `(index.md)`[^`]*:": _edited(_MENU, "index.md", keep=True),
    r"In `(index.md)`, above the `\{toctree\}`:": _edited(
        r"\n(?=```\{toctree\})", "index.md", keep=True
    ),
    r"In `conf.py`, below `(\w+)` and its `\}`:": _edited(
        r"^NAME = \{.*?^\}\n", "conf.py", keep=True
    ),
    r".*`conf.py`, in place of `(\w+)` and its braces:": _edited(r"^NAME = \{.*?^\}\n", "conf.py"),
    r"In `conf.py`, in place of the line `(\w+) = …`:": _edited(r"^NAME = [^\n]*\n", "conf.py"),
    r"In `(publications.md)`, in place of the list:": _edited(
        r"^```\{publications\}\n```\n", "publications.md"
    ),
    r"In `refs.bib`, in place of the entry `(\w+)`:": _edited(r"^@\w+\{NAME,.*?^\}\n", "refs.bib"),
}
"""What the words before a snippet mean."""


def put_files(copy: Copy, text: str) -> None:
    """Put the files that a recipe names into the copy."""
    for names in re.findall(r"Put the files? ((?:`[\w/.]+`(?: and )?)+)", text):
        for name in re.findall(r"`([^`]+)`", names):
            path = copy.folder / name
            path.parent.mkdir(exist_ok=True)
            if path.suffix == ".pdf":
                path.write_bytes(PDF)
            elif path.suffix == ".svg":
                path.write_text(DRAWING, encoding="utf-8")
            else:
                Image.effect_noise((1200, 1480), 60).convert("RGB").save(path)


def follow(copy: Copy, text: str, snippets: list[Snippet]) -> None:
    """Do what a recipe says."""
    put_files(copy, text)
    for snippet in snippets:
        found = [
            (apply, match[1])
            for form, apply in PLACES.items()
            if (match := re.fullmatch(form, snippet.words))
        ]
        assert len(found) == 1, f"where does this go? {snippet.words}"
        found[0][0](copy, snippet, found[0][1])


@pytest.fixture
def year(tmp_path: Path) -> Web:
    """A new site after all recipes, built as `make html` builds it."""
    folder = tmp_path
    copy = Copy.of_repository(folder / "copy")
    make_site(copy.folder, OWNER, ["publications", "teaching"], None)
    for heading, (text, snippets) in recipes().items():
        if heading != "A new site":
            follow(copy, text, snippets)
    command = ["-m", "sphinx", "-q", "-W", "--keep-going", "-n"]
    done = run_python(*command, "-d", folder / "doctrees", copy.folder, folder / "html")
    assert (done.stderr, done.returncode) == ("", 0)
    return Web(folder / "html")


SHOWN = {
    "A page": [
        ("index.html", "header a[href='talks.html']", "Talks"),
        ("talks.html", "header li.nav-item:nth-child(3)", "Talks"),
        ("talks.html", "li", "How whistles carry, Conference on Examples, Oslo, 3 June 2026"),
    ],
    "A page in another language": [
        ("enseignement.html", "html[lang=fr] h1", "Enseignement"),
        ("teaching.html", "link[hreflang=fr][href$='enseignement.html']", ""),
    ],
    "A photo": [("index.html", "article .hero picture img[alt=Photo]", "")],
    "A CV and a poster with addresses to print": [
        ("index.html", "article a[href='cv.pdf']:not([download])", "CV")
    ],
    "A CV that make prints": [
        ("cv.html", "h2", "Positions"),
        ("cv.html", "ul.publications .publication-title", "Whistles across valleys"),
    ],
    "A talk": [
        ("talks.html", "ul.publications .publication-title", "How far a whistle carries"),
        ("talks.html", "ul.publications a[href$='slides.pdf']", "Slides"),
    ],
    "News": [
        ("index.html", "article li", "January 2026: A new office."),
        ("news.html", "article li", "October 2025: A new bicycle."),
    ],
    "A student": [
        ("people.html", "article", "PhD student, since 2026"),
        ("people.html", "article a[href='https://example.org/ben']", ""),
    ],
    "A project": [
        ("projects.html", "ul.resources a[href='projects/whistles.html']", "Whistled languages"),
        ("projects/whistles.html", ".publication-title", "Whistles across valleys"),
    ],
    "A course": [("teaching.html", "li", "Phonetics, spring 2026")],
    "A preprint that appeared": [
        ("publications.html", "#nowhere2025vowel a[href='https://doi.org/10.5555/vowel']", "2026"),
        ("publications.html", "#nowhere2025vowel a[href*='arxiv.org']", "arXiv"),
    ],
    "A picture beside a paper": [
        ("publications.html", "#nowhere2024valleys img[alt='A valley with two people']", "")
    ],
    "A PDF and slides of a paper": [
        ("publications.html", "#nowhere2023echo a[href='papers/echo.pdf']", "PDF"),
        ("publications.html", "#nowhere2023echo a[href='papers/slides.pdf']", "Slides"),
    ],
    "Sections by type": [
        ("publications.html", "h2", "Books and chapters"),
        ("publications.html", "h2", "Journal articles"),
    ],
    "A paper that was withdrawn or retracted": [
        ("publications.html", "#nowhere2019echo strong", "Retracted"),
    ],
    "A new position": [
        ("index.html", "script[type='application/ld+json']", "Professor of invented phonetics")
    ],
    "Icons": [
        ("index.html", ".profiles a[href='https://mastodon.example/@ada']", "Mastodon"),
        ("cv.html", "header a[title=ORCID] i.fa-brands.fa-orcid", ""),
        ("cv.html", "header a[title='Office hours'] i.fa-solid.fa-calendar", ""),
        ("cv.html", "header a[title=INSPIRE] img[src='_static/inspire.svg']", ""),
    ],
    "The accent colour": [("index.html", "head style", "--accent: #7a1f3d;")],
    "A domain of your own": [("index.html", "link[rel=canonical][href^='https://www.exa']", "")],
}
"""What pages show of each recipe: an element, and a part of its text."""


def test_every_recipe_is_looked_for() -> None:
    assert [*SHOWN, "A new site"] == list(recipes())


def _missing(web: Web) -> Iterator[str]:
    """Yield what pages do not show."""
    for heading, facts in SHOWN.items():
        for page, selector, words in facts:
            found = [tag.string or text_of(tag) for tag in web.pages[page].select(selector)]
            if not any(words in text for text in found):
                yield f"{heading}: {page} has no {selector} with {words!r}: {found}"


def test_pages_show_what_was_typed(year: Web) -> None:
    """One test, so that one process builds the site."""
    assert list(_missing(year)) == []
    assert "bicycle" not in text_of(year.pages["index.html"])
    assert "Guillaume" not in "".join(map(text_of, year.pages.values()))
    assert list(broken(year, "https://www.example.org/")) == []
    assert list(wrong_pictures(year)) == []
    with Image.open(year.folder / "index.png") as card:
        assert card.convert("RGB").getpixel((600, 8)) == (0x7A, 0x1F, 0x3D)
    for name in ("cv.pdf", "poster.pdf"):
        assert (year.folder / name).read_bytes() == PDF
    assert not (year.folder / "_downloads").exists()
    styles = "".join(path.read_text("utf-8") for path in year.folder.rglob("*.css"))
    assert {".fa-calendar", ".fa-orcid"} <= set(re.findall(r"\.fa-[\w-]+", styles))
