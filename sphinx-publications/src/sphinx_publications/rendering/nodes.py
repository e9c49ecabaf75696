"""The docutils nodes of a publication and how each writer shows them.

Every node derives from a node that all writers know: a builder that is not
named here shows the parent's look.
"""

from __future__ import annotations

import json
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from sphinx_publications.i18n import other_words, translate
from sphinx_publications.rendering.html import mark_html, toggle_html


class publication_group(nodes.section):
    """The entries under one heading, until the transform makes a plain section of it."""


class publication_list(nodes.bullet_list):
    """The items of one group of a list; on web pages ``box`` names the filter of the list alone."""


class publication_item(nodes.list_item):
    """One entry, empty until the transform fills it; ``key`` is its citation key.

    On web pages ``html`` is what it shows, and the text of the node is what the
    search shall find; ``filter_data``, if there is any, are attributes for the filter.
    """


class publication_legend(nodes.paragraph):
    """What the marks of a list mean, empty until the transform fills it.

    ``keys``, if there are any, are the entries whose marks it explains.
    """


class author_name(nodes.inline):
    """One author with marks; ``is_prominent`` says that a shortened list keeps the name."""


class isolated(nodes.inline):
    """A name with its marks among names of scripts that run the other way."""


class owner_name(nodes.strong):
    """The name of the owner of the page."""


class author_mark(nodes.inline):
    """The symbol of a mark; ``spoken`` is what it means."""


class formula(nodes.inline):
    """A formula; ``tex`` is its source, its text a readable line."""


class author_summary(nodes.General, nodes.Element):
    """A long author list that opens: the shortened line, then the whole.

    Exists in web pages only.
    """


class publication_link(nodes.reference):
    """A link of an entry; ``label`` is its accessible name, which says of which paper it is.

    With ``is_download`` browsers keep the file instead of showing it.
    """


class publication_filter(nodes.container):
    """The place of the filter; ``data`` are attributes for its script. Exists in web pages only."""


class publication_page(nodes.General, nodes.Element):
    """All but the title of the page of a paper, until the transform fills it; ``key`` names it."""


class publication_copyable(nodes.General, nodes.Element):
    """A text with a button that copies it; ``label`` is the accessible name of the button."""


class publication_navigation(nodes.paragraph):
    """Links to the papers before and behind, and to all; or to groups, on the page of ``group``.

    With ``is_jump`` they lead to the groups of the list behind it, whose filter is ``box``.
    """


class publication_card(nodes.General, nodes.Element):
    """What a citation shows on demand; ``target`` is the address of the links that it is for."""


# Web pages and EPUB.


def visit_publication_link_html(self: HTML5Translator, node: publication_link) -> None:
    classes = "reference internal" if node.get("internal") else "reference external"
    attributes = {"href": node["refuri"], "aria-label": node["label"]}
    if node.get("is_download"):
        attributes["download"] = ""
    self.body.append(self.starttag(node, "a", "", CLASS=classes, **attributes))


def depart_publication_link_html(self: HTML5Translator, node: publication_link) -> None:
    self.body.append("</a>")


def visit_publication_copyable_html(self: HTML5Translator, node: publication_copyable) -> None:
    self.body.append(copyable_html(escape(node["label"])))


def copyable_html(label: str) -> str:
    """Return the element round a text that a script lets one copy, with what the script says."""
    said = other_words("Copy", "Copied", "Not copied: select the text instead")
    words = f' data-words="{escape(json.dumps(said))}"' if said else ""
    return f'<div class="publication-copyable" data-label="{label}"{words}>'


def visit_publication_card_html(self: HTML5Translator, node: publication_card) -> None:
    target = node["target"]
    id_ = f"card-{target.rpartition('#')[2]}"
    tag = self.starttag(
        node, "div", "", CLASS="publication-card", ids=[id_], hidden="", **{"data-target": target}
    )
    self.body.append(tag)


