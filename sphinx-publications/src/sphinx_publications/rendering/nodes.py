"""The docutils nodes of publications, and their visitors for each writer.

Every node derives from a standard node, so that a writer without a visitor of
its own below shows it as that node.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator
from sphinx.writers.text import TextTranslator

from sphinx_publications.i18n import translate
from sphinx_publications.latex import without_rare_signs
from sphinx_publications.rendering.html import (
    copyable_html,
    mark_html,
    mathml,
    orcid_html,
    person_tag,
    title_id,
    toggle_html,
)


class publication_group(nodes.section):
    """The entries under one heading; a transform turns it into a plain section."""


def is_group(element: nodes.Element) -> bool:
    """Whether an element is what became of a `publication_group`."""
    return any(name.startswith("publications-by-") for name in element["classes"])


class publication_list(nodes.bullet_list):
    """The items of one group of a list; ``box``, on web pages, names the list's own filter."""


class publication_item(nodes.list_item):
    """One entry, empty until a transform fills it; ``key`` is its citation key.

    On web pages ``html`` is its content and the text of the node is what the search
    indexes; ``filter_data``, if any, are attributes for the filter. ``label``, if any, stands in
    place of the bullet.
    """


class publication_legend(nodes.paragraph):
    """The legend of a list's marks, which screen readers read at each mark; first empty.

    ``keys``, if any, are the entries whose marks it explains.
    """


class author_name(nodes.inline):
    """One author with marks; a shortened list keeps names that are ``is_prominent``."""


class isolated(nodes.inline):
    """A name with its marks, isolated from neighbours in the other writing direction."""


class owner_name(nodes.strong):
    """The name of the owner of the page."""


class award(nodes.strong):
    """An award beside the venue."""


class person_link(nodes.inline):
    """A name that leads to the page of ``person``, or else to ``url``, on web pages.

    ``page`` is the address of that page. With ``is_repeated`` the page of the paper has the same
    link, and the Tab key skips this one.
    """


class orcid_link(nodes.inline):
    """The icon that leads to the ORCID record ``orcid`` of the person ``name`` on web pages."""


class author_mark(nodes.inline):
    """The symbol of a mark; ``spoken`` is what screen readers say."""


class formula(nodes.inline):
    """A formula as readable text; ``tex`` is its source."""


class author_summary(nodes.General, nodes.Element):
    """An expandable author list on a web page: the shortened line, then the full one."""


class publication_link(nodes.reference):
    """A link of an entry; ``label``, if any, is its accessible name in place of its words.

    With ``is_download`` browsers save the file instead of showing it.
    """


class publication_filter(nodes.container):
    """The place of the filter on a web page; ``data`` are attributes for its script."""


class publication_page(nodes.General, nodes.Element):
    """The content of the page of the paper ``key``, empty until a transform fills it."""


class publication_copyable(nodes.General, nodes.Element):
    """A text with a button that copies it; ``what`` says what it is."""


class publication_navigation(nodes.paragraph):
    """Links to the previous and next paper and to all, or to groups on the page of ``group``.

    With ``is_jump`` they lead to the groups of the list that follows, whose filter is ``box``.
    """


class publication_people(nodes.bullet_list):
    """People of a ``{people}``, in ``order``; a transform fills it and sorts them."""


class publication_person(nodes.list_item):
    """One of the people, ``label`` in ``publications_people``, empty until a transform fills it."""


class publication_card(nodes.General, nodes.Element):
    """The card that a citation opens; ``target`` is the address of its citations."""


# Web pages and EPUB.


