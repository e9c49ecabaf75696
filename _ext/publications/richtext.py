"""Rich text of pybtex that says what its parts are.

Rendered for docutils these become the nodes of `nodes`; a `Formula` knows HTML
too; for every other backend they are their plain text. Formatted entries are pickled with Sphinx's
environment, so the classes are defined at the top of a module.
"""

from __future__ import annotations

from typing import Any

import pybtex_docutils
from docutils import nodes as docutils_nodes
from pybtex.backends import BaseBackend
from pybtex.backends.html import Backend as HtmlBackend
from pybtex.backends.plaintext import Backend as PlainTextBackend
from pybtex.richtext import BaseMultipartText, BaseText

from . import nodes

_plain_text_backend = PlainTextBackend()


def plain_text(text: BaseText) -> str:
    """Return the text of `text` without markup."""
    return str(text.render(_plain_text_backend))


class _Part(BaseMultipartText):
    """Base of the classes below: a docutils node for docutils, else the parts alone."""

    def render(self, backend: BaseBackend) -> Any:
        content = super().render(backend)
        if isinstance(backend, pybtex_docutils.Backend):
            return [self.to_node(content)]
        return content

    def to_node(self, content: list[docutils_nodes.Node]) -> docutils_nodes.Node:
        """Return the node that holds the rendered parts."""
        raise NotImplementedError


class Line(_Part):
    """One line of an entry; `role` says which: title, note, authors or venue."""

    def __init__(self, role: str, *parts: BaseText | str) -> None:
        self.role = role
        self.info = (role,)
        super().__init__(*parts)

    def to_node(self, content: list[docutils_nodes.Node]) -> docutils_nodes.Node:
        return docutils_nodes.line("", "", *content, classes=[f"publication-{self.role}"])

    def render(self, backend: BaseBackend) -> Any:
        rendered = super().render(backend)
        if isinstance(backend, pybtex_docutils.Backend):
            return rendered
        return backend.render_sequence([rendered, backend.format_str("\n")])


class AuthorName(_Part):
    """The name of one author with its marks; a shortened list keeps prominent ones."""

    def __init__(self, is_prominent: bool, *parts: BaseText | str) -> None:
        self.is_prominent = is_prominent
        self.info = (is_prominent,)
        super().__init__(*parts)

    def to_node(self, content: list[docutils_nodes.Node]) -> docutils_nodes.Node:
        return nodes.author_name("", "", *content, is_prominent=self.is_prominent)


class OwnerName(_Part):
    """The name of the owner of the page."""

    def to_node(self, content: list[docutils_nodes.Node]) -> docutils_nodes.Node:
        return nodes.owner_name("", "", *content)


class MarkSymbol(_Part):
    """The symbol of a mark beside a name, with what a screen reader says for it."""

    def __init__(self, spoken: str, *parts: BaseText | str) -> None:
        self.spoken = spoken
        self.info = (spoken,)
        super().__init__(*parts)

    def to_node(self, content: list[docutils_nodes.Node]) -> docutils_nodes.Node:
        return nodes.author_mark("", "", *content, spoken=self.spoken)


class Formula(_Part):
    """A formula of TeX; its text is a readable line."""

    def __init__(self, tex: str, *parts: BaseText | str) -> None:
        self.tex = tex
        self.info = (tex,)
        super().__init__(*parts)

    def render(self, backend: BaseBackend) -> Any:
        content = super().render(backend)
        return backend.format_formula(self.tex, content) if backend is _html_backend else content

    def to_node(self, content: list[docutils_nodes.Node]) -> docutils_nodes.Node:
        return nodes.formula("", "", *content, tex=self.tex)


class _HtmlBackend(HtmlBackend):
    """Writes what docutils' writer makes of the same text."""

    def format_str(self, text: str) -> str:
        return escape(text)

    def format_tag(self, tag: str, text: str) -> str:
        if tag == "tt":
            return (
                f'<code class="docutils literal notranslate"><span class="pre">{text}</span></code>'
            )
        return str(super().format_tag(tag, text))

    def format_formula(self, tex: str, text: str) -> str:
        """Return a formula as MathML, or as its text where it cannot be read."""
        from .formula import mathml  # Slow to load, and few titles need it.

        return mathml(tex) or f'<span class="formula">{text}</span>'


_html_backend = _HtmlBackend()


def html(text: BaseText) -> str:
    """Return `text`, which holds no links, as HTML."""
    return str(text.render(_html_backend))


def escape(text: str) -> str:
    """Return `text` for HTML, in an element or in an attribute in double quotes."""
    return escape_element(text).replace('"', "&quot;")


def escape_element(text: str) -> str:
    """Return `text` for HTML, in an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
