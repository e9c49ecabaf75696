"""How papers are cited: the role ``{cite}``, its style ``author_venue``, references to copy.

The role is lenient: that of sphinxcontrib-bibtex raises on a trailing comma and on an empty
citation. It works in headings: Sphinx collects titles when it reads a page, before citations are
resolved.
"""

from __future__ import annotations

import contextlib
import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import sphinxcontrib.bibtex.plugin
from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import PluginNotFound
from pybtex.richtext import BaseText, Text
from pybtex.style.formatting import unsrt
from pybtex.style.labels.number import LabelStyle as NumberLabels
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.roles import CiteRole
from sphinxcontrib.bibtex.style.names.last import LastNameStyle
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.referencing.basic_author_year import (
    BasicAuthorYearParentheticalReferenceStyle,
)
from sphinxcontrib.bibtex.style.template import join, join2, node, post_text, pre_text, reference

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.i18n import translate
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import PageRemark
from sphinx_publications.project.warnings import place_in_conf, warn
from sphinx_publications.rendering.nodes import publication_item
from sphinx_publications.rendering.pybtex_compat import (
    format_names_once,
    formatting_style,
    readable,
    register,
)
from sphinx_publications.rendering.styles import (
    EqualContributionMixin,
    ForeignStyle,
    PublicationsStyle,
)

_WRITTEN = "citation_target"
"""Attribute with the source text of a citation in a title."""
_PART = re.compile(r"(?:\{[^{}]*\}|[^,{}])+")
_BETWEEN = re.compile(r"(?:^|[\s;]+)@?")
"""What stands before a key in Pandoc's citations, or between keys."""
_TARGET = re.compile(r"(?:\{[^{}]+\})?\s*[^{}\s,]+\s*(?:\{[^{}]+\})?")


def read_targets(text: str) -> tuple[list[str], str | None]:
    """Return the targets of a citation (keys with pre- and postnotes), and an error message."""
    parts = list(filter(None, map(str.strip, _PART.findall(text))))
    targets = [
        target
        for part in parts
        for target in ([part] if "{" in part else _BETWEEN.split(part))
        if _TARGET.fullmatch(target)
    ]
    if not targets:
        return [], "the citation names no key; write {cite}`key`"
    if targets != parts or text.count(",") - "".join(targets).count(",") != len(targets) - 1:
        return targets, f"the citation is read as {{cite}}`{','.join(targets)}`; write it so"
    return targets, None


