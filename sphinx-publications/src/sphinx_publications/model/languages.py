"""Languages of works and titles as BCP 47 tags, from BibLaTeX's and babel's names and from tags."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.names import fold

_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)")
_SCRIPTS = {
    "latin": "Latn", "latn": "Latn", "cyrillic": "Cyrl", "cyrl": "Cyrl", "hans": "Hans",
    "simplified": "Hans", "hant": "Hant", "traditional": "Hant", "arab": "Arab",
}  # fmt: skip
"""Scripts in locale names after the at sign (glibc, "Locale Names"), and in babel's names."""
_LANGIDS = {
    "english": "en", "american": "en-US", "british": "en-GB", "usenglish": "en-US",
    "ukenglish": "en-GB", "australian": "en-AU", "canadian": "en-CA", "newzealand": "en-NZ",
    "french": "fr", "francais": "fr", "acadian": "fr-CA", "canadien": "fr-CA",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT",
    "swissgerman": "de-CH", "nswissgerman": "de-CH", "spanish": "es", "italian": "it",
    "portuguese": "pt", "portuges": "pt", "brazilian": "pt-BR", "brazil": "pt-BR",
    "dutch": "nl", "swedish": "sv", "danish": "da", "norwegian": "no", "norsk": "nb",
    "nynorsk": "nn", "finnish": "fi", "icelandic": "is", "polish": "pl", "czech": "cs",
    "slovak": "sk", "slovene": "sl", "slovenian": "sl", "croatian": "hr", "serbian": "sr",
    "serbianc": "sr-Cyrl", "bulgarian": "bg", "russian": "ru", "ukrainian": "uk", "greek": "el",
    "turkish": "tr", "hungarian": "hu", "magyar": "hu", "romanian": "ro", "catalan": "ca",
    "galician": "gl", "basque": "eu", "estonian": "et", "latvian": "lv", "lithuanian": "lt",
    "latin": "la", "arabic": "ar", "persian": "fa", "farsi": "fa", "hebrew": "he", "hindi": "hi",
    "japanese": "ja", "korean": "ko", "chinese": "zh", "vietnamese": "vi",
    "schinese": "zh-Hans", "chinese-simplified": "zh-Hans", "chinese-hans": "zh-Hans",
    "tchinese": "zh-Hant", "chinese-traditional": "zh-Hant", "chinese-hant": "zh-Hant",
    "thai": "th", "armenian": "hy", "georgian": "ka", "belarusian": "be", "macedonian": "mk",
    "irish": "ga", "welsh": "cy", "afrikaans": "af", "albanian": "sq", "bengali": "bn",
    "tamil": "ta", "urdu": "ur", "indonesian": "id", "malay": "ms", "marathi": "mr",
    "bahasa": "id", "bahasai": "id", "indon": "id", "bahasam": "ms", "melayu": "ms",
    "germanb": "de", "mexican": "es-MX", "spanishmx": "es-MX", "swissfrench": "fr-CH",
    "uppersorbian": "hsb", "usorbian": "hsb", "lowersorbian": "dsb", "lsorbian": "dsb",
    "northernsami": "se", "samin": "se", "scottish": "gd", "gaelic": "gd", "kurmanji": "kmr",
    "friulan": "fur", "piedmontese": "pms", "sorbian": "hsb", "slavonic": "cu",
    "polutonikogreek": "el-polyton", "polytonicgreek": "el-polyton", "monogreek": "el",
    "ancientgreek": "grc", "classicallatin": "la", "classiclatin": "la", "medievallatin": "la",
    "ecclesiasticallatin": "la", "ecclesiaslatin": "la", "churchslavonic": "cu", "oriya": "or",
    "nohyphenation": "", "nil": "", "mandarin": "zh", "castilian": "es", "flemish": "nl-BE",
}  # fmt: skip
"""BCP 47 tags of languages of BibLaTeX (manual, "Language Support") and babel."""


@lru_cache(maxsize=1024)
def language_of_paper(text: str) -> str:
    """Return the tag of a ``langid``, the name of a language or a tag; empty if unknown."""
    name = fold(text)
    if not name or name in _LANGIDS:
        return _LANGIDS.get(name, "")
    if _TAG.fullmatch(name):
        return _shortest(language_tag(name))
    # BibLaTeX's localisation keys: ``langgerman``.
    bare = name.removeprefix("lang")
    if bare in _LANGIDS:
        return _LANGIDS[bare]
    first, *others = re.findall(r"[^\W_]+", name) or [""]
    if tag := _LANGIDS.get(first, "") if others else "":
        more = [_SCRIPTS.get(part) or _territories().get(part, "") for part in others]
        joined = _territories().get(" ".join(others), "")
        if all(more) or joined:
            return "-".join([tag.partition("-")[0], *([joined] if joined else more)])
    return _named().get(name) or _named().get(bare, "")


