"""One bibliography as three Sphinx projects: ours, stock, and the same text in Markdown."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bibliography import bibliography, key
from documentation import write_documentation

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.selection import group, newest_first

PACKAGE = Path(__file__).parent.parent
OWNER = "Bellec, Guillaume"
CONF = f"""
import sys
# After PYTHONPATH, which may name another state of the package.
sys.path.append({str(PACKAGE / "src")!r})
project = "Benchmark"
include_patterns = ["*.md", "papers/*.md"]
html_theme = "pydata_sphinx_theme"
"""
PUBLICATIONS = f"""
extensions = ["myst_parser", "sphinx_publications"]
bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_year"
publications_owner = "{OWNER}"
"""
STOCK = """
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_year"
"""
MARKDOWN = 'extensions = ["myst_parser"]\n'
SITE = ("_ext", "_static", "_templates")
"""Folders that belong to the configuration of a homepage."""
NO_PUBLICATIONS = """
extensions.remove("sphinx_publications")
include_patterns = ["*.md", "papers/*.md"]
"""
CITING_PAGES = 20


class Size(NamedTuple):
    """What a project holds."""

    papers: int
    citations: int = 0
    """From `CITING_PAGES` other pages."""
    has_pages: bool = False
    """Whether each paper has a page of its own."""
    site: Path | None = None
    """A homepage whose configuration is used, with all that belongs to it."""
    is_documentation: bool = False
    """Whether the list stands in a documentation with a large table of contents."""


def write(kind: str, size: Size, folder: Path) -> None:
    """Write a project of a kind: publications, stock or markdown."""
    folder.mkdir(parents=True)
    if size.is_documentation:
        write_documentation(kind, folder, size.papers)
        return
    refs = folder / "refs.bib"
    refs.write_text(bibliography(size.papers), encoding="utf-8")
    pages = {"index": "", "other": "# Other\n\nOf something else.\n"}
    if kind == "markdown":
        entries = read([refs], ReadingOptions(owner=(OWNER,))).entries
        papers = {entry.key: entry.publication for entry in entries.values()}
        conf = _with_site(size, NO_PUBLICATIONS) or CONF + MARKDOWN
        pages["index"] = listed(list(papers.values()), size.has_pages)
        if size.has_pages:
            pages |= {f"papers/{name}": paper_page(paper) for name, paper in papers.items()}
    elif kind == "stock":
        papers = {}
        conf = CONF + STOCK
        pages["index"] = "# Publications\n\n```{bibliography}\n:all:\n:style: unsrt\n```\n"
    else:
        papers = {}
        conf = _with_site(size, "") or CONF + PUBLICATIONS
        if not size.has_pages:
            # As the list in Markdown, on one page.
            conf += 'publications_pages = ""\npublications_split_from = 0\n'
        pages["index"] = "# Publications\n\n```{publications}\n```\n"
    if size.citations:
        pages |= {f"citing{n}": citing_page(n, size, papers) for n in range(CITING_PAGES)}
    top = [name for name in pages if name != "index" and "/" not in name]
    pages["index"] += "\n```{toctree}\n:hidden:\n" + "\n".join(top) + "\n```\n"
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    for found in (size.site / name for name in SITE if size.site):
        if found.is_dir():
            shutil.copytree(found, folder / found.name)
    for name, text in pages.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _with_site(size: Size, more: str) -> str:
    """Return the configuration of the homepage, if there is one, and more."""
    return (size.site / "conf.py").read_text(encoding="utf-8") + more if size.site else ""


def change_entry(kind: str, folder: Path, number: int) -> None:
    """Give one paper another title."""
    names = ["index.md", f"papers/{key(7)}.md"] if kind == "markdown" else ["refs.bib"]
    for path in filter(Path.is_file, (folder / name for name in names)):
        text = path.read_text(encoding="utf-8")
        changed = re.sub(r"(: study 7)\b[^}\n\\\]]*", rf"\1 in version {number}", text, count=1)
        assert changed != text
        path.write_text(changed, encoding="utf-8")


def change_page(kind: str, folder: Path, number: int) -> None:
    """Change a page that has nothing to do with papers."""
    (folder / "other.md").write_text(f"# Other\n\nOf version {number}.\n", encoding="utf-8")


def listed(papers: list[Publication], has_pages: bool) -> str:
    """Return what our list shows of each paper, typed in Markdown."""
    lines = ["# Publications\n"]
    for found in group(newest_first(papers), "year"):
        lines.append(f"## {found.title}\n")
        for paper in found.publications:
            title = escaped(paper.plain_title)
            if has_pages:
                title = f"[{title}](papers/{paper.key}.md)"
            lines.append(f"- {title}\\\n  {names(paper)}\\\n  {venue(paper)}\n")
    return "\n".join([*lines, "(\\*: equal contribution)\n"])


def paper_page(paper: Publication) -> str:
    """Return what our page of a paper shows of it, typed in Markdown, less its BibTeX."""
    people = ", ".join(author.name.full for author in paper.authors)
    parts = (
        "---\norphan: true\n---\n",
        f"# {escaped(paper.plain_title)}\n",
        f"{escaped(people)}\n",
        f"{venue(paper)}\n",
        f"## Abstract\n\n{escaped(paper.abstract)}\n",
        f"## How to cite\n\n{escaped(people)}. {escaped(paper.plain_title)}. {venue(paper)}\n",
        "[All publications](../index.md)\n",
    )
    return "\n".join(parts)


def citing_page(number: int, size: Size, papers: Mapping[str, Publication]) -> str:
    """Return a page with its share of citations, as links where `papers` are given."""
    chance = random.Random(number)
    lines = [f"# Citing {number}\n"]
    for sentence in range(size.citations // CITING_PAGES):
        cited = key(chance.randrange(size.papers))
        words = reference(papers[cited]) if papers else f"{{cite}}`{cited}`"
        lines.append(f"Sentence {sentence} says what is known {words}.\n")
    return "\n".join(lines)


def reference(paper: Publication) -> str:
    """Return a citation as people type it."""
    first, *others = (escaped(author.name.family) for author in paper.authors)
    people = f"{first} *et al.*" if len(others) > 1 else " and ".join([first, *others])
    return f"([{people}, {paper.date}](index.md))"


def names(paper: Publication) -> str:
    """Return the authors of a paper with their marks."""
    return ", ".join(
        (f"**{author.short_name}**" if author.is_owner else escaped(author.short_name))
        + "".join(escaped(mark.symbol) for mark in author.marks)
        for author in paper.authors
    )


def venue(paper: Publication) -> str:
    """Return venue and links of a paper."""
    where = escaped(paper.where)
    first = f"[{where}](<{paper.venue_link.url}>)" if paper.venue_link else where
    return " - ".join([first, *(f"[{link.label}](<{link.url}>)" for link in paper.links)])


def escaped(text: str) -> str:
    """Return text that Markdown takes as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>#+!|])", r"\\\1", text)
