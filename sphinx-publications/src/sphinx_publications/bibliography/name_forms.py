"""Recognise names that BibTeX parses wrongly and text beside names, and word messages on them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person

from sphinx_publications.model.names import OTHERS, parse_name

JOINED_BY_SIGN = re.compile(r"\s+\\?&\s+(?![^{]*\})")
"""An ampersand between names that are not in braces."""


def slip(
    field: str, value: str, before: list[str], names: list[str], paired: list[str] | None
) -> str:
    """Return the message on a list that is read as `names` and not as BibTeX's, `before`.

    `paired` is its other reading, if there is one.
    """
    line = " and ".join(names)
    if paired is not None:
        return alternatives(field, names, paired)
    if OTHERS.family in before and sorted(names) == sorted(before):
        return f"{field} has 'others' before its end; put it behind the last name: {line}"
    if len(names) == len(before):
        return f"{field} has more than names in it; write {line}"
    separator = next((sign for sign in ";；、&," if sign in value), "another word")
    return f"{field} joins names by '{separator}'; write {line}"


def family_or_initials(field: str, names: list[str]) -> Iterator[str]:
    """Yield a message for each name whose initials at the end BibTeX reads as the family name."""
    for form in filter(None, map(PUBMED.fullmatch, names)):
        if is_initials(form["initials"]):
            name = f"{form['family']} {form['initials']}"
            yield (
                f"{field} is read as BibTeX reads it, with {form['initials']} as the family name "
                f"of {name}; if these are initials write {of_pubmed(form)}"
            )


def one_or_two(field: str, family: str, given: str) -> str:
    """Return the message on two whole names that BibTeX reads as one person's."""
    return (
        f"{field} is read as one person, {given} {family}; for two people write "
        f"{family} and {given}, for one {{{family}}}, {given}"
    )


def odd_suffix(field: str, family: str, suffix: str, given: str) -> str:
    """Return the message on a name whose second part is hardly a suffix: ``Oak, Ann, B.``."""
    return (
        f"{field} is read as BibTeX reads it, with {suffix} where Jr. stands in a name; "
        f"if it is a given name write {family}, {suffix} {given}"
    )


def organisation(field: str, name: str) -> str:
    """Return the message on a name with ``&`` that may be an organisation's."""
    people = " and ".join(part.strip() for part in JOINED_BY_SIGN.split(name))
    return f"{field} is read as one name, {name}; write {{{name}}}, or {people} if these are people"


def alternatives(field: str, whole: list[str], paired: list[str]) -> str:
    """Return the message on comma-separated text that may be whole names or parts of names."""
    line = f"{' and '.join(whole)} if each is a whole name"
    if len(whole) > len(paired):
        line = f"{' and '.join(paired)}, or {line}"
    return f"{field} joins names by ','; write {line}"


# Text in a list of names that is not part of a name.
#
# A status of the paper (``(Under review) Ann One``), a footnote (``\thanks{…}``), Markdown
# emphasis on the owner's name, and a missing space as in ``C.and``.

BESIDE = r"[(\[]|\bon behalf of\b|\\(?:thanks|footnote|thanksref)\b|(?<![\w.}])\*\*\S|\.and\s"
"""Matches in lists that may contain such text."""
_FOOTNOTE = re.compile(
    r"\s*\\(?:thanks|footnote|thanksref)\s*(?:\[[^][]*\])?\{(?:[^{}]|\{[^{}]*\})*\}"
)
_BOLD = re.compile(r"(?<![\w.}])\*\*(?=\S)([^*]+?)(?<=\S)\*\*")
_NO_SPACE = re.compile(r"(?<=\.)and(?=\s+\S)")
_DOT_FOR_COMMA = re.compile(
    r"(?P<before>^|,\s)(?P<family>[^\W\d_]{3,})\.\s+"
    r"(?P<given>(?:[^\W\d_]\.[ -]?)+)(?=[*†‡]?(?:,|$))"
)
"""A family name and initials with a dot in place of the comma: ``One. A., Two, B.``"""
_BEFORE = re.compile(r"\s*\([^()]*\)\s*(?=[^\s,])")
_ON_BEHALF = re.compile(r"\A([^{}\s][^{}]*?),?\s+(on behalf of [^{}]*[^{}\s])\s*\Z")
"""A name, and for whom the person speaks: ``One, Ann on behalf of the X Team``."""
_ROLE_BEHIND = re.compile(r"(?<=\S)\s*[(\[](?:[a-z][^()\[\]]*|[Ee]ds?\.?)[)\]]\s*$")
"""What somebody did, behind a given name: ``One, Ann (corresponding author)``."""
_BEHIND = re.compile(r"(?P<name>[^(),]*[^(),\s])\s+\((?P<words>[^()]*)\)\s*")


