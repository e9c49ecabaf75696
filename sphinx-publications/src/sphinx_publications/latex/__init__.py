r"""LaTeX in a field, as rich text and as plain text.

`rich` keeps emphasis and formulas; `plain` is for labels, sorting, matching
and attributes. Both read whatever is given: braces that do not match and stray
``%`` are shown as readable text, never raised, and unknown macros as they were typed.
`troubles` says what of it could not be read, `unknown` names those macros.
"""

from __future__ import annotations

import re
from functools import lru_cache, singledispatch
from typing import TYPE_CHECKING, Any, ClassVar

from pybtex.backends import BaseBackend
from pybtex.backends.plaintext import Backend as PlainTextBackend
from pybtex.richtext import BaseMultipartText, BaseText, Text

from sphinx_publications.latex.scripts import SIGN_OF_TAG, script_in_text

if TYPE_CHECKING:
    from sphinx_publications.latex.parser import Reading


# Rich text of pybtex that says what its parts are.
#
# What writes the parts of a backend has a method for each kind that it knows,
# ``write_<kind>``; for every other backend a part is its text. Formatted entries are pickled with
# Sphinx's environment, so the classes are defined at the top of a module.


class PlainText(PlainTextBackend):
    """Writes text without markup, in which scripts are still no part of the number before."""

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return the text of a tag."""
        sign = SIGN_OF_TAG.get(tag_name)
        return script_in_text(text, sign) if sign else text


_plain_text_backend = PlainText()


def plain_text(text: BaseText) -> str:
    """Return the text of `text` without markup."""
    return str(text.render(_plain_text_backend))


@singledispatch
def writer_of(backend: BaseBackend) -> object:
    """Return what writes the parts of a backend: the backend itself, unless another is registered.

    The backends of others know no parts, and get a writer by the class of the backend.
    """
    return backend


class Part(BaseMultipartText):
    """Base of the classes below."""

    kind: ClassVar[str]
    """What writers know it by."""

    def render(self, backend: BaseBackend) -> Any:
        write = getattr(writer_of(backend), f"write_{self.kind}", None)
        return self.as_text(backend) if write is None else write(self, backend)

    def as_text(self, backend: BaseBackend) -> Any:
        """Return the part for a backend that does not know it."""
        return self.content(backend)

    def content(self, backend: BaseBackend) -> Any:
        """Return the rendered parts without what holds them."""
        return super().render(backend)


class Line(Part):
    """One line of an entry; `role` says which: title, note, authors or venue."""

    kind = "line"

    def __init__(self, role: str, *parts: BaseText | str) -> None:
        self.role = role
        self.info = (role,)
        super().__init__(*parts)

    def as_text(self, backend: BaseBackend) -> Any:
        return backend.render_sequence([self.content(backend), backend.format_str("\n")])


class AuthorName(Part):
    """The name of one author with its marks; a shortened list keeps prominent ones."""

    kind = "author_name"

    def __init__(self, is_prominent: bool, *parts: BaseText | str) -> None:
        self.is_prominent = is_prominent
        self.info = (is_prominent,)
        super().__init__(*parts)


class Isolated(Part):
    """A name with its marks among names of other scripts, whose direction does not move it."""

    kind = "isolated"


class OwnerName(Part):
    """The name of the owner of the page."""

    kind = "owner_name"


class MarkSymbol(Part):
    """The symbol of a mark beside a name, with what a screen reader says for it."""

    kind = "mark_symbol"

    def __init__(self, spoken: str, *parts: BaseText | str) -> None:
        self.spoken = spoken
        self.info = (spoken,)
        super().__init__(*parts)


class Formula(Part):
    """A formula of TeX; its text is a readable line."""

    kind = "formula"

    def __init__(self, tex: str, *parts: BaseText | str) -> None:
        self.tex = tex
        self.info = (tex,)
        super().__init__(*parts)


_LATEX = re.compile(r"[\\{}$~%`]|--|''")
_WORD = re.compile(r"\\[A-Za-z]")
_DEEP = 50
"""Braces within one another that can always be read."""


def has_markup(latex: str) -> bool:
    """Whether anything in `latex` is not to be taken as it stands."""
    return _LATEX.search(latex) is not None


def rich(latex: str) -> Text:
    """Return `latex` as pybtex rich text; its characters are Unicode."""
    return _read(latex).text if has_markup(latex) else Text(latex)


def is_doubtful(latex: str) -> bool:
    """Whether `troubles` may say anything of `latex`.

    It does not of signs and accents, which stand in many fields that few builds show.
    """
    return _WORD.search(latex) is not None or latex.count("{") > _DEEP


def troubles(latex: str) -> tuple[str, ...]:
    """Return the macros and environments of `latex` that cannot be read as they stand."""
    return _read(latex).troubles if is_doubtful(latex) else ()


def unknown(latex: str) -> tuple[str, ...]:
    """Return the macros of `latex` that nobody knows, and that stay as they were typed."""
    return _read(latex).unknown if is_doubtful(latex) else ()


@lru_cache(maxsize=65536)
def _read(latex: str) -> Reading:
    # Most files have no LaTeX, and loading the reader takes longer than reading them.
    from sphinx_publications.latex.parser import read

    return read(latex)


@lru_cache(maxsize=65536)
def plain(latex: str) -> str:
    """Return `latex` as one line of Unicode text without markup."""
    text = plain_text(rich(latex)) if has_markup(latex) else latex
    return " ".join(text.split())