def _writes(markup: str) -> Callable[[HTML5Translator, nodes.Element], None]:
    """Return a visitor that writes `markup`."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(markup)

    return visit


def visit_publication_link_html(self: HTML5Translator, node: publication_link) -> None:
    classes = "reference internal" if node.get("internal") else "reference external"
    attributes = {"href": node["refuri"]}
    if "label" in node:
        attributes["aria-label"] = node["label"]
    if node.get("is_download"):
        attributes["download"] = ""
    self.body.append(self.starttag(node, "a", "", CLASS=classes, **attributes))


def visit_publication_copyable_html(self: HTML5Translator, node: publication_copyable) -> None:
    is_book = self.builder.name == "epub"  # No script would copy.
    self.body.append("<div>" if is_book else copyable_html(node["what"]))


def visit_publication_card_html(self: HTML5Translator, node: publication_card) -> None:
    attributes = {"hidden": "", "data-target": node["target"]}
    self.body.append(self.starttag(node, "div", "", CLASS="publication-card", **attributes))


def visit_publication_navigation_html(self: HTML5Translator, node: publication_navigation) -> None:
    name, label = ("publication-navigation", "Publications")
    if node.get("is_jump"):
        name, label = ("publications-jump", "Jump to")
    rest = f' data-box="{escape(node["box"])}"' if "box" in node else ""
    rest += "".join(f' lang="{escape(c[9:])}"' for c in node["classes"] if c[:9] == "language-")
    self.body.append(f'<nav class="{name}" aria-label="{escape(translate(label))}"{rest}>')


def visit_publication_list_html(self: HTML5Translator, node: publication_list) -> None:
    box = {"data-box": node["box"]} if "box" in node else {}
    self.body.append(self.starttag(node, "ul", **box))


def visit_publication_person_html(self: HTML5Translator, node: publication_person) -> None:
    self.body.append(self.starttag(node, "li", ""))


def visit_publication_item_html(self: HTML5Translator, node: publication_item) -> None:
    attributes: dict[str, Any] = node.get("filter_data", {})
    if 'role="heading"' in node.get("html", ""):
        attributes = {"aria-labelledby": title_id(node["ids"][0]), **attributes}
    self.body.append(self.starttag(node, "li", "", **attributes))
    if "html" in node:
        self.body.append(f"{node['html']}</li>\n")
        raise nodes.SkipNode


def visit_publication_filter_html(self: HTML5Translator, node: publication_filter) -> None:
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **node["data"]))


def visit_publication_legend_html(self: HTML5Translator, node: publication_legend) -> None:
    self.body.append(self.starttag(node, "p", "").replace("<p", '<p aria-hidden="true"', 1))


def visit_author_mark_html(self: HTML5Translator, node: author_mark) -> None:
    self.body.append(mark_html(node["spoken"], escape(node.astext())))
    raise nodes.SkipNode


def visit_person_link_html(self: HTML5Translator, node: person_link) -> None:
    is_repeated = node.get("is_repeated", False)
    self.body.append(person_tag(node["url"], node.get("page", ""), is_repeated=is_repeated))


def visit_orcid_link_html(self: HTML5Translator, node: orcid_link) -> None:
    label = translate("ORCID iD of {name}", name=node["name"])
    self.body.append(orcid_html(node["orcid"], label))
    raise nodes.SkipNode


def visit_author_summary_html(self: HTML5Translator, node: author_summary) -> None:
    short, full = node.children
    if self.builder.name == "epub":
        # Few e-book readers can open it.
        full.walkabout(self)
        raise nodes.SkipNode
    self.body.append('<details class="publication-authors-all"><summary>')
    self.body.append('<span class="publication-authors-short">')
    short.walkabout(self)
    self.body.append(f"</span> {toggle_html(node['label'])}")
    full.walkabout(self)
    self.body.append("</details>")
    raise nodes.SkipNode


def visit_formula_html(self: HTML5Translator, node: formula) -> None:
    markup = None if self.builder.name == "epub" else mathml(node["tex"])
    self.body.append(markup or '<span class="formula">')
    if markup:
        raise nodes.SkipNode


# LaTeX.

# Only pdfLaTeX needs these; the fonts that Sphinx sets for the other engines have the symbols.
_PDFLATEX_SYMBOLS = {
    "†": r"\textdagger{}",
    "‡": r"\textdaggerdbl{}",
    "✉": r"{\usefont{U}{mvs}{m}{n}B}",
    "⋆": r"\(\star\)",
    "★": r"\(\bigstar\)",
}


def visit_author_mark_latex(self: LaTeXTranslator, node: author_mark) -> None:
    symbols = _PDFLATEX_SYMBOLS if self.config.latex_engine == "pdflatex" else {}
    self.body.extend(symbols.get(symbol) or self.encode(symbol) for symbol in node.astext())
    raise nodes.SkipNode


def visit_publication_item_latex(self: LaTeXTranslator, node: publication_item) -> None:
    if "label" in node:
        self.body.append(rf"\item[{{{self.encode(node['label'])}}}] ")
    else:
        self.visit_list_item(node)
    if self.config.latex_engine == "pdflatex":
        _replace_signs(node)
    # The target of citations, as in sphinxcontrib-bibtex, and that of other links.
    docname = node["list_key"].docname
    self.body.append(rf"\hypertarget{{cite.{docname}:{node['ids'][0]}}}{{}}")
    self.body.append(self.hypertarget(node["ids"][0]))


def _replace_signs(item: publication_item) -> None:
    for text in list(item.findall(nodes.Text)):
        if text.parent is not None and not isinstance(text.parent, formula | author_mark):
            parts = without_rare_signs(text)
            if parts != [(str(text), "")]:
                found = [nodes.raw("", x, format="latex") if x else nodes.Text(t) for t, x in parts]
                text.parent.replace(text, found)


def visit_formula_latex(self: LaTeXTranslator, node: formula) -> None:
    self.body.append(rf"\({node['tex']}\)")
    raise nodes.SkipNode


def visit_publication_item_text(self: TextTranslator, node: publication_item) -> None:
    if "label" in node:
        self.new_state(len(node["label"]) + 1)
    else:
        self.visit_list_item(node)


def depart_publication_item_text(self: TextTranslator, node: publication_item) -> None:
    if "label" in node:
        self.end_state(first=f"{node['label']} ")
    else:
        self.depart_list_item(node)


def visit_as_text(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Write only the content: plain text, man pages and Texinfo."""


