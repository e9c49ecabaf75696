"""Every annotation shows beside the right author, with its meaning; nothing else is marked."""

from __future__ import annotations

import copy
import re

import pytest
from bs4 import Tag

from .built import Entry, Site, Web, text_of
from .reading import fold
from .source import Paper, papers
from .test_papers import shown

_MARK = re.compile("\x02(.*?)\x03")
WEB = pytest.mark.parametrize("builder", ["html", "dirhtml"])


def names_with_marks(line: Tag, paper: Paper) -> list[tuple[str, str]]:
    """Return each name of a line of authors and the symbols behind it."""
    line = copy.copy(line)
    for mark in line.select(".author-mark"):
        mark.replace_with(f"\x02{mark.get_text()}\x03")
    text = text_of(line)
    if paper.is_edited and paper.authors:
        text, _, role = text.rpartition(" (")
        assert role in {"ed.)", "eds.)"}
    if paper.is_open:
        assert text.endswith(" et al.")
        text = text.removesuffix(" et al.")
    parts = text.split(", ")
    found = []
    for author in paper.authors:
        # Names of organisations may have commas.
        name = ", ".join(parts.pop(0) for _ in range(author.name.count(", ") + 1))
        found.append((_MARK.sub("", name), "".join(_MARK.findall(name))))
    assert parts == []
    return found


def whole_line(entry: Entry) -> Tag | None:
    """Return the authors of an entry without the short form that stands in place of many."""
    line = entry.tag.select_one(".publication-authors")
    if line is None:
        return None
    line = copy.copy(line)
    for summary in line.select("summary"):
        summary.extract()
    return line


def explained(legends: list[Tag]) -> dict[str, set[str]]:
    """Return what each symbol means, as the legends say."""
    found: dict[str, set[str]] = {}
    for legend in legends:
        for part in re.split(r"; (?=\S+: )", text_of(legend)[1:-1]):
            symbol, _, meaning = part.partition(": ")
            found.setdefault(symbol, set()).add(meaning)
    return found


def check_meanings(place: Tag, paper: Paper, legend: dict[str, set[str]]) -> None:
    for mark in place.select(".author-mark"):
        symbol, spoken = mark.get_text(), str(mark.get("aria-label", ""))
        assert mark.get("role") == "img"
        assert paper.marks[symbol] in spoken
        assert any(meaning and meaning in spoken for meaning in legend.get(symbol, ()))


@WEB
def test_lists_show_the_marks_of_every_author(site: Site, builder: str) -> None:
    web = site.web(builder)
    for paper in shown(web):
        for entry in web.entry_of[paper.key]:
            line = whole_line(entry)
            found = names_with_marks(line, paper) if line else []
            assert [symbols for _, symbols in found] == [a.symbols for a in paper.authors]
            for (name, _), author in zip(found, paper.authors, strict=True):
                assert fold(name).endswith(fold(author.last))
            check_meanings(
                entry.tag, paper, explained(web.pages[entry.page].select(".publications-legend"))
            )


@WEB
def test_a_short_line_of_many_authors_keeps_all_who_are_marked(site: Site, builder: str) -> None:
    web = site.web(builder)
    for paper in shown(web):
        for entry in web.entry_of[paper.key]:
            for short in entry.tag.select(".publication-authors-short"):
                text = text_of(short)
                for author in paper.authors:
                    assert not author.symbols or f"{author.last}{author.symbols}" in text


@WEB
def test_the_page_of_a_paper_shows_the_marks_of_every_author(site: Site, builder: str) -> None:
    web = site.web(builder)
    for paper in shown(web):
        page = web.pages[web.home_of(paper.key)]
        lines = page.select("article .publication-authors")
        found = [pair for line in lines for pair in names_with_marks(line, paper)]
        assert [symbols for _, symbols in found] == [a.symbols for a in paper.authors]
        assert [fold(name) for name, _ in found] == [fold(a.name) for a in paper.authors]
        legend = explained(page.select(".publications-legend"))
        assert legend.keys() == paper.marks.keys()
        for line in lines:
            check_meanings(line, paper, legend)


@WEB
def test_a_legend_stands_where_there_are_marks_and_nowhere_else(site: Site, builder: str) -> None:
    web: Web = site.web(builder)
    for page in {entry.page for entry in web.entries}:
        soup = web.pages[page]
        marks = {mark.get_text() for mark in soup.select("ul.publications .author-mark")}
        assert explained(soup.select(".publications-legend")).keys() == marks
    marked = {paper.key for paper in papers() if paper.marks}
    assert bool(marked & web.entry_of.keys()) == any(
        page.select("article .author-mark") for page in web.pages.values()
    )


def test_the_text_shows_the_same_lines_and_legends(site: Site) -> None:
    files = [path.read_text(encoding="utf-8") for path in site.build("text").rglob("*.txt")]
    texts = [" ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()) for text in files]
    web = site.web()
    for paper in shown(web):
        (*_, entry) = web.entry_of[paper.key]
        line = whole_line(entry)
        places = [text for text in texts if line is None or text_of(line) in text]
        assert places, f"the authors of {paper.key} are not in the text"
        for symbol, meaning in paper.marks.items():
            assert any(f"{symbol}: {meaning}" in text for text in places)
    if not any(paper.marks for paper in shown(web)):
        assert not any(re.search(r"^\([*†‡✉#§¶]: ", text, re.MULTILINE) for text in files)
