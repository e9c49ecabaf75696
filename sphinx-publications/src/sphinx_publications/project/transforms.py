"""Transforms that fill the lists and legends of ``{publications}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from gettext import NullTranslations
from typing import Any

from docutils import nodes
from pybtex.backends import BaseBackend
from pybtex.richtext import BaseText
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translator
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.nodes import bibliography

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.model.languages import foreign, language_tag
from sphinx_publications.model.marks import Mark
from sphinx_publications.model.names import unbroken
from sphinx_publications.project.compat import plain_class
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.rendering.entry_lines import (
    entry_lines,
    facts_lines,
    legend_line,
    shown_authors,
)
from sphinx_publications.rendering.nodes import (
    author_name,
    author_summary,
    is_group,
    is_ours,
    looks_ours,
    person_link,
    publication_group,
    publication_item,
    publication_legend,
    publication_list,
)
from sphinx_publications.rendering.styles import STYLES, formatted

# Plain nodes of docutils, for builders without support for ours, such as XML or rinohtype.

_KNOWING = {"html", "latex", "text"}
"""Formats for which `rendering.nodes` has visitors."""
_KEPT = {*nodes.Element.basic_attributes, "bullet", "internal", "refid", "refuri"}
"""Attributes that plain nodes keep."""


class PlainNodes(SphinxPostTransform):
    """Replace our nodes by nodes of the docutils classes that they derive from."""

    # After all transforms that look for our nodes.
    default_priority = 990

    def run(self, **kwargs: Any) -> None:
        if publications_domain(self.env).builder.format in _KNOWING:
            return
        for node in list(self.document.findall(nodes.Element)):
            if is_ours(node):
                attributes = {name: node[name] for name in _KEPT & node.attributes.keys()}
                plain = plain_class(type(node))(**attributes)
                # The constructor of text elements would treat the first child as text.
                plain += node.children
                node.replace_self(plain)


# The language of a page: ``lang`` in its front matter, or else that of the site.

CATALOG = "sphinx_publications"
"""Name of the message catalogs in ``locale``."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""Matches a language tag (RFC 5646)."""
_OF_YAML = {"false": "no", "null": "", "none": ""}
"""Language codes for values that YAML converts: ``no`` to false, nothing to null."""


def named_language(env: BuildEnvironment, docname: str) -> str:
    """Return the ``lang`` of a page, even if it is not a valid tag; empty if it has none."""
    named = str(env.metadata.get(docname, {}).get("lang", "")).strip()
    return _OF_YAML.get(named.lower(), named).replace("_", "-")


def is_language(tag: str) -> bool:
    """Whether a text has the form of a language tag."""
    return _TAG.fullmatch(tag) is not None


def page_language(env: BuildEnvironment, docname: str) -> str:
    """Return the language tag of a page."""
    named = named_language(env, docname)
    return named if is_language(named) else language_tag(env.config.language or "en")


def language_of_words(env: BuildEnvironment) -> str:
    """Return the language of the extension's messages: that of the site, or else English."""
    if type(get_translator(CATALOG)) is NullTranslations:
        return "en"
    return language_tag(env.config.language or "en")


def language_of_lists(env: BuildEnvironment, docname: str) -> str:
    """Return the language of lists and other content that the extension adds to a page.

    On a page with another language, the extension still uses the language of the site.
    """
    around = page_language(env, docname)
    named = named_language(env, docname)
    return (foreign(language_of_words(env), around) if is_language(named) else "") or around


class SayLanguage(SphinxPostTransform):
    """Set the language of lists, legends, cards and filters if it differs from the page's."""

    # After all transforms that add content to a page.
    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        around = page_language(self.env, self.env.docname)
        language = language_of_lists(self.env, self.env.docname)
        if language != around:
            for node in _outermost(self.document):
                node["classes"].append(f"language-{language}")


def _outermost(element: nodes.Element) -> Iterator[nodes.Element]:
    for child in element.children:
        if looks_ours(child) and isinstance(child, nodes.Element):
            yield child
        elif isinstance(child, nodes.Element):
            yield from _outermost(child)


def say_language(element: nodes.Element, own: str, language: str) -> None:
    """Set the language `own` of an element if it differs from `language`."""
    if other := foreign(own, language):
        # docutils writes this class as the attribute ``lang``.
        element["classes"].append(f"language-{other}")


