"""How a page is read, and edited without touching the rest of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from finish.page import KEPT, Page, read, words_of_script

from ..built import Site

pytestmark = pytest.mark.machinery

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8" />
<link rel="stylesheet" href="../_static/a%20b.css?v=1" />
<script src="/_static/x.js?v=2"></script>
<script>let a = "<b>" + '&amp;';</script >
<script type="application/json">{"name": "some-word"}</script>
</head><body class="one two" title="three"><A href="https://example.org">x</A></body></html>
"""


def tags(page: Page, name: str) -> list[str]:
    return [page.text[tag.start : tag.end] for tag in page.tags if tag.name == name]


@pytest.mark.parametrize("line", ["", "é\n", "\u2028\x85", "\x0b\x0c", "<p title='<script>'>\n"])
def test_tags_are_where_they_stand_whatever_is_before_them(line: str) -> None:
    page = read("sub/page.html", line + PAGE)
    assert tags(page, "script") == [
        '<script src="/_static/x.js?v=2"></script>',
        "<script>let a = \"<b>\" + '&amp;';</script >",
        '<script type="application/json">{"name": "some-word"}</script>',
    ]
    assert tags(page, "a") == ['<A href="https://example.org">']
    assert page.edited == line + PAGE


def test_what_is_known_of_a_page() -> None:
    page = read("sub/page.html", PAGE)
    assert {"one", "two", "class", "body", "some-word"} <= page.words
    assert "three" not in page.words
    of_engines = '<script type="application/ld+json">{"name": "some-person"}</script>'
    assert "some-person" not in read("page.html", of_engines).words
    assert page.loads.scripts == {"_static/x.js"}
    assert page.loads.styles == (("../_static/a%20b.css?v=1", "_static/a b.css"),)
    assert page.loads.assets == {"a%20b.css", "x.js"}


def test_an_edited_page_loads_what_it_then_says() -> None:
    page = read("page.html", PAGE)
    script = next(tag for tag in page.tags if tag.name == "script")
    style = next(tag for tag in page.tags if tag.is_stylesheet)
    page.remove(script)
    page.replace_style(style, ["c.css", "d.css"])
    assert page.loads.scripts == page.loads.assets == set()
    assert page.loads.styles == (("c.css", "c.css"), ("d.css", "d.css"))
    assert "x.js" not in page.edited
    links = '<link rel="stylesheet" href="c.css" />\n<link rel="stylesheet" href="d.css" />\n'
    assert links in page.edited


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a id="a>b">c</a>', ['a id="a>b"']),
        ('<a id="a>', []),
        ('<a id="a>" class="x">', ['a id="a>" class="x"']),
        ("<a id='\"'><a id=\"'\">", ["a id='\"'", 'a id="\'"']),
        ('<a id=a"b><a title = "c>">', ['a id=a"b', 'a title = "c>"']),
        ("<a id=><a 'b\"><A>", ["a id=", "a 'b\"", "A"]),
        ('<a id="a"><script>"<a id=\'b\'>"</script><a id="a">', ['a id="a"', "script", 'a id="a"']),
        (
            '<title><a id="a"></title><a id="b"/><a id="c" /></a id="d">',
            ['a id="b"/', 'a id="c" /'],
        ),
        ('<STYLE><a></STYLE ><a id="b">', ['a id="b"']),
        ('<script><a id="a"></script><script><a id="a">', ["script", "script"]),
        (
            "<!--<a>--><a 1><!--><a 2><!---><a 3><!-- <a> --!><a 4><!--<a>",
            ["a 1", "a 2", "a 3", "a 4"],
        ),
        ("<a", []),
        ('<a id="a"', []),
    ],
)
def test_start_tags_are_those_of_the_standard(text: str, found: list[str]) -> None:
    page = read("page.html", text)
    assert [page.text[tag.start + 1 : tag.open_end - 1] for tag in page.tags] == found


def test_what_is_edited_in_one_page_is_not_in_the_next() -> None:
    first, second = read("1.html", PAGE), read("2.html", PAGE)
    first.set(first.tags[0], "hidden")
    assert "hidden" not in second.tags[0].attributes
    assert "hidden" not in read("3.html", PAGE).tags[0].attributes


def test_edits_keep_their_places_in_any_order() -> None:
    page = read("page.html", PAGE)
    first, *_, last = page.tags
    page.set(last, "rel", "me")
    page.set(first, "hidden")
    assert page.edited == PAGE.replace("<html", "<html hidden").replace("<A", '<A rel="me"')
    assert last.attributes["rel"] == "me"


def test_a_script_that_is_not_closed_is_removed_whole() -> None:
    page = read("page.html", "<p>Words.</p><script>let x = 1;")
    page.remove(page.tags[0])
    assert page.edited == "<p>Words.</p>"


@pytest.mark.parametrize(
    ("start", "kinds"),
    [
        ("<script>", {"is_inline", "is_classic"}),
        ('<script type="">', {"is_inline", "is_classic"}),
        ('<script type="module">', {"is_inline"}),
        ('<script type="importmap">', {"is_inline"}),
        ('<script type="application/ld+json">', set()),
        ('<script src="x.js">', {"holds_up"}),
        ('<script src="x.js" type="module">', set()),
        ('<script async src="x.js">', set()),
        ('<script src="x.js" type="module" type="text/javascript">', set()),
    ],
)
def test_kinds_of_scripts(start: str, kinds: set[str]) -> None:
    (tag,) = read("page.html", f"{start}</script>").tags
    found = {kind for kind in ("is_inline", "is_classic", "holds_up") if getattr(tag, kind)}
    assert found == kinds


def test_short_words_of_a_script_count_where_a_text_begins_or_ends() -> None:
    script = """var dl=e.vi,k=1;x.add("fa fa-bars","is c");y('.kn');z(`mi ${dl}`)"""
    words = words_of_script(script)
    assert {"fa", "fa-bars", "c", "kn", "mi", "add"} <= words
    assert not {"dl", "vi", "k", "e"} & words


@pytest.mark.parametrize(
    ("address", "base", "path"),
    [
        ("/_static/a.css", "/", "_static/a.css"),
        ("/home/_static/a.css", "/home/", "_static/a.css"),
        ("../_static/a.css", "/home/", "_static/a.css"),
        ("b.css", "/home/", "sub/b.css"),
        ("/home/_static/a%20b.css", "/home/", "_static/a b.css"),
    ],
)
def test_addresses_are_resolved_as_a_host_serves_the_site(
    address: str, base: str, path: str
) -> None:
    assert read("sub/page.html", PAGE, base).resolve(address) == path


def test_the_tags_of_pages_are_those_that_browsers_find(site: Site) -> None:
    for name, soup in site.web().pages.items():
        page = read(name, (site.web().folder / name).read_text(encoding="utf-8"))
        ours = [(tag.name, tag.attributes) for tag in page.tags]
        theirs = [(tag.name, tag.attrs) for tag in soup.find_all(list(KEPT))]
        assert list(map(normalized, ours)) == list(map(normalized, theirs)), name


def normalized(tag: tuple[str, Mapping[str, str | list[str]]]) -> tuple[str, dict[str, list[str]]]:
    """Return a tag with its attributes as lists of words."""
    name, attributes = tag
    return name, {
        key: value.split() if isinstance(value, str) else [*value]
        for key, value in attributes.items()
    }
