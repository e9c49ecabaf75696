"""Convert the LaTeX of a field to rich text and to plain text.

`rich` keeps emphasis and formulas; `plain` is for labels, sorting, matching and attributes.
Neither raises: unmatched braces and stray ``%`` become readable text, and unknown macros are kept
as typed. `troubles` returns what could not be converted, and `unknown` the unknown macros.
"""

from __future__ import annotations

import re
from functools import lru_cache, singledispatch
from typing import TYPE_CHECKING, Any, ClassVar

from pybtex.backends import BaseBackend
from pybtex.backends.plaintext import Backend as PlainTextBackend
from pybtex.richtext import BaseMultipartText, BaseText, Text

from sphinx_publications.latex.macros import (
    SCRIPT_CHARACTERS,
    SIGN_OF_TAG,
    script_in_text,
    script_to_latex,
    to_latex,
)

if TYPE_CHECKING:
    from sphinx_publications.latex.parser import ParsedField


# Semantic parts of pybtex rich text.
#
# A writer has a method ``write_<kind>`` for each kind of part that it supports; other backends
# get the text of the part. Formatted entries are pickled with Sphinx's environment, so the classes
# are defined at module level.


class PlainText(PlainTextBackend):
    """Backend for text without markup; scripts are Unicode characters, such as ``²``."""

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return the text of a tag."""
        sign = SIGN_OF_TAG.get(tag_name)
        return script_in_text(text, sign) if sign else text


_plain_text_backend = PlainText()


def plain_text(text: BaseText) -> str:
    """Return `text` without markup."""
    return str(text.render(_plain_text_backend))


@singledispatch
def writer_of(backend: BaseBackend) -> object:
    """Return the object that writes parts for a backend; by default the backend itself.

    Writers for third-party backends are registered by the class of the backend.
    """
    return backend


class Part(BaseMultipartText):
    """Base class of the semantic parts of rich text."""

    kind: ClassVar[str]
    """The suffix of the writers' methods for it."""

    def render(self, backend: BaseBackend) -> Any:
        write = getattr(writer_of(backend), f"write_{self.kind}", None)
        return self.as_text(backend) if write is None else write(self, backend)

    def as_text(self, backend: BaseBackend) -> Any:
        """Render the part for a backend that does not support it."""
        return self.content(backend)

    def content(self, backend: BaseBackend) -> Any:
        """Render the children, without the part itself."""
        return super().render(backend)


class Line(Part):
    """One line of an entry; `role` is title, note, authors or venue."""

    kind = "line"

    def __init__(self, role: str, *parts: BaseText | str) -> None:
        self.role = role
        self.info = (role,)
        super().__init__(*parts)

    def as_text(self, backend: BaseBackend) -> Any:
        return backend.render_sequence([self.content(backend), backend.format_str("\n")])


class AuthorName(Part):
    """The name of an author with its marks; shortened lists keep prominent authors."""

    kind = "author_name"

    def __init__(self, is_prominent: bool, *parts: BaseText | str) -> None:
        self.is_prominent = is_prominent
        self.info = (is_prominent,)
        super().__init__(*parts)


class Isolated(Part):
    """A name with its marks, isolated from the text direction of its neighbours."""

    kind = "isolated"


class OwnerName(Part):
    """A name in bold: that of the site's owner, or one that is set off."""

    kind = "owner_name"


class Award(Part):
    """An award, which is set off from the venue beside it."""

    kind = "award"


class PersonLink(Part):
    """The name of a `person`, which leads to the person's page, or else to `url`, on web pages."""

    kind = "person_link"

    def __init__(self, person: str, url: str, *parts: BaseText | str) -> None:
        self.person, self.url = person, url
        self.info = (person, url)
        super().__init__(*parts)


class OrcidLink(Part):
    """The icon that leads to an ORCID record on web pages; `name` is the person's."""

    kind = "orcid_link"

    def __init__(self, orcid: str, name: str) -> None:
        self.orcid, self.name = orcid, name
        self.info = (orcid, name)
        super().__init__("ORCID")  # pybtex drops what is empty

    def as_text(self, backend: BaseBackend) -> Any:
        return backend.format_str("")


class MarkSymbol(Part):
    """The symbol of a mark after a name, with its text for screen readers."""

    kind = "mark_symbol"

    def __init__(self, spoken: str, *parts: BaseText | str) -> None:
        self.spoken = spoken
        self.info = (spoken,)
        super().__init__(*parts)


class Formula(Part):
    """A TeX formula; its text is a readable line."""

    kind = "formula"

    def __init__(self, tex: str, *parts: BaseText | str) -> None:
        self.tex = tex
        self.info = (tex,)
        super().__init__(*parts)


_LATEX = re.compile(r"[\\{}$~%`]|--|''")
_BUT_DASHES = re.compile(r"[\\{}$~%`]|''")
_WORD = re.compile(r"\\[A-Za-z]")
_DEEP = 50
"""Depth of nested braces that can always be parsed."""


def has_markup(latex: str) -> bool:
    """Whether `latex` contains anything but literal text."""
    return _LATEX.search(latex) is not None


def rich(latex: str) -> Text:
    """Return `latex` as pybtex rich text in Unicode."""
    return _read(latex).text if has_markup(latex) else Text(latex)


def is_doubtful(latex: str) -> bool:
    """Whether `troubles` or `unknown` may find anything in `latex`.

    This avoids parsing the many fields that have only signs and accents.
    """
    return _WORD.search(latex) is not None or latex.count("{") > _DEEP


def troubles(latex: str) -> tuple[str, ...]:
    """Return the macros and environments of `latex` that could not be converted."""
    return _read(latex).troubles if is_doubtful(latex) else ()


def unknown(latex: str) -> tuple[str, ...]:
    """Return the unknown macros of `latex`, which are kept as typed."""
    return _read(latex).unknown if is_doubtful(latex) else ()


@lru_cache(maxsize=65536)
def _read(latex: str) -> ParsedField:
    # Most files have no LaTeX, and importing the parser takes longer than reading them.
    from sphinx_publications.latex.parser import read

    return read(latex)


@lru_cache(maxsize=65536)
def plain(latex: str) -> str:
    """Return `latex` as one line of Unicode text without markup."""
    if _BUT_DASHES.search(latex) is None:  # Nearly all page ranges; parsing takes 0.3 ms.
        text = latex.replace("---", "—").replace("--", "–")
    else:
        text = plain_text(rich(latex))
    return " ".join(text.split())


_GREEK = "[\u0370-\u03ff]"
_RARE = re.compile(
    rf"({SCRIPT_CHARACTERS.pattern.replace('(', '(?:')}"
    r"|[\u2032-\u2037\u2190-\u21ff\u2200-\u22ff]"
    rf"|(?<!{_GREEK}){_GREEK}(?!{_GREEK}))"
)


def without_rare_signs(text: str) -> list[tuple[str, str]]:
    """Return the parts of a text, and the LaTeX of those that pdfLaTeX's fonts lack.

    These are scripts, arrows, operators and single Greek letters. Without its sign, 10⁻⁶ would be
    another number.
    """
    found: list[tuple[str, str]] = []
    for index, part in enumerate(_RARE.split(text)):
        latex = "" if index % 2 == 0 else to_latex(part)
        if index % 2 and SCRIPT_CHARACTERS.match(part):
            latex = script_to_latex(part)
        if part:
            found.append((part, "" if latex == part else latex))
    return found
