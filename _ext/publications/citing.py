"""Where citations lead, in the order in which their author wrote the keys.

sphinxcontrib-bibtex puts those on the same page first, and looks through all
entries for each citation.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainTextBackend
from sphinx.util import logging
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

logger = logging.getLogger(__name__)


class OrderedBibtexDomain(BibtexDomain):
    """sphinxcontrib-bibtex's domain with citations in the order of their author."""

    _index: dict[tuple[str, str], Citation] | None = None
    _tooltips = PlainTextBackend()

    def env_updated(self) -> Any:
        """Format the entries anew, whereby all citations change."""
        self._index = None
        return super().env_updated()

    def find_citation(self, key: str, docname: str) -> Citation | None:
        """Return what a key leads to from a document: a list on it, else the first anywhere."""
        if self._index is None:
            self._index = {}
            for citation in self.citations:
                list_key = citation.bibliography_key
                if self.bibliographies[list_key].list_ == "citation":
                    self._index.setdefault(("", citation.key), citation)
                    self._index.setdefault((list_key.docname, citation.key), citation)
        return self._index.get((docname, key)) or self._index.get(("", key))

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
            citation = self.find_citation(wanted.key, fromdocname)
            if citation is None:
                logger.warning(
                    'could not find bibtex key "%s"',
                    wanted.key,
                    location=node,
                    type="bibtex",
                    subtype="key_not_found",
                )
                continue
            if citation.citation_id in keys:
                continue
            keys[citation.citation_id] = citation.key
            info = SphinxReferenceInfo(
                builder=builder,
                fromdocname=fromdocname,
                todocname=citation.bibliography_key.docname,
                citation_id=citation.citation_id,
                title=self._tooltip(citation),
                pre_text=wanted.pre,
                post_text=wanted.post,
            )
            references.append((citation.entry, citation.formatted_entry, info))
        formatted = format_references(self.reference_style, typ, references)
        found = nodes.inline(rawsource=target, classes=["bibtex-citation"])
        found += formatted.render(self.backend)
        for link in found.findall(nodes.reference):
            anchor = link.get("refid") or link["refuri"].rpartition("#")[2]
            link["citation_key"] = keys[anchor]
        return found

    def _tooltip(self, citation: Citation) -> str | None:
        if citation.tooltip_entry is None:
            return None
        text: str = citation.tooltip_entry.text.render(self._tooltips)
        return text.replace("\\url ", "")
