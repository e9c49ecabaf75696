"""Where citations lead, in the order in which their author wrote the keys.

sphinxcontrib-bibtex formats every entry of every list twice a build, looks
through all of them for each citation, and puts those on the same page first.
Here an entry of a `{publications}` list is formatted where it is shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainTextBackend
from pybtex.database import Entry
from pybtex.plugin import find_plugin
from pybtex.richtext import Tag
from pybtex.style import FormattedEntry
from pybtex.style.template import FieldIsMissing
from sphinx.util import logging
from sphinxcontrib.bibtex.bibfile import BibData
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo, reference

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.error_boundary import Guard
from sphinx_publications.diagnostics import did_you_mean
from sphinx_publications.project.compat import EntriesForStyle, is_our_style
from sphinx_publications.rendering.pybtex_compat import DocutilsBackend, citable
from sphinx_publications.rendering.styles import formatted, labelled, written

# What a citation may lead to: an entry of a list, ours or one of sphinxcontrib-bibtex.


@dataclass(repr=False, eq=False)
class ListedTarget:
    """An entry of a `{publications}` list."""

    key: str
    entry: SourceEntry
    docname: str
    anchor: str
    style: str
    """Of the list."""
    guard: Guard
    labels: Callable[[], Mapping[str, str]]
    """Returns the labels of the list by key, which are made together."""

    @property
    def label(self) -> str:
        """The label of the entry, for reference styles that show it."""
        return self.labels()[self.key]

    def text(self, style: str) -> Any:
        """Return the entry in a pybtex style, or else in that of its list."""
        return formatted(style or self.style, self.entry, self.guard)


@dataclass(repr=False, eq=False)
class StockTarget:
    """An entry of a list of sphinxcontrib-bibtex."""

    citation: Citation

    @property
    def key(self) -> str:
        """The key, with the prefix of the list."""
        return str(self.citation.key)

    @property
    def entry(self) -> Entry:
        """The entry."""
        return self.citation.entry

    @property
    def docname(self) -> str:
        """The document with the list."""
        return str(self.citation.bibliography_key.docname)

    @property
    def anchor(self) -> str:
        """The anchor of the entry in the document."""
        return str(self.citation.citation_id)

    @property
    def label(self) -> str:
        """The label of the entry, for reference styles that show it."""
        return str(self.citation.formatted_entry.label)

    def text(self, style: str) -> Any:
        """Return the entry as sphinxcontrib-bibtex formatted it."""
        entry = self.citation.tooltip_entry or self.citation.formatted_entry
        return entry.text


Target: TypeAlias = ListedTarget | StockTarget


logger = logging.getLogger(__name__)
_plain_text = PlainTextBackend()


class Lists(Protocol):
    """What the lists of `{publications}` tell: `domain.PublicationsDomain`."""

    guard: Guard

    def targets(self) -> Iterable[ListedTarget]:
        """Return what citations may lead to."""


class CitationDomain(BibtexDomain):
    """sphinxcontrib-bibtex's domain, which finds the entries of `{publications}` too."""

    backend = DocutilsBackend()
    _targets: dict[tuple[str, str], Target] | None = None
    _tooltips: dict[tuple[str, str], str]
    """The words of the tooltip of each target, by its document and anchor."""

    def env_updated(self) -> Any:
        """Forget what citations led to; format the lists of sphinxcontrib-bibtex, if there are."""
        self._targets = None
        return super().env_updated() if self.bibliographies else []

    def find_target(self, key: str, docname: str = "") -> Target | None:
        """Return what a key leads to from a document: a list on it, else the first anywhere."""
        if self._targets is None:
            self._tooltips = {}
            self._targets = {}
            lists = cast(Lists, self.env.get_domain("publications"))
            stock = [
                StockTarget(citation)
                for citation in self.citations
                if self.bibliographies[citation.bibliography_key].list_ == "citation"
            ]
            target: Target
            for target in itertools.chain[Target](lists.targets(), stock):
                self._targets.setdefault(("", target.key), target)
                self._targets.setdefault((target.docname, target.key), target)
        return self._targets.get((docname, key)) or self._targets.get(("", key))

    def resolve_xref(
        self,
        env: Any,
        fromdocname: str,
        builder: Any,
        typ: str,
        target: str,
        node: Any,
        contnode: nodes.Element,
    ) -> Any:
        """Return the formatted citation.

        Each link in it that leads to a list or a style of ours knows its key as ``citation_key``.
        """
        found = self._found(target, fromdocname, node)
        references = [
            (
                led_to.entry,
                led_to,
                SphinxReferenceInfo(
                    builder=builder,
                    fromdocname=fromdocname,
                    todocname=led_to.docname,
                    citation_id=led_to.anchor,
                    title=self._tooltip(led_to),
                    pre_text=wanted.pre,
                    post_text=wanted.post,
                ),
            )
            for wanted, led_to in found
        ]
        formatted = self._formatted(typ, references)
        inline = nodes.inline(rawsource=target, classes=["bibtex-citation"])
        inline += formatted.render(self.backend)
        ours = {led_to.anchor: led_to.key for _, led_to in found if self._is_ours(led_to)}
        for link in inline.findall(nodes.reference) if ours else ():
            anchor = link.get("refid") or link["refuri"].rpartition("#")[2]
            if anchor in ours:
                link["citation_key"] = ours[anchor]
        return inline

    def _found(self, target: str, fromdocname: str, node: Any) -> list[tuple[Any, Target]]:
        """Return what a citation names and what that leads to, each anchor once."""
        found: dict[str, tuple[Any, Target]] = {}
        for wanted in parse_citation_targets(target):
            led_to = self.find_target(wanted.key, fromdocname)
            if led_to is not None:
                found.setdefault(led_to.anchor, (wanted, led_to))
                continue
            known = [key for place, key in self._targets or () if not place]
            logger.warning(
                'could not find bibtex key "%s"%s',
                wanted.key,
                did_you_mean(wanted.key, known),
                location=node,
                type="bibtex",
                subtype="key_not_found",
            )
        if any(self._is_ours(led_to) for _, led_to in found.values()):
            return list(found.values())
        # sphinxcontrib-bibtex has those of the page first, each in the order of the lists.
        return sorted(found.values(), key=lambda pair: self._place(pair[1], fromdocname))

    def _place(self, target: Target, fromdocname: str) -> tuple[bool, int]:
        return target.docname != fromdocname, list(self._targets or ()).index(("", target.key))

    def _is_ours(self, target: Target) -> bool:
        """Whether a target stands in a list of `{publications}`, or in one of our styles."""
        if isinstance(target, ListedTarget):
            return True
        style = self.bibliographies[target.citation.bibliography_key].style
        return is_our_style(style)

    def _formatted(
        self, typ: str, references: Sequence[tuple[SourceEntry, Target, SphinxReferenceInfo]]
    ) -> Any:
        """Return citations as one text; sphinxcontrib-bibtex's `format_references`, guarded."""
        style = self.reference_style
        inner = style.inner(typ)

        def child(entry: SourceEntry, target: Target, info: SphinxReferenceInfo) -> Any:
            data = {"formatted_entry": target, "reference_info": info, "style": style}
            return self.guard(
                entry,
                lambda entry: inner.format_data({**data, "entry": citable(entry)}),
                lambda bare: reference[bare.key].format_data(data),
            )

        return style.outer(typ, [child(*found) for found in references]).format()

    @property
    def guard(self) -> Guard:
        """What stands round the work for each entry."""
        return cast(Lists, self.env.get_domain("publications")).guard

    @property
    def stored(self) -> BibData:
        """What was read of the files of references."""
        found = cast(BibData, self.data["bibdata"])
        if isinstance(found.data, EntriesForStyle):
            # sphinxcontrib-bibtex keeps what it was given.
            found = self.data["bibdata"] = found._replace(data=found.data.stored)
        return found

    @property
    def bibdata(self) -> BibData:
        """What was read, as roles of sphinxcontrib-bibtex such as ``footcite`` have it."""
        view = EntriesForStyle(self.stored.data, self.env.config.bibtex_default_style)
        return self.stored._replace(data=view)

    def get_entries(self, bibfiles: list[Path]) -> Iterator[SourceEntry]:
        """Return all papers of some files.

        What is there to inherit from is none, and of several with one key there is the first.
        """
        entries = self.stored.data.entries
        for entry in (entries[key] for f in bibfiles for key in self.stored.bibfiles[f].keys):
            if entry.type != "xdata" and not entry.has_generated_key:
                yield entry

    def get_formatted_entries(
        self, bibliography_key: Any, docnames: list[str], tooltips: bool, tooltips_style: str
    ) -> Iterator[tuple[SourceEntry, FormattedEntry, FormattedEntry | None]]:
        """Return the entries of a list with what its style makes of them, guarded."""
        bibliography = self.bibliographies[bibliography_key]
        entries = list(dict(self.get_sorted_entries(bibliography_key, docnames)).values())
        style = find_plugin("pybtex.style.formatting", bibliography.style)()
        if not is_our_style(bibliography.style):
            entries = [self.guard(e, SourceEntry.as_written, lambda bare: bare) for e in entries]
        tips = find_plugin("pybtex.style.formatting", tooltips_style)() if tooltips_style else style
        for entry, label in labelled(style, entries, self.guard):
            label = bibliography.labelprefix + label
            try:
                text = written(style, label, entry, self.guard)
                tip = written(tips, label, entry, self.guard) if tooltips else None
            except FieldIsMissing as error:
                # As sphinxcontrib-bibtex has it.
                location = (bibliography_key.docname, bibliography.line)
                logger.warning(
                    str(error), location=location, type="bibtex", subtype="missing_field"
                )
                text, tip = FormattedEntry(entry.key, Tag("b", str(error)), label), None
            yield entry, text, tip

    def resolve_any_xref(
        self,
        env: Any,
        fromdocname: str,
        builder: Any,
        target: str,
        node: Any,
        contnode: nodes.Element,
    ) -> Any:
        """Return the formatted citation, if one of the keys in `target` leads anywhere."""
        if not any(self.find_target(key.strip(), fromdocname) for key in target.split(",")):
            return []
        return [("p", self.resolve_xref(env, fromdocname, builder, "p", target, node, contnode))]

    def _tooltip(self, target: Target) -> str | None:
        config = self.env.config
        if not config.bibtex_tooltips:
            return None
        place = (target.docname, target.anchor)
        if place not in self._tooltips:
            text = self.guard(
                SourceEntry.adopt(target.entry),
                lambda _: target.text(config.bibtex_tooltips_style).render(_plain_text),
                lambda bare: bare.publication.plain_title,
            )
            self._tooltips[place] = str(text).replace("\\url ", "")
        return self._tooltips[place]