def without_what_is_beside(value: str) -> str:
    """Remove text that is not part of a name from a list of names.

    A second given name is kept: ``Yi One (Ann)`` becomes ``One, Yi (Ann)``.
    """
    value = _DOT_FOR_COMMA.sub(r"\g<before>\g<family>, \g<given>", value)
    value = _NO_SPACE.sub(" and", _BOLD.sub(r"\1", _FOOTNOTE.sub("", value)))
    if not re.search(r"[(\[]|\bon behalf of\b", value):
        return value
    return " and ".join(map(_without_brackets, split_name_list(value)))


def _without_brackets(name: str) -> str:
    name = _BEFORE.sub("", name, count=1) if _BEFORE.match(name) else name
    name = _ON_BEHALF.sub(r"\1 and {\2}", name)
    behind = _BEHIND.fullmatch(name)
    if behind is None:
        return _ROLE_BEHIND.sub("", name)
    words = behind["words"]
    if not re.fullmatch(r"[^\W\d_][^\W\d_.'-]*", words) or not words[0].isupper():
        return behind["name"]
    given, _, family = behind["name"].rpartition(" ")
    return f"{family}, {given} ({words})" if given else name


MORE = (
    r"(?:(?<![.\w])\.{3}|…|\\l?dots\b(?:\{\})?|(?:and )?(?:many )?more authors|(?:y )?otros"
    r"|(?<!\S)(?:и )?др\.|(?<!\S)(?:ほか|他|等)(?!\S))"
)
"""What stands for more people in a list, but for ``others``."""
ET_AL = re.compile(
    rf"\{{*(?:and )?(?:et\.?[ ~]*al\.?|(?:(?:many|\d+)(?: more)? )?others|{MORE})\}}*",
    re.IGNORECASE,
)

# Names that BibTeX parses correctly.

UPPER = "A-Z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN CAPITAL LETTER THORN}"
INITIALS_FIRST = re.compile(
    rf"(?:[{UPPER}]\.?[ -]?){{0,3}}[{UPPER}](?:\. ?| )(?:[a-z]+ )*[^\W\d_][^\s,.]{{2,}}"
)
# A family name with lower-case letters, then initials.
PUBMED = re.compile(
    rf"(?P<family>(?=[^,]*[^\W\d_{UPPER}])[^\s,.{{}}\\][^,.{{}}\\]*?) "
    rf"(?P<initials>[{UPPER}]{{1,4}}|(?:[{UPPER}]\.[ -]?){{1,4}})"
    r"(?: (?P<suffix>Jr|Sr|2nd|3rd|4th|II|III|IV)\.?)?"
)
INITIALS = re.compile(rf"(?:[{UPPER}](?:\.|\b)[ -]?){{1,4}}|[{UPPER}]{{1,4}}")
SUFFIX = re.compile(r"(?:[JS]r\.?|I{1,3}|IV|V|\dnd|\drd|\dth)", re.IGNORECASE)
LAST_SUFFIX = re.compile(r"(?i:[JS]r\.?|\d(?:nd|rd|th))|II|III|IV|VI{1,3}")
"""A suffix that is no given name, so that it may stand behind one: ``Five, Ann, Jr.``."""
GENERATION = re.compile(r"II|III|IV|VI{1,3}")
"""A numeral behind a family name, which is no initials."""
DEGREE = re.compile(r"(?:Ph\.?\s?D|M\.?D|D\.?Phil|M\.?Sc|B\.?Sc|M\.?P\.?H|FRS)\.?")


def _labels(label: str) -> str:
    labels, mark = rf"{label}(?:\s*,\s*{label})*", r"(?:[*†‡§]|\\[a-z]*dag)"
    return (
        r"(?<=[^\W\d_A-Z])\d{1,2}(?:,\s?\d{1,2})*(?=\s|,|;|$)"
        r"|(?<=[^\W\d_]|[.}])(?:[\u00b9\u00b2\u00b3\u2070-\u2079]+"
        rf"|\$\^\{{?(?:\\(?:mathrm|text\w*)\s*\{{)?{labels}\}}{{0,2}}\$"
        rf"|\{{?\\textsuperscript\s?\{{{labels}\}}\}}?)(?=\s*(?:[,;*†‡§&}}$\\]|$|and\s))"
        rf"|(?<=[{{^]){labels}\s*,\s*(?={mark})"
    )


_NUMBERS, _LETTERS = _labels(r"\d+"), _labels(r"(?:\d+|[a-h])")
_NO_ABBREVIATION = re.compile(r"[{^,\s][b-h](?![a-z])")