def languages_of_work(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the tags of ``language``, which is a list, or else that of ``langid``."""
    found = (language_of_paper(name) for name in _listed(fields.get("language", "")))
    known = tuple(dict.fromkeys(filter(None, found)))
    tag = language_of_paper(_langid(fields))
    return known or ((tag,) if tag else ())


def language_of_title(fields: Mapping[str, str], languages: tuple[str, ...]) -> str:
    """Return the tag of ``langid``, or else the first of the languages of the work."""
    return language_of_paper(_langid(fields)) or next(iter(languages), "")


def language_as_typed(fields: Mapping[str, str]) -> str:
    """Return ``language``, or else ``langid``, in plain text."""
    return plain(fields.get("language", "")) or _langid(fields)


def unknown_languages(fields: Mapping[str, str]) -> Iterator[Remark]:
    """Yield a remark about each language that is not known."""
    typed = [("langid", _langid(fields))] if _langid(fields) else []
    typed += [("language", name) for name in _listed(fields.get("language", ""))]
    for field, name in typed:
        if fold(name) not in _LANGIDS and not language_of_paper(name):
            close = difflib.get_close_matches(fold(name), _LANGIDS, n=1)
            advice = close[0] if close else "german"
            message = (
                f"{field} = {{{name}}} is no known language, and only BibTeX files have it; "
                f"write {field} = {{{advice}}}, or a tag such as {{{_LANGIDS[advice] or 'de'}}}"
            )
            yield Remark(field, Subtype.UNKNOWN_LANGUAGE, message)


def _langid(fields: Mapping[str, str]) -> str:
    return plain(fields.get("langid", "") or fields.get("hyphenation", ""))


def _listed(text: str) -> list[str]:
    """Return the languages of a list, which BibLaTeX joins by ``and``."""
    names = re.split(r"\s+and\s+|\s*[,;/]\s*", plain(text).strip())
    return [name for name in names if name and name != "others"]


def _shortest(tag: str) -> str:
    """Return a tag with the shortest code of its language: ``de`` for ``deu`` and ``ger``."""
    code, dash, others = tag.partition("-")
    if len(code) == 2:
        return tag
    from babel.core import get_global  # Sphinx loads it, the model alone does not.

    return f"{get_global('language_aliases').get(code, code)}{dash}{others}".replace("_", "-")


@cache
def _named() -> dict[str, str]:
    """Return the tags of languages by their English names and by those in the language itself."""
    from babel import Locale, UnknownLocaleError

    names = {}
    for code in sorted({tag.partition("-")[0] for tag in _LANGIDS.values() if tag}):
        try:
            names[fold(Locale(code).languages.get(code, code))] = code
        except UnknownLocaleError:
            continue
    english = Locale("en").languages.items()
    return names | {fold(name): code.replace("_", "-") for code, name in english}


@cache
def _territories() -> dict[str, str]:
    """Return the codes of countries and regions by their English names and by themselves."""
    from babel import Locale

    known = Locale("en").territories.items()
    usual = {"uk": "GB", "usa": "US", "us": "US"}
    return {fold(name): code for code, name in known} | {c.lower(): c for c, _ in known} | usual


def language_tag(locale: str) -> str:
    """Return the tag of a locale: ``pt-BR`` for ``pt_BR``, ``sr-Latn`` for ``sr@latin``.

    Subtags have the case that RFC 5646, section 2.1.1, recommends.
    """
    name, _, script = locale.strip().partition("@")
    first, *others = name.replace("_", "-").split("-")
    if script.lower() in _SCRIPTS:
        others.insert(0, _SCRIPTS[script.lower()])
    return "-".join((first.lower(), *map(_cased, others)))


def _cased(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


def foreign(language: str, around: str) -> str:
    """Return `language` if it differs from the language `around` it; else an empty string.

    ``en`` and ``en-US`` do not differ: a range matches its subtags (RFC 4647, section 3.3.1).
    """
    one, other = f"{language}-".lower(), f"{around}-".lower()
    return "" if one.startswith(other) or other.startswith(one) else language


RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters of Hebrew, Arabic and others (Unicode, "DerivedBidiClass": R and AL)."""
