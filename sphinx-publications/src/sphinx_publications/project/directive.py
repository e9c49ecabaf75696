"""The directive ``{publications}``, which lists publications.

::

    ```{publications}
    :group-by: year
    :filter: type == "article" and year >= 2018
    ```

Options:

``:filter:``
    An expression as in sphinxcontrib-bibtex's ``{bibliography}``; a year is a number too.
``:group-by:``
    ``year``, ``type``, ``letter`` or ``none``; ``publications_group_by`` by default.
``:author:``
    Whose papers: a name of ``publications_people``, or a name as written.
``:owner:``
    Whose name is bold; that of ``publications_owner`` by default.
``:selected:``
    Only entries with ``selected = {true}`` or the keyword ``selected``.
``:limit:``
    How many entries at the most.
``:compact:``
    Titles in the weight of text, and each entry in one run of lines, on web pages.
``:filter-box:``
    The filter on web pages: ``page``, which it is by default, is one for all lists of the page;
    ``list``, one for this list alone; ``none``, no filter of this list.
``:style:``
    A pybtex style, whose order and labels the list has; ``publications_style`` by default.
``:contents:``
    ``yes`` or ``no``: whether tables of contents have the headings of groups. By default they
    have them, but not where sections have numbers.
``:keyprefix:``
    What stands before the keys in citations that lead to this list.

The argument names files of ``bibtex_bibfiles``, all by default; the body, keys in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from pybtex.plugin import PluginNotFound
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.inheritance import no_work
from sphinx_publications.diagnostics import Subtype, did_you_mean
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.model.names import fold
from sphinx_publications.model.people import Wanted
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.citation_targets import anchor_of
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import (
    BOXES,
    CONTENTS,
    PERSON_SUFFIX,
    ListGroup,
    PageRemark,
    PublicationList,
)
from sphinx_publications.project.selection import (
    GROUP_BY,
    Filter,
    FilterError,
    Group,
    group,
    in_order,
    newest_first,
)
from sphinx_publications.rendering.nodes import (
    publication_group,
    publication_item,
    publication_legend,
    publication_list,
)
from sphinx_publications.rendering.pybtex_compat import formatting_style
from sphinx_publications.rendering.styles import STYLES, has_labels, has_order, labelled


class _Options(dict[str, Any]):
    """Converters of options; unknown options are kept, so that the directive can warn."""

    def __missing__(self, name: str) -> Any:
        return directives.unchanged


_OF_STOCK = {  # What to write in place of options of ``{bibliography}``.
    "all": "; remove it, since all papers are listed",
    "cited": "; write :filter: cited and :group-by: none",
    "notcited": "; write :filter: not cited and :group-by: none",
}


def _group_by(argument: str) -> str:
    return directives.choice(argument, GROUP_BY)


def _contents(argument: str) -> str:
    return directives.choice(argument, CONTENTS)


def _filter_box(argument: str) -> str:
    return directives.choice(argument, BOXES)


class PublicationsDirective(SphinxDirective):
    """Create the nodes of a list; `transforms.FillPublications` fills them."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = _Options(
        {
            "filter": directives.unchanged_required,
            "author": directives.unchanged_required,
            "owner": directives.unchanged_required,
            "group-by": _group_by,
            "selected": directives.flag,
            "limit": directives.nonnegative_int,
            "compact": directives.flag,
            "filter-box": _filter_box,
            "style": directives.unchanged_required,
            "keyprefix": directives.unchanged_required,
            "contents": _contents,
        }
    )

    def run(self) -> list[nodes.Node]:
        """Return the groups with their lists, and the legend."""
        domain = publications_domain(self.env)
        for name in sorted(self.options.keys() - self.option_spec.keys()):
            remedy = _OF_STOCK.get(name) or did_you_mean(name, self.option_spec) or "; remove it"
            self._warn(f"there is no option :{name}:{remedy}")
        filter_ = self._filter()
        late = filter_ if filter_ is not None and filter_.is_late else None
        style = self._style()
        person = domain.person(self.options["author"]) if "author" in self.options else None
        publications = self._publications(domain, filter_, person)
        limit = self.options.get("limit")
        if late is None:
            publications = publications[:limit]
        # A style that the list names keeps its order and its labels.
        own_style = formatting_style(style) if style == self.options.get("style") else None
        is_sorted = not self._body and has_order(own_style)
        by = self.options.get("group-by") or self._usual_groups(is_flat=is_sorted)
        groups = group(publications, by)
        if is_sorted:
            entries = [domain.entry(publication.key) for publication in publications]
            publications = [e.publication for e, _ in labelled(own_style, entries, domain.guard)]
        groups = in_order(groups, publications)
        name = f"publications-{self.env.new_serialno('publications')}"
        list_key = BibliographyKey(self.env.docname, name)
        items = {publication.key: self._item(publication, list_key) for publication in publications}
        author, target = self._target(person)
        self._add_old_anchors(domain, items.values())
        content = [self._group(found, by, items) for found in groups]
        domain.add_list(
            list_key,
            PublicationList(
                line=self.lineno,
                style=style,
                has_labels=has_labels(own_style),
                contents=self.options.get("contents", ""),
                box=self.options.get("filter-box", BOXES[0]),
                owner=self.options.get("owner", ""),
                author=author,
                anchor=target["ids"][0] if target else "",
                keyprefix=self.options.get("keyprefix", ""),
                candidates=tuple(items),
                is_whole=not (self._body or {"selected", "limit", "author"} & self.options.keys()),
                filter=late,
                limit=limit,
                anchors={key: tuple(item["ids"]) for key, item in items.items()},
                groups=tuple(map(_list_group, groups, content)),
            ),
        )
        return [*([target] if target else []), *content, publication_legend(list_key=list_key)]

    @property
    def _body(self) -> str:
        """The keys, without surrounding blank lines."""
        return "\n".join(self.content).strip()

    def _usual_groups(self, *, is_flat: bool) -> str:
        by = str(self.config.publications_group_by)
        if is_flat or self._body:
            return "none"
        return by if by in GROUP_BY else GROUP_BY[0]

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
        target = nodes.target("", "", ids=[self._free_id(_anchor(f"papers of {label}"))])
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
        return publications if self._body else newest_first(publications)

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
        id_ = self._free_id(anchor_of(publication.key))
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

    def _group(self, found: Group, by: str, items: dict[str, publication_item]) -> nodes.Element:
        classes = ["publications", *(["publications-compact"] if "compact" in self.options else [])]
        listed = publication_list(bullet="*", classes=classes)
        listed.extend(items[publication.key] for publication in found.publications)
        if not found.title:
            return listed
        title = nodes.title("", found.title)
        title.source = ""  # If it were None, Sphinx would serialise the node for a message.
        ids = [self._free_id(_anchor(found.id))]
        section = publication_group("", title, listed, ids=ids, classes=[f"publications-by-{by}"])
        self.state.document.note_explicit_target(section, section)
        return section

    def _free_id(self, wish: str) -> str:
        """Return an unused anchor for the page: `wish`, if possible."""
        id_, number = wish, 2
        while id_ in self.state.document.ids:
            id_, number = f"{wish}-{number}", number + 1
        return id_

    def _warn(self, message: str) -> None:
        remark = PageRemark(Subtype.OPTION, message, self.env.docname, self.lineno)
        publications_domain(self.env).say(remark)


def _anchor(text: str) -> str:
    """Return the anchor of a heading, which keeps letters that are not Latin."""
    return nodes.make_id(text) if fold(text).isascii() else anchor_of(text.replace(" ", "-"))


def _list_group(found: Group, content: nodes.Element) -> ListGroup:
    keys = tuple(publication.key for publication in found.publications)
    return ListGroup(found.title, found.id, "".join(content["ids"]), keys)
