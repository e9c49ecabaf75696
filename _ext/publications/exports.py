"""Files for other programs, beside the pages: of one paper, and of a whole list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx

from .csl import csl_json
from .domain import PublicationsDomain, publications_domain
from .entries import SourceEntry
from .ris import ris


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files with references."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Sequence[SourceEntry]], str]


def bibtex(entries: Sequence[SourceEntry]) -> str:
    """Return the BibTeX of entries as one file: the source, less private fields."""
    return "".join(f"{entry.source.bibtex}\n" for entry in entries)


FORMATS = (
    Format("BibTeX", "bib", "application/x-bibtex", bibtex),
    Format(
        "RIS",
        "ris",
        "application/x-research-info-systems",
        lambda entries: ris(entry.publication for entry in entries),
    ),
    Format(
        "CSL-JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        lambda entries: csl_json(entry.publication for entry in entries),
    ),
)


def listed_on(domain: PublicationsDomain) -> dict[str, list[str]]:
    """Return the keys of each document with a list that citations lead to."""
    found: dict[str, list[str]] = {}
    for list_key in domain.lists:
        keys = domain.cite.bibliographies[list_key].keys
        if keys:
            found.setdefault(list_key.docname, []).extend(keys)
    return found


def _groups(domain: PublicationsDomain) -> Iterator[tuple[str, list[SourceEntry]]]:
    for docname, keys in listed_on(domain).items():
        yield docname, [domain.entry(key) for key in keys]
    for page in domain.pages.values():
        yield page.docname, [domain.entry(page.key)]


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of lists and of papers' pages, where they differ from what is there."""
    domain = publications_domain(app.env)
    if exception is not None or app.builder.format != "html" or not domain.pages:
        return
    for docname, entries in _groups(domain):
        for format_ in FORMATS:
            path = Path(app.outdir) / f"{docname}.{format_.suffix}"
            text = format_.write(entries)
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