class PlaceGroups(SphinxTransform):
    """Replace groups by sections, or by rubrics where sections are not allowed."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        for group in list(self.document.findall(publication_group)):
            if isinstance(group.parent, nodes.section | nodes.document):
                section = nodes.section("", *group.children, **group.attributes)
                group.replace_self(section)
                for id_ in section["ids"]:
                    self.document.ids[id_] = section
            else:
                title, *content = group.children
                rubric = nodes.rubric("", "", *title.children, ids=group["ids"])
                group.replace_self(nodes.container("", rubric, *content, classes=group["classes"]))


class FillPublications(SphinxPostTransform):
    """Fill the items and legends of ``{publications}``; add legends to ``{bibliography}``."""

    # Before sphinxcontrib-bibtex replaces its nodes (5) and Sphinx resolves references (10).
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        self.domain = publications_domain(self.env)
        lists = self.domain.state.lists
        members: dict[BibliographyKey, frozenset[str]] = {}
        own: dict[BibliographyKey, frozenset[str]] = {}
        for listed in list(self.document.findall(publication_list)):
            for item in list(listed.findall(publication_item)):
                key = item["list_key"]
                if key not in members:
                    members[key] = frozenset(lists[key].members)
                    own[key] = frozenset(lists[key].own)
                if item["key"] not in members[key]:
                    listed.remove(item)
                elif "html" not in item:
                    entry = self.domain.shown(item["key"], lists[key].owner)
                    written = self._written(entry, lists[key].style)
                    label = self.domain.shown_label(key, item["key"])
                    if label and lists[key].numbers and self.domain.builder.format in _NUMBERING:
                        item["label"] = label
                    elif label:
                        place = written[0] if isinstance(written[0], nodes.line) else written
                        place.insert(0, nodes.Text(f"{label} "))
                    item += written
                    if item["key"] in own[key] and entry.key not in self.domain.state.pages:
                        say = partial(self._say_facts, item, written)
                        self.domain.guard(entry, say, lambda _: None)
            if not listed.children:
                _remove_group(listed)
        for legend in list(self.document.findall(publication_legend)):
            marks = self._marks(legend["list_key"], legend.get("keys"))
            fill_legend(legend, marks, self.domain.cite.backend)
        self._add_legends()

    def _written(self, entry: SourceEntry, style: str) -> nodes.paragraph:
        guard = self.domain.guard

        def paragraph(text: BaseText) -> nodes.paragraph:
            return nodes.paragraph("", "", *text.render(self.domain.cite.backend))

        return guard(
            entry,
            lambda entry: paragraph(formatted(style, entry, guard)),
            lambda bare: paragraph(entry_lines(bare.publication)),
        )

    def _say_facts(
        self, item: publication_item, written: nodes.paragraph, entry: SourceEntry
    ) -> None:
        """Add what an entry says of its authors to an item, to its last lines if it has lines."""
        lines = facts_lines(entry.publication)
        rendered = [node for line in lines for node in line.render(self.domain.cite.backend)]
        if written.children and isinstance(written[0], nodes.line):
            written += rendered
        elif rendered:
            item += nodes.paragraph("", "", *rendered)

    def _marks(
        self, list_key: BibliographyKey, keys: Sequence[str] | None = None
    ) -> Iterable[Mark]:
        value = self.domain.state.lists[list_key]
        # The page of a split list only links to others, and shows no marks.
        shown = keys if keys is not None else () if value.places else value.members
        return [mark for key in shown for mark in self.domain.entry(key).publication.marks]

    def _add_legends(self) -> None:
        for node in list(self.document.findall(bibliography)):
            key = BibliographyKey(node["docname"], node["ids"][0])
            value = self.domain.cite.bibliographies.get(key)
            if value is None or value.style not in STYLES:
                continue
            legend = publication_legend()
            node.parent.insert(node.parent.index(node) + 1, legend)
            marks = [
                mark
                for citation in self.domain.cite.citations
                if citation.bibliography_key == key
                for mark in SourceEntry.adopt(citation.entry).publication.marks
            ]
            fill_legend(legend, marks, self.domain.cite.backend)


_NUMBERING = {"latex", "text"}
"""Formats in which the number of an entry stands in place of its bullet."""


def _remove_group(listed: publication_list) -> None:
    """Remove an empty list, with the groups around it that have no other list."""
    empty: nodes.Element = listed
    while is_group(empty.parent) and list(empty.parent.findall(publication_list)) == [listed]:
        empty = empty.parent
    empty.parent.remove(empty)


class SplitLines(SphinxPostTransform):
    """Convert paragraphs with the lines of an entry to line blocks."""

    # After sphinxcontrib-bibtex fills its lists (5).
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.children and isinstance(paragraph[0], nodes.line):
                paragraph.replace_self(nodes.line_block("", *paragraph.children))


class ShortenAuthors(SphinxPostTransform):
    """Make long author lists collapsible on web pages."""

    default_priority = 7
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        limit = self.config.publications_max_authors
        for line in list(self.document.findall(nodes.line)):
            if "publication-authors" not in line["classes"]:
                continue
            names = list(line.findall(author_name))
            shown = shown_authors([name["is_prominent"] for name in names])
            if limit and len(names) > limit and len(shown) < len(names):
                summary = author_summary(label=translate("all {number} authors", number=len(names)))
                # Text after the last name: "et al." or "eds.".
                more = line.astext().rpartition(names[-1].astext())[2]
                summary += nodes.inline("", "", *shortened(names, shown), nodes.Text(more))
                summary += nodes.inline("", "", *line.children)
                line.children = []
                line += summary


class KeepNamesTogether(SphinxPostTransform):
    """Put no-break spaces after initials."""

    default_priority = 8
    formats = ("html", "latex")

    def run(self, **kwargs: Any) -> None:
        keep_names_together(self.document)


def keep_names_together(element: nodes.Element) -> None:
    """Put no-break spaces after the initials of all authors in an element."""
    for name in list(element.findall(author_name)):
        text = next(iter(name.findall(nodes.Text)))
        text.parent.replace(text, nodes.Text(unbroken(text)))
        name.replace_self(name.children)


def shortened(
    names: Sequence[author_name], shown: Sequence[tuple[str, int]]
) -> Iterable[nodes.Node]:
    """Return the names at the `shown` positions, with their gap texts."""
    for gap, position in shown:
        if gap:
            yield nodes.Text(gap)
        name = names[position].deepcopy()
        # What opens the list is no place for links.
        for link in list(name.findall(person_link)):
            link.replace_self(link.children)
        yield name


def fill_legend(legend: publication_legend, marks: Iterable[Mark], backend: BaseBackend) -> None:
    """Fill a legend with the meaning of each mark, or remove it if there are no marks."""
    occurring = dict.fromkeys(marks)
    if not occurring:
        legend.parent.remove(legend)
        return
    legend["classes"].append("publications-legend")
    legend += legend_line(occurring).render(backend)


POST_TRANSFORMS = (
    FillPublications,
    SplitLines,
    ShortenAuthors,
    KeepNamesTogether,
)
"""In the order of their priorities."""
