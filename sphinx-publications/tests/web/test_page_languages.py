"""Pages, feeds and data say their language, and titles of papers theirs where it is another."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from sphinx_publications.model.languages import foreign, language_of_paper, language_tag
from sphinx_publications.web import list_controls

from ..conftest import Build, Project

REFS = """
@article{german, author = {One, Ann}, title = {Über Netze}, journal = {J}, year = 2021,
  langid = {ngerman}, keywords = {a}}
@article{plain, author = {One, Ann}, title = {Of Nets}, journal = {J}, year = 2020}
@article{same, author = {One, Ann}, title = {Des réseaux}, journal = {J}, year = 2019,
  langid = {french}}
@misc{brazil, author = {One, Ann}, title = {Redes}, howpublished = {H}, year = 2018,
  language = {pt_BR}}
"""
BASE = "https://example.org/me/"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("pt_BR", "pt-BR"), ("en", "en"), ("zh_hant_tw", "zh-Hant-TW"), ("sr@latin", "sr-Latn")],
)
def test_a_locale_is_said_as_a_tag(locale: str, tag: str) -> None:
    assert language_tag(locale) == tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        *(("ngerman", "de"), ("German", "de"), ("brazil", "pt-BR"), ("serbianc", "sr-Cyrl")),
        *(("ja", "ja"), ("EN-us", "en-US"), ("pt_BR", "pt-BR")),
        *(("langgerman", "de"), ("canadien", "fr-CA"), ("nynorsk", "nn"), ("samin", "se")),
        *(("chinese-hans-hk", "zh-Hans-HK"), ("english-us", "en-US"), ("german-austria", "de-AT")),
        *(("ger", "de"), ("gsw", "gsw"), ("zh-hans-cn", "zh-Hans-CN"), ("haw", "haw")),
        *(("Deutsch", "de"), ("日本語", "ja"), ("English (UK)", "en-GB"), ("Old English", "ang")),
        *(("Portuguese (Brazil)", "pt-BR"), ("Middle High German", "gmh")),
        *(("", ""), ("klingonisch", ""), ("english and german", ""), ('a" b', "")),
    ],
)
def test_the_language_of_a_paper(written: str, tag: str) -> None:
    assert language_of_paper(written) == tag


@pytest.mark.parametrize(
    ("language", "around", "expected"),
    [
        *(("de", "fr", "de"), ("de", "de", ""), ("de-AT", "de", ""), ("en", "en-US", "")),
        *(("", "fr", ""), ("pt-BR", "pt-PT", "pt-BR"), ("fr", "frr", "fr")),
    ],
)
def test_what_is_foreign(language: str, around: str, expected: str) -> None:
    assert foreign(language, around) == expected


def built(project: Project, index: str = "", **conf: object) -> Build:
    page = f"{index}# Rrrr\n\nAs {{cite}}`german`.\n\n```{{publications}}\n```\n"
    project.write(refs_bib=REFS, index_md=page)
    said = {"html_baseurl": BASE, "publications_person": {"name": "Ann One"}, **conf}
    build = project.build(confoverrides=said)
    assert build.warnings == []
    return build


def test_the_feed_and_its_titles_say_their_language(project: Project) -> None:
    build = built(project, language="fr")
    root = ElementTree.parse(build.app.outdir / "publications.atom").getroot()
    assert root.get(XML_LANG) == "fr"
    titles = [entry.find(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    said = {str(title.text): title.get(XML_LANG) for title in titles if title is not None}
    assert said == {"Über Netze": "de", "Of Nets": None, "Des réseaux": None, "Redes": "pt-BR"}


def languages(build: Build, name: str) -> list[str]:
    blocks = build.html(name).select("script[type='application/ld+json']")
    things = [thing for block in blocks for thing in json.loads(str(block.string))["@graph"]]
    return [
        said
        for thing in things
        for page in (thing, thing.get("mainEntityOfPage", {}))
        if (said := page.get("inLanguage"))
    ]


def test_json_ld_says_the_language_of_pages_and_papers(project: Project) -> None:
    build = built(project, language="pt_BR")
    assert languages(build, "index") == ["pt-BR"]
    assert languages(build, "publications/german") == ["de", "pt-BR"]
    assert languages(build, "publications/plain") == ["pt-BR"]


@pytest.mark.parametrize(("named", "expected"), [("fr", "fr"), ("no", "no"), ("a b", "en")])
def test_json_ld_says_the_language_that_a_page_names(
    project: Project, named: str, expected: str
) -> None:
    build = built(project, f"---\nlang: {named}\n---\n\n")
    assert languages(build, "index") == [expected]


def test_titles_say_their_language_in_lists_on_pages_and_cards(project: Project) -> None:
    build = built(project, "---\nlang: fr\n---\n\n")
    page = build.html("index")
    titles = page.select("li .publication-title")
    # The list is in the language of the site.
    assert [title.get("lang") for title in titles] == ["de", None, "fr", "pt-BR"]
    assert [card.get("lang") for card in page.select(".publication-card > .publication-title")] == [
        "de"
    ]
    of_papers = ["german", "plain", "same", "brazil"]
    heads = [build.html(f"publications/{key}").select("h1")[0].get("lang") for key in of_papers]
    assert heads == ["de", None, "fr", "pt-BR"]


def test_a_later_build_says_another_language(project: Project) -> None:
    built(project)
    project.write(refs_bib=REFS.replace("ngerman", "italian"))
    build = project.build(
        confoverrides={"html_baseurl": BASE, "publications_person": {"name": "Ann One"}}
    )
    assert build.html("publications/german").select("h1")[0].get("lang") == "it"
    assert build.html("index").select("li .publication-title")[0].get("lang") == "it"


ALL_WORDS = """---
lang: {lang}
---

