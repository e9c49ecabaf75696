"""Rich text as a string of HTML, equal to what docutils writes for the same nodes.

docutils would visit the hundred thousand nodes of a long list some fifty times a build.
"""

from __future__ import annotations

import json
from functools import lru_cache
from types import MappingProxyType
from xml.etree import ElementTree

from pybtex.backends import BaseBackend

from sphinx_publications.i18n import other_words, translate
from sphinx_publications.latex import Award, Formula, Isolated, MarkSymbol, OwnerName
from sphinx_publications.model.identifiers import LOCAL, is_safe


@lru_cache(maxsize=4096)
def mathml(tex: str) -> str | None:
    """Convert the formula `tex`, without dollar signs, to one line of inline MathML.

    None if docutils cannot parse it.
    """
    from docutils.utils.math.latex2mathml import tex2mathml  # Slow to load, and rarely needed.

    try:
        markup = tex2mathml(tex)
        ElementTree.fromstring(markup)
    except Exception:  # docutils' parser raises more than its own error
        return None
    return "".join(line.strip() for line in markup.splitlines())


_TAGS = {name: name for name in ("em", "strong", "sup", "sub")}
_TAGS |= {"emph": "em", "i": "em", "b": "strong"}


class HtmlBackend(BaseBackend):
    """Writes rich text as escaped HTML without unsafe links."""

    symbols = MappingProxyType(
        {"ndash": "\N{EN DASH}", "newblock": " ", "nbsp": "\N{NO-BREAK SPACE}"}
    )

    def __init__(self) -> None:
        super().__init__("utf-8")

    def format_str(self, str_: str) -> str:
        """Return escaped text."""
        return escape(str_)

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return an element such as emphasis, or the text alone for an unknown tag."""
        if tag_name == "tt":
            return (
                f'<code class="docutils literal notranslate"><span class="pre">{text}</span></code>'
            )
        tag = _TAGS.get(tag_name)
        return f"<{tag}>{text}</{tag}>" if tag else text

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        """Return a link, or only its text if the address is unsafe or a file of the site.

        The address of such a file depends on the page.
        """
        if not is_safe(url) or url.startswith(LOCAL):
            return text
        return f'<a class="reference external" href="{escape(url)}">{text}</a>'

    def write_isolated(self, part: Isolated, backend: BaseBackend) -> str:
        """Return a name with its marks, isolated from the other writing direction."""
        return f"<bdi>{part.content(self)}</bdi>"

    def write_owner_name(self, part: OwnerName, backend: BaseBackend) -> str:
        """Return a name in bold."""
        return f"<strong>{part.content(self)}</strong>"

    def write_award(self, part: Award, backend: BaseBackend) -> str:
        """Return an award in bold."""
        return f'<strong class="publication-award">{part.content(self)}</strong>'

    def write_mark_symbol(self, part: MarkSymbol, backend: BaseBackend) -> str:
        """Return the mark of an author."""
        return mark_html(part.spoken, str(part.content(self)))

    def write_formula(self, part: Formula, backend: BaseBackend) -> str:
        """Return a formula as MathML, or as text if it cannot be parsed."""
        return mathml(part.tex) or f'<span class="formula">{part.content(self)}</span>'


def mark_html(spoken: str, symbol: str) -> str:
    """Return a mark with its name for screen readers; stylesheets show the name on hover."""
    name = escape(spoken)
    return f'<span class="author-mark" role="img" aria-label="{name}">{symbol}</span>'


def person_tag(url: str, page: str = "", *, is_repeated: bool = False) -> str:
    """Return the start tag of a link around a name, to a `page` of the site or else to `url`.

    The Tab key skips what `is_repeated`.
    """
    skipped = ' tabindex="-1"' if is_repeated else ""
    kind = "internal" if page else "external"
    return f'<a class="publication-person reference {kind}" href="{escape(page or url)}"{skipped}>'


_ORCID_ICON = (
    '<svg width="1.1em" height=".88em" viewBox="-64 0 320 256" aria-hidden="true">'
    '<circle fill="#a6ce39" cx="128" cy="128" r="128"/>'
    '<path fill="#fff" d="M86.3 186.2H70.9V79.1h15.4zm22.6-107.1h41.6c39.6 0 57 28.3 57 53.6 0 27.5'
    "-21.5 53.6-56.8 53.6h-41.8zm15.4 93.3h24.5c34.9 0 42.9-26.5 42.9-39.7 0-21.5-13.7-39.7-43.7"
    '-39.7h-23.7zM88.7 56.8a10.1 10.1 0 1 1-20.2 0 10.1 10.1 0 0 1 20.2 0z"/></svg>'
)
"""ORCID's icon (https://info.orcid.org/brand-guidelines/)."""


def orcid_html(orcid: str, label: str) -> str:
    """Return ORCID's icon as a link to a record, with a name for screen readers."""
    return (
        f'<a class="publication-orcid reference external" href="{escape(orcid)}" '
        f'aria-label="{escape(label)}">{_ORCID_ICON}</a>'
    )


def toggle_html(label: str) -> str:
    """Return the toggle of an author list; stylesheets change its label while it is open."""
    return (
        f'<span class="publication-authors-toggle" data-open="{escape(translate("fewer"))}">'
        f"<span>{escape_element(label)}</span></span></summary>"
    )


def title_id(anchor: str) -> str:
    """Return the identifier of the title of an entry."""
    return f"{anchor}^title"  # No other identifier has this sign.


def copyable_html(what: str) -> str:
    """Return the start tag around a text to copy, with the button and what its script says."""
    translations = other_words("Copied", "Not copied: select the text instead")
    words = f' data-words="{escape(json.dumps(translations))}"' if translations else ""
    label = escape(translate("Copy {what}", what=what))
    button = f'<button class="publication-copy" type="button">{label}</button>'
    return f'<div class="publication-copyable"{words}>{button}'


def escape(text: str) -> str:
    """Escape `text` for an HTML element or an attribute in double quotes."""
    return escape_element(text).replace('"', "&quot;")


def escape_element(text: str) -> str:
    """Escape `text` for an HTML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
