"""The directive ``{publications}``, which lists publications.

::

    ```{publications}
    :group-by: year
    :filter: type == "article" and year >= 2018
    ```

`list_options` describes the options. The argument names files of ``bibtex_bibfiles``, all by
default; the body, keys in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from pybtex.plugin import PluginNotFound
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import SourceEntry, no_work
from sphinx_publications.diagnostics import Subtype, did_you_mean
from sphinx_publications.model.entry_types import HEADINGS, SERVING_TYPES, TYPES
from sphinx_publications.model.fields import is_known
from sphinx_publications.model.people import Wanted
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.citation_targets import anchor_of
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import (
    BOXES,
    PERSON_SUFFIX,
    Numbering,
    PageRemark,
    PublicationList,
)
from sphinx_publications.project.group_headings import free_id, group_nodes, heading_anchor
from sphinx_publications.project.list_options import CONTINUE, OF_STOCK, OPTIONS
from sphinx_publications.project.selection import (
    GROUP_BY,
    ORDERS,
    Filter,
    FilterError,
    Group,
    dated,
    group,
    headings_of,
    in_order,
    read_group_by,
    sort,
)
from sphinx_publications.rendering.nodes import publication_item, publication_legend
from sphinx_publications.rendering.pybtex_compat import formatting_style
from sphinx_publications.rendering.styles import STYLES, has_labels, has_order, labelled

_TEXTS = ("contents", "owner", "keyprefix", "labelprefix")
"""Options that are kept as they are written."""
_NO_FIELDS = {"type", "key", "author", "editor", "cited", "docname", "docnames"}
"""Names in filters that are not looked up among the fields."""


class PublicationsDirective(SphinxDirective):
    """Create the nodes of a list; `transforms.FillPublications` fills them."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = OPTIONS

    def run(self) -> list[nodes.Node]:
        """Return the groups with their lists, and the legend."""
        domain = publications_domain(self.env)
        self._tell_unknown_options()
        filter_ = self._filter()
        late = filter_ if filter_ is not None and filter_.is_late else None
        style = self._style()
        person = domain.person(self.options["author"]) if "author" in self.options else None
        # A style that the list names keeps its order and its labels.
        own_style = formatting_style(style) if style == self.options.get("style") else None
        limit = self.options.get("limit")
        publications = self._publications(domain, filter_, person)
        publications = self._sorted(
            publications, domain, own_style, limit if late is None else None
        )
        is_flat = self._is_sorted(own_style)
        by = self.options.get("group-by") or self._usual_groups(is_flat=is_flat)
        groups = in_order(self._groups(publications, by), publications)
        name = f"publications-{self.env.new_serialno('publications')}"
        list_key = BibliographyKey(self.env.docname, name)
        items = {publication.key: self._item(publication, list_key) for publication in publications}
        author, target = self._target(person)
        self._add_old_anchors(domain, items.values())
        classes = ["publications", *(["publications-compact"] if "compact" in self.options else [])]
        made = [group_nodes(each, by, items, classes, self.state.document) for each in groups]
        domain.add_list(
            list_key,
            PublicationList(
                line=self.lineno,
                style=style,
                has_labels=self._has_labels(own_style),
                numbering=self._numbering,
                box=self.options.get("filter-box", BOXES[0]),
                author=author,
                anchor=target["ids"][0] if target else "",
                **{name: self.options.get(name, "") for name in _TEXTS},
                candidates=tuple(items),
                is_whole=not (self._body or {"selected", "limit", "author"} & self.options.keys()),
                filter=late,
                limit=limit,
                anchors={key: tuple(item["ids"]) for key, item in items.items()},
                groups=tuple(value for _, values in made for value in values),
            ),
        )
        return [
            *([target] if target else []),
            *(node for node, _ in made),
            publication_legend(list_key=list_key),
        ]

    @property
    def _body(self) -> str:
        """The keys, without surrounding blank lines."""
        return "\n".join(self.content).strip()

    def _usual_groups(self, *, is_flat: bool) -> str:
        if is_flat or self._body:
            return "none"
        return read_group_by(str(self.config.publications_group_by)) or GROUP_BY[0]

    def _is_sorted(self, own_style: Any) -> bool:
        """Whether a style sorts the list."""
        return not self._body and "order" not in self.options and has_order(own_style)

    def _sorted(
        self,
        publications: list[Publication],
        domain: PublicationsDomain,
        own_style: Any,
        limit: int | None,
    ) -> list[Publication]:
        """Return the first publications in the order of the list; the newest for a style."""
        order = self.options.get("order", "" if self._body else ORDERS[0])
        found = (sort(publications, order) if order else publications)[:limit]
        if not self._is_sorted(own_style):
            return found
        entries = [domain.entry(publication.key) for publication in found]
        return [entry.publication for entry, _ in labelled(own_style, entries, domain.guard)]

    def _groups(self, publications: list[Publication], by: str) -> list[Group]:
        # Years come by date, whatever the order within them is.
        by_date = publications if self._body else dated(publications, self.options.get("order", ""))
        groups = group(by_date, by)
        if "headings" not in self.options:
            return groups
        first, unknown = headings_of(self.options["headings"], groups)
        for word in unknown:
            close = did_you_mean(word, (*HEADINGS, *TYPES)) or "; write headings, or types"
            self._warn(f":headings: there is no heading '{word}'{close}")
        return group(by_date, by, first)

    def _tell_unknown_options(self) -> None:
        for name in sorted(self.options.keys() - self.option_spec.keys()):
            remedy = OF_STOCK.get(name) or did_you_mean(name, self.option_spec) or "; remove it"
            self._warn(f"there is no option :{name}:{remedy}")

    def _tell_unknown_names(self, filter_: Filter, entries: Iterable[SourceEntry]) -> None:
        """Warn of names in a filter that no entry has and that misspell another."""
        names = filter_.names - _NO_FIELDS
        if unknown := {name for name in names if not is_known(name.lower())}:
            known = {*_NO_FIELDS, *(name for entry in entries for name in entry.fields)}
            for name in sorted(unknown - known):
                if close := did_you_mean(name, known):
                    self._warn(f":filter: no entry has the field '{name}'{close}")

    def _has_labels(self, own_style: Any) -> bool:
        wanted = self.options.get("list", "")
        return wanted == "citation" or (not wanted and has_labels(own_style))

    @property
    def _numbering(self) -> Numbering | None:
        start = self.options.get("start")
        is_reversed = "reversed" in self.options
        if self.options.get("list") != "enumerated":
            if start is not None or is_reversed:
                self._warn(":start: and :reversed: number nothing; add :list: enumerated")
            return None
        is_continued = start == CONTINUE
        return Numbering(None if is_continued else start, is_continued, is_reversed)

    def _style(self) -> str:
        for name in (self.options.get("style", ""), self.config.publications_style):
            try:
                if name and formatting_style(name):
                    return str(name)
            except PluginNotFound:
                self._warn(f"there is no style '{name}'; write one of {', '.join(STYLES)}")
        return "publications"

    def _filter(self) -> Filter | None:
        if "filter" not in self.options:
            return None
        try:
            return Filter(self.options["filter"])
        except FilterError as error:
            self._warn(f":filter: {error}; all entries are listed")
            return None

    def _target(self, person: Wanted | None) -> tuple[str, nodes.target | None]:
        """Return whose papers the list has, and the target of links to them."""
        if person is None or person.profile is None:
            return self.options.get("author", ""), None
        label = person.profile.label
        target = nodes.target(
            "", "", ids=[free_id(self.state.document, heading_anchor(f"papers of {label}"))]
        )
        self.state.document.note_explicit_target(target, target)
        return label, target

    def _publications(
        self, domain: PublicationsDomain, filter_: Filter | None, person: Wanted | None
    ) -> list[Publication]:
        files = self._files(domain)
        for file in files:
            self.env.note_dependency(str(file))
        entries = {key: domain.entry(key) for file in files for key in domain.keys_of(file)}
        if self._body:
            keys = list(self._keys(entries))
        else:
            shown = (key for key, entry in entries.items() if not entry.publication.hidden)
            keys = [key for key in shown if key not in domain.state.containers]
        if filter_ is not None:
            self._tell_unknown_names(filter_, entries.values())
        if filter_ is not None and not filter_.is_late:
            try:
                keys = [key for key in keys if filter_.accepts(entries[key], self.env.docname)]
            except FilterError as error:
                self._warn(f":filter: {error}; all entries are listed")
        publications = [entries[key].publication for key in keys]
        if person is not None:
            publications = self._of_author(domain, publications, person)
        if "selected" in self.options:
            publications = [publication for publication in publications if publication.selected]
        return publications

    def _of_author(
        self, domain: PublicationsDomain, publications: list[Publication], person: Wanted
    ) -> list[Publication]:
        name = self.options["author"]
        found = [
            publication
            for publication in publications
            if any(person.is_author(one.name, one.profile) for one in publication.authors)
        ]
        if not found and not self.state.document.get("source", "").endswith(PERSON_SUFFIX):
            known = {one.name.full for each in publications for one in each.authors}
            known |= {profile.label for profile in domain.people.people}
            close = did_you_mean(person.names[0].full, known - {name})
            remedy = close or "; write the name as a whole, or list it in publications_people"
            self._warn(f":author: no entry has the author '{name}'{remedy}")
        return found

    def _files(self, domain: PublicationsDomain) -> list[Path]:
        known = list(domain.cite.stored.bibfiles)
        if not self.arguments:
            return known
        files = []
        for name in self.arguments[0].split():
            file = Path(self.env.relfn2path(name)[1]).resolve()
            if file in known:
                files.append(file)
            else:
                self._warn(f"{name} is not among bibtex_bibfiles in conf.py; add it there")
        return files

    def _keys(self, entries: Mapping[str, SourceEntry]) -> Iterator[str]:
        works = [key for key, entry in entries.items() if entry.type not in SERVING_TYPES]
        by_lower = {key.lower(): key for key in entries}
        written = re.split(r"[\s,]+", self._body)
        for key in dict.fromkeys(by_lower.get(key.lower(), key) for key in written if key):
            if key not in entries:
                self._warn(f"no entry has the key '{key}'{did_you_mean(key, works)}")
            elif entries[key].type in SERVING_TYPES:
                self._warn(no_work(entries[key]))
            else:
                yield key

    def _item(self, publication: Publication, list_key: BibliographyKey) -> publication_item:
        id_ = free_id(self.state.document, anchor_of(publication.key))
        item = publication_item(ids=[id_], key=publication.key, list_key=list_key)
        self.state.document.note_explicit_target(item, item)
        return item

    def _add_old_anchors(
        self, domain: PublicationsDomain, items: Iterable[publication_item]
    ) -> None:
        """Add the anchors of earlier versions and of ``{bibliography}``, if they are free."""
        ids = self.state.document.ids
        for item in items:
            names = [item["key"]]
            if wanted := self.config.bibtex_cite_id:
                names.append(wanted.format(bibliography_count=1, key=item["key"]))
            for id_ in dict.fromkeys(map(nodes.make_id, names)):
                if id_ and id_ not in ids and not domain.has(id_):
                    item["ids"].append(id_)
                    ids[id_] = item

    def _warn(self, message: str) -> None:
        remark = PageRemark(Subtype.OPTION, message, self.env.docname, self.lineno)
        publications_domain(self.env).say(remark)
