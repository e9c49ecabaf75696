"""Whatever is named as a file of references, there is an answer within seconds.

Where a limit is the answer, it is said. What takes longer than it should makes
these tests slow; none of them looks at a clock.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.parse_options import ReadingOptions


def read_text(folder: Path, text: str) -> Reading:
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    return read([folder / "refs.bib"], ReadingOptions(), name_of=lambda path: path.name)


def entry(key: str, title: str = "T", more: str = "") -> str:
    return f"@misc{{{key}, author = {{One, Ann}}, title = {{{title}}}, year = 2020{more}}}"


def told(found: Reading) -> list[str]:
    return [f"{problem.line}: {problem.text}" for problem in found.problems]


@pytest.mark.soak
def test_no_number_of_entries_is_too_many(tmp_path: Path) -> None:
    text = "\n".join(f"@misc{{k{number}, title = {{T}}, year = 2020}}" for number in range(20_500))
    found = read_text(tmp_path, text)
    assert len(found.entries) == 20_500
    assert [message for message in told(found) if "not read" in message] == []


def test_a_long_chain_of_parents_is_followed(tmp_path: Path) -> None:
    chain = "".join(
        entry(f"k{number}", more=f", crossref = {{k{number + 1}}}") + "\n" for number in range(1000)
    )
    found = read_text(tmp_path, f"{chain}{entry('k1000', more=', publisher = {P}')}\n")
    assert told(found) == []
    assert found.entries["k0"].fields["publisher"] == "P"


def test_a_circle_of_a_thousand_is_told_once(tmp_path: Path) -> None:
    circle = "".join(
        entry(f"k{number}", more=f", crossref = {{k{(number + 1) % 1000}}}") + "\n"
        for number in range(1000)
    )
    found = read_text(tmp_path, circle)
    assert told(found) == [
        "1000: k999: it refers to 'k0', which refers back to it; remove one reference"
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("".join(entry(f"k{n}") for n in range(1500)), 1500, id="in one line"),
        pytest.param("\n".join(entry("k", f"T{n}") for n in range(1500)), 1500, id="one key"),
        pytest.param("@comment{" + "{x}" * 1_000_000 + "}\n" + entry("a"), 1, id="long comment"),
        pytest.param("@comment{" + "{" * 1_000_000 + "\n" + entry("a"), 1, id="open comment"),
        pytest.param(
            "@misc{a,\n" + "".join(f"f{n} = {{x}},\n" for n in range(10_000)) + "}",
            1,
            id="many fields",
        ),
        pytest.param(entry("a", "{" * 20_000 + "x" + "}" * 20_000), 1, id="deep braces"),
        pytest.param(entry("a", "$" * 20_001), 1, id="dollar signs"),
        pytest.param(entry("a", "\\" * 20_001 + "x"), 1, id="backslashes"),
        pytest.param(entry("a", "\\emph{" * 9_000 + "x" + "}" * 9_000), 1, id="deep emphasis"),
        pytest.param("@" * 200_000 + "\n" + entry("a"), 1, id="at signs"),
        pytest.param(entry("a", more=", note = " + " # ".join(["{x}"] * 20_000)), 1, id="joined"),
        pytest.param("x\n" * 200_000 + entry("a"), 1, id="outside of entries"),
    ],
)
def test_nothing_takes_long(tmp_path: Path, text: str, keys: int) -> None:
    found = read_text(tmp_path, text)
    assert len(found.entries) == keys
    for one in found.entries.values():
        assert isinstance(one.publication.plain_title, str)
