"""The marks that we read against those that biber hands to BibLaTeX."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from sphinx_publications.model.annotations import parse, spaced_specs, words_by_item

DOCUMENT = r"""
\documentclass{article}
\usepackage[backend=biber]{biblatex}
\addbibresource{refs.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""
AUTHORS = "author = {A One and B Two and C Three and D Four}, title = {T}, date = {2020}"
ANNOTATIONS = {
    "plain": "1=equal; 2=equal",
    "tight": "1=equal;2=equal",
    "words": "1=equal,corresponding; 4=highlight",
    "part": "1:family=student; 2=equal",
    "literal": '3="a literal, with a comma"; 1=x',
    "space": " 1=equal ; 2=equal ",
    "spaced": "1 = equal; 2= equal",
    "field": "=important; 2=x",
    # The manual's own example.
    "ann1": "1:family=student;2=corresponding",
}


@pytest.fixture(scope="module")
def bbl(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("biblatex")
    (folder / "refs.bib").write_text(
        "\n".join(
            f"@misc{{{key}, {AUTHORS}, author+an = {{{value}}}}}"
            for key, value in ANNOTATIONS.items()
        )
    )
    (folder / "list.tex").write_text(DOCUMENT)
    latex = ["pdflatex", "-interaction=batchmode", "list.tex"]
    subprocess.run(latex, cwd=folder, check=False, capture_output=True)
    subprocess.run(["biber", "list"], cwd=folder, check=True, capture_output=True)
    return (folder / "list.bbl").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ANNOTATIONS)
def test_biber_reads_the_same_marks(bbl: str, key: str) -> None:
    match = re.search(rf"\\entry\{{{key}\}}.*?\\endentry", bbl, re.DOTALL)
    assert match is not None
    written = re.findall(
        r"\\annotation\{(\w+)\}\{author\}\{default\}\{(\d*)\}\{(\w*)\}\{(\d)\}\{(.*?)\}\n", match[0]
    )
    theirs = {
        int(item): tuple(word.strip() for word in value.split(","))
        for kind, item, part, literal, value in written
        if kind == "item" and literal == "0"
    }
    annotations, malformed = parse(ANNOTATIONS[key])
    assert malformed == []
    if key == "spaced":
        # Biber takes the space for a name part: the owner is told.
        assert theirs != words_by_item(annotations)
        assert spaced_specs(ANNOTATIONS[key]) == ["1 = equal", "2= equal"]
        return
    assert spaced_specs(ANNOTATIONS[key]) == []
    assert words_by_item(annotations) == theirs
    assert len(written) == len(annotations)
