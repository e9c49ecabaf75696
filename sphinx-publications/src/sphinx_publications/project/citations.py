"""Where citations lead, in the order in which their author wrote the keys.

sphinxcontrib-bibtex formats every entry of every list twice a build, looks
through all of them for each citation, and puts those on the same page first.
Here an entry of a `{publications}` list is formatted where it is shown.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, cast

from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainTextBackend
from pybtex.database import Entry
from sphinx.util import logging
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.docutilsbackend import DocutilsBackend
from sphinx_publications.look.formatting import formatted

logger = logging.getLogger(__name__)
_plain_text = PlainTextBackend()


@dataclass
class ListedTarget:
    """An entry of a `{publications}` list."""

    key: str
    entry: SourceEntry
    docname: str
    anchor: str
    style: str
    """Of the list."""
    labels: Callable[[], Mapping[str, str]]
    """Returns the labels of the list by key, which are made together."""

    @property
    def label(self) -> str:
        """The label of the entry, for reference styles that show it."""
        return self.labels()[self.key]

    def text(self, style: str) -> Any:
        """Return the entry in a pybtex style, or else in that of its list."""
        return formatted(style or self.style, self.entry)


@dataclass
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


class Lists(Protocol):
    """What the lists of `{publications}` tell: `domain.PublicationsDomain`."""

    def targets(self) -> Iterable[ListedTarget]:
        """Return what citations may lead to."""


class CitationDomain(BibtexDomain):
    """sphinxcontrib-bibtex's domain, which finds the entries of `{publications}` too."""

    backend = DocutilsBackend()
    _targets: dict[tuple[str, str], Target] | None = None
    _tooltips: dict[str, str]

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
        """Return the formatted citation; each link in it knows its key as ``citation_key``."""
        references = []
        keys: dict[str, str] = {}
        for wanted in parse_citation_targets(target):
            found = self.find_target(wanted.key, fromdocname)
            if found is None:
                logger.warning(
                    'could not find bibtex key "%s"%s',
                    wanted.key,
                    self._nearest(wanted.key),
                    location=node,
                    type="bibtex",
                    subtype="key_not_found",
                )
                continue
            if found.anchor in keys:
                continue
            keys[found.anchor] = found.key
            info = SphinxReferenceInfo(
                builder=builder,
                fromdocname=fromdocname,
                todocname=found.docname,
                citation_id=found.anchor,
                title=self._tooltip(found),
                pre_text=wanted.pre,
                post_text=wanted.post,
            )
            references.append((found.entry, found, info))
        formatted = format_references(self.reference_style, typ, references)
        inline = nodes.inline(rawsource=target, classes=["bibtex-citation"])
        inline += formatted.render(self.backend)
        for link in inline.findall(nodes.reference):
            anchor = link.get("refid") or link["refuri"].rpartition("#")[2]
            link["citation_key"] = keys[anchor]
        return inline

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

    def _nearest(self, key: str) -> str:
        """Return what to do about a key that leads nowhere: the nearest one that is in a list."""
        if key in self.bibdata.data.entries:
            return "; it is in no list, show it in one of {publications}"
        keys = {found.lower(): found for _, found in self._targets or ()}
        close = difflib.get_close_matches(key.lower(), keys, n=1, cutoff=0.6)
        return f"; did you mean {keys[close[0]]}?" if close else ""

    def _tooltip(self, target: Target) -> str | None:
        config = self.env.config
        if not config.bibtex_tooltips:
            return None
        if target.key not in self._tooltips:
            text = target.text(config.bibtex_tooltips_style).render(_plain_text)
            self._tooltips[target.key] = str(text).replace("\\url ", "")
        return self._tooltips[target.key]