_TEXT = (visit_as_text, visit_as_text)
_END_DIV = _writes("</div>\n")


def add_nodes(app: Sphinx) -> None:
    """Register visitors of the nodes that look different from their parent class."""
    mark_latex, formula_latex = (visit_author_mark_latex, None), (visit_formula_latex, None)
    app.add_node(author_mark, html=(visit_author_mark_html, None), latex=mark_latex, text=_TEXT)
    formula_html = (visit_formula_html, _writes("</span>"))
    app.add_node(formula, html=formula_html, latex=formula_latex, text=_TEXT)
    app.add_node(owner_name, text=_TEXT)
    app.add_node(award, text=_TEXT)
    item_latex = (visit_publication_item_latex, None)
    item_text = (visit_publication_item_text, depart_publication_item_text)
    item_html = (visit_publication_item_html, None)
    app.add_node(publication_item, html=item_html, latex=item_latex, text=item_text)
    app.add_node(person_link, html=(visit_person_link_html, _writes("</a>")))
    app.add_node(orcid_link, html=(visit_orcid_link_html, None))
    app.add_node(isolated, html=(_writes("<bdi>"), _writes("</bdi>")))
    app.add_node(publication_list, html=(visit_publication_list_html, _writes("</ul>\n")))
    app.add_node(publication_people, html=(visit_publication_list_html, _writes("</ul>\n")))
    app.add_node(publication_person, html=(visit_publication_person_html, _writes("</li>\n")))
    app.add_node(publication_filter, html=(visit_publication_filter_html, _END_DIV))
    app.add_node(publication_legend, html=(visit_publication_legend_html, _writes("</p>\n")))
    app.add_node(publication_link, html=(visit_publication_link_html, _writes("</a>")))
    app.add_node(publication_copyable, html=(visit_publication_copyable_html, _END_DIV))
    app.add_node(publication_card, html=(visit_publication_card_html, _END_DIV))
    end_nav = _writes("</nav>\n")
    app.add_node(publication_navigation, html=(visit_publication_navigation_html, end_nav))
    app.add_node(author_summary, html=(visit_author_summary_html, None))


def is_ours(node: nodes.Node) -> bool:
    """Whether a node is of a class of this module."""
    return type(node).__module__ == __name__


def looks_ours(node: nodes.Node) -> bool:
    """Whether a node is one of ours, or has one of our CSS classes."""
    classes: list[str] = node.get("classes", []) if isinstance(node, nodes.Element) else []
    return is_ours(node) or any(name.startswith("publication") for name in classes)
