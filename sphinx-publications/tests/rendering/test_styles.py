"""The pybtex styles, with pybtex alone."""

from __future__ import annotations

import pytest
from pybtex.database import parse_string
from pybtex.plugin import PluginNotFound

from sphinx_publications.project.cite_role import citing_style
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


def cited(entry: str) -> str:
    (text,) = citing_style("unsrt").format_entries(parse_string(entry, "bibtex").entries.values())
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


def test_an_entry_without_anything_for_a_label_has_its_key() -> None:
    data = parse_string("@misc{lonely, author = {{???}}}", "bibtex")
    (made,) = STYLES["equal_alpha"]().format_entries(data.entries.values())
    assert made.label == "lonely"


@pytest.mark.parametrize(
    ("fields", "shown", "hidden"),
    [
        ("doi = {10.1000/a}, url = {https://x.org}", "doi:10.1000/a", "URL"),
        ("eprint = {2106.10064}, url = {https://x.org}", "2106.10064", "URL"),
        ("url = {https://x.org}", "URL", "doi"),
    ],
)
def test_a_citation_has_one_identifier(fields: str, shown: str, hidden: str) -> None:
    text = cited(f"@misc{{k, author = {{One, Ann}}, title = {{T}}, year = 2020, {fields}}}")
    assert shown in text
    assert hidden not in text


def test_a_citation_without_a_year_keeps_its_journal() -> None:
    text = cited("@article{k, author = {One, Ann}, title = {T}, journal = {Nature}}")
    assert text == "Ann One. T. Nature, n.d."


@pytest.mark.parametrize("style", ["equal_plain", "equal_unsrt", "equal_alpha"])
def test_the_number_of_an_article_stands_for_its_pages(style: str) -> None:
    entry = "@article{k, author = {One, Ann}, title = {T}, journal = {J}, volume = 3, year = 2020"
    assert "J, 3:e17, 2020" in formatted(style, f"{entry}, eid = {{e17}}}}")
    assert "J, 3:1–2, 2020" in formatted(style, f"{entry}, eid = {{e17}}, pages = {{1--2}}}}")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "fields",
    [
        "year = 2024, pubstate = {inpress}",
        "year = {2024 (in press)}",
        "year = 2024, note = {In press}",
        "year = 2024, pages = {in press}",
    ],
)
def test_every_style_says_once_what_has_yet_to_appear(style: str, fields: str) -> None:
    entry = f"@article{{a, author = {{One, Ann}}, title = {{T}}, journal = {{J}}, {fields}}}"
    for text in (formatted(style, entry), cited(entry)):
        assert text.lower().count("in press") == 1
        assert "2024" in text


def test_a_style_says_a_state_in_place_of_a_year() -> None:
    entry = "@article{a, author = {One, Ann}, title = {T}, journal = {J}, pubstate = {submitted}}"
    assert cited(entry) == "Ann One. T. J, submitted."
    assert formatted("equal_plain", entry) == "Ann One. T. J, submitted."


@pytest.mark.parametrize("style", ["unsrt", "plain", "alpha"])
def test_references_to_copy_have_no_marks_in_any_style(style: str) -> None:
    entry = (
        "@article{k, author = {Bellec, Guillaume and Scherr, Franz}, "
        "author+an = {1=equal; 2=equal}, title = {On PyTorch}, journal = {J}, year = {2020}, "
        "doi = {10.5555/a}, url = {https://x.org}}"
    )
    (text,) = citing_style(style).format_entries(parse_string(entry, "bibtex").entries.values())
    assert str(text.text.render_as("text")) == (
        "Guillaume Bellec and Franz Scherr. On PyTorch. J, 2020. doi:10.5555/a."
    )


def test_a_list_of_links_is_no_style_of_references() -> None:
    for name in ("publications", "nowhere"):
        with pytest.raises(PluginNotFound):
            citing_style(name)
