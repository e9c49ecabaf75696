"""The directive ``{people}``, which shows people of ``publications_people``.

::

    ```{people}
    :role: PhD student
    :order: name
    ```

Options:

``:role:``
    Only people with this role.
``:order:``
    ``listed``, as in the body or in ``publications_people``, which it is by default; ``name``, by
    family name; ``papers``, those with the most papers first.
``:layout:``
    ``cards``, which it is by default, or ``list``, a line for each without photo.

The body names people, one a line, in their order; everyone by default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

import pybtex.errors
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode
from sphinx.util.typing import OptionSpec

from sphinx_publications.diagnostics import Subtype, did_you_mean
from sphinx_publications.i18n import translate
from sphinx_publications.model.names import fold, parse_name
from sphinx_publications.model.people import Profile
from sphinx_publications.project.build import is_web
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import PageRemark
from sphinx_publications.project.list_options import one_of
from sphinx_publications.rendering.nodes import (
    person_link,
    publication_people,
    publication_person,
)

SETTING = "publications_people"
ORDERS = ("listed", "name", "papers")
_CLASSES = {"cards": "publications-people", "list": "publications-people-list"}
LAYOUTS = tuple(_CLASSES)


class PeopleDirective(SphinxDirective):
    """Create the nodes of the people; `FillPeople` fills them."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "role": directives.unchanged_required,
        "order": one_of(ORDERS),
        "layout": one_of(LAYOUTS),
    }

    def run(self) -> list[nodes.Node]:
        """Return the list with its items."""
        domain = publications_domain(self.env)
        people = self._people(domain)
        labels = tuple(dict.fromkeys(person.label for person in people))
        domain.state.people_lists.setdefault(self.env.docname, []).append(labels)
        layout = self.options.get("layout", LAYOUTS[0])
        order = self.options.get("order", ORDERS[0])
        shown = publication_people(bullet="*", classes=[_CLASSES[layout]], order=order)
        for label in labels:
            has_photo = layout == LAYOUTS[0]
            shown += publication_person(label=label, layout=layout, has_photo=has_photo)
        return [shown] if labels else []

    def _people(self, domain: PublicationsDomain) -> list[Profile]:
        everyone = domain.people.people
        if not everyone:
            self._warn(f"{SETTING} names nobody; list people there, with their facts")
            return []
        people = list(self._named(domain)) if self.content else list(everyone)
        role = self.options.get("role", "")
        if not role:
            return people
        found = [person for person in people if person.role.casefold() == role.casefold()]
        if not found:
            roles = dict.fromkeys(person.role for person in people if person.role)
            close = did_you_mean(role, roles)
            remedy = close or f"; write {', '.join(roles) if roles else 'role: … there'}"
            self._warn(f":role: nobody in {SETTING} has the role '{role}'{remedy}")
        return found

    def _named(self, domain: PublicationsDomain) -> Iterator[Profile]:
        for name in filter(None, (line.strip() for line in self.content)):
            person = domain.people.called(name)
            if person is None:
                labels = [one.label for one in domain.people.people]
                close = did_you_mean(name, labels) or did_you_mean(_full(name), labels)
                self._warn(f"nobody in {SETTING} is called '{name}'{close or '; list them there'}")
            else:
                yield person

    def _warn(self, message: str) -> None:
        remark = PageRemark(Subtype.OPTION, message, self.env.docname, self.lineno)
        publications_domain(self.env).say(remark)


def _full(name: str) -> str:
    with pybtex.errors.capture():
        return parse_name(name)[0].full


class FillPeople(SphinxPostTransform):
    """Fill and sort the people of each ``{people}``."""

    # Before Sphinx (10) resolves references.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        domain = publications_domain(self.env)
        profiles = {person.label: person for person in domain.people.people}
        for shown in list(self.document.findall(publication_people)):
            key = _ORDERS[shown["order"]](domain)
            items = [item for item in shown.children if isinstance(item, publication_person)]
            items = [item for item in items if item["label"] in profiles]
            items.sort(key=lambda item: key(profiles[item["label"]]))
            shown.children = []
            for item in items:
                shown += item
                item += _FILLED[item["layout"]](_Shown.of(domain, profiles[item["label"]]))


def _most_papers_first(domain: PublicationsDomain) -> Callable[[Profile], Any]:
    return lambda person: -domain.state.person_papers.get(person.label, 0)


