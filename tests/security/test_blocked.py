"""What the policy of a page blocks is said when the site is built, with what would allow it."""

from __future__ import annotations

import pytest

from finish.page import read
from security import Blocked, allows, blocked

from ..small import Project

pytestmark = pytest.mark.machinery
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "form-action": "'self'",
}
FILES = {
    "_static/a.css": "@import url(https://a.org/b.css); /* url(//c.org/d.png) */"
    "@font-face { src: url('https://f.org/f.woff2') } p { background: url(i.png) }",
    "_static/eval.js": "run = new Function('a', text);",
    "_static/bundle.js": "try { return new Function('return this')() } catch {}",
}


def found(html: str, **more: str) -> set[tuple[str, str, str]]:
    page = read("folder/page.html", f"<html><head><meta charset=utf-8>{html}</html>")
    policy = {**POLICY, **{name.replace("_", "-"): value for name, value in more.items()}}
    wanted = blocked(page, policy, "own.org", lambda name: FILES.get(name, ""))
    return {(one.directive, one.source, one.what) for one in wanted}


@pytest.mark.parametrize(
    "html",
    [
        "<p>Words: online=yes.</p>",
        "<img src=a.png><img src='data:image/png;base64,AA'><img src=https://own.org/a.png>",
        "<a href=https://x.org>x</a><link rel=canonical href=https://x.org>",
        "<link rel='alternate' href='https://x.org/feed'><script src=../_static/x.js></script>",
        "<script>inline()</script><form action='search.html'></form>",
        "<p style='color: red'>x</p><style>p { background: url(../a.png) }</style>",
        "<script src=../_static/bundle.js></script>",
    ],
)
def test_what_is_allowed_is_not_said(html: str) -> None:
    assert found(html) == set()


@pytest.mark.parametrize(
    ("html", "directive", "source", "what"),
    [
        ("<script src=https://x.org/a.js></script>", "script-src", "https://x.org", ""),
        ("<script src=//x.org/a.js></script>", "script-src", "https://x.org", "//x.org/a.js"),
        ("<link rel=stylesheet href=https://x.org/a.css>", "style-src", "https://x.org", ""),
        ("<img alt='a > b' src=https://x.org/a.png>", "img-src", "https://x.org", ""),
        ("<img srcset='a.png, https://x.org/a.png 2x'>", "img-src", "https://x.org", ""),
        ("<iframe src=https://x.org/v></iframe>", "frame-src", "https://x.org", ""),
        ("<video><source src=https://x.org/v></video>", "media-src", "https://x.org", ""),
        ("<object data=a.svg></object>", "object-src", "'self'", "a.svg"),
        ("<form action=https://x.org/f></form>", "form-action", "https://x.org", ""),
        ("<button onclick='go()'>", "script-src", "'unsafe-inline'", "onclick of <button>"),
        ("<a href='javascript:go()'>", "script-src", "'unsafe-inline'", "the link javascript:go()"),
        ("<a href='JavaScript:go()'>", "script-src", "'unsafe-inline'", "the link JavaScript:go()"),
        ("<p style='background: url(https://x.org/i.png)'>", "img-src", "https://x.org", ""),
        ("<style>@import 'https://x.org/a.css';</style>", "style-src", "https://x.org", ""),
        (
            "<script src='../_static/eval.js?v=1'></script>",
            "script-src",
            "'unsafe-eval'",
            "code that ../_static/eval.js?v=1 makes of text",
        ),
    ],
)
def test_what_is_blocked_is_said(html: str, directive: str, source: str, what: str) -> None:
    ((one, allowing, said),) = found(html)
    assert (one, allowing) == (directive, source)
    assert said == what or (not what and said.startswith("https://x.org/"))
    # What is said to allow it does.
    policy = Blocked(directive, source, "").remedy(POLICY)
    sources = policy.partition(": ")[2].strip('"}')
    # Browsers leave out 'none' beside other sources.
    assert "'none'" not in sources
    assert found(html, **{directive.replace("-", "_"): sources}) == set()


def test_forms_may_lead_anywhere_where_no_directive_says_otherwise() -> None:
    # It is one of those for which browsers do not ask default-src.
    assert found("<form action=https://x.org/f></form>", form_action="") == set()
    assert found("<img src=https://x.org/a.png>", img_src="") != set()


def test_stylesheets_are_read() -> None:
    assert found("<link rel=stylesheet href=../_static/a.css>") == {
        ("style-src", "https://a.org", "https://a.org/b.css"),
        ("font-src", "https://f.org", "https://f.org/f.woff2"),
    }


@pytest.mark.parametrize(
    ("sources", "address", "is_allowed"),
    [
        ("https://x.org", "https://x.org/a", True),
        ("x.org", "//x.org/a", True),
        ("http://x.org", "https://x.org/a", True),
        ("https://x.org", "http://x.org/a", False),
        ("*.x.org", "https://a.x.org/a", True),
        ("*.x.org", "https://x.org/a", False),
        ("https://x.org/b", "https://x.org/a", False),
        ("https:", "https://x.org/a", True),
        ("*", "https://x.org/a", True),
        ("'self'", "a.png", True),
        ("'none'", "a.png", False),
        ("data:", "data:image/png,", True),
        ("'self'", "data:image/png,", False),
    ],
)
def test_sources_match_as_in_browsers(sources: str, address: str, is_allowed: bool) -> None:
    assert allows(sources, address) == is_allowed


def test_a_build_says_once_what_the_policy_blocks(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    names = '"sphinx_publications", "security", "sphinx.ext.mathjax"]'
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', names)
        + "myst_enable_extensions = ['dollarmath']\n"
        "mathjax_path = 'https://cdn.example/tex.js'\n",
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}",
        index_md="# Home\n\n$a$\n\n```{toctree}\nother\n```\n",
        other_md="# Other\n\n$b$\n",
    )
    warning = (
        "WARNING: index.html and 1 more: the security policy blocks https://cdn.example/tex.js; "
        "do without it, or allow it in conf.py: "
        """security_policy = {"script-src": "'self' https://cdn.example"} [security.blocked]"""
    )
    assert project.build().warnings == [warning]
    allowed = {"security_policy": {"script-src": "'self' https://cdn.example"}}
    assert project.build(confoverrides=allowed, freshenv=True).warnings == []
