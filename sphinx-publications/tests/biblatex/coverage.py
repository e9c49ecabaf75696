"""Which field of BibLaTeX each output has, for every type: the table in docs/biblatex.md."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sphinx_publications.bibliography.entries import Guard, SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.latex import plain_text
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_json
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.json_ld import article
from sphinx_publications.outputs.page_metadata import context_object, highwire_tags
from sphinx_publications.outputs.ris import ris
from sphinx_publications.rendering.entry_lines import entry_lines
from sphinx_publications.rendering.pybtex_compat import formatting_style
from sphinx_publications.rendering.styles import register_styles, written

from .. import PACKAGE
from .datamodel import FIELDS, entry_of, names_of_fields

PAGE = PACKAGE / "docs" / "biblatex.md"
_TABLE = re.compile(r"(?<=<!-- table -->\n).*(?=<!-- end of table -->)", re.DOTALL)


def _reference(entry: SourceEntry) -> str:
    register_styles()
    guard = Guard(lambda problem: None)
    return plain_text(written(formatting_style("equal_unsrt"), entry.key, entry, guard).text)


OUTPUTS: Mapping[str, Callable[[SourceEntry], str]] = {
    "list": lambda entry: plain_text(entry_lines(entry.publication)),
    "reference": _reference,
    "BibLaTeX": lambda entry: entry.source.bibtex,
    "BibTeX": lambda entry: classic_bibtex([entry]),
    "RIS": lambda entry: ris([entry.publication]),
    "CSL": lambda entry: csl_json([entry.publication]),
    "JATS": lambda entry: jats(entry.publication),
    "Highwire": lambda entry: str(highwire_tags(entry.publication)),
    "JSON-LD": lambda entry: json.dumps(article(entry.publication, "https://x.org/", language="")),
    "COinS": lambda entry: context_object(entry.publication),
}


def coverage() -> dict[str, dict[str, tuple[list[str], list[str]]]]:
    """Return the types with and without each field, by output and field.

    A type has a field in an output if the output changes when the field is left out.
    """
    found: dict[str, dict[str, tuple[list[str], list[str]]]] = {
        name: {field: ([], []) for field in names_of_fields()} for name in OUTPUTS
    }
    for type_, fields in FIELDS.items():
        # What has yet to appear has no date in some outputs.
        published = _outputs(entry_of(type_, "pubstate"))
        for field in dict.fromkeys(fields):
            left_out = ("pubstate",) if field == "pubstate" else ("pubstate", field)
            whole = _outputs(entry_of(type_)) if field == "pubstate" else published
            lacking = _outputs(entry_of(type_, *left_out))
            for name in OUTPUTS:
                found[name][field][whole[name] == lacking[name]].append(type_)
    return found


def _outputs(text: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "refs.bib"
        file.write_text(text, encoding="utf-8")
        (entry,) = read([file], ReadingOptions(), "utf-8").entries.values()
    return {name: write(entry) for name, write in OUTPUTS.items()}


def table() -> str:
    """Return the table, and the types for which a field is not in an output."""
    found = coverage()
    lines = [f"| field | {' | '.join(OUTPUTS)} |", "| --- |" + " --- |" * len(OUTPUTS)]
    notes: dict[str, list[str]] = {}
    for field in names_of_fields():
        cells = []
        for name in OUTPUTS:
            has, lacks = found[name][field]
            cells.append("✓" if not lacks else "some" if has else "")
            if has and lacks:
                few, verb = (has, "only") if len(has) <= len(lacks) else (lacks, "not")
                types = ", ".join(f"`@{type_}`" for type_ in few)
                notes.setdefault(f"{verb} of {types}", []).append(f"`{field}` in {name}")
        lines.append(f"| `{field}` | {' | '.join(cells)} |")
    told = [f"- {of}: {', '.join(where)}" for of, where in notes.items()]
    return "\n".join([*lines, "", "“some” is:", "", *told, ""])


def page() -> str:
    """Return the page with the table as it is now."""
    text = PAGE.read_text(encoding="utf-8")
    return _TABLE.sub(lambda match: f"\n{table()}\n", text)
