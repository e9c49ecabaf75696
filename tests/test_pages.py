"""What a page says of itself, what it may run, what it asks of others, and what it weighs."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from .built import Site, Web, is_local, one, text_of
from .reading import fold
from .source import config, documents, written
from .test_papers import shown

WEB = pytest.mark.parametrize("builder", ["html", "dirhtml"])
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
_TEXT = {".html", ".js", ".json", ".bib", ".ris", ".atom", ".txt", ".xml"}
_LOADED = (
    "script[src], img[src], iframe[src], video[src], audio[src], source[src], embed[src], "
    "object[data], link[rel=stylesheet], link[rel=icon], link[rel=preload], link[rel=manifest]"
)
LIMIT = 80_000
"""Bytes over the wire for the first view of a page with the content of this many bytes:"""
CONTENT = 10_000


@WEB
def test_titles_are_of_the_page_and_the_site(site: Site, builder: str) -> None:
    web, owner = site.web(builder), config()["html_title"]
    titles = {page: text_of(one(soup, "title")) for page, soup in web.pages.items()}
    front = web.document(documents()[0].name)
    assert titles[front] == owner
    assert len(set(titles.values())) == len(titles)
    for page, soup in web.pages.items():
        if page != front:
            own, end = titles[page].removesuffix(owner), titles[page][-len(owner) :]
            assert end == owner
            assert own[-3:] in {" — ", " - "}
            assert fold(own) == fold(one(soup, "h1").get_text())


@WEB
def test_no_page_waits_for_scripts_that_wait_for_stylesheets(site: Site, builder: str) -> None:
    for page, soup in site.web(builder).pages.items():
        scripts = soup.select("link[rel=stylesheet] ~ script:not([defer], [async], [type])")
        assert scripts == [], page
        # Dark pages are dark at once; what the theme sets before is settled, not set again.
        theme, settled = soup.select("head > script:not([src], [type])")
        assert "dataset.theme = localStorage" in str(theme.string)
        assert 'root.theme === "auto"' in str(settled.string)


@WEB
def test_descriptions_are_those_that_were_written(site: Site, builder: str) -> None:
    web = site.web(builder)
    for document in documents():
        found = web.pages[web.document(document.name)].select("meta[name=description]")
        said = [str(meta["content"]) for meta in found]
        assert said == ([document.description] if document.description else [])
    for paper in shown(web):
        meta = one(web.pages[web.home_of(paper.key)], "meta[name=description]")
        told, page = fold(str(meta["content"])), fold(text_of(web.pages[web.home_of(paper.key)]))
        assert fold(paper.title) in told or told.rstrip("…") in page


@WEB
def test_pages_are_in_the_language_of_the_site_and_have_one_heading(
    site: Site, builder: str
) -> None:
    web = site.web(builder)
    own = {web.document(page.name): page.language for page in documents() if page.language}
    for page, soup in web.pages.items():
        assert one(soup, "html")["lang"] == own.get(page, config()["language"]), page
        assert len(soup.select("h1")) == 1, page
        assert all(image.get("alt") is not None for image in soup.select("img")), page


@WEB
def test_a_missing_page_has_an_answer_that_works_anywhere(site: Site, builder: str) -> None:
    web = site.web(builder)
    name = next(name for name in ("404.html", "404/index.html") if name in web.pages)
    page, front = web.pages[name], web.document(documents()[0].name)
    for tag in page.select(f"{_LOADED}, header a[href], article a[href]"):
        address = str(tag.get("href") or tag.get("src"))
        assert not is_local(address) or address.startswith((web.base, "#"))
    offered = {web.resolve(name, str(a["href"]))[0]: text_of(a) for a in page.select("article a")}
    links = web.pages[front].select("header a.nav-internal")
    named = {web.resolve(front, str(link["href"]))[0]: text_of(link) for link in links}
    assert named.items() <= offered.items()
    assert offered.keys() - named.keys() <= {front}
    assert all(map(web.has, offered))


@pytest.mark.machinery
def test_the_answer_leads_to_pages_under_any_address(site: Site) -> None:
    for builder, name in (("html", "404.html"), ("dirhtml", "404/index.html")):
        options = ["-D", "html_baseurl=https://example.org/a/b/", "-D"]
        options.append("notfound_urls_prefix=/a/b/")
        out = site.build(builder, *options, name=f"{builder}-deep")
        page = BeautifulSoup((out / name).read_text(encoding="utf-8"), "html5lib")
        links = [str(link["href"]) for link in page.select("article a")]
        assert links
        for link in links:
            assert link.startswith("/a/b/")
            path = out / link.removeprefix("/a/b/")
            assert (path / "index.html" if path.is_dir() else path).is_file()


def test_no_address_is_given_to_harvesters_but_those_that_were_written(site: Site) -> None:
    allowed = {address for text in written() for address in _ADDRESS.findall(text)}
    for path in site.build("html").rglob("*"):
        if path.suffix in _TEXT and "_static" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert set(_ADDRESS.findall(text)) <= allowed, path
            assert text.count("mailto:") == 0 or any("mailto:" in said for said in written()), path


def policy(page: BeautifulSoup) -> dict[str, list[str]]:
    meta = one(page, "meta[http-equiv=Content-Security-Policy]")
    directives = (part.split() for part in str(meta["content"]).split(";"))
    return {name: values for name, *values in directives}


@WEB
def test_only_the_scripts_of_the_site_may_run(site: Site, builder: str) -> None:
    for name, page in site.web(builder).pages.items():
        allowed = policy(page)
        digests = {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for script in page.select("script:not([src]):not([type='application/ld+json'])")
            if (text := script.string)
        }
        assert digests <= set(allowed["script-src"]), name
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(allowed["script-src"]), name
        assert allowed["object-src"] == ["'none'"], name
        # A policy rules what stands behind it.
        head = [str(tag.name) for tag in page.select("head > *")]
        assert "script" not in head[: head.index("meta") + 2], name
        assert not any(key.startswith("on") for tag in page.find_all(True) for key in tag.attrs), (
            name
        )


def hosts() -> set[str]:
    """Return the other hosts that the owner lets pages load from."""
    said = " ".join(map(str, config().get("security_policy", {}).values()))
    return {urlsplit(address).netloc for address in re.findall(r"https?://\S+", said)}


@WEB
def test_pages_load_nothing_from_others_and_tell_them_nothing(site: Site, builder: str) -> None:
    for name, page in site.web(builder).pages.items():
        for tag in page.select(_LOADED):
            address = str(tag.get("src") or tag.get("data") or tag.get("href"))
            known = is_local(address) or urlsplit(address).netloc in hosts()
            assert known or address.startswith("data:"), f"{name}: {tag}"
        for style in page.select("style"):
            assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", style.get_text()), name
        assert one(page, "meta[name=referrer]")["content"] == "same-origin"
        for link in page.select("a[href^='http:'], a[href^='https:'], a[href^='//']"):
            assert {"noopener", "noreferrer", "me"} & set(link.get("rel") or ()), f"{name}: {link}"


def loaded(web: Web, name: str) -> Iterator[Path]:
    """Yield the files that the first view of a page loads, but images in the words of its content.

    A picture in several formats, as the portrait is, counts with the best one for a fine screen.
    """
    page = web.pages[name]
    tags = [tag for tag in page.select(_LOADED) if not tag.find_parent("article")]
    found = [web.resolve(name, str(tag.get("src") or tag.get("href")))[0] for tag in tags]
    for picture in page.select("article picture:not(:has([loading=lazy]))"):
        *_, best = str(picture.select("source")[0]["srcset"]).split(", ")
        found.append(web.resolve(name, best.split()[0])[0])
    files = [web.folder / path for path in dict.fromkeys(found)]
    yield from files
    for style in [file for file in files if file.suffix == ".css"]:
        css = style.read_text(encoding="utf-8")
        for font in dict.fromkeys(re.findall(r"url\([\"']?([^\"')]+\.woff2)", css)):
            yield style.parent / font


def packed(data: bytes) -> int:
    return len(gzip.compress(data, mtime=0))


@WEB
def test_the_first_view_of_any_page_is_light(site: Site, builder: str) -> None:
    web = site.web(builder)
    files = {path for name in web.pages for path in loaded(web, name)}
    sizes = {path: packed(path.read_bytes()) for path in files}
    for name, page in web.pages.items():
        source = (web.folder / name).read_bytes()
        article = page.select_one("article")
        # What the owner wrote weighs what it weighs, above the limit as well.
        content = packed(str(article).encode()) if isinstance(article, Tag) else 0
        weight = packed(source) + sum(sizes[path] for path in loaded(web, name))
        assert weight <= LIMIT + max(0, content - CONTENT), f"{name}: {weight}"
