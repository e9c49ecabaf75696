"""HTML in what people paste from web pages and databases, as the LaTeX that means the same.

Crossref's titles hold ``<i>`` and ``<sub>``, its abstracts ``<jats:p>``; PubMed and publishers'
exports hold entities. The names of entities are those of HTML (`html.entities`).
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from sphinx_publications.patterns import pattern

_ENTITY = pattern(r"\\?&(?:amp;)?(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});")
_TAG = pattern(r"<(?P<end>/?)(?:jats:)?(?P<name>[A-Za-z][\w:]*)(?:\s[^<>]*)?/?>")
_MACROS = {
    "i": "emph", "em": "emph", "italic": "emph", "cite": "emph", "b": "textbf",
    "strong": "textbf", "bold": "textbf", "sub": "textsubscript", "inf": "textsubscript",
    "sup": "textsuperscript", "tt": "texttt", "code": "texttt",
}  # fmt: skip
"""The macro that means what an element means."""
_SCRIPT = pattern(r"<(su[bp]|inf)>([\d+\-\N{MINUS SIGN}()n]{1,8})</\1>", re.IGNORECASE)
_LINK = pattern(
    r"<a\s(?:[^<>]*\s)?href\s*=\s*(?P<quote>[\"']?)(?P<address>[^\"'<>\s]+)(?P=quote)"
    r"(?:\s[^<>]*)?>.*</a>",
    re.IGNORECASE | re.DOTALL,
)
_SPACES = {"p": " ", "br": " ", "title": " ", "sec": " ", "div": " ", "li": " "}
_PLAIN = {"span", "sc", "scp", "u", "font", "a", "abstract", "inline-formula", "monospace", "ul"}
_MATHML = pattern(r"<(?P<prefix>mml:)?math\b.*?</(?P=prefix)?math>", re.DOTALL)
_ESCAPED = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "\N{NO-BREAK SPACE}": "~", "\N{SOFT HYPHEN}": "", "\N{ZERO WIDTH SPACE}": "",
}  # fmt: skip


def to_latex(value: str, with_tags: bool = True) -> str:
    """Return a value with its HTML as LaTeX; what only looks like HTML stays as it is.

    `with_tags` says whether elements are read, beside entities.
    """
    if with_tags and "<" in value:
        value = _tags(value)
    if "&" in value:
        value = _ENTITY.sub(_entity, value)
        if with_tags and "<" in value:
            # Databases escape twice: &lt;i&gt;in vivo&lt;/i&gt;
            value = _tags(value)
    return value


def unescaped(url: str) -> str:
    """Return an address with its entities as the characters they stand for, that of a link bare."""
    link = _LINK.fullmatch(url.strip())
    if link is not None:
        url = link["address"]
    return _ENTITY.sub(lambda match: _character(match[0]) or match[0], url)


def _character(entity: str) -> str:
    name = entity.lstrip("\\").removeprefix("&")
    name = name.removeprefix("amp;") if name != "amp;" else name
    if name.startswith("#"):
        return html.unescape(f"&{name}")
    return html5.get(name, "")


def _entity(match: re.Match[str]) -> str:
    text = _character(match[0])
    return "".join(_ESCAPED.get(char, char) for char in text) if text else match[0]


def _tags(value: str) -> str:
    """Read the elements that are closed, or that stand alone."""
    # Behind the last end of a formula each beginning would be followed to the end of the text.
    end = max(value.rfind("</math>"), value.rfind("</mml:math>")) + len("</mml:math>")
    value = _MATHML.sub(lambda match: _TAG.sub("", match[0]), value[:end]) + value[end:]
    value = _SCRIPT.sub(_formula, value)
    found = {(match["name"].lower(), bool(match["end"])) for match in _TAG.finditer(value)}

    def replaced(match: re.Match[str]) -> str:
        name, is_end = match["name"].lower(), bool(match["end"])
        if name in _SPACES:
            return _SPACES[name]
        if (name, not is_end) not in found:
            return match[0]
        if name in _PLAIN:
            return ""
        if name in _MACROS:
            return "}" if is_end else f"\\{_MACROS[name]}{{"
        return match[0]

    return _TAG.sub(replaced, value)


def _formula(match: re.Match[str]) -> str:
    """Return a script of a chemical or mathematical formula, which has characters of its own."""
    return f"${'^' if match[1].lower() == 'sup' else '_'}{{{match[2]}}}$"
