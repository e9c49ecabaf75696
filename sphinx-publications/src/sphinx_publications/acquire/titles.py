"""Titles as a bibliography holds them: proper names in braces, and the word that makes a key."""

from __future__ import annotations

import re
from collections.abc import Collection

from sphinx_publications.latex import plain
from sphinx_publications.model.names import Name, fold

_TOKEN = re.compile(r"\$[^$]*\$|\\[A-Za-z]+|\\.|[{}]|[^\s{}$\\]+|\s+")
_ENDS_SENTENCE = re.compile(r"[:.?!\N{EM DASH}]\W*$")
_PARTS = re.compile(r"[-\N{HYPHEN}\N{EN DASH}/]")
_CORE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_STOP_WORDS = frozenset(
    "a an the on in of for to from with and or at by is are how why what when do does can le "
    "la les un une de des du der die das ein eine zur zum el los las uma il lo toward towards "
    "via".split()
)


def with_proper_names_in_braces(title: str) -> str:
    """Return a title in LaTeX with braces round what keeps its capitals in every style.

    These are acronyms and names with capitals within them, and, in a title that is
    not written in capitals, words with a capital that begin no sentence. Braces that
    are there stay, and what is in them.
    """
    tokens = _TOKEN.findall(title)
    words = [token for token in tokens if token[0] not in "\\{}$" and token.strip()]
    capitals = _has_capitals(words)
    found: list[str] = []
    depth, begins = 0, True
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token, 0)
        is_word = token.strip() and token[0] not in "\\{}$"
        if not is_word:
            found.append(token)
            begins = begins and not token.startswith("$")
            continue
        before, core, behind = _match(token)
        is_name = _is_name(core) or (not capitals and not begins and core[:1].isupper())
        braced = bool(core) and depth == 0 and is_name
        # A letter behind a macro or a brace is a part of a word.
        braced = braced and not (found and found[-1].startswith("\\"))
        found.append(f"{before}{{{core}}}{behind}" if braced else token)
        begins = bool(_ENDS_SENTENCE.search(token))
    return "".join(found)


def _match(token: str) -> tuple[str, str, str]:
    match = _CORE.match(token)
    assert match is not None
    return match[1], match[2], match[3]


def _has_capitals(words: list[str]) -> bool:
    """Whether a title is written In Capitals, which say nothing then."""
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) * 2 > len(long)


def _is_name(core: str) -> bool:
    """Whether a word has capitals that are no beginning: DNA, SpiNNaker, 3D, X-ray, e-LSTM."""
    parts = _PARTS.split(core)
    if len(core) > 1 and len(parts) > 1 and any(len(p) == 1 and p.isupper() for p in parts[:1]):
        return True
    return any(any(letter.isupper() for letter in part[1:]) for part in parts)


def key_for(authors: tuple[Name, ...], year: int | None, title: str, taken: Collection[str]) -> str:
    """Return ``familyYEARword``, with another word of the title or a letter if that is taken.

    `taken` are lower-cased keys.
    """
    family = _letters(_without_particles(authors[0])) if authors else ""
    stem = f"{family or 'anonymous'}{year or ''}"
    words = [
        letters
        for word in re.split(r"[\s\-\N{HYPHEN}\N{EN DASH}/]+", plain(title))
        if (letters := _letters(word)) and letters not in _STOP_WORDS and len(letters) > 1
    ] or ["paper"]
    for word in words:
        if f"{stem}{word}" not in taken:
            return f"{stem}{word}"
    number = 2
    while f"{stem}{words[0]}{number}" in taken:
        number += 1
    return f"{stem}{words[0]}{number}"


def _without_particles(name: Name) -> str:
    words = name.family.split()
    kept = [word for word in words if not word[:1].islower()]
    return " ".join(kept if kept and name.given else words[:1] if not name.given else words)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))
