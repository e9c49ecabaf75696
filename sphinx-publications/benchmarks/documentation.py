"""An invented documentation with a large table of contents and a page for each paper.

It has the shape of documentations that were slow: hundreds of pages four levels deep, thousands
of headings, a sidebar with all of them on every page, and entries of a ``toctree`` of which
Sphinx warns on each page that shows them. `python documentation.py KIND FOLDER` writes it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from bibliography import bibliography, key

PACKAGE = Path(__file__).parent.parent
THEMES = {
    # As sphinx-book-theme has it, for environments without that.
    "pydata_sphinx_theme": {"collapse_navigation": False, "navigation_depth": 4},
    "sphinx_book_theme": {"collapse_navigation": True, "navigation_depth": 3},
    "sphinx_rtd_theme": {"collapse_navigation": False, "navigation_depth": 4},
    "furo": {},
    "alabaster": {},
}
"""Themes with options for a deep table of contents."""
SIDEBAR = """
{{ generate_toctree_html("sidebar", startdepth=0, show_nav_level=1, maxdepth=4,
  collapse=False, includehidden=True, titles_only=True) }}
"""
CONF = f"""
import sys
sys.path.append({str(PACKAGE / "src")!r})
project = "Documentation"
templates_path = ["_templates"]
bibtex_bibfiles = ["refs.bib"]
"""
EXTENSIONS = {
    "publications": ["myst_parser", "sphinx_publications"],
    "stock": ["myst_parser", "sphinxcontrib.bibtex"],
    "markdown": ["myst_parser", "sphinxcontrib.bibtex"],
}
LISTS = {
    "publications": "```{publications}\n```\n",
    "stock": "```{bibliography}\n:all:\n```\n",
    "markdown": "```{bibliography}\n:all:\n```\n",
}
"""The list of each kind; with the last stand as many pages of ten words as there are papers."""
PARTS, CHAPTERS, PAGES = 4, 6, 12
WORDS = "water flows downhill under slow waves while small stones rest below".split()


def write_documentation(
    kind: str, folder: Path, papers: int, theme: str = "pydata_sphinx_theme"
) -> None:
    """Write a documentation of 322 pages whose list of references is of a kind."""
    files = {
        "conf.py": _conf(kind, theme),
        "_templates/sidebar-nav-bs.html": SIDEBAR,
        "refs.bib": bibliography(papers),
        "references.md": f"# References\n\n{LISTS[kind]}",
        **dict(_pages(papers)),
    }
    if kind == "markdown":
        files |= {f"publications/{key(n)}.md": _page_of_ten_words(n) for n in range(papers)}
    if "pydata" not in theme:
        del files["_templates/sidebar-nav-bs.html"]
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _conf(kind: str, theme: str) -> str:
    settings = {
        "extensions": EXTENSIONS[kind],
        "html_theme": theme,
        "html_theme_options": THEMES[theme],
    }
    return CONF + "".join(f"{name} = {value!r}\n" for name, value in settings.items())


def _pages(papers: int) -> Iterator[tuple[str, str]]:
    """Yield the name and text of the front page, the parts, the chapters and their pages."""
    parts = [f"part{number}/index" for number in range(PARTS)]
    yield "index.md", f"# Documentation\n\n{_toctree([*parts, 'references'])}"
    for part in range(PARTS):
        # Sphinx warns of a page without a title on each page that shows it.
        yield f"part{part}/notes.md", "Words without a title.\n"
        chapters = [f"chapter{number}/index" for number in range(CHAPTERS)]
        yield f"part{part}/index.md", f"# Part {part}\n\n{_toctree([*chapters, 'notes'])}"
        for chapter in range(CHAPTERS):
            where, names = f"part{part}/chapter{chapter}", [f"page{n}" for n in range(PAGES)]
            yield f"{where}/index.md", f"# Chapter {chapter}\n\n{_toctree(names)}"
            for name in names:
                yield f"{where}/{name}.md", _page(f"{where}/{name}", papers)


def _page(name: str, papers: int) -> str:
    chance = random.Random(name)
    lines = [f"# Of {name.replace('/', ', ')}\n"]
    for number in range(8):
        cited = key(chance.randrange(papers))
        lines.append(f"## {' '.join(chance.sample(WORDS, 3)).capitalize()} {number}\n")
        lines.append(f"{' '.join(chance.choices(WORDS, k=40))} {{cite}}`{cited}`.\n")
    return "\n".join(lines)


def _page_of_ten_words(number: int) -> str:
    words = " ".join(random.Random(number).sample(WORDS, 10))
    return f"---\norphan: true\n---\n\n# Study {number}\n\n{words}.\n"


def _toctree(names: list[str]) -> str:
    return "\n".join(["```{toctree}", ":maxdepth: 4", "", *names, "```", ""])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=LISTS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--theme", choices=THEMES, default="pydata_sphinx_theme")
    options = parser.parse_args()
    write_documentation(options.kind, options.folder, options.papers, options.theme)
