"""The extension's own words in other languages: complete, compiled, and none left over on pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from bs4 import BeautifulSoup, Tag

from sphinx_publications import extension, i18n

from . import catalogues
from .conftest import Project

REFS = r"""
@article{a, author = {One, Ann and Two, Bob and Xa, A and Xb, A and Xc, A and Xd, A and Xe, A
  and Xf, A and Xg, A and Xh, A}, author+an = {3=equal; 4=equal; 1=corresponding},
  title = {Tttt}, journal = {Jjjj}, year = 2021, doi = {10.1000/1}, abstract = {Aaaa},
  code = {https://github.com/x/y}, slides = {https://example.org/s}, keywords = {kkkk},
  pdf = {https://example.org/p.pdf}, video = {https://vimeo.com/1}, arxiv = {2001.00001}}
@phdthesis{b, author = {One, Ann}, title = {Uuuu}, school = {Ssss}, year = 2020, keywords = {kkkk}}
@misc{c, author = {One*, Ann and Two, Bob}, title = {Vvvv}, howpublished = {Hhhh},
  pubstate = {inpress}}
@software{d, author = {One, Ann}, title = {Wwww}, url = {https://github.com/x/z}, year = 2019}
"""
INDEX = """# Rrrr

As {cite}`a`.

```{publications}
:group-by: %s
```
"""
THEIRS = re.compile(
    r"[A-Z]?([a-z])\1{2,3}|OTX|\b(?:Ann|Bob)\b|One|Two|\bX[a-h]\b|BibTeX|CSL-JSON|RIS|JATS|GitHub|PDF|arXiv|"
    r"Scholar|https?:\S+|\d+|et al|doi:\S*|\bIn\b|\b[ABO]\b|PhD thesis|January"
)
"""What entries, formats and styles of references say, each in its own words."""


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language in which every word stands between signs, and its values too."""
    monkeypatch.setattr(extension, "get_translation", lambda name: lambda text: f"‹{text}›")
    yield
    i18n.set_translator()


def unsaid(page: BeautifulSoup) -> set[str]:
    """Return what stands on a page of ours outside of the signs, and is no word of an entry."""
    for element in page.select(
        "pre, .publication-source, script, .sphinxsidebar, .headerlink, .publication-citation"
    ):
        element.decompose()
    body = page.select_one(".body")
    assert body is not None
    said = list(body.stripped_strings)
    for element in body.find_all(True):
        assert isinstance(element, Tag)
        classes = element.get_attribute_list("class")
        names = {"aria-label", "placeholder", "data-open", "alt"} & element.attrs.keys()
        # Tooltips of citations are references in full, and COinS is for programs.
        names |= (
            {"title"} & element.attrs.keys() if not {"Z3988", "internal"} & {*classes} else set()
        )
        said += [str(element[name]) for name in names]
    found = set()
    for text in said:
        while "‹" in text:
            inner = re.sub(r"‹[^‹›]*›", "", text)
            if inner == text:
                break
            text = inner
        rest = re.sub(r"[^A-Za-z]+", " ", THEIRS.sub(" ", text)).strip()
        if rest and len(rest) > 2:
            found.add(rest)
    return found


@pytest.mark.parametrize("by", ["year", "type"])
@pytest.mark.usefixtures("marked")
def test_no_word_is_left_over(project: Project, by: str) -> None:
    project.write(refs_bib=REFS, index_md=INDEX % by)
    build = project.build(confoverrides={"publications_filter_from": 1})
    pages = ["index", *(f"publications/{key}" for key in "abcd")]
    assert {name: left for name in pages if (left := unsaid(build.html(name)) - {"As"})} == {}
    place = build.html().select_one(".publications-filter-place")
    assert place is not None
    assert set(re.findall(r"\\u203a|›", str(place)))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogues_have_every_word_and_are_compiled(language: str) -> None:
    written = catalogues.read(language)
    said = {str(message.id): str(message.string) for message in written if message.id}
    assert sorted(said) == catalogues.words()
    assert [text for text, other in said.items() if not other] == []
    for text, other in said.items():
        names = set(re.findall(r"\{(\w+)", text))
        assert set(re.findall(r"\{(\w+)", other)) == names, text
    with catalogues.po(language).with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert {str(m.id): str(m.string) for m in compiled if m.id} == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            [
                "Zitierweise",
                "alle 10 Autoren",
                "Herunterladen:",
                "Artikel lesen",
                "BibTeX kopieren",
            ],
        ),
        (
            "fr",
            ["Comment citer", "les 10 auteurs", "Télécharger", "Lire l’article", "Copier BibTeX"],
        ),
    ],
)
def test_a_site_is_in_its_language_and_changes_with_it(
    project: Project, language: str, said: list[str]
) -> None:
    project.write(refs_bib=REFS, index_md=INDEX % "type")
    assert "How to cite" in project.build().html("publications/a").get_text()
    build = project.build(confoverrides={"language": language, "publications_filter_from": 1})
    page = build.html("publications/a").get_text() + str(build.html())
    assert [text for text in said if text.lower() not in page.lower()] == []
    assert "How to cite" not in page
    (thesis,) = build.html().select("#b .publication-venue")
    assert {"de": "Dissertation", "fr": "Thèse de doctorat"}[language] in thesis.get_text()


def test_the_wheel_has_the_catalogues() -> None:
    files = {path.name for path in catalogues.LOCALE.rglob("*") if path.is_file()}
    assert files == {f"{catalogues.NAME}.po", f"{catalogues.NAME}.mo"}
    assert Path(i18n.__file__).parent == catalogues.LOCALE.parent