def without_footnotes(value: str) -> str:
    r"""Remove affiliation numbers after names, and letters if there are others than ``a``.

    ``M\textsuperscript{a}`` is a given name, María.
    """
    labels = "".join(match[0] for match in re.finditer(_LETTERS, value))
    return re.sub(_LETTERS if _NO_ABBREVIATION.search(labels) else _NUMBERS, "", value)


PARTICLES = frozenset(
    "de del della der den di da do dos das du la le van von zu zur af av al el bin ibn ten ter y e "
    "'t".split()
)
_FAMILY_BEGINS = (PARTICLES - {"al", "e", "y"}) | {"dela", "mac", "san", "santa", "st", "st."}
"""Words that begin family names and no given names, in lower case."""


def is_person(text: str) -> bool:
    """Whether a name looks like a person's: several words, capitalized or particles."""
    words = re.split(r"[\s,]+", text.split(" and ")[0].strip())
    return len(words) > 1 and all(
        word[:1].isupper() or word[:1] in "{\\" or word in PARTICLES for word in words if word
    )


def is_whole_name(text: str) -> bool:
    """Whether a text is a person's name with the given name first, and not only a part of one."""
    first = text.split(maxsplit=1)[0].lower() if text.strip() else ""
    return is_person(text) and first not in _FAMILY_BEGINS and not ends_in_initial(text)


def is_whole_in_east_asian(text: str) -> bool:
    """Whether a text in Han, kana or Hangul has a family name and a given name: ``山田 太郎``."""
    return not text.isascii() and " " in text and parse_name(text)[0].is_family_first


def has_footnotes(value: str) -> bool:
    """Whether a list has affiliation numbers, and distinct names without them."""
    clean = without_footnotes(value)
    names = re.split(r"\s*,\s*|\s+and\s+", clean)
    return clean != value and len(set(names)) == len(names)


def ends_in_initial(given: str) -> bool:
    """Whether a given name ends in an initial: ``Jan A.``."""
    return re.search(rf"\b[{UPPER}]\.$|\w\w.*\b[{UPPER}]$", given) is not None


def are_initials(found: list[str], is_parted: bool) -> bool:
    """Whether capitals after names are initials, and not family names as in ``Wei LI``.

    If ``and`` parts the list, its names may be meant as BibTeX reads them.
    """
    without_vowel = [letters for letters in found if not _VOWEL.search(letters)]
    if not is_parted and any(letters != "NG" for letters in without_vowel):
        return True
    return any(map(is_initials, found)) or len(without_vowel) == len(found)


def is_initials(letters: str) -> bool:
    """Whether capitals are no family name: one letter, or three without a vowel.

    Two may be a family name: ``Kai NG``.
    """
    is_short = len(letters) == 1 or "." in letters
    return is_short or (len(letters) > 2 and not _VOWEL.search(letters))


_VOWEL = re.compile("[AEIOUY]")


def of_pubmed(match: re.Match[str]) -> str:
    """Return the name that `PUBMED` matches as ``Family, I. N.``."""
    given = " ".join(f"{letter}." for letter in re.findall(rf"[{UPPER}]", match["initials"]))
    return ", ".join(filter(None, (match["family"], match["suffix"], given)))


def with_suffix(name: str, suffix: str) -> str:
    """Return a name as ``Family, Suffix, Given``; `name` begins with the given name."""
    person = Person(name)
    family = " ".join([*person.prelast_names, *person.last_names])
    return ", ".join(filter(None, (family, suffix, " ".join(person.bibtex_first_names))))


def is_suffix(piece: str) -> bool:
    """Whether a part of a name is a suffix, be it in braces."""
    return SUFFIX.fullmatch(piece.strip("{}")) is not None


def spaced(name: str) -> str:
    """Return a name with one space at each place that has any, and behind its commas."""
    return " ".join(re.sub(r"\s*,\s*", ", ", name).split())


def pairs(people: list[str]) -> list[str]:
    """Join each two parts as ``Family, Given``; return an odd number unchanged."""
    if len(people) % 2:
        return people
    found = zip(people[::2], people[1::2], strict=True)
    return [f"{family}, {given}" for family, given in found]


def others_last(names: list[str]) -> list[str]:
    """Return names with ``others``, if it is among them, once and at the end."""
    rest = [OTHERS.family] if OTHERS.family in names else []
    return [*(name for name in names if name != OTHERS.family), *rest]


def words(name: str) -> list[str]:
    """Return the words of a name."""
    return re.findall(r"[^\W\d_]+", name)
