"""The languages of papers and pages, as tags of BCP 47."""

from __future__ import annotations

from sphinx_publications.patterns import pattern

_TAG = pattern(r"([A-Za-z]{2})((?:[-_][A-Za-z0-9]{2,8})*)")
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl"}
"""What locales call a script behind an at sign (glibc, "Locale Names")."""
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
}  # fmt: skip
"""BCP 47 tags of BibLaTeX's ``langid`` (BibLaTeX manual, "Language Support"), and of babel's."""


def language_of_paper(text: str) -> str:
    """Return the tag of a ``langid`` or of a tag such as ``pt_BR``; empty if it is none known."""
    name = text.strip().lower()
    return _LANGIDS.get(name) or (language_tag(name) if _TAG.fullmatch(name) else "")


def language_tag(locale: str) -> str:
    """Return the tag of a locale: ``pt-BR`` for ``pt_BR``, ``sr-Latn`` for ``sr@latin``.

    Subtags are in the case that RFC 5646, section 2.1.1, recommends.
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
    """Return a known language where what stands around is in another, else an empty text.

    ``en`` and ``en-US`` are one, as a range and what it matches (RFC 4647, section 3.3.1).
    """
    one, other = f"{language}-".lower(), f"{around}-".lower()
    return "" if one.startswith(other) or other.startswith(one) else language
