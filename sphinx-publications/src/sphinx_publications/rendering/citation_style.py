"""The reference style ``author_venue``: (Bellec et al., NeurIPS 2021) for ``{cite}``."""

from __future__ import annotations

import contextlib
import importlib
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sphinxcontrib.bibtex.plugin
from pybtex.richtext import BaseText, Text
from pybtex.style.template import Node
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxcontrib.bibtex.style.names.last import LastNameStyle
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.referencing.basic_author_year import (
    BasicAuthorYearParentheticalReferenceStyle,
)
from sphinxcontrib.bibtex.style.template import join, join2, node, post_text, pre_text, reference

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.rendering.pybtex_compat import register


@node
def venue_and_year(children: list[Any], data: dict[str, Any]) -> BaseText:
    """Return the short venue with the year, as in lists."""
    publication = SourceEntry.adopt(data["entry"]).publication
    if str(publication.date):
        return Text(publication.where)
    return Text(" ".join(part for part in (publication.venue.name, translate("n.d.")) if part))


class VenueParenthetical(BasicAuthorYearParentheticalReferenceStyle):
    """Parenthetical references by author, venue and year."""

    def inner(self, role_name: str) -> Node:
        """Return the template of one reference."""
        person = self.person.author_or_editor_or_title(full="s" in role_name)
        cited = reference[join(sep=self.author_year_sep)[person, venue_and_year]]
        return join2(sep1=self.pre_text_sep, sep2=self.post_text_sep)[pre_text, cited, post_text]


_round_brackets = partial(BracketStyle, left="(", right=")")


@dataclass(repr=False, eq=False)
class AuthorVenueReferenceStyle(AuthorYearReferenceStyle):
    """Author-year references whose parenthetical form also names the venue."""

    bracket_textual: BracketStyle = field(default_factory=_round_brackets)
    bracket_parenthetical: BracketStyle = field(default_factory=_round_brackets)

    def __post_init__(self) -> None:
        super().__post_init__()
        style = VenueParenthetical(
            bracket=self.bracket_parenthetical,
            person=self.person,
            author_year_sep=self.author_year_sep,
            pre_text_sep=self.pre_text_sep,
            post_text_sep=self.post_text_sep,
        )
        self.role_style.update((name, style) for name in style.role_names())


_REFERENCE_STYLES = "sphinxcontrib.bibtex.style.referencing"
_KNOWN = {
    "author_year": ("author_year", "AuthorYearReferenceStyle"),
    "foot": ("foot", "FootReferenceStyle"),
    "label": ("label", "LabelReferenceStyle"),
    "super": ("super_", "SuperReferenceStyle"),
}
"""Module and class of each reference style of sphinxcontrib-bibtex."""


def register_reference_styles() -> None:
    """Register ``author_venue`` with sphinxcontrib-bibtex."""
    _register("author_venue", AuthorVenueReferenceStyle)


def _register(name: str, style: type) -> None:
    # Faster than sphinxcontrib-bibtex's function, which searches all installed distributions.
    plugins = getattr(sphinxcontrib.bibtex.plugin, "_runtime_plugins", {})
    if _REFERENCE_STYLES in plugins:
        plugins[_REFERENCE_STYLES][name] = style
    else:
        sphinxcontrib.bibtex.plugin.register_plugin(_REFERENCE_STYLES, name, style, force=True)


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Register the reference styles of sphinxcontrib-bibtex that the project uses."""
    # The name style of the reference styles.
    register("pybtex.style.names", "last", LastNameStyle)
    for name in {config.bibtex_reference_style, config.bibtex_foot_reference_style} & _KNOWN.keys():
        module, style = _KNOWN[name]
        # sphinxcontrib-bibtex searches for what is not registered here.
        with contextlib.suppress(ImportError, AttributeError):
            found = importlib.import_module(f"{_REFERENCE_STYLES}.{module}")
            _register(name, getattr(found, style))