def depart_div_html(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


_NAVIGATION = ("publication-navigation", "Publications")


def visit_publication_navigation_html(self: HTML5Translator, node: publication_navigation) -> None:
    is_jump = node.get("is_jump", False)
    role, label = ("publications-jump", "Jump to") if is_jump else _NAVIGATION
    box = f' data-box="{escape(node["box"])}"' if "box" in node else ""
    box += "".join(f' lang="{escape(c[9:])}"' for c in node["classes"] if c[:9] == "language-")
    self.body.append(f'<nav class="{role}" aria-label="{escape(translate(label))}"{box}>')


def depart_publication_navigation_html(self: HTML5Translator, node: publication_navigation) -> None:
    self.body.append("</nav>\n")


def visit_publication_list_html(self: HTML5Translator, node: publication_list) -> None:
    box = {"data-box": node["box"]} if "box" in node else {}
    self.body.append(self.starttag(node, "ul", **box))


def depart_publication_list_html(self: HTML5Translator, node: publication_list) -> None:
    self.body.append("</ul>\n")


def visit_publication_item_html(self: HTML5Translator, node: publication_item) -> None:
    self.body.append(self.starttag(node, "li", "", **node.get("filter_data", {})))
    if "html" in node:
        self.body.append(f"{node['html']}</li>\n")
        raise nodes.SkipNode


def depart_publication_item_html(self: HTML5Translator, node: publication_item) -> None:
    self.body.append("</li>\n")


def visit_publication_filter_html(self: HTML5Translator, node: publication_filter) -> None:
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **node["data"]))


def visit_isolated_html(self: HTML5Translator, node: isolated) -> None:
    self.body.append("<bdi>")


def depart_isolated_html(self: HTML5Translator, node: isolated) -> None:
    self.body.append("</bdi>")


def visit_author_mark_html(self: HTML5Translator, node: author_mark) -> None:
    self.body.append(mark_html(node["spoken"], escape(node.astext())))
    raise nodes.SkipNode


def visit_author_summary_html(self: HTML5Translator, node: author_summary) -> None:
    short, full = node.children
    if self.builder.name == "epub":
        # Few readers of books know how to open it.
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
    from sphinx_publications.rendering.html import mathml  # Slow to load, and few titles need it.

    markup = None if self.builder.name == "epub" else mathml(node["tex"])
    if markup is None:
        self.body.append('<span class="formula">')
        return
    self.body.append(markup)
    raise nodes.SkipNode


def depart_formula_html(self: HTML5Translator, node: formula) -> None:
    self.body.append("</span>")


# LaTeX.

# What pdfLaTeX needs; the engines that know Unicode find the signs in Sphinx's fonts.
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
    self.visit_list_item(node)
    # What sphinxcontrib-bibtex's citations lead to in LaTeX.
    docname = node["list_key"].docname
    self.body.extend(rf"\hypertarget{{cite.{docname}:{id_}}}{{}}" for id_ in node["ids"])


def depart_publication_item_latex(self: LaTeXTranslator, node: publication_item) -> None:
    self.depart_list_item(node)


def visit_formula_latex(self: LaTeXTranslator, node: formula) -> None:
    self.body.append(rf"\({node['tex']}\)")
    raise nodes.SkipNode


# Plain text, man and Texinfo: the words as they are.


def visit_as_is(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    pass


depart_as_is = visit_as_is
_AS_IS = (visit_as_is, depart_as_is)


def add_nodes(app: Sphinx) -> None:
    """Register the nodes whose look differs from that of their parent class."""
    app.add_node(
        author_mark,
        html=(visit_author_mark_html, None),
        latex=(visit_author_mark_latex, None),
        text=_AS_IS,
    )
    app.add_node(
        formula,
        html=(visit_formula_html, depart_formula_html),
        latex=(visit_formula_latex, None),
        text=_AS_IS,
    )
    app.add_node(isolated, html=(visit_isolated_html, depart_isolated_html))
    app.add_node(publication_list, html=(visit_publication_list_html, depart_publication_list_html))
    app.add_node(
        publication_item,
        html=(visit_publication_item_html, depart_publication_item_html),
        latex=(visit_publication_item_latex, depart_publication_item_latex),
    )
    app.add_node(publication_filter, html=(visit_publication_filter_html, depart_div_html))
    app.add_node(publication_link, html=(visit_publication_link_html, depart_publication_link_html))
    app.add_node(
        publication_copyable,
        html=(visit_publication_copyable_html, depart_div_html),
    )
    app.add_node(publication_card, html=(visit_publication_card_html, depart_div_html))
    app.add_node(
        publication_navigation,
        html=(visit_publication_navigation_html, depart_publication_navigation_html),
    )
    app.add_node(author_summary, html=(visit_author_summary_html, None))
    app.add_node(owner_name, text=_AS_IS)
