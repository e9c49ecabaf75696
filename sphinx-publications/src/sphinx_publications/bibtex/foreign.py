"""What people paste between entries that is a paper, and no BibTeX.

Of each form it is known how its lines look, and how one of its records begins.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_publications.patterns import pattern

_PASTE = "choose BibTeX at the publisher, and paste that"


class _Form(NamedTuple):
    """A form of references that is no BibTeX."""

    name: str
    lines: re.Pattern[str]
    """Matches the lines of a record."""
    first: re.Pattern[str]
    """Matches the line that a record begins with."""
    remedy: str = _PASTE


_FORMS = [
    # Tag, two spaces, hyphen (RIS specification, 2011).
    _Form("RIS", pattern(r"[A-Z][A-Z0-9]  ?-(?: |$)"), pattern(r"TY ")),
    # MEDLINE/PubMed data element descriptions: a tag padded to four, a hyphen.
    _Form("a PubMed record", pattern(r"[A-Z]{2,4} {0,2}- "), pattern(r"PMID")),
    # EndNote's import format, as "refer": %0 Journal Article.
    _Form("EndNote", pattern(r"%0 [A-Z]"), pattern(r"%0")),
    _Form(
        "a Web of Science record",
        pattern(r"(?:FN |VR \d|PT [A-Z]$|EF$|ER$)"),
        pattern(r"FN |PT "),
    ),
    _Form("XML", pattern(r"<[?/!]?[A-Za-z]"), pattern(r"<\?xml")),
    _Form("JSON", pattern(r"[\[{]*\s*\"[\w-]+\"\s*:|[\[{]\s*$"), pattern(r"\[")),
    _Form(
        "an item of a LaTeX bibliography",
        pattern(r"\\(?:bibitem|newblock|begin\{thebib|end\{thebib)"),
        pattern(r"\\bibitem"),
    ),
    _Form(
        "an entry without its {",
        pattern(r"@[A-Za-z]+[ \t]*[^{(\s@][^\s=]*,\s*$"),
        pattern(r"@"),
        "write @article{key,",
    ),
    _Form(
        "a reference as text",
        pattern(r"(?i).*(?:\b10\.\d{4,9}/\S|\barxiv:\s*\d{4}\.\d{4,5})"),
        pattern(r"."),
        f"{_PASTE}, or put % before a remark",
    ),
]


class Foreign(NamedTuple):
    """A form that a line has, and whether a record begins there."""

    form: str
    begins: bool
    remedy: str


def foreign(line: str) -> Foreign | None:
    """Return which form of references that is no BibTeX a line has, None if it has none."""
    for form in _FORMS:
        if form.lines.match(line):
            return Foreign(form.name, form.first.match(line) is not None, form.remedy)
    return None