# Rrrr

As {{cite}}`german`.

```{{publications}}
:group-by: type
```
"""


def spoken(page: BeautifulSoup) -> dict[str, str]:
    """Return in which language each of the extension's words on a page is read."""
    found = {}
    for name in (
        ".publications-filter-place", "section > h2", ".publication-bibtex summary",
        ".publications-legend", ".publication-downloads", ".publication-card .publication-venue",
        ".publications-jump", "h1",
    ):  # fmt: skip
        (element, *_) = page.select(name)
        around = [element, *element.parents]
        found[name] = str(next(e["lang"] for e in around if isinstance(e, Tag) and e.get("lang")))
    return found


@pytest.mark.parametrize(
    ("site", "lang", "expected"),
    [
        *(("en", "fr", "en"), ("de", "fr", "de"), ("fr", "fr", "fr"), ("fr", "fr-CA", "fr-CA")),
        # There are no words in Arabic: they are English.
        *(("ar", "fr", "en"), ("ar", "en", "en")),
    ],
)
def test_words_on_a_page_in_another_language_say_theirs(
    project: Project, monkeypatch: pytest.MonkeyPatch, site: str, lang: str, expected: str
) -> None:
    monkeypatch.setattr(list_controls, "_LONG", 2)
    monkeypatch.setattr(list_controls, "_LONG_GROUPS", 2)
    refs = REFS.replace(
        "author = {One, Ann}", "author = {One, Ann and Two, B}, author+an = {1=equal; 2=equal}"
    )
    project.write(refs_bib=refs, index_md=ALL_WORDS.format(lang=lang))
    build = project.build(confoverrides={"language": site, "publications_filter_from": 1})
    assert build.warnings == []
    page = build.html()
    # What a theme and an extension that knows of pages' languages write.
    page.select("html")[0]["lang"] = lang
    said = spoken(page)
    assert said.pop("h1") == lang
    assert set(said.values()) == {expected}


def test_a_site_in_one_language_says_it_once(project: Project) -> None:
    for site in ("fr", "ar"):
        build = built(project, language=site)
        languages = {e.get("lang") for e in build.html().select("main [lang], .body [lang]")}
        assert languages <= {"de", "pt-BR", "fr"}
        assert not build.html().select(".publications[lang], .publication-card[lang]")


HAN = """@article{ja, author = {山田 太郎 and 佐藤, 花子}, title = {One}, journal = {J},
  year = {2020}, langid = {japanese}}
@article{mixed, author = {山田 太郎 and One, Ann}, title = {Two}, journal = {J},
  year = {2019}, langid = {japanese}}"""


def test_names_in_han_say_the_language_of_the_paper(project: Project) -> None:
    project.write(refs_bib=HAN)
    build = project.build()
    for name in ("index", "publications/ja"):
        (authors,) = build.html(name).select(".publication-authors[lang]")
        words = " ".join(authors.get_text().split())
        assert (authors["lang"], words) == ("ja", "山田 太郎, 佐藤 花子")
    assert build.html("publications/mixed").select(".publication-authors[lang]") == []
