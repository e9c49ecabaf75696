"""Text of services as LaTeX: from plain text, HTML, JATS, MathML, or LaTeX itself."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.parser import HTMLParser

from sphinx_publications.bibliography.repair import to_latex
from sphinx_publications.model.identifiers import safe_url

_ESCAPED = {
    **{character: f"\\{character}" for character in "&%$#_"},
    # BibTeX counts escaped braces too.
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "\N{NO-BREAK SPACE}": "~",
}  # fmt: skip
_KEPT = {
    "i", "em", "italic", "b", "strong", "bold", "sub", "inf", "sup", "tt", "code", "p", "br", "li",
    "div", "sec",
}  # fmt: skip
"""Elements that `to_latex` knows; all others are replaced by their text."""
_DROPPED = {"annotation", "annotation-xml", "script", "style", "graphic"}
_ABSTRACT = re.compile(r"(?:abstract|summary|résumé)\W*", re.IGNORECASE)
_MATH = re.compile(r"(?<!\\)(\$\$?.+?(?<!\\)\$\$?)", re.DOTALL)


class _Reader(HTMLParser):
    """Converts HTML, JATS (jats.nlm.nih.gov) and MathML to the HTML that `to_latex` reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipped: list[str] = []
        self._heading: list[str] | None = None
        self._is_tex = False
        self._begun: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        prefix, _, name = tag.rpartition(":")
        if name in _DROPPED or (name == "math" and self._has_tex()):
            self._skipped.append(tag)
        elif name == "tex-math":
            self._is_tex = True
        elif name == "title" and prefix == "jats":
            self._heading = []
        elif name in _KEPT:
            self._begun.add(name)
            self.parts.append(f"<{name}>")

    def handle_endtag(self, tag: str) -> None:
        prefix, _, name = tag.rpartition(":")
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
        elif name == "tex-math":
            self._is_tex = False
        elif name == "title" and prefix == "jats" and self._heading is not None:
            heading = "".join(self._heading).strip()
            self._heading = None
            if heading and not _ABSTRACT.fullmatch(heading):
                self.parts.append(f" {heading.rstrip('.:')}: ")
        elif name in _KEPT and name in self._begun:
            self.parts.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        if self._is_tex:
            found = re.sub(r"\\(?:document\w*|usepackage|setlength)\W.*", "", data).strip(" $")
            text = f"${found}$" if is_balanced(found) and found else _escaped(data)
        else:
            text = _escaped(data)
        (self.parts if self._heading is None else self._heading).append(text)

    def _has_tex(self) -> bool:
        """Whether the formula is there in TeX too."""
        return bool(self.parts) and re.fullmatch(r"\$[^$]+\$\s*", self.parts[-1]) is not None


def from_html(text: str) -> str:
    """Return text of HTML or JATS as one line of LaTeX."""
    reader = _Reader()
    # Without a > there is no tag; the parser would search for it repeatedly.
    head, end, tail = visible(text).rpartition(">")
    reader.feed(head + end + tail.replace("<", "&lt;"))
    reader.close()
    return one_line(to_latex("".join(reader.parts)))


def from_latex(text: str) -> str:
    """Return text that may contain LaTeX, as on arXiv, as one line of valid LaTeX."""
    text = visible(text)
    if text.count("$") % 2 or not is_balanced(text):
        return one_line(_escaped(text))
    parts = _MATH.split(text)
    for at in range(0, len(parts), 2):
        parts[at] = re.sub(r"(?<!\\)[&%#_]", lambda match: f"\\{match[0]}", parts[at])
    return one_line("".join(parts).rstrip("\\"))


def address(text: object) -> str:
    """Return an address if it is a safe link; else an empty text."""
    found = safe_url(text) if isinstance(text, str) else None
    return found if found and is_balanced(found) else ""


def word(text: object) -> str:
    """Return a short value, such as a volume or an identifier, with LaTeX escaped."""
    return one_line(_escaped(visible(str(text)))) if isinstance(text, str | int) else ""


def plain_line(text: str) -> str:
    """Return a name or the like as one line of plain text."""
    return one_line(unescape(visible(text)))


def one_line(text: str) -> str:
    """Return a text with its white space collapsed."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in text)


def visible(text: str) -> str:
    """Return a text in NFC without control and format characters."""
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character in "\t\n\r" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn"}
    )


def is_balanced(text: str) -> bool:
    """Whether the braces of a text match."""
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


_REPOSITORY = re.compile(
    r"(?:https?://)?(?:www\.)?((?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)"
    r"/[\w.-]+/[\w.-]*\w)",
    re.IGNORECASE,
)


def code_in(text: str) -> str:
    """Return the repository of code that a text names; empty if it names none or several."""
    names = [match[1].removesuffix(".git") for match in _REPOSITORY.finditer(text)]
    is_one = len({name.lower() for name in names}) == 1
    return address(f"https://{names[-1]}") if is_one else ""
