"""The page that the site was made from, read for comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_PAGE = (Path(__file__).parent / "data" / "seed.md").read_text(encoding="utf-8")
PAGE = re.sub(r"<!---.*?--->", "", _PAGE, flags=re.DOTALL)
"""The page without what it keeps in comments."""

HIDDEN = re.sub(r".*?<!---(.*?)--->.*", r"\1", _PAGE, flags=re.DOTALL)
"""What it keeps in a comment."""

_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<url>(?:[^()]|\([^()]*\))+)\)")
_CORRECTIONS = {
    # The seed's slips against the verified facts.
    "SMS 2013": "SMC 2013",
    "brainscales": "BrainScaleS",
    "casimir": "CASimIR",
    "Journal of computational neuroscience": "Journal of Computational Neuroscience",
    # The look of the list: a year for every venue, one way to shorten, arXiv's own spelling.
    "Nature Communications - Code": "Nature Communications 2020 - Code",
    " ... ": " … ",
    " ...  ": " … ",
    " and C Mayr": ", C Mayr",
    "W Maass, J Schemmel": "W Maass … J Schemmel",
    "Arxiv": "arXiv",
}


@dataclass(frozen=True)
class Paper:
    """One publication as the seed has it, in the look of the site."""

    title: str
    remark: str
    authors: str
    venue: str
    """Venue and links, as text."""
    links: tuple[str, ...]


def section(title: str) -> str:
    """Return the text under a heading."""
    match = re.search(rf"^# {re.escape(title)}\n(.*?)(?=^# |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert match is not None, title
    return match[1]


def links(text: str = PAGE) -> list[str]:
    """Return the addresses that a text links to."""
    return [match["url"] for match in _LINK.finditer(text) if not match["url"].startswith("#")]


def plain(text: str) -> str:
    """Return Markdown as one line of text."""
    text = _LINK.sub(lambda match: match["text"], text).replace("\\*", "*").replace("**", "")
    return " ".join(text.split())


def papers() -> list[Paper]:
    """Return the twelve publications in their order."""
    items = re.split(r"^- ", section("Selected publications"), flags=re.MULTILINE)[1:]
    return [_paper(item.split("\n\n")[0]) for item in items]


def _paper(item: str) -> Paper:
    lines = [line.strip() for line in item.strip().splitlines()]
    if lines[1].startswith("learning in"):  # the one title that runs over two lines
        lines[:2] = [" ".join(lines[:2])]
    remark = lines.pop(1) if lines[1].startswith("(three") else ""
    title, authors, venue = lines
    return Paper(
        _corrected(title), remark, _corrected(authors), _corrected(venue), tuple(links(venue))
    )


def _corrected(line: str) -> str:
    text = plain(line)
    for slip, correction in _CORRECTIONS.items():
        text = text.replace(slip, correction)
    return text
