"""What is taken out of scripts, stylesheets and fonts, and what is left alone."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from finish.page import read
from lightweight.pruning import deferred, fonts, icons, imports, names, purge, subset, useless

pytestmark = pytest.mark.machinery


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".used{color:red}.unused{color:red}", ".used{color:red}"),
        ("#used{color:red}#unused{color:red}", "#used{color:red}"),
        (".used .unused{color:red}", ""),
        ("a:not(.unused){color:red}", "a:not(.unused){color:red}"),
        (":is(.used,.unused){color:red}", ":is(.used,.unused){color:red}"),
        ("[class*=unused]{color:red}", "[class*=unused]{color:red}"),
        (".fa\\:x{color:red}", ".fa\\:x{color:red}"),
        ("@media print{.unused{color:red}}", ""),
    ],
)
def test_rules_for_what_is_nowhere_are_taken_out(css: str, kept: str) -> None:
    assert purge(css.encode(), {"used", "fa:x"}).decode().strip() == kept


@pytest.mark.parametrize(
    ("rule", "stays"),
    [
        (".used{animation:1s fade}", True),
        (".fade,.used{animation-name:fade}", True),
        (".fade{animation:1s fade}", False),
        ("", False),
    ],
)
def test_an_animation_of_an_unused_class_stays_if_others_play_it(rule: str, stays: bool) -> None:
    css = f".fade{{color:red}}@keyframes fade{{0%{{top:0}}}}{rule}"
    assert (b"@keyframes fade" in purge(css.encode(), {"used"})) == stays


FACE = '@font-face{font-family:"F";src:url(webfonts/fa-%s-400.woff2)}'


@pytest.mark.parametrize(
    ("used", "rule", "left"),
    [
        (set(), "", ["solid"]),
        ({"fa-regular"}, "", ["solid", "regular"]),
        ({"fab"}, "", ["solid", "brands"]),
        ({"git"}, ".git:before{font:var(--fa-font-brands)}", ["solid", "brands"]),
    ],
)
def test_the_font_of_icons_that_nobody_shows_is_not_loaded(
    used: set[str], rule: str, left: list[str]
) -> None:
    css = "".join(FACE % style for style in ("solid", "regular", "brands")) + rule
    assert fonts(purge(css.encode(), used).decode()) == [f"webfonts/fa-{s}-400.woff2" for s in left]


def test_the_names_of_a_stylesheet() -> None:
    assert names(".a .b-c:hover,#d\\:e{color:#fff}@media print{.f{top:.5em}}") >= {
        "a",
        "b-c",
        "d:e",
        "f",
    }


def test_a_stylesheet_that_cannot_be_read_is_said() -> None:
    with pytest.raises(ValueError, match=r"\S"):
        purge(b"a { color: red } }}} {{", set())
    with pytest.raises(ValueError, match=r"\S"):
        purge(b"a::before { content: '\xe9' }", set())


def test_icons_imports_and_fonts_of_a_stylesheet() -> None:
    css = '@font-face{font-family:"Icons";src:url(../f/a.woff2)}.x{--fa:"\\f09b"}.y{content:"+"}'
    assert icons(css) == {"\uf09b", "+"}
    assert fonts(css) == ["../f/a.woff2"]
    assert imports('/* of the theme */\n@import "../basic.css";\n') == ("../basic.css",)
    assert imports("@import url(a.css);@import url('b.css');") == ("a.css", "b.css")
    assert imports('@import "a.css"; a{top:0}') == ()


def font(codes: list[int]) -> bytes:
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"g{code:x}" for code in codes)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({code: f"g{code:x}" for code in codes})
    glyph = TTGlyphPen(None).glyph()
    builder.setupGlyf(dict.fromkeys(names, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Icons", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    out = BytesIO()
    builder.font.flavor = "woff2"
    builder.save(out)
    return out.getvalue()


def test_an_icon_font_keeps_the_icons_in_use() -> None:
    made = subset(font([0x2B, *range(0xF000, 0xF100)]), {"\uf00a", "+", "x"})
    assert set(TTFont(BytesIO(made)).getBestCmap()) == {0x2B, 0xF00A}


def test_a_font_for_text_is_left_alone() -> None:
    text = font(list(range(0x41, 0x5B)))
    assert subset(text, {"A"}) is text


def test_what_is_no_font_is_said() -> None:
    with pytest.raises(ValueError, match=r"\S"):
        subset(b"<html>Not found</html>", {"A"})


OPTIONS = "const OPTIONS = {};"
SEARCH = "const Search = {};"
FILES = {"options.js": OPTIONS, "searchtools.js": SEARCH, "fontawesome.js": "", "mine.js": "1"}


def edited(text: str) -> str | None:
    page = read("page.html", text)
    attributes = deferred(page.tags, FILES.__getitem__)
    if attributes is None:
        return None
    for tag, name, value in attributes:
        page.set(tag, name, value)
    return page.edited


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<script src="mine.js"></script>', '<script defer src="mine.js"></script>'),
        ('<script async src="mine.js"></script>', '<script async src="mine.js"></script>'),
        (
            '<script src="options.js"></script>\r\n<script>OPTIONS.page = "a";</script>',
            '<script defer src="options.js"></script>\r\n'
            '<script type="module">OPTIONS.page = "a";</script>',
        ),
        (
            '<script src="options.js"></script><script>let x = document.body;</script>',
            '<script defer src="options.js"></script><script>let x = document.body;</script>',
        ),
        ('<script src="options.js"></script><script>if (OPTIONS) stop();</script>', None),
        ('<script src="https://example.org/x.js"></script>', None),
        ('<p title="&lt;script src=x>">é\u2028</p>', '<p title="&lt;script src=x>">é\u2028</p>'),
        ('é\x0b<script src="mine.js"></script>', 'é\x0b<script defer src="mine.js"></script>'),
    ],
)
def test_scripts_are_deferred_where_that_changes_nothing(page: str, expected: str | None) -> None:
    assert edited(page) == expected


SCRIPTS = "".join(f'<script src="/{name}"></script>' for name in FILES)
NO_TYPING = "<script>OPTIONS.search_as_you_type = false;</script>"


@pytest.mark.parametrize(
    ("page", "gone"),
    [
        (SCRIPTS + NO_TYPING, ["/searchtools.js", "/fontawesome.js"]),
        (SCRIPTS, ["/fontawesome.js"]),
        (SCRIPTS + NO_TYPING + '<div id="search-results">', ["/fontawesome.js"]),
        (SCRIPTS + "<script>FontAwesome.library.add(x)</script>", []),
    ],
)
def test_scripts_without_a_use_are_found(page: str, gone: list[str]) -> None:
    read_page = read("page.html", page)
    found = useless(read_page.tags, read_page.words, lambda address: FILES[address.strip("/")])
    assert [tag.address for tag in found] == gone
