"""Pages of languages that are written from right to left say so, and are set so."""

from __future__ import annotations

import pytest

from languages import is_right_to_left, logical

from ..small import Project

pytestmark = pytest.mark.machinery


@pytest.mark.parametrize(
    ("language", "is_it"),
    [
        *(("ar", True), ("fa", True), ("he", True), ("ur", True), ("yi", True), ("ckb", True)),
        *(("ar_EG", True), ("fa-IR", True), ("he-x-own", True), ("pa-Arab", True)),
        *(("en", False), ("fr", False), ("zh_TW", False), ("sr@latin", False), ("az", False)),
        *(("", False), ("no such language", False)),
    ],
)
def test_the_direction_of_a_language(language: str, is_it: bool) -> None:
    assert is_right_to_left(language) == is_it


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a{margin-left:1px}", "a{margin-inline-start:1px}"),
        ("a{color:red;padding-right: 0}", "a{color:red;padding-inline-end: 0}"),
        ("a{border-left-color:red}", "a{border-inline-start-color:red}"),
        ("a{border-right:0}", "a{border-inline-end:0}"),
        ("a{ left: 0; right:auto }", "a{ inset-inline-start: 0; inset-inline-end:auto }"),
        ("a{text-align:left}", "a{text-align:start}"),
        ("a{float: right!important}", "a{float: inline-end!important}"),
        ("a{padding:0 0 0 .5rem}", "a{padding-block:0 0;padding-inline:.5rem 0}"),
        (
            "a{margin: 1px calc(1px + (2px*3)) 0 var(--x, 0) !important; top: 0}",
            "a{margin-block:1px 0!important;"
            "margin-inline:var(--x, 0) calc(1px + (2px*3))!important; top: 0}",
        ),
        (
            "a{border-width:0 0 0 .2rem;inset:0 1px 2px 3px}",
            "a{border-block-width:0 0;border-inline-width:.2rem 0;"
            "inset-block:0 2px;inset-inline:3px 1px}",
        ),
        # Both sides are equal, or what has four values is no side.
        ("a{padding:1px 0 2px 0;margin:0 1px}", "a{padding:1px 0 2px 0;margin:0 1px}"),
        ("a{--margin:0 0 0 1px;margin-block:0 0}", "a{--margin:0 0 0 1px;margin-block:0 0}"),
        ("a{box-shadow:0 1px 2px 3px}", "a{box-shadow:0 1px 2px 3px}"),
        ("a{border-radius:0 1px 2px 3px}", "a{border-radius:0 1px 2px 3px}"),
        # What is no declaration of a side, or none of a line's.
        ("a{--left:1;border-top-left-radius:1px}", "a{--left:1;border-top-left-radius:1px}"),
        (".left:hover{top:0}#right{top:0}", ".left:hover{top:0}#right{top:0}"),
        (
            "a{background:left}b{transform-origin:left}",
            "a{background:left}b{transform-origin:left}",
        ),
        ("@media print{.a>b{justify-content:left}}", "@media print{.a>b{justify-content:left}}"),
    ],
)
def test_sides_are_where_a_line_begins_and_ends(css: str, expected: str) -> None:
    assert logical(css) == expected


def built(project: Project, **conf: str) -> dict[str, object]:
    """Return the attributes of <html> on a page."""
    text = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=text.replace('"sphinx_publications"]', '"languages"]'), index_md="# Home\n"
    )
    build = project.build(confoverrides=conf, freshenv=True)
    assert build.warnings == []
    (html,) = build.html().select("html")
    return {name: html.get(name) for name in ("lang", "dir")}


def test_a_page_says_its_direction(project: Project) -> None:
    assert built(project, language="ar") == {"lang": "ar", "dir": "rtl"}
    css = project.source / "_build" / "html" / "_static" / "basic.css"
    assert "margin-left" not in css.read_text(encoding="utf-8")
    assert built(project, language="en") == {"lang": "en", "dir": None}
    assert "margin-left" in css.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("named", "expected", "direction"),
    [
        ("fr", "fr", None),
        ("pt_BR", "pt-BR", None),
        ("he", "he", "rtl"),
        ("no", "no", None),
        ("", "en", None),
    ],
)
def test_a_page_names_its_own_language(
    project: Project, named: str, expected: str, direction: str | None
) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"languages"]') + "language = 'en'\n",
        index_md="# Home\n\n```{toctree}\nother\n```\n",
        other_md=f"---\nlang: {named}\n---\n\n# Other\n",
    )
    build = project.build()
    assert build.warnings == []
    (html,) = build.html("other").select("html")
    assert (html.get("lang"), html.get("dir")) == (expected, direction)
    (html,) = build.html("index").select("html")
    assert (html.get("lang"), html.get("dir")) == ("en", None)


def test_what_is_no_language_is_said(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"languages"]'),
        index_md='---\nlang: French ">\n---\n\n# Home\n',
    )
    build = project.build()
    (warning,) = build.warnings
    assert "is no language; write its code" in warning
    (html,) = build.html().select("html")
    assert html.get("lang") == "en"
