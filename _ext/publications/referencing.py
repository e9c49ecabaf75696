"""The reference style ``author_venue``: ``{cite}`` as (Bellec et al., NeurIPS 2021)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pybtex.richtext import BaseText, Text
from pybtex.style.template import Node
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.referencing.basic_author_year import (
    BasicAuthorYearParentheticalReferenceStyle,
)
from sphinxcontrib.bibtex.style.template import join, join2, node, post_text, pre_text, reference

from .entries import SourceEntry
from .plugins import register_reference_style


@node
def venue_and_year(children: list[Any], data: dict[str, Any]) -> BaseText:
    """The short venue with the year, as in the list."""
    publication = SourceEntry.adopt(data["entry"]).publication
    date = str(publication.date) or "n.d."
    return Text(" ".join(part for part in (publication.venue.name, date) if part))


class VenueParenthetical(BasicAuthorYearParentheticalReferenceStyle):
    """Parenthetical reference by author, venue and year."""

    def inner(self, role_name: str) -> Node:
        """Return the template of one reference."""
        return join2(sep1=self.pre_text_sep, sep2=self.post_text_sep)[
            pre_text,
            reference[
                join(sep=self.author_year_sep)[
                    self.person.author_or_editor_or_title(full="s" in role_name),
                    venue_and_year,
                ]
            ],
            post_text,
        ]


def _round_brackets() -> BracketStyle:
    return BracketStyle(left="(", right=")")


@dataclass
class AuthorVenueReferenceStyle(AuthorYearReferenceStyle):
    """Author-year references whose parenthetical form names the venue too."""

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


def register_reference_styles() -> None:
    """Register the reference style with sphinxcontrib-bibtex under its name."""
    register_reference_style("author_venue", AuthorVenueReferenceStyle)
