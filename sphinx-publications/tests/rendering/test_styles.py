"""The pybtex styles, with pybtex alone."""

from __future__ import annotations

import pytest
from pybtex.database import parse_string

from sphinx_publications.rendering.styles import STYLES

TYPES = (
    "article book inbook incollection inproceedings conference misc preprint phdthesis "
    "mastersthesis thesis software dataset online patent techreport report unpublished "
    "proceedings booklet manual video"
).split()


def formatted(style: str, entry: str) -> str:
    data = parse_string(entry, "bibtex")
    (text,) = STYLES[style]().format_entries(data.entries.values())
    return str(text.text.render_as("text"))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("type_", TYPES)
def test_an_entry_of_any_type_is_formatted(style: str, type_: str) -> None:
    role = "editor" if type_ == "proceedings" else "author"
    text = formatted(
        style,
        f"@{type_}{{k, {role} = {{Bellec, Guillaume and Scherr, Franz}}, date = {{2020}}, "
        f"{role}+an = {{1=equal; 2=equal}}, "
        "title = {On {PyTorch} NOW}}",
    )
    assert "On PyTorch NOW" in text
    assert "Bellec*" in text
    assert "Scherr*" in text
    assert "2020" in text


@pytest.mark.parametrize("style", STYLES)
def test_an_entry_without_anything_is_formatted(style: str) -> None:
    assert formatted(style, "@misc{lonely}") != ""


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("publications", "My Title\nA One*, B Two*\nJ 2020 - Code\n"),
        ("equal_plain", "Ann One* and Bob Two*. My Title. J, 3:1–2, 2020."),
        ("equal_unsrt", "Ann One* and Bob Two*. My Title. J, 3:1–2, 2020."),
        ("equal_alpha", "Ann One* and Bob Two*. My Title. J, 3:1–2, 2020."),
    ],
)
def test_the_look(style: str, expected: str) -> None:
    entry = (
        "@article{k, author = {One, Ann and Two, Bob}, author+an = {1=equal; 2=equal}, "
        "title = {My Title}, journal = {J}, volume = 3, pages = {1--2}, year = 2020, "
        "code = {https://x.org/c}}"
    )
    assert formatted(style, entry) == expected


@pytest.mark.parametrize("style", STYLES)
def test_no_unsafe_link_passes(style: str) -> None:
    data = parse_string(
        "@misc{k, title = {T}, year = 2020, url = {javascript:alert(1)}, doi = {data:x}, "
        "eprint = {vbscript:x}}",
        "bibtex",
    )
    (text,) = STYLES[style]().format_entries(data.entries.values())
    html = text.text.render_as("html")
    assert "href" not in html
