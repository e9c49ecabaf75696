"""Rich text as a string of HTML, equal to what docutils writes for the same nodes.

docutils would visit the hundred thousand nodes of a long list some fifty times a build.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from xml.etree import ElementTree

from pybtex.backends import BaseBackend

from sphinx_publications.latex import Formula, Isolated, MarkSymbol, OwnerName
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


def toggle_html(label: str) -> str:
    """Return the toggle of an author list; stylesheets change its label while it is open."""
    return (
        '<span class="publication-authors-toggle" data-open="fewer">'
        f"<span>{escape_element(label)}</span></span></summary>"
    )


def escape(text: str) -> str:
    """Escape `text` for an HTML element or an attribute in double quotes."""
    return escape_element(text).replace('"', "&quot;")


def escape_element(text: str) -> str:
    """Escape `text` for an HTML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
