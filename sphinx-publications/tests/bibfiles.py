"""Small files of references, read without a build, and what is told of them."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication

OWNER = "Bellec, Guillaume"
BEFORE = "@misc{before, author = {Ann One}, title = {Before}, year = 2020}\n"
AFTER = "\n@misc{after, author = {Ann One}, title = {After}, year = 2020}\n"
GOOD = "author = {Ann One},\n  title = {The title},\n  year = 2021,\n"


def read_text(folder: Path, text: str | bytes, owner: str = "") -> Reading:
    """Read a file with this text."""
    file = folder / "refs.bib"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    options = ReadingOptions(owner=(owner,) if owner else ())
    return read([file], options, name_of=lambda path: path.name)


def entry(fields: str, author: str = "Ann One and Bob Two") -> str:
    """Return an entry whose fields begin in its second line."""
    return f"@misc{{a, author = {{{author}}}, title = {{T}},\n {fields}}}"


def of_venue(fields: str, type_: str = "article") -> str:
    """Return an entry with a year, and nothing on where it appeared but these fields."""
    return f"@{type_}{{a, author = {{Xu}}, title = {{T}}, year = 2024, {fields}}}"


def many(count: int, field: str) -> str:
    """Return entries of two lines, with a field in which ``{}`` is their number."""
    return "".join(
        f"@misc{{k{number}, author = {{Xu}}, title = {{T{number}}}, year = 2020,\n"
        f"  {field.format(number)}}}\n"
        for number in range(count)
    )


def only(reading: Reading) -> Publication:
    """Return the publication of the only entry."""
    (found,) = reading.entries.values()
    return found.publication


def names(reading: Reading, key: str) -> list[str]:
    """Return the authors of an entry, family names first."""
    return [author.name.inverted for author in reading.entries[key].publication.authors]


def messages(reading: Reading) -> list[str]:
    """Return the messages alone."""
    return [problem.message for problem in reading.problems]


def told(reading: Reading) -> list[str]:
    """Return the messages with their lines; hints begin with ``note``."""
    return [
        f"{problem.line}: {'note: ' if problem.is_hint else ''}{problem.text}"
        for problem in reading.problems
    ]


def check_told(reading: Reading, expected: list[str]) -> None:
    """Check how the messages begin; `` … `` stands for any words, and hints may be warnings."""
    lines = [line.replace("note: ", "", 1) for line in told(reading)]
    assert len(lines) == len(expected), lines
    for one in expected:
        pattern = ".*".join(re.escape(part) for part in re.split(r"(?:^| )…(?: |$)", one))
        assert any(re.match(pattern, line) for line in lines), (one, lines)


def check_slip(folder: Path, entry: str, messages: list[str]) -> None:
    """Check that a slip in an entry is told so, and costs neither this entry nor its neighbours."""
    found = read_text(folder, BEFORE + entry + AFTER)
    check_told(found, messages)
    assert len(found.entries) == 3
    assert [entry.key for entry in found.entries.values()][::2] == ["before", "after"]
    damaged = list(found.entries.values())[1].publication
    if "year" not in "".join(messages):
        assert damaged.date.year in {2020, 2021}
    for neighbour in ("before", "after"):
        publication = found.entries[neighbour].publication
        assert publication.title == neighbour.capitalize()
        assert [author.short_name for author in publication.authors] == ["A One"]
