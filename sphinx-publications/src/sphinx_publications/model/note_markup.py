r"""Parse notes and awards: LaTeX with inline markup of Markdown and HTML.

Examples are ``**Best** paper``, ``<b>Oral</b>``, ``[talk](https://…)`` and
``\href{https://…}{talk}``. Other HTML is treated as text, and only links to http, https and
mailto URLs are made.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pybtex.richtext import BaseText, HRef, Tag, Text

from sphinx_publications import latex
from sphinx_publications.latex import plain_text
from sphinx_publications.latex.characters import unescape
from sphinx_publications.model.identifiers import web_address

_LONGEST = 5_000
"""Longer fields are not parsed, since matching the patterns would be slow."""
_BEGINS = re.compile(r"[*_<\[]|\\(?:href|url)\b")
_MARKUP = r"""
      (?P<formula> \$[^$]*\$ )
    | \[ (?P<label> [^\[\]]+ ) \]
      \( \s* <? (?P<address> [^\s()<>]* (?: \([^\s()<>]*\) [^\s()<>]* )* ) >?
         (?: \s+ (?:"[^"]*"|'[^']*') )? \s* \)
    | \\href \s* \{ (?P<href> [^{}]* ) \} \s* \{ (?P<words> (?: [^{}] | \{[^{}]*\} )* ) \}
    | \\url \s* \{ (?P<url> [^{}]* ) \}
    | <a \s (?P<attributes> [^<>]* ) > (?P<anchor> .*? ) </a \s* >
    | < (?P<tag> b|strong|i|em|sup|sub|code|tt ) (?: \s [^<>]* )? >
      (?P<inner> .*? ) </ (?P=tag) \s* >
    | \*\* (?=\S) (?P<strong> .+? ) (?<=\S) \*\* (?!\*)
    | (?<!\w) __ (?=\S) (?P<strong_too> .+? ) (?<=\S) __ (?!\w)
    | (?<![\w*\\]) \* (?=[^\s*]) (?P<em> [^*]+? ) (?<=\S) \* (?![\w*])
    | (?<![\w_\\]) _ (?=[^\s_]) (?P<em_too> [^_]+? ) (?<=\S) _ (?![\w_])
    | </? (?P<lone> br|p|div|span|u|font|small|big|mark|center ) (?: \s [^<>]* )? /? >
    """
_HREF = re.compile(r"""(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BREAK_AT_END = re.compile(r"(?:\s|<br\s*/?>)+\Z", re.IGNORECASE)
_TAGS = {"b": "strong", "i": "em", "code": "tt"}


@lru_cache(maxsize=4096)
def rich_remark(text: str) -> Text:
    """Return a note as pybtex rich text."""
    if len(text) > _LONGEST or not _BEGINS.search(text):
        return latex.rich(text)
    while text.startswith("{") and text.endswith("}") and _is_balanced(text[1:-1]):
        text = text[1:-1].strip()
    return Text(*_parts(_BREAK_AT_END.sub("", text)))


@lru_cache(maxsize=4096)
def plain_remark(text: str) -> str:
    """Return a note as one line of plain text."""
    words = plain_text(rich_remark(text)) if _BEGINS.search(text) else latex.plain(text)
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())


@cache
def _markup() -> re.Pattern[str]:
    # Compiled on demand: it takes two milliseconds, and most bibliographies have no markup.
    return re.compile(_MARKUP, re.VERBOSE | re.DOTALL | re.IGNORECASE)


def _parts(text: str) -> Iterator[BaseText]:
    """Yield the parts of a note: markup, and LaTeX in between.

    Markup in an argument of a LaTeX macro is not parsed, since that would split the macro.
    """
    start = 0
    for match in _markup().finditer(text):
        before = text[start : match.start()]
        if _is_balanced(before) and _is_balanced(match[0]):
            yield latex.rich(before)
            yield _part(match)
            start = match.end()
    yield latex.rich(text[start:])


def _part(match: re.Match[str]) -> BaseText:
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    match found:
        case {"formula": formula}:
            return latex.rich(formula)
        case {"url": address}:
            url = web_address(address)
            return HRef(url, unescape(address)) if url else Text(unescape(address))
        case {"lone": tag}:
            return Text(" " if tag.lower() in {"br", "p", "div"} else "")
        case {"label": words, "address": address} | {"words": words, "href": address}:
            return _link(words, address)
        case {"anchor": words, "attributes": attributes}:
            href = _HREF.search(attributes)
            return _link(words, html.unescape(href[href.lastindex or 0]) if href else "")
        case {"tag": tag, "inner": inner}:
            return Tag(_TAGS.get(tag.lower(), tag.lower()), *_parts(inner))
    ((name, inner),) = found.items()
    return Tag(name.removesuffix("_too"), *_parts(inner))


def _link(words: str, address: str) -> BaseText:
    url = web_address(address)
    return HRef(url, *_parts(words)) if url else Text(*_parts(words))


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
