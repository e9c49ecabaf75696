r"""Notes: inline markup of Markdown and HTML in LaTeX, and explanations of symbols.

Markup, also of awards: ``**Best** paper``, ``<b>Oral</b>``, ``[talk](https://…)`` and
``\href{https://…}{talk}``. Other HTML is treated as text, and only links to http, https and
mailto URLs are made.

Explanations: ``* Equal contribution, † Corresponding author``. One means equal contribution only if
it says nothing else than that of the people beside whose names the symbol stands. Otherwise its
own words are shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from pybtex.richtext import BaseText, HRef, Tag, Text

from sphinx_publications import latex
from sphinx_publications.latex import plain_text
from sphinx_publications.latex.macros import unescape
from sphinx_publications.model.identifiers import web_address
from sphinx_publications.model.marks import (
    MARKERS,
    SIGNS_AROUND,
    alike,
    plain_with_symbols,
    without_signs_around,
)

_LONGEST = 5_000
"""Longer fields are not parsed, since matching the patterns would be slow."""
_BEGINS = re.compile(r"[*_<\[]|\\(?:href|url)\b|https?://")
_MARKUP = r"""
      (?P<formula> \$[^$]*\$ )
    | \[ (?P<label> [^\[\]]+ ) \]
      \( \s* <? (?P<address> [^\s()<>]* (?: \([^\s()<>]*\) [^\s()<>]* )* ) >?
         (?: \s+ (?:"[^"]*"|'[^']*') )? \s* \)
    | \\href \s* \{ (?P<href> [^{}]* ) \} \s* \{ (?P<words> (?: [^{}] | \{[^{}]*\} )* ) \}
    | \\url \s* \{ (?P<url> [^{}]* ) \}
    | (?<![\w"'=]) <? (?P<bare> https?://(?:[^\s{}<>"|()\[\]]|\([^\s{}<>()]*\))+ (?<![.,;:!?']) ) >?
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
        case {"url": address} | {"bare": address}:
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
    # A link has no other in it.
    parts = [latex.rich(words)] if "://" in words else _parts(words)
    url = web_address(address)
    return HRef(url, *parts) if url else Text(*parts)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


_SYMBOL = re.compile(rf"(?<!\w(?=\+))[(\[{{]*(?P<symbol>([{MARKERS}])\2*)[)\]}}]*")
_AT_BEGINNING = re.compile(rf"[\s(\[{{$^]*[{MARKERS}]")
_VERB = re.compile(
    r"^[:=\s]*(?:(?:denotes?|indicates?|means?|mark(?:s|ed)?|represents?|stands? for|are|is)\s+)?"
)
_ALSO = re.compile(r"[\s,;/&+]*(?:and)?[\s,;/&+]*", re.IGNORECASE)
_JOINED_AT_END = re.compile(r"[\s,;]+(?:and|while)$", re.IGNORECASE)


def explanations(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the meanings of symbols from the annotation, or from a note that begins with one."""
    texts = [plain_with_symbols(fields.get(name, "")) for name in ("note", "annotation")]
    if not begins_with_symbol(texts[0]):
        del texts[0]
    return {symbol: said for text in texts for symbol, said in explained_symbols(text).items()}


def is_explanation(name: str, value: str) -> bool:
    """Whether a field explains symbols: an annotation, or a note that begins with one."""
    return name == "annotation" or (
        name == "note" and begins_with_symbol(plain_with_symbols(value))
    )


def explained_symbols(annotation: str) -> dict[str, str]:
    """Return the meanings of symbols in ``* Equal contribution, † Equal advising``.

    Homepages made with al-folio explain symbols in names like this. A meaning follows its
    symbols, or precedes them if the text ends with a symbol: ``Equal contribution (*)``.
    """
    text = html.unescape(re.sub(r"<[^<>]*>", " ", annotation))
    found = list(_SYMBOL.finditer(text))
    if not found:
        return {}
    ends_with_symbol = not text[found[-1].end() :].strip(SIGNS_AROUND)
    starts = [0, *(match.end() for match in found), len(text)]
    stops = [*(match.start() for match in found), len(text)]
    between = [text[start:stop] for start, stop in zip(starts, stops, strict=False)]
    meanings = dict[str, str]()
    pairs = list(zip(found, between if ends_with_symbol else between[1:], strict=False))
    last = ""
    # "* and † contributed equally": text that only joins symbols is not a meaning.
    for match, said in pairs if ends_with_symbol else reversed(pairs):
        if not _ALSO.fullmatch(said) or not last:
            last = _JOINED_AT_END.sub("", without_signs_around(_VERB.sub("", said)))
        if last:
            meanings[alike(match["symbol"])] = last
    in_order = dict.fromkeys(alike(match["symbol"]) for match in found)
    return _told_apart({symbol: meanings[symbol] for symbol in in_order if symbol in meanings})


def begins_with_symbol(text: str) -> bool:
    """Whether a text begins with a symbol, like an explanation: ``* Equal``."""
    return _AT_BEGINNING.match(text) is not None


def _told_apart(meanings: dict[str, str]) -> dict[str, str]:
    """Split shared meanings like ``A and B, respectively`` among their symbols.

    If the numbers of meanings and symbols differ, these symbols are dropped.
    """
    told = dict(meanings)
    for together in {meaning for meaning in meanings.values() if "respectively" in meaning}:
        symbols = [symbol for symbol, meaning in meanings.items() if meaning == together]
        parts = [
            part for part in re.split(r",?\s+(?:and|respectively)\b|,", together) if part.strip()
        ]
        for number, symbol in enumerate(symbols):
            del told[symbol]
            if len(parts) == len(symbols):
                told[symbol] = parts[number].strip(SIGNS_AROUND)
    return {symbol: told[symbol] for symbol in meanings if symbol in told}


# What an explanation says. It is matched as a whole: a word that is not expected, such as
# "never", "except" or "funded", may turn its meaning round.


class Says(Enum):
    """What an explanation says of people."""

    EQUAL = "equal contribution"
    CORRESPONDING = "corresponding author"
    OTHER = "something else"


class Holders(NamedTuple):
    """The people beside whose names a symbol stands."""

    positions: frozenset[int]
    """Their places in the list of authors, from 1."""
    total: int
    """Number of authors; 0 if the list of authors is open."""


def meaning_of(explanation: str, holders: Holders) -> Says:
    """Return what an explanation says of the people beside whose names its symbol stands."""
    text = re.sub(r"[\s\N{NO-BREAK SPACE}]+", " ", explanation.lower()).strip(SIGNS_AROUND + "!")
    text = re.sub("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]", "-", text)
    sentence, *further = re.split(r"\.\s+", text)
    clauses = [
        clause for part in _CLAUSES.split(sentence) if (clause := part.strip(SIGNS_AROUND + "!"))
    ]
    if re.fullmatch(_CORRESPONDING, text):
        return Says.CORRESPONDING
    if not clauses or any(_DENIES.search(other) for other in further):
        return Says.OTHER
    is_equal = [_is_equality(clause, holders) for clause in clauses]
    rest = [clause for clause, found in zip(clauses, is_equal, strict=True) if not found]
    says_equal = any(is_equal) and all(map(_is_harmless, rest))
    return Says.EQUAL if says_equal else Says.OTHER


def says_no_more(explanation: str, holders: Holders) -> bool:
    """Whether an explanation says equal contribution and no more, as rank or order."""
    text = explanation.lower().strip(SIGNS_AROUND + "!")
    return _is_equality(text, holders) and not re.search(rf"\b{_RANK}\b", text)


# Few entries have explanations. As strings, these large patterns are compiled for the first one.
_CLAUSES = re.compile(r"[,;()\[\]]+|\band\b(?! (?:last|senior|first))|&")
_WORK = r"(?:work|paper|study|article|project|manuscript|research|publication|book|chapter|review)"
_RANK = r"(?:first|last|senior|lead|leading)"
_AUTHORS = r"(?:co-?)?(?:authors?|contributors?|researchers)"
_TAIL = (
    rf"(?: (?:to|in|on|towards?) (?:(?:this|the|our|all) )?(?:(?:present|whole|entire) )?{_WORK}"
    rf"| as (?:(?:joint|shared|co)[ -])?{_RANK} {_AUTHORS})*"
).replace(" ", r"\ ")
_WHO = (
    r"(?:(?P<all>all )?(?:of )?(?P<the>the )?(?P<these>(?:these|those|both|marked|starred) )*"
    r"(?:(?P<end>first|last) )?(?:(?P<number>two|three|four|five|six|[2-9]) )?"
    rf"(?P<authors>{_AUTHORS} |of them |who )?)"
).replace(" ", r"\ ")
_EQUALITY = rf"""{_WHO}(?:
      (?:have\ |has\ )?(?:both\ |all\ )?contribut(?:ed?|ing)\ equally
    | (?:have\ |has\ )?(?:both\ |all\ )?equally[ -]contribut(?:ed|ing)(?:\ {_AUTHORS})?
    | (?:an?\ |with\ |of\ |are\ |made\ )?equal(?:\ {_RANK})?
      (?:[ -](?:contribut(?:ions?|ors?|ing(?:\ {_AUTHORS})?)|contrib|contr|{_AUTHORS}|authorship
        |advis(?:ing|[oe]rs?)|supervis(?:ion|ing|ors?)|mentor(?:s|ing|ship)?|credit|effort|share))?
    | (?:are\ |as\ |(?:should\ |to\ |may\ )?be\ (?:considered|regarded)\ (?:as\ )?)?
      (?:(?:these|the|both|are)\ )?
      (?:(?:have|has)\ )?(?:co-?|co\ |(?:joint|jointly|shared|share|shares|sharing|equal)\ )
      (?:{_RANK}(?:[ -]?{_AUTHORS}|[ -]?(?:co-?)?authorship)?)
    )(?:\ (?:contribution|authorship))?{_TAIL}"""
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_IN_OTHER_LANGUAGES = (
    r"gleich(?:e|wertige)[rn]? beitr(?:ag|äge)|(?:(?:diese|beide) autor(?:en|innen) )?"
    r"(?:haben |trugen )?(?:gleichermaßen|gleichwertig|zu gleichen teilen)"
    r"(?: zu dieser (?:arbeit|studie|publikation))? (?:beigetragen|bei)(?: haben)?"
    r"|(?:geteilte|gemeinsame) (?:erst|letzt)autor(?:en)?schaft"
    r"|gleichberechtigte (?:erst|letzt)?autor(?:en|innen)"
    r"|contributions? (?:égale|équivalente)s?|(?:ces (?:deux )?auteure?s )?(?:ont )?contribué "
    r"(?:également|de (?:manière|façon) égale|à parts égales)(?: à (?:ce travail|cet article))?"
    r"|co-premi(?:ers|ères) (?:auteure?s|autrices)"
    r"|(?:(?:est[oa]s|amb[oa]s) autor[ea]s )?(?:han )?contribu(?:yeron|ido) "
    r"(?:por igual|de igual (?:manera|forma)|equitativamente)(?: a este (?:trabajo|artículo))?"
    r"|contribuci(?:ón|ones) (?:igual(?:es)?|equitativas?)|igual contribución"
    r"|(?:primera|última) autoría compartida"
    r"|(?:questi autori )?(?:hanno )?contribuito (?:in egual misura|equamente)"
    r"|contribut[oi] (?:ugual[ei]|paritari[oi])"
)
_ADDRESS = r"[.:,]? \(?(?:e-?mail:? )?[\w.+-]+@[\w.-]+\)?"
_CORRESPONDING = (
    r"(?:(?:the|is|are|as|both|joint|shared|senior) )*(?:co-?)?corresponding(?: authors?)?"
    rf"(?:{_ADDRESS}| e-?mails?(?: address(?:es)?)?)*|contact authors?(?:{_ADDRESS})*"
    r"|(?:authors? )?(?:for|to whom) (?:all )?correspondence"
    rf"(?: (?:should|may|can|must|is to) be (?:addressed|sent|directed))?(?:{_ADDRESS})?"
    r"|(?:all )?correspondence(?:(?: to)?:? [\w.+-]+@[\w.-]+)?"
    r"|korrespond(?:enz|ierende[rn]? )autor(?:in|en|innen)?"
    r"|aut(?:eure?|rice)s?[ -](?:correspondante?s?|de correspondance)"
    r"|autor(?:a|es|as)? (?:(?:de|para(?: la)?) correspondencia|correspondientes?)"
    r"|autor[ei] corrispondent[ei]"
)
_CHANCE = r"(?:at random|randomly|by chance|by (?:an? )?(?:coin|dice|die)(?: (?:flip|toss|roll))?)"
_HARMLESS = (
    r"(?:(?:the |author )?order(?:ed)? (?:is |was )?(?:of (?:the )?authors )?(?:is |was )?"
    rf"(?:alphabetical|random\w*|arbitrary|(?:(?:determined|decided|chosen) )?{_CHANCE})"
    r"|(?:authors |names )?(?:are )?(?:(?:listed|ordered) )?(?:in )?"
    r"(?:alphabetical(?:ly)?|random(?:ly)?|no particular)(?: order(?:ed)?)?"
    r"(?: by (?:first|last|family|given|sur)[ -]?names?)?"
    r"|(?:work |this work )?(?:was )?(?:done|performed) (?:while|during|at) .*)"
)


def _is_equality(clause: str, holders: Holders) -> bool:
    """Whether a clause says that the holders of its symbol contributed equally."""
    fits = len(holders.positions) == 2 or not re.search(r"\b(?:both|beide|deux|amb[oa]s)\b", clause)
    if re.fullmatch(_IN_OTHER_LANGUAGES, clause):
        return fits
    found = re.fullmatch(_EQUALITY, clause, re.VERBOSE)
    if found is None:
        return False
    said = found["number"]
    number = (_NUMBERS.get(said) or int(said)) if said else len(holders.positions)
    if found["end"] and said:
        first = 1 if found["end"] == "first" else holders.total - number + 1
        return holders.positions == frozenset(range(first, first + number))
    is_of_all = found["all"] or (found["the"] and found["authors"])
    if is_of_all and not (found["these"] or said):
        number = holders.total
    return fits and not found["end"] and number == len(holders.positions)


def _is_harmless(clause: str) -> bool:
    """Whether a clause beside one of equality takes nothing back."""
    is_known = re.fullmatch(_HARMLESS, clause) or re.fullmatch(_CORRESPONDING, clause)
    return is_known is not None and not _DENIES.search(clause)


_DENIES = re.compile(
    r"\b(?:not|no(?! particular)|never|non|none|nobody|without|except|but|only|however|although"
    r"|unless|more\b|less\b|led\b|den(?:y|ied|ies)|disput|claim|withdr|retract|reject|refus|wrong"
    r"|error|untrue|false|nicht|kein|pas\b|jamais|nunca)"
)
