"""Files for other programs: one for each paper that has a page, beside the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx

from .domain import publications_domain
from .entries import SourceEntry


def bibtex(entry: SourceEntry) -> str:
    """Return the BibTeX of an entry as a file."""
    return f"{entry.source.bibtex}\n"


FORMATS: dict[str, tuple[str, Callable[[SourceEntry], str]]] = {"bib": ("BibTeX", bibtex)}
"""Name and writer of each format by the suffix of its files."""


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of the papers that have pages, where they differ from what is there."""
    if exception is not None or app.builder.format != "html":
        return
    domain = publications_domain(app.env)
    for page in domain.pages.values():
        for suffix, (_, write) in FORMATS.items():
            path = Path(app.outdir) / f"{page.docname}.{suffix}"
            text = write(domain.entry(page.key))
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