class LenientCiteRole(CiteRole):
    """sphinxcontrib-bibtex's role, tolerant of malformed targets."""

    def __call__(
        self,
        name: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Any,
        options: dict[str, Any] | None = None,
        content: Sequence[str] = (),
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation, or the text as a literal if it contains no key."""
        env = inliner.document.settings.env
        targets, message = read_targets(text)
        if message is not None:
            remark = PageRemark(Subtype.CITATION, message, env.docname, lineno)
            publications_domain(env).say(remark)
        if not targets:
            return [nodes.literal("", text)], []
        return super().__call__(
            name, rawtext, ",".join(targets), lineno, inliner, options or {}, content
        )


def add_roles(app: Sphinx) -> None:
    """Replace all citation roles by the lenient role."""
    app.add_role("cite", LenientCiteRole(), override=True)
    for name in BibtexDomain.roles:
        app.add_role_to_domain(BibtexDomain.name, name, LenientCiteRole(), override=True)


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Resolve citations in titles and tables of contents, after the lists are final.

    If a title changed, return all pages, since any of them may show it.
    """
    domain = publications_domain(env)
    if domain.build.is_unchanged:
        return []
    is_changed = False
    for kept in (env.titles, env.longtitles, env.tocs):
        for docname, root in kept.items():
            for place in list(root.findall(nodes.inline)):
                is_changed |= _settle(domain, docname, place)
    return sorted(env.found_docs) if is_changed else []


def label_entries(app: Sphinx, env: BuildEnvironment) -> None:
    """Make listed entries labels of Sphinx, for links with words of their own."""
    domain = publications_domain(env)
    if not domain.build.is_unchanged:
        domain.label_entries()


class AnchorEntries(SphinxPostTransform):
    """Give the items of lists their anchors, which are known when all pages are read.

    Links with words of their own lead to an entry of their page, as citations do.
    """

    # Before the items are filled.
    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        domain = publications_domain(self.env)
        for item in self.document.findall(publication_item):
            item["ids"] = list(domain.anchors(item["list_key"], item["key"]))
        for link in list(self.document.findall(addnodes.pending_xref)):
            if anchor := _anchor_here(domain, link):
                words = [child.deepcopy() for child in link.children]
                link.replace_self(nodes.reference("", "", *words, internal=True, refid=anchor))


def _anchor_here(domain: PublicationsDomain, link: addnodes.pending_xref) -> str:
    """Return the anchor of an entry on the page of a link with words of its own; else empty.

    A label of Sphinx is at one place, where the entry may be on another page.
    """
    target, docname = str(link.get("reftarget", "")), link.get("refdoc", "")
    is_of_label = link.get("refexplicit") and link.get("reftype") in {"ref", "any", "myst"}
    label = domain.state.labels.get(target.lower()) if is_of_label else None
    if label is None or label[0] == docname:
        return ""
    found = domain.cite.find_target(target, docname)
    return found.anchor if found and found.docname == docname else ""


def _settle(domain: PublicationsDomain, docname: str, place: nodes.inline) -> bool:
    """Resolve a node if it is a citation; return whether its text changed."""
    classes: list[str] = place.get("classes", [])
    if not {"xref", "cite"} <= set(classes):
        return False
    role = next((name.removeprefix("cite-") for name in classes if name.startswith("cite-")), "p")
    place[_WRITTEN] = place.get(_WRITTEN) or place.astext()
    said = domain.cite.words(role, place[_WRITTEN], docname) or place[_WRITTEN]
    if said == place.astext():
        return False
    place.children = []
    place += nodes.Text(said)
    return True


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
    """Author-year references whose parenthetical form also names the venue: (One, NeurIPS 2021)."""

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
_CLASSES = {
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
    for name in {
        config.bibtex_reference_style,
        config.bibtex_foot_reference_style,
    } & _CLASSES.keys():
        module, style = _CLASSES[name]
        # sphinxcontrib-bibtex searches for what is not registered here.
        with contextlib.suppress(ImportError, AttributeError):
            found = importlib.import_module(f"{_REFERENCE_STYLES}.{module}")
            _register(name, getattr(found, style))
    _check_citing_style(app, config)


def _check_citing_style(app: Sphinx, config: Config) -> None:
    """Warn of a style of references to copy that does not exist, and use the default."""
    setting = "publications_citation_style"
    try:
        citing_style(config[setting])
    except PluginNotFound:
        message = (
            f"{setting} = {config[setting]!r} is left out, since there is no such style of "
            "references; write unsrt, plain, alpha or another style of pybtex"
        )
        warn(Subtype.OPTION, message, place_in_conf(app, setting))
        config[setting] = "unsrt"


# References to copy, on pages of papers.


class Citing:
    """Makes a style write references to copy: without marks, with one identifier."""

    # Of one entry neither says anything; classes, since pybtex would search for names.
    default_label_style = NumberLabels
    default_sorting_style = SortingStyle

    def _readable(self, entry: SourceEntry, template: str) -> Entry:
        found = readable(entry, template)
        if {"doi", "eprint"} & found.fields.keys():
            found.fields.pop("url", None)
        # Without a year only ``misc`` would fit, which lacks the journal.
        if entry.publication.authors or entry.publication.title:
            found.fields.setdefault("year", str(entry.publication.date) or "n.d.")
        return found


class CitingForeignStyle(Citing, ForeignStyle):
    """A third-party style for references to copy."""


@cache
def citing_style(name: str) -> Any:
    """Return the named pybtex style for references to copy.

    Raises `pybtex.plugin.PluginNotFound` if there is none; lists of links are none.
    """
    kind = unsrt.Style if name == "unsrt" else type(formatting_style(name))
    if issubclass(kind, PublicationsStyle):
        raise PluginNotFound("pybtex.style.formatting", name)
    if issubclass(kind, unsrt.Style):
        style = type(kind.__name__, (Citing, EqualContributionMixin, kind), {})()
        format_names_once(style)
        return style
    return CitingForeignStyle(kind())