def _by_name(domain: PublicationsDomain) -> Callable[[Profile], Any]:
    def names(person: Profile) -> tuple[str, str]:
        name = parse_name(person.names[0])[0]
        return fold(name.family), fold(name.given)

    return names


_ORDERS: Mapping[str, Callable[[PublicationsDomain], Callable[[Profile], Any]]] = dict(
    zip(ORDERS, (lambda _: lambda _: 0, _by_name, _most_papers_first), strict=True)
)


class _Shown(NamedTuple):
    """A person as the document that is written shows him."""

    profile: Profile
    name: nodes.Node | None
    """The name, which leads to the person's page; None on that page, whose title it is."""
    links: Sequence[nodes.Node]
    papers: nodes.Node | None
    """The number of papers; None on the person's page, which has them."""

    @classmethod
    def of(cls, domain: PublicationsDomain, profile: Profile) -> _Shown:
        """Collect what is shown of a person."""
        here, links = domain.env.docname, list(_links(profile))
        docname, anchor = domain.state.person_pages.get(profile.label, ("", ""))
        if docname == here and not anchor:
            return cls(profile, None, links, None)
        number = domain.state.person_papers.get(profile.label, 0)
        words = (
            translate("1 paper on this site")
            if number == 1
            else translate("{number:,} papers on this site", number=number)
        )
        name: nodes.Node = nodes.strong("", profile.names[0])
        if docname:
            name = _leading(domain, here, docname, anchor, name)
        return cls(profile, name, links, nodes.Text(words) if number else None)


def _leading(
    domain: PublicationsDomain, here: str, docname: str, anchor: str, text: nodes.Node
) -> nodes.Node:
    """Return `text` as a link to a place, if the builder writes its document."""
    try:
        return make_refnode(domain.builder, here, docname, anchor or None, text)
    except NoUri:
        return text


def _links(profile: Profile) -> Iterator[nodes.Node]:
    places = [(translate("Homepage"), profile.url), ("ORCID", profile.orcid), *profile.links]
    for label, url in places:
        if url:
            yield nodes.reference("", label, refuri=url, internal=False)


def _card(shown: _Shown) -> list[nodes.Node]:
    profile = shown.profile
    lines = [
        ("name", _given(shown.name)),
        ("role", _text(profile.role)),
        ("affiliation", _text(", ".join(place.name for place in profile.affiliations))),
        ("links", _joined(shown.links)),
        ("papers", _given(shown.papers)),
    ]
    block = nodes.line_block()
    block.extend(
        nodes.line("", "", *parts, classes=[f"publication-person-{name}"])
        for name, parts in lines
        if parts
    )
    return [block]


def _line(shown: _Shown) -> list[nodes.Node]:
    profile = shown.profile
    places = [nodes.Text(place.name) for place in profile.affiliations]
    facts = [*_text(profile.role), *places, *shown.links]
    return [nodes.paragraph("", "", *_joined([*_given(shown.name), *facts, *_given(shown.papers)]))]


_FILLED: Mapping[str, Callable[[_Shown], list[nodes.Node]]] = dict(
    zip(LAYOUTS, (_card, _line), strict=True)
)


def _given(node: nodes.Node | None) -> list[nodes.Node]:
    return [] if node is None else [node]


def _text(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []


def _joined(parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    found: list[nodes.Node] = [nodes.Text(", ") for _ in range(2 * len(parts) - 1)]
    found[::2] = parts
    return found


class LeadToPeople(SphinxPostTransform):
    """Resolve the links on names of authors; only web pages have them."""

    # After cards are added (20).
    default_priority = 25

    def run(self, **kwargs: Any) -> None:
        domain = publications_domain(self.env)
        web = is_web(domain.builder)
        links = list(self.document.findall(person_link))
        pages = domain.people_addresses(self.env.docname) if web and links else {}
        for link in links:
            link["page"] = pages.get(link["person"], "")
            # Readers of e-books would set the names off.
            if not web or not (link["page"] or link["url"]):
                link.replace_self(link.children)


def person_source(person: Profile) -> str:
    """Return the source of the page that is generated for a person, in reStructuredText."""
    name = person.names[0]
    title = "".join(c if c.isalnum() or c == " " else f"\\{c}" for c in name)
    return (
        f":orphan:\n\n{title}\n{'=' * 4 * len(title)}\n\n.. people::\n\n   {person.label}\n\n"
        f".. publications::\n   :author: {person.label}\n   :owner: {person.label}\n"
    )
