"""The ``cite`` domain: resolves citations to entries of ``{publications}`` lists too.

sphinxcontrib-bibtex formats every entry of every list twice per build, searches all of them for
each citation, and sorts targets on the same page first. Here entries of ``{publications}`` lists
are formatted only where they are shown, and citations keep the order of their keys.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import find_plugin
from pybtex.richtext import Tag
from pybtex.style import FormattedEntry
from pybtex.style.template import FieldIsMissing
from sphinx.util import logging
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.bibfile import BibData
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo, reference

from sphinx_publications.bibliography.entries import Guard, SourceEntry, no_work
from sphinx_publications.diagnostics import did_you_mean
from sphinx_publications.latex import PlainText
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.project.citation_targets import (
    ListedTarget,
    StockTarget,
    Target,
    UnlistedTarget,
    finish_links,
)
from sphinx_publications.project.compat import EntriesForStyle, is_our_style
from sphinx_publications.rendering.pybtex_compat import DocutilsBackend, citable, formatting_style
from sphinx_publications.rendering.styles import has_alpha_labels, labelled, relabelled, written

logger = logging.getLogger(__name__)
_plain_text = PlainText()


class Lists(Protocol):
    """Interface of `domain.PublicationsDomain` that this module uses."""

    guard: Guard
    builder: Any

    def targets(self) -> Iterable[ListedTarget]:
        """Return the targets of citations."""


class CitationDomain(BibtexDomain):
    """sphinxcontrib-bibtex's domain, extended to entries of ``{publications}`` lists."""

    backend = DocutilsBackend()
    _targets: dict[tuple[str, str], Target] | None = None
    _tooltips: dict[tuple[str, str], str]
    """Tooltip of each target, by document and anchor."""

    def env_updated(self) -> Any:
        """Clear the targets; format the lists of sphinxcontrib-bibtex, if there are any."""
        self._targets = None
        return super().env_updated() if self.bibliographies else []

    def find_target(self, key: str, docname: str = "") -> Target | None:
        """Return the target of a key: in a list of the document, or else the first one."""
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

        Links to ``{publications}`` lists, and to lists in a style of this extension, have the
        key as attribute ``citation_key``.
        """
        found = self._found(target, fromdocname, node)
        inline = self._written(typ, target, found, fromdocname, builder)
        finish_links(inline, node, {t.anchor for _, t in found if isinstance(t, UnlistedTarget)})
        ours = {led_to.anchor: led_to.entry.key for _, led_to in found if self._is_ours(led_to)}
        for link in inline.findall(nodes.reference) if ours else ():
            anchor = link.get("refid") or link["refuri"].rpartition("#")[2]
            if anchor in ours:
                link["citation_key"] = ours[anchor]
        return inline

    def words(self, typ: str, target: str, fromdocname: str) -> str:
        """Return a citation as plain text; empty if one of its keys has no target."""
        keys = parse_citation_targets(target)
        found = self._found(target, fromdocname, None)
        if len(found) < len({wanted.key for wanted in keys}):
            return ""
        builder = cast(Lists, self.env.get_domain("publications")).builder
        return str(self._written(typ, target, found, "", builder).astext())

    def _written(
        self,
        typ: str,
        target: str,
        found: list[tuple[Any, Target]],
        fromdocname: str,
        builder: Any,
    ) -> nodes.inline:
        """Return a citation formatted by the reference style.

        Without `fromdocname` its links lead nowhere: before it writes, the builder of Texinfo
        knows no addresses.
        """
        references = [
            (
                led_to.entry,
                led_to,
                SphinxReferenceInfo(
                    builder=builder,
                    fromdocname=fromdocname or led_to.docname,
                    todocname=led_to.docname,
                    citation_id=led_to.anchor,
                    title=self._tooltip(led_to),
                    pre_text=wanted.pre,
                    post_text=wanted.post,
                ),
            )
            for wanted, led_to in found
        ]
        inline = nodes.inline(rawsource=target, classes=["bibtex-citation"])
        inline += self._formatted(typ, references).render(self.backend)
        return inline

    def _found(self, target: str, fromdocname: str, node: Any) -> list[tuple[Any, Target]]:
        """Return the keys of a citation with their targets, each anchor once.

        If there is a `node`, warn at its location of keys that lead nowhere.
        """
        found: dict[str, tuple[Any, Target]] = {}
        for wanted in parse_citation_targets(target):
            led_to = self.find_target(wanted.key, fromdocname)
            if led_to is not None:
                found.setdefault(led_to.anchor, (wanted, led_to))
                continue
            unlisted = self._unlisted(wanted.key, fromdocname)
            if unlisted is not None:
                found.setdefault(unlisted.anchor, (wanted, unlisted))
            if node is None:
                continue
            if unlisted is not None:
                message = (
                    f'no list shows "{wanted.key}", and its citation leads nowhere; let a '
                    f"{{publications}} list name it, or write a {{bibliography}} of what is cited"
                )
            elif isinstance(entry := self._serving(wanted.key), SourceEntry):
                message = no_work(entry)
            else:
                known = did_you_mean(wanted.key, [key for at, key in self._targets or () if not at])
                message = f'could not find bibtex key "{wanted.key}"{known}'
            logger.warning(message, location=node, type="bibtex", subtype="key_not_found")
        if any(self._is_ours(led_to) for _, led_to in found.values()):
            return list(found.values())
        # sphinxcontrib-bibtex puts targets on the same page first, in the order of the lists.
        return sorted(found.values(), key=lambda pair: self._place(pair[1], fromdocname))

    def _unlisted(self, key: str, docname: str) -> UnlistedTarget | None:
        """Return an entry that no list shows; None if the project has no ``{publications}``."""
        entry = self.stored.data.entries.get(key)
        is_ours = any(isinstance(target, ListedTarget) for target in (self._targets or {}).values())
        if entry is None or not is_ours or entry.type in SERVING_TYPES:
            return None
        return UnlistedTarget(entry.key, entry, docname, self.guard)

    def _serving(self, key: str) -> Entry | None:
        entry = self.stored.data.entries.get(key)
        return entry if entry is not None and entry.type in SERVING_TYPES else None

    def _place(self, target: Target, fromdocname: str) -> tuple[bool, int]:
        return target.docname != fromdocname, list(self._targets or ()).index(("", target.key))

    def _is_ours(self, target: Target) -> bool:
        """Whether a target is in a ``{publications}`` list or a list in one of our styles."""
        if not isinstance(target, StockTarget):
            return True
        style = self.bibliographies[target.citation.bibliography_key].style
        return is_our_style(style)

    def _formatted(
        self, typ: str, references: Sequence[tuple[SourceEntry, Target, SphinxReferenceInfo]]
    ) -> Any:
        """Format references like sphinxcontrib-bibtex's `format_references`, with a guard."""
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
        """Error boundary for the formatting of each entry."""
        return cast(Lists, self.env.get_domain("publications")).guard

    @property
    def stored(self) -> BibData:
        """Data of the bibliography files."""
        found = cast(BibData, self.data["bibdata"])
        if isinstance(found.data, EntriesForStyle):
            # sphinxcontrib-bibtex may have stored the view that `bibdata` returned.
            found = self.data["bibdata"] = found._replace(data=found.data.stored)
        return found

    @property
    def bibdata(self) -> BibData:
        """Data for roles of sphinxcontrib-bibtex such as ``footcite``."""
        view = EntriesForStyle(self.stored.data, self.env.config.bibtex_default_style)
        return self.stored._replace(data=view)

    def get_entries(self, bibfiles: list[Path]) -> Iterator[SourceEntry]:
        """Return the entries of some files, without those that only serve others.

        If several entries share a key, only the first is returned.
        """
        entries = self.stored.data.entries
        for entry in (entries[key] for f in bibfiles for key in self.stored.bibfiles[f].keys):
            if entry.type not in SERVING_TYPES and not entry.has_generated_key:
                yield entry

    def get_formatted_entries(
        self, bibliography_key: Any, docnames: list[str], tooltips: bool, tooltips_style: str
    ) -> Iterator[tuple[SourceEntry, FormattedEntry, FormattedEntry | None]]:
        """Yield the entries of a list with their formatted texts and tooltips."""
        bibliography = self.bibliographies[bibliography_key]
        entries = list(dict(self.get_sorted_entries(bibliography_key, docnames)).values())
        style = find_plugin("pybtex.style.formatting", bibliography.style)()
        if not is_our_style(bibliography.style):
            entries = [self.guard(e, SourceEntry.as_written, lambda bare: bare) for e in entries]
        tips = find_plugin("pybtex.style.formatting", tooltips_style)() if tooltips_style else style
        ours = {} if bibliography.keyprefix else self._labels_beside(bibliography_key, style)
        found = labelled(style, entries, self.guard, is_stock=True)
        for entry, label in relabelled(found, ours):
            label = bibliography.labelprefix + label
            try:
                text = written(style, label, entry, self.guard)
                tip = written(tips, label, entry, self.guard) if tooltips else None
            except FieldIsMissing as error:
                # As in sphinxcontrib-bibtex.
                location = (bibliography_key.docname, bibliography.line)
                logger.warning(
                    str(error), location=location, type="bibtex", subtype="missing_field"
                )
                text, tip = FormattedEntry(entry.key, Tag("b", str(error)), label), None
            yield entry, text, tip

    def _labels_beside(self, bibliography_key: Any, style: Any) -> dict[str, str]:
        """Return the labels in ``{publications}`` lists of a page, which its citations have.

        Empty if either style has labels of another kind.
        """
        if not has_alpha_labels(style):
            return {}
        targets = cast(Lists, self.env.get_domain("publications")).targets()
        found: dict[str, str] = {}
        for target in targets:
            is_here = target.docname == bibliography_key.docname
            if is_here and has_alpha_labels(formatting_style(target.style)):
                found.setdefault(target.key, target.label)
        return found

    def resolve_any_xref(
        self,
        env: Any,
        fromdocname: str,
        builder: Any,
        target: str,
        node: Any,
        contnode: nodes.Element,
    ) -> Any:
        """Return the formatted citation, if one of the keys in `target` has a target.

        A link with words of its own keeps them; if the entry is a label, Sphinx makes the link.
        """
        found = [self.find_target(key.strip(), fromdocname) for key in target.split(",")]
        if not any(found):
            return []
        if node.get("refexplicit") and len(found) == 1 and found[0]:
            place = found[0].docname, found[0].anchor
            is_label = target.lower() in env.get_domain("std").anonlabels
            link = make_refnode(builder, fromdocname, *place, contnode)
            return [] if is_label else [("p", link)]
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
