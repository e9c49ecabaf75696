"""Groups of lists: their sections, levels, lines in tables of contents, and no numbers.

Sphinx collects the table of contents of a document when it reads it. Only when all documents are
read is it known which groups of a list of cited papers are empty, and which documents belong to a
book with numbered sections. Their groups are then left out of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.latex import LaTeXTranslator
from sphinx.writers.text import TextTranslator

from sphinx_publications.model.names import fold
from sphinx_publications.project.citation_targets import anchor_of
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import ListGroup, PublicationList
from sphinx_publications.project.selection import Group
from sphinx_publications.rendering.nodes import (
    is_group,
    publication_group,
    publication_item,
    publication_list,
)


class unnumbered_title(nodes.title):  # noqa: N801 - docutils names its nodes so
    """A heading without a number; ``in_contents``, LaTeX has it in the table of contents."""


def _visit_latex(self: LaTeXTranslator, node: unnumbered_title) -> None:
    self.visit_title(node)
    self.body[-1] = self.body[-1].replace("{", "*{", 1)
    if node["in_contents"]:
        kind = self.body[-1][1:].partition("*")[0]
        self.context[-1] += f"\\addcontentsline{{toc}}{{{kind}}}{{{self.encode(node.astext())}}}\n"


def _depart_text(self: TextTranslator, node: unnumbered_title) -> None:
    self.add_secnumbers, is_numbered = False, self.add_secnumbers
    self.depart_title(node)
    self.add_secnumbers = is_numbered


def add_titles(app: Sphinx) -> None:
    """Register the visitors of headings without numbers."""
    for_latex = (_visit_latex, LaTeXTranslator.depart_title)
    for_text = (TextTranslator.visit_title, _depart_text)
    app.add_node(unnumbered_title, latex=for_latex, text=for_text)


def free_id(document: nodes.document, wish: str) -> str:
    """Return an unused anchor for a page: `wish`, if possible."""
    id_, number = wish, 2
    while id_ in document.ids:
        id_, number = f"{wish}-{number}", number + 1
    return id_


def heading_anchor(text: str) -> str:
    """Return the anchor of a heading, which keeps letters that are not Latin."""
    return nodes.make_id(text) if fold(text).isascii() else anchor_of(text.replace(" ", "-"))


def group_nodes(
    found: Group,
    by: str,
    items: Mapping[str, publication_item],
    classes: list[str],
    document: nodes.document,
) -> tuple[nodes.Element, list[ListGroup]]:
    """Return the section of a group, or its list if it has no heading; and the group as data.

    The groups within it follow it in the data.
    """
    outer, _, inner = by.partition(" ")
    keys = tuple(publication.key for publication in found.publications)
    ids = [free_id(document, heading_anchor(found.id))] if found.title else []
    made = [group_nodes(each, inner, items, classes, document) for each in found.groups]
    value = ListGroup(found.title, found.id, "".join(ids), keys, is_outer=bool(made))
    within = [one._replace(is_inner=True) for _, values in made for one in values]
    content = [node for node, _ in made]
    if not content:
        listed = publication_list(bullet="*", classes=classes)
        listed.extend(items[key] for key in keys)
        content = [listed]
    if not found.title:
        return content[0], [value]
    title = nodes.title("", found.title)
    title.source = ""  # If it were None, Sphinx would serialise the node for a message.
    named = [f"publications-by-{outer}"]
    section = publication_group("", title, *content, ids=ids, classes=named)
    document.note_explicit_target(section, section)
    return section, [value, *within]


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Exclude groups from the numbering of sections; store the whole table of contents."""
    docname = app.env.docname
    domain = publications_domain(app.env)
    anchors = {found.anchor for _, found in _groups(domain, docname)}
    toc = app.env.tocs.get(docname) if anchors else None
    if toc is not None:
        for line in _lines(toc, anchors):
            line["skip_section_number"] = True
        domain.state.contents[docname] = toc.deepcopy()


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Leave headings out of tables of contents, now that the members of all lists are known."""
    domain = publications_domain(env)
    if domain.build.is_unchanged:
        return
    numbered = _numbered(env)
    hidden: list[tuple[str, str]] = []
    for docname, whole in sorted(domain.state.contents.items()):
        unwanted: set[str] = set()
        wanted: set[str] = set()
        for value, found in _groups(domain, docname):
            is_left_out = value.contents == "no" or (not value.contents and docname in numbered)
            is_empty = value.filter is not None and {*found.keys}.isdisjoint(value.members)
            (unwanted if is_left_out or is_empty else wanted).add(found.anchor)
        if len(list(_lines(env.tocs[docname], wanted))) < len(wanted):
            env.tocs[docname] = whole.deepcopy()
        for line in list(_lines(env.tocs[docname], unwanted)):
            _remove(line.parent)
        lines = env.tocs[docname].findall(addnodes.compact_paragraph)
        env.toc_num_entries[docname] = len(list(lines))
        hidden += [(docname, anchor) for anchor in sorted(unwanted)]
    domain.state.hidden = tuple(hidden)


def _groups(
    domain: PublicationsDomain, docname: str
) -> Iterator[tuple[PublicationList, ListGroup]]:
    """Yield the groups that have headings on a document, with their lists."""
    for list_key, value in domain.state.lists.items():
        if list_key.docname == docname:
            yield from ((value, found) for found in value.groups if found.anchor)


def _lines(toc: nodes.Element, anchors: Collection[str]) -> Iterator[nodes.Element]:
    """Yield the lines of a table of contents that lead to some anchors."""
    for line in toc.findall(addnodes.compact_paragraph):
        if cast(nodes.Element, line[0]).get("anchorname", "").removeprefix("#") in anchors:
            yield line


def _remove(item: nodes.Element) -> None:
    """Remove an item, and its list if it was the only one."""
    listed = item.parent
    listed.remove(item)
    if not listed.children and listed.parent is not None:
        listed.parent.remove(listed)


def _numbered(env: BuildEnvironment) -> set[str]:
    """Return the documents whose sections have numbers."""
    waiting = [
        name
        for docname in env.numbered_toctrees
        for toctree in env.tocs[docname].findall(addnodes.toctree)
        if toctree.get("numbered")
        for name in toctree["includefiles"]
    ]
    found: set[str] = set()
    while waiting:
        docname = waiting.pop()
        if docname not in found:
            found.add(docname)
            waiting += env.toctree_includes.get(docname, [])
    return found


def title_level(listed: nodes.Element) -> int:
    """Return the level of the titles in a list: one below the heading that it stands under."""
    rubric, sections, node = 0, 0, listed
    while node.parent is not None:
        if not sections:
            before = node.parent.children[: node.parent.index(node)]
            levels = [n.get("heading-level", 0) for n in before if isinstance(n, nodes.rubric)]
            rubric = max(rubric, *levels[-1:], 0)
        node = node.parent
        sections += isinstance(node, nodes.section)
    return min(max(sections, rubric) + 1, 6)


class LeaveGroupsUnnumbered(SphinxPostTransform):
    """Remove the section numbers of groups in numbered books: "2023" instead of "1.1. 2023"."""

    default_priority = 4
    formats = ("html", "latex", "text")

    def run(self, **kwargs: object) -> None:
        domain = publications_domain(self.env)
        if domain.builder.format != "html":
            self._replace_titles()
            return
        # The one page of singlehtml holds all documents.
        is_whole = domain.builder.name == "singlehtml"
        for docname in self.env.toc_secnumbers if is_whole else [self.env.docname]:
            # Without an entry, a group would get the number of its page. The environment is
            # saved already, so that this change stays out of it.
            if numbers := self.env.toc_secnumbers.get(docname):
                for _, found in _groups(domain, docname):
                    numbers.setdefault(f"#{found.anchor}", ())

    def _replace_titles(self) -> None:
        """Replace the titles of groups, in LaTeX and in plain text."""
        numbered = _numbered(self.env)
        for section in list(self.document.findall(nodes.section)) if numbered else ():
            # For LaTeX, Sphinx joins the documents.
            docname = section.get("docname", self.env.docname)
            if docname in numbered and is_group(section):
                title = cast(nodes.title, section[0])
                hidden = publications_domain(self.env).state.hidden
                is_hidden = any((docname, id_) in hidden for id_ in section["ids"])
                new = unnumbered_title("", "", *title.children, in_contents=not is_hidden)
                title.replace_self(new)
