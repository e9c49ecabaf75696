"""Rich text as a string of HTML, the same as docutils' writer makes of its nodes.

A long list has a hundred thousand nodes, which docutils visits some fifty times
a build; a string costs nothing.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from xml.etree import ElementTree

from pybtex.backends import BaseBackend

from sphinx_publications.latex import AuthorName, Formula, Isolated, MarkSymbol, OwnerName
from sphinx_publications.model.identifiers import LOCAL, is_safe

# A formula of TeX as MathML, by docutils' own converter, which covers the formulas of titles.


@lru_cache(maxsize=4096)
def mathml(tex: str) -> str | None:
    """Return `tex`, a formula without its dollar signs, as one line of MathML.

    None where docutils cannot read it.
    """
    # Slow to load, and few titles need it.
    from docutils.utils.math.latex2mathml import tex2mathml

    try:
        # Inline, as is the default, which is said in two ways in the versions of docutils.
        markup = tex2mathml(tex)
        ElementTree.fromstring(markup)
    except Exception:  # docutils' reader raises much beside its own error
        return None
    return "".join(line.strip() for line in markup.splitlines())


_TAGS = {
    "em": "em",
    "emph": "em",
    "i": "em",
    "strong": "strong",
    "b": "strong",
    "sup": "sup",
    "sub": "sub",
}


class HtmlBackend(BaseBackend):
    """Writes rich text as HTML; what it makes is escaped, and links nowhere unsafe."""

    symbols = MappingProxyType(
        {"ndash": "\N{EN DASH}", "newblock": " ", "nbsp": "\N{NO-BREAK SPACE}"}
    )

    def __init__(self) -> None:
        super().__init__("utf-8")

    def format_str(self, str_: str) -> str:
        """Return text."""
        return escape(str_)

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return emphasis and the like; of a tag that docutils does not know the text alone."""
        if tag_name == "tt":
            return (
                f'<code class="docutils literal notranslate"><span class="pre">{text}</span></code>'
            )
        tag = _TAGS.get(tag_name)
        return f"<{tag}>{text}</{tag}>" if tag else text

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        """Return a link, or its text where it would lead somewhere unsafe.

        Where the site's own files are the page alone knows, so that these are text here.
        """
        if not is_safe(url) or url.startswith(LOCAL):
            return text
        return f'<a class="reference external" href="{escape(url)}">{text}</a>'

    def write_author_name(self, part: AuthorName, backend: BaseBackend) -> str:
        """Return the name of an author."""
        return str(part.content(self))

    def write_isolated(self, part: Isolated, backend: BaseBackend) -> str:
        """Return a name that keeps its marks beside it among names of other scripts."""
        return f"<bdi>{part.content(self)}</bdi>"

    def write_owner_name(self, part: OwnerName, backend: BaseBackend) -> str:
        """Return the name of the owner."""
        return f"<strong>{part.content(self)}</strong>"

    def write_mark_symbol(self, part: MarkSymbol, backend: BaseBackend) -> str:
        """Return a mark beside a name, which a screen reader speaks."""
        return mark_html(part.spoken, str(part.content(self)))

    def write_formula(self, part: Formula, backend: BaseBackend) -> str:
        """Return a formula as MathML, or as its text where it cannot be read."""

        return mathml(part.tex) or f'<span class="formula">{part.content(self)}</span>'


def mark_html(spoken: str, symbol: str) -> str:
    """Return a mark; stylesheets show its name to those who point at it."""
    name = escape(spoken)
    return f'<span class="author-mark" role="img" aria-label="{name}">{symbol}</span>'


def toggle_html(label: str) -> str:
    """Return what opens a list of authors, which stylesheets call otherwise when it is open."""
    return (
        '<span class="publication-authors-toggle" data-open="fewer">'
        f"<span>{escape_element(label)}</span></span></summary>"
    )


def escape(text: str) -> str:
    """Return `text` for HTML, in an element or in an attribute in double quotes."""
    return escape_element(text).replace('"', "&quot;")


def escape_element(text: str) -> str:
    """Return `text` for HTML, in an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
