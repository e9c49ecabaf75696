"""Nothing that stands in refs.bib is anything but text on a page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest

from .conftest import Project

FIELDS = (
    "author title journal note award addendum abbr shortjournal eventtitle booktitle publisher "
    "school keywords annotation additional_info abstract pubstate month year number volume pages "
    "url doi eprint eprinttype arxiv code pdf html website slides poster video blog supp"
).split()
PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "comment": "--><img src=x onerror=alert(1)><!--",
    "Jinja": "{{ 7*7 }}{% raw %}",
    "MyST": "{raw}`html <b>` [x](javascript:alert(1)) **bold**",
    "reST": ".. raw:: html\\n\\n   <b>",
    "LaTeX": r"\input{/etc/passwd}\write18{ls} \def\x{y} $\unknown{$",
    "backslash": "trailing \\",
    "entities": "&lt;b&gt; &amp; & <",
}


def entry(payload: str) -> str:
    # A brace of the payload must not end the field.
    value = payload if payload.count("{") == payload.count("}") else payload.replace("{", "(")
    fields = ",\n".join(f"  {name} = {{{value}}}" for name in FIELDS)
    good = "@misc{good, author = {A}, title = {G}, year = 2020}"
    return f"@article{{hostile,\n{fields}\n}}\n{good}"


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text"])
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_every_field_is_text_in_every_output(project: Project, payload: str, builder: str) -> None:
    project.write(
        refs_bib=entry(payload),
        index_md="# Home\n\n{cite}`hostile`\n\n```{publications}\n```\n\n"
        "```{bibliography}\n:style: equal_alpha\n:all:\n:list: bullet\n```\n",
    )
    build = project.build(
        builder, confoverrides={"version": "1", "copyright": "A", "latex_engine": "lualatex"}
    )
    assert [line for line in build.warnings if not line.startswith("refs.bib:")] == []
    if builder == "html":
        page = build.html()
        assert {"good", "hostile"} <= {str(tag["id"]) for tag in page.select("li[id]")}
        body = page.select_one("div.body")
        assert body is not None
        assert not body.select("script, img, iframe")
        for tag in body.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")]
            url = tag.attrs.get("href") or tag.attrs.get("src")
            if url:
                assert urlsplit(str(url)).scheme in {"", "http", "https"}
    if builder == "epub":
        (book,) = build.app.outdir.glob("*.epub")
        with ZipFile(book) as archive:
            page_text = archive.read("index.xhtml").decode()
        assert "<script>alert" not in page_text
        assert 'javascript:alert(1)"' not in page_text
    if builder == "latex":
        (source,) = build.app.outdir.glob("*.tex")
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"(?<!\\textbackslash\{\})\\(?:input\{/etc|write18)", text)
    if builder == "text":
        assert "G\n" in build.text()


def test_text_is_shown_as_it_was_written(project: Project) -> None:
    title = "<script>alert('x')</script> & \"quotes\" --> {{ 7*7 }} `code` **bold** [a](b)"
    project.write(
        refs_bib=f"@misc{{a, author = {{A. One}}, title = {{{title}}}, year = 2020}}",
    )
    build = project.build()
    assert build.warnings == []
    (shown,) = build.html().select(".publication-title")
    shown.select(".publication-permalink")[0].extract()
    assert shown.get_text().rstrip() == title.replace("{{", "").replace("}}", "").replace("--", "–")
