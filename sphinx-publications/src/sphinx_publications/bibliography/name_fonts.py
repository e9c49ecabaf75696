r"""Remove fonts from lists of names: ``\textbf{One, Ann} and Two, Ben``.

People print their own name in bold in a CV. For BibTeX the name in the braces is a family name.
"""

from __future__ import annotations

import re

_MACRO = (
    r"\\(?:text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)|emph|underline|underbar|u{0,2}line|uwave|strong"
    r"|mkbib(?:bold|emph|italic)|mbox|hl|so|ul|textcolor\s*\{[^{}]*\}|href\s*\{[^{}]*\})\s*(?=\{)"
)
_SWITCH = (
    r"\\(?:bf|it|sl|sc|em|rm|sf|tt|(?:bf|md|rm|sf|tt)(?:series|family)|(?:it|sl|sc|up)shape"
    r"|normalfont|color\s*\{[^{}]*\})(?![A-Za-z])\s*"
)
_GROUP = re.compile(
    r"\b(?:Association|Cent(?:er|re)|Collaborations?|Committee|Consortium|Group|Initiative|Institute"
    r"|Lab(?:oratory)?|Network|Project|Society|Study|Survey|Team|University)$|^The\b"
)
"""Names of groups, which are one name."""


_TOKEN = re.compile(
    rf"(?P<macro>{_MACRO})|(?P<switch>{_SWITCH})|(?P<brace>\{{)|\\.|[^\\{{]+|.", re.DOTALL
)
_DEEPEST = 9


def without_fonts(names: str, depth: int = 0) -> str:
    r"""Return a list of names without the fonts around names and parts of them.

    A name in a font is whole: ``\textbf{One, A.}, Two, B.`` are two people.
    """
    found: list[str] = []
    at, end = 0, len(names)
    while at < end:
        token = _TOKEN.match(names, at)
        if token is None:  # cannot be: the last alternative takes any character
            break
        at = token.end()
        if token["macro"] or (token["switch"] and names.startswith("{", at)):
            inside, at = _group(names, at)
            is_name = bool(token["macro"]) or "," in inside or not inside
        elif token["brace"]:
            inside, at = _group(names, token.start())
            is_name = re.match(rf"\s*(?:{_SWITCH})", inside) is not None
        else:
            found += [] if token["switch"] else [token[0]]
            continue
        if not is_name:
            found.append(f"{{{inside}}}")
            continue
        name = _name(inside, depth)
        if found and "," in name:
            found[-1] = _COMMA_BEFORE.sub(" and ", found[-1])
        found.append(name)
        if "," in name and (comma := _COMMA.match(names, at)):
            found.append(" and ")
            at = comma.end()
    return "".join(found)


_COMMA = re.compile(r"\s*,\s*(?:(?:and|\\?&)\s+)?")
_COMMA_BEFORE = re.compile(r"\s*,\s*(?:\\?&\s*)?$")


def _name(inside: str, depth: int) -> str:
    """Return what stands in a font: names without further fonts, or a group in braces."""
    bare = without_fonts(inside, depth + 1) if depth < _DEEPEST else inside
    bare = bare.strip()
    return f"{{{bare}}}" if _GROUP.search(bare) and "," not in bare else bare


def _group(text: str, start: int) -> tuple[str, int]:
    """Return the content of the braces at `start`, and the place behind them."""
    depth = 0
    for match in _BRACES.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == "}":
            return text[start + 1 : match.start()], match.end()
    return text[start + 1 :], len(text)


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
