"""What holds for every file: nothing raises, nothing well-formed is lost, no link is unsafe."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import html5lib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sphinx.testing.util import SphinxTestApp

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.annotations import Annotation, parse, to_string
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.rendering.styles import STYLES

from . import CONF

WORDS = st.text(st.characters(codec="utf-8", exclude_characters='{}"\\,=;#%@()\r\n'), min_size=1)
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="{}\r\n"), max_size=40)
PIECES = st.sampled_from(
    [
        *"{}@,=#%\"'\\\n()~$^_&*<>\x00\u202e",
        *("@article{", "title = {", "author", " and ", "year = 2020", "others", "$x$", "}\n"),
        *("author+an = {1=equal}", "javascript:"),
    ]
)
NOISE = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)
WELL_FORMED = "@misc{%s, author = {Ann One}, title = {Well formed}, year = 2020}\n"


def read_bytes(data: bytes) -> Reading:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "refs.bib"
        file.write_bytes(data)
        return read([file], ReadingOptions(files="papers"), name_of=lambda path: path.name)


def formatted(reading: Reading) -> str:
    return "".join(
        str(style().format_entry("x", entry).text.render_as("html"))
        for style in STYLES.values()
        for entry in reading.entries.values()
        if entry.type != "xdata"
    )


@given(NOISE)
def test_noise_costs_no_well_formed_entry(noise: str) -> None:
    text = WELL_FORMED % "first" + "\n" + noise + "\n" + WELL_FORMED % "last"
    reading = read_bytes(text.encode("utf-8", "surrogatepass"))
    titles = [
        entry.publication.title
        for entry in reading.entries.values()
        if entry.type != "xdata" and entry.key in {"first", "last"}
    ]
    assert titles == ["Well formed", "Well formed"]
    formatted(reading)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    formatted(read_bytes(data))


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "title",
                "author",
                "year",
                "date",
                "url",
                "doi",
                "pdf",
                "code",
                "arxiv",
                "eprint",
                "author+an",
                "note",
                "journal",
                "month",
                "keywords",
                "annotation",
            ]
        ),
        VALUES,
        min_size=1,
    )
)
@example({"title": "", "author": "", "year": ")0"})
def test_any_values_are_shown(fields: dict[str, str]) -> None:
    body = ",\n".join(f"{name} = {{{value}}}" for name, value in fields.items())
    reading = read_bytes(f"@article{{key,\n{body}\n}}".encode("utf-8", "surrogatepass"))
    (entry,) = reading.entries.values()
    publication = entry.publication
    for url in (link.url for link in publication.all_links):
        assert urlsplit(url).scheme in {"", "http", "https", "mailto", "publications-file"}
    page = html5lib.HTMLParser(strict=False)
    page.parse(f"<!doctype html><title>t</title><p>{formatted(reading)}</p>")
    serious = {"unexpected-end-tag", "expected-closing-tag-but-got-eof", "unexpected-char-after"}
    assert not serious & {code for _, code, _ in page.errors}


@given(
    st.lists(
        st.builds(
            Annotation,
            st.integers(1, 99),
            st.none() | st.sampled_from(["given", "family"]),
            st.lists(st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), min_size=1).map(tuple),
            st.just(False),
        )
        | st.builds(
            Annotation,
            st.none() | st.integers(1, 99),
            st.none(),
            st.tuples(st.text(st.characters(exclude_characters='"'), max_size=9)),
            st.just(True),
        ),
        max_size=6,
    )
)
def test_annotations_are_read_as_they_are_printed(annotations: list[Annotation]) -> None:
    assert parse(to_string(annotations)) == (annotations, [])


@settings(max_examples=20)
@given(st.lists(NOISE, min_size=1, max_size=8))
def test_any_file_is_built(noises: list[str]) -> None:
    with TemporaryDirectory() as folder:
        source = Path(folder)
        (source / "conf.py").write_text(CONF, encoding="utf-8")
        (source / "index.md").write_text("# Home\n\n```{publications}\n```\n", encoding="utf-8")
        text = "\n".join(f"@misc{{k{n}, title = {{{x}}}}}" for n, x in enumerate(noises))
        text += "\n" + WELL_FORMED % "last"
        (source / "refs.bib").write_bytes(text.encode("utf-8", "surrogatepass"))
        app = SphinxTestApp("html", srcdir=source)
        try:
            app.build()
            html = (app.outdir / "index.html").read_text(encoding="utf-8")
        finally:
            app.cleanup()
    parser = html5lib.HTMLParser()
    document = parser.parse(html)
    assert parser.errors == []
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert "last" in ids
