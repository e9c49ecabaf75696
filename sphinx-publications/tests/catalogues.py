"""The extension's own words, and their catalogues: `make words` brings these up to date.

A word is what stands in a call of `translate`, in what scripts say, or in a table of the model.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import sphinx_publications
from sphinx_publications.model.author_facts import TERMS
from sphinx_publications.model.edtf import SEASONS
from sphinx_publications.model.entry_types import _KINDS, HEADINGS, KIND_WORDS
from sphinx_publications.model.in_words import BY_DEGREE, LAST_OF_NAMES, PHRASES, WHO_DID
from sphinx_publications.model.links import _HOSTS
from sphinx_publications.model.marks import _BUILT_IN_MARKS, UNEXPLAINED
from sphinx_publications.model.parse_options import LINK_KINDS
from sphinx_publications.model.particulars import RELATIONS, ROLES
from sphinx_publications.model.states import STATES, YET_TO_COME
from sphinx_publications.outputs.formats import FORMATS
from sphinx_publications.web.list_controls import LABELS, TEXTS

SOURCE = Path(sphinx_publications.__file__).parent
LOCALE = SOURCE / "locale"
NAME = "sphinx_publications"
LANGUAGES = ("de", "fr")
_CALLS = {"translate", "in_language", "other_words"}
_NAMES = {
    "PDF", "BibTeX", "BibLaTeX", "RIS", "CSL-JSON", "JATS", "arXiv", "bioRxiv", "medRxiv", "HAL",
    "OpenReview", "PsyArXiv", "ChemRxiv",
    "GitHub", "GitLab", "Hugging Face", "PubMed", "PubMed Central", "Scholar", "Semantic Scholar",
    "Zenodo", "Blog",
}  # fmt: skip
"""What is called so in every language."""


def words() -> list[str]:
    """Return every word that a reader may see, in an order that stays."""
    found = {*_called(), *TEXTS, *LABELS.values(), *HEADINGS, UNEXPLAINED}
    found |= {kind.label for kind in LINK_KINDS} | {kind.label for kind in _KINDS.values()}
    found |= {mark.term for mark in _BUILT_IN_MARKS} | {name for name, _ in _HOSTS.values()}
    found |= {
        *STATES.values(),
        *(state.value for state in YET_TO_COME),
        "No year",
        "Publisher",
        "Proceedings",
        "Website",
        "Paper",
    }
    found |= {term.words for term in TERMS} | {LAST_OF_NAMES, WHO_DID}
    found |= {words for words in BY_DEGREE.values() if words != "{name}"}
    found |= {
        "Related papers",
        "With the same code",
        "How to cite",
        "Cited on",
        "Read paper",
        "Contributions",
    }
    found |= {*RELATIONS.values(), *KIND_WORDS.values()}
    found |= {word for word in SEASONS.values() if word.isalpha()}
    found |= {words for role in ROLES.values() for words in (role.words, *role.short)}
    # What is but a value has no words.
    phrases = (words for said in PHRASES.values() for words in said)
    found |= {words for words in phrases if re.search(r"[a-z]", re.sub(r"\{\w+\}", "", words))}
    found |= {"Publications", "Jump to"}
    found |= {word for format_ in FORMATS for word in (format_.name, format_.purpose)}
    return sorted(found - _NAMES - {""})


def _called() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def po(language: str) -> Path:
    """Return the file with the words of a language."""
    return LOCALE / language / "LC_MESSAGES" / f"{NAME}.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language, empty if there is none."""
    path = po(language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> list[str]:
    """Bring a catalogue up to date, and compile it; return the words that it lacks."""
    before = read(language)
    # No date and no names: the same words make the same files.
    catalogue = Catalog(locale=language, project=NAME, charset="utf-8", fuzzy=False)
    lacking = []
    for text in words():
        known = before.get(text)
        said = str(known.string) if known else ""
        catalogue.add(text, said)
        lacking += [] if said else [text]
    po(language).parent.mkdir(parents=True, exist_ok=True)
    with po(language).open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False)
    _without_dates(po(language))
    with po(language).open("rb") as source, po(language).with_suffix(".mo").open("wb") as file:
        write_mo(file, read_po(source, locale=language))
    return lacking


def _without_dates(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "-Date" not in line and "Generated-By" not in line]
    path.write_text("".join(kept), encoding="utf-8")


if __name__ == "__main__":
    for name in LANGUAGES:
        print(f"{po(name)}: {update(name) or 'complete'}")
