"""What a page allows, whom it tells of the visitor, and what it gives to harvesters."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from finish.page import read
from security import secure

from ..built import Site
from ..small import Project

pytestmark = pytest.mark.machinery
PLAIN_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)


def pages(out: Path) -> list[Path]:
    return [path for path in sorted(out.rglob("*.html")) if "_static" not in path.parts]


def policy(page: BeautifulSoup) -> dict[str, list[str]]:
    (meta,) = page.select("meta[http-equiv=Content-Security-Policy]")
    directives = (part.split() for part in str(meta["content"]).split(";"))
    return {name: values for name, *values in directives}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_only_the_scripts_of_the_site_may_run(site: Site, builder: str) -> None:
    found = site.web(builder).pages
    assert found
    for page in found.values():
        allowed = policy(page)
        digests = {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for script in page.select("script:not([src]):not([type='application/ld+json'])")
            if (text := script.string)
        }
        assert set(allowed["script-src"]) == {"'self'", *digests}
        assert allowed["default-src"] == ["'self'"]
        assert allowed["object-src"] == ["'none'"]
        assert allowed["form-action"] == allowed["base-uri"] == ["'self'"]
        assert "unsafe-inline" not in " ".join(allowed["script-src"])
        # A policy rules what stands behind it.
        head = [str(tag.name) for tag in page.select("head > *")]
        assert "script" not in head[: head.index("meta") + 2]
        everything = page.find_all(True)
        assert not any(name.startswith("on") for tag in everything for name in tag.attrs)


def test_no_page_tells_others_of_the_visitor(site: Site) -> None:
    for page in site.web().pages.values():
        assert [meta["content"] for meta in page.select("meta[name=referrer]")] == ["same-origin"]
        for link in page.select("a[href^=http]"):
            assert {"noopener", "noreferrer"} & set(link.get("rel") or ()), link


def test_no_file_has_an_address_to_harvest(site: Site) -> None:
    text = {".html", ".js", ".json", ".bib", ".ris", ".atom", ".txt", ".xml"}
    files = [path for path in site.build("html").rglob("*") if "_static" not in path.parts]
    for path in files:
        if path.suffix in text:
            assert PLAIN_ADDRESS.findall(path.read_text(encoding="utf-8")) == []


def test_the_policy_can_be_widened(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"sphinx_publications", "security"]')
        + "security_policy = {'img-src': \"'self' https://example.org\", 'form-action': ''}\n",
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}",
    )
    build = project.build()
    assert build.warnings == []
    allowed = policy(build.html())
    assert allowed["img-src"] == ["'self'", "https://example.org"]
    assert "form-action" not in allowed
    before = {path: path.read_bytes() for path in pages(Path(build.app.outdir))}
    again = project.build()
    assert {path: path.read_bytes() for path in pages(Path(again.app.outdir))} == before


HEAD = "<html><head><meta charset='utf-8'><title>T</title>\n<script>a\n&amp;é</script></head>"
BODY = "<body><a href='https://x.org'>x</a><a rel='me' href='https://y.org'>y</a></body></html>"
DIGEST = "'sha256-7oXGlva2imIiINN5NbdxoZE9lw32hS/qWlAlMaYDv0c='"


def test_a_page_is_secured_as_a_browser_reads_it() -> None:
    page = read("page.html", HEAD + BODY)
    secure(page, {})
    found = BeautifulSoup(page.edited, "html5lib")
    assert policy(found)["script-src"] == ["'self'", DIGEST]
    assert [link["rel"] for link in found.select("a")] == [["noopener"], ["me"]]
    # Browsers heed a policy in the head alone.
    assert [tag.name for tag in found.select("head > *")] == [
        "meta",
        "meta",
        "meta",
        "title",
        "script",
    ]
    assert found.body is not None
    assert found.body.get_text() == "xy"


def test_a_page_is_secured_once() -> None:
    page = read("page.html", HEAD + BODY)
    secure(page, {})
    again = read("page.html", page.edited)
    secure(again, {})
    assert again.edited == again.text


def test_the_policy_is_of_the_scripts_as_others_leave_them() -> None:
    text = HEAD.replace("<title>", "<script>gone()</script><script>data</script><title>") + BODY
    page = read("page.html", text)
    gone, data, _ = (tag for tag in page.tags if tag.name == "script")
    page.remove(gone)
    page.set(data, "type", "application/json")
    secure(page, {})
    assert policy(BeautifulSoup(page.edited, "html5lib"))["script-src"] == ["'self'", DIGEST]


def test_a_page_that_does_not_say_its_encoding_keeps_its_head() -> None:
    page = read("page.html", "<p>Words.</p>")
    secure(page, {})
    assert page.edited == "<p>Words.</p>"
