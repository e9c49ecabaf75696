"""Elements in the head of a web page for other programs.

Highwire tags for Google Scholar and Zotero, JSON-LD for search engines, Open Graph for social
networks, and links to the feed, to the owner's profiles (``me``) and to the same paper in other
formats (``alternate``, and the relations of signposting.org, which are also in a linkset).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.identifiers import LOCAL, doi_url
from sphinx_publications.model.names import Name, parse_name
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs import json_ld
from sphinx_publications.outputs.json_ld import Thing, article
from sphinx_publications.outputs.page_metadata import LINKSET, Signpost, highwire_tags, linkset
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.files import absolute_url, site_name, write_file
from sphinx_publications.project.transforms import page_language
from sphinx_publications.rendering.nodes import looks_ours
from sphinx_publications.web.output_files import FEED, linkset_name, listed_on
from sphinx_publications.web.page_images import draw_picture, picture_name
from sphinx_publications.web.page_transform import sentence
from sphinx_publications.web.pages import has_pages

_PAGES = {"webpage", "blogPost", "newspaperArticle"}
"""Types of Zotero that it gives the name of a site."""
_NO_AUTHOR = "Author name not set"
"""Sphinx's default for the author of a project."""


class Head:
    """The head of one page."""

    def __init__(
        self, app: Sphinx, docname: str, doctree: nodes.document, entry: SourceEntry | None = None
    ) -> None:
        """`entry` is the paper, if the page is that of a paper."""
        self.app, self.config, self.domain = app, app.config, publications_domain(app.env)
        self.docname, self.doctree, self.entry = docname, doctree, entry
        self.uri = app.builder.get_target_uri(docname)
        self.is_list = docname in listed_on(self.domain)

    def elements(self) -> Iterator[str]:
        """Yield all elements but those of Open Graph."""
        if self.entry is not None:
            publication = self.entry.publication
            for name, content in highwire_tags(publication, self._pdf(publication)):
                yield element("meta", name=name, content=content)
            for rel, href, type_ in self._signposts(publication):
                yield element("link", rel=rel, **({"type": type_} if type_ else {}), href=href)
            if self.config.html_baseurl:
                href = relative_uri(self.uri, linkset_name(self.docname))
                yield element("link", rel="linkset", type=LINKSET, href=href)
        elif self._is_profile:
            for href in _addresses(self.config.publications_person.get("sameAs", ())):
                yield element("link", rel="me", href=href)
        if self.config.author not in {"", _NO_AUTHOR}:
            yield element("meta", name="author", content=self.config.author)
        if self.entry is not None or self.is_list:
            for name, href, type_ in self._files(of_list=self.entry is None):
                yield element("link", rel="alternate", type=type_, title=name, href=href)
        if things := list(self._things()):
            yield json_ld.script(things)

    @property
    def _address(self) -> str:
        return absolute_url(self.app, self.uri)

    def _address_of(self, path: str) -> str:
        """Return the address of a published file; empty without ``html_baseurl``."""
        return absolute_url(self.app, quote(path)) if path and self.config.html_baseurl else ""

    @property
    def _is_profile(self) -> bool:
        """Whether the page is the front page of a person."""
        return bool(self.config.publications_person) and self.docname == self.config.root_doc

    def _pdf(self, publication: Publication) -> str:
        """Return the address of the site's own PDF.

        Google Scholar takes only one in the folder of the page, which is preferred.
        """
        folder = posixpath.dirname(self.uri) + "/"
        links = (link for link in publication.all_links if link.kind == "pdf")
        own = [link.url.removeprefix(LOCAL) for link in links if link.url.startswith(LOCAL)]
        return self._address_of(min(own, key=lambda path: not path.startswith(folder), default=""))

    def _signposts(self, publication: Publication) -> Iterator[Signpost]:
        if publication.doi:
            yield Signpost("cite-as", doi_url(publication.doi))
            home = self.app.builder.get_relative_uri(self.docname, self.config.root_doc)
            yield Signpost("author", home or "#")
        for author in publication.authors:
            if author.orcid:
                yield Signpost("author", author.orcid)
        for type_ in ("AboutPage", publication.entry_type.schema):
            yield Signpost("type", f"https://schema.org/{type_}")
        for _, href, media_type in self._files(of_list=False):
            yield Signpost("describedby", href, media_type)
        if pdf := self._pdf(publication):
            yield Signpost("item", pdf, "application/pdf")

    def write_linkset(self) -> None:
        """Write the signposts of the paper into a file that the page links to."""
        if self.entry is None or not self.config.html_baseurl:
            return
        content = linkset(self._address, self._signposts(self.entry.publication))
        write_file(Path(self.app.outdir) / linkset_name(self.docname), content)

    def _files(self, *, of_list: bool) -> Iterator[tuple[str, str, str]]:
        """Yield the name, the address and the media type of each download."""
        for format_ in self.domain.formats(of_list=of_list):
            href = relative_uri(self.uri, f"{self.docname}.{format_.suffix}")
            yield format_.name, href, format_.media_type

    def _things(self) -> Iterator[Thing]:
        language = page_language(self.app.env, self.docname)
        person = self.config.publications_person
        if self._is_profile:
            told = {"description": self._description, **person}
            if isinstance(image := person.get("image"), str):
                told["image"] = absolute_url(self.app, image)
            changed = self.domain.state.front_changed
            owner = self.domain.people.owner
            yield json_ld.profile_page(told, self._address, language, owner, changed)
        if self.entry is not None:
            publication, page = self.entry.publication, self._address
            image = self._figure or self._image
            yield article(
                publication,
                page,
                owner=self._owner,
                described=person,
                image=image,
                language=language,
                description=self._description,
            )
            yield from json_ld.source_code(publication, page)
        elif self.is_list:
            keys = listed_on(self.domain)[self.docname]
            papers = [(self._page_of(key), self.domain.entry(key).publication) for key in keys]
            yield json_ld.item_list(papers)
        else:
            for key in self._cited_keys():
                entry = self.domain.entry(key)
                yield from self.domain.guard(entry, self._code_of, lambda _: list[Thing]())

    @property
    def _owner(self) -> str:
        """The ``@id`` of the owner, whom the home page describes."""
        if not self.config.publications_person:
            return ""
        home = self.app.builder.get_target_uri(self.config.root_doc)
        return json_ld.person_id(absolute_url(self.app, home))

    @property
    def _image(self) -> str:
        """The address of the social card."""
        key = self.entry.key if self.entry is not None else ""
        return self._address_of(picture_name(self.app, self.domain, key))

    @property
    def _description(self) -> str:
        metas = (m for m in self.doctree.findall(nodes.meta) if m.get("name") == "description")
        return next((str(meta["content"]) for meta in metas), "")

    def _name_in_parts(self) -> Iterator[tuple[str, str]]:
        """Yield the tags with the names of the owner."""
        options, person = self.domain.state.options, self.config.publications_person
        owner = parse_name(options.owner[0])[0] if options and options.owner else Name("")
        for tag, name, part in (
            ("profile:first_name", "givenName", owner.given),
            ("profile:last_name", "familyName", owner.family),
        ):
            if text := str(person.get(name, part)):
                yield tag, text

    @property
    def _figure(self) -> str:
        """The address of the figure of the paper in its largest size."""
        figure = self.domain.figure(self.entry.key) if self.entry is not None else None
        return self._address_of(figure.large.files[-1]) if figure else ""

    def _code_of(self, entry: SourceEntry) -> list[Thing]:
        return json_ld.source_code(entry.publication, self._page_of(entry.key))

    def _cited_keys(self) -> Iterable[str]:
        """Return the papers that the page cites and whose code it links to."""
        links = list(self.doctree.findall(nodes.reference))
        linked = {link.get("refuri", "").rstrip("/") for link in links}
        keys = dict.fromkeys(link["citation_key"] for link in links if "citation_key" in link)
        for key in filter(self.domain.state.pages.__contains__, keys):
            publication = self.domain.entry(key).publication
            codes = {link.url.rstrip("/") for link in publication.links if link.kind == "code"}
            if any(url.startswith(code) for code in codes for url in linked):
                yield key

    def _page_of(self, key: str) -> str:
        page = self.domain.state.pages.get(key)
        docname = page.docname if page else self.docname
        return absolute_url(self.app, self.app.builder.get_target_uri(docname))

    @property
    def _site_name(self) -> str:
        """The name of this site; on the page of a web page, Zotero takes it for that one's site."""
        if self.entry is not None:
            publication = self.entry.publication
            if publication.entry_type.zotero in _PAGES and not publication.container:
                return ""
        return site_name(self.app)

    def open_graph(self) -> Iterator[str]:
        """Yield the tags of the Open Graph protocol (ogp.me), and that of X's cards."""
        shown = description = self._description
        if self.entry is not None:
            kind, title = "article", self.entry.publication.plain_title
            shown = sentence(self.entry.publication)
        else:
            kind = "profile" if self._is_profile else "website"
            title = self.app.env.titles[self.docname].astext()
        tags = [("og:type", kind), ("og:title", title), ("og:site_name", self._site_name)]
        if kind == "profile":
            tags += self._name_in_parts()
        if description:
            tags.append(("og:description", description))
        if self.config.html_baseurl:
            tags.append(("og:url", self._address))
        if image := self._image:
            tags += [("og:image", image), ("og:image:width", "1200"), ("og:image:height", "630")]
            tags.append(("og:image:alt", shown or title))
        for name, content in tags:
            if content:
                yield element("meta", property=name, content=content)
        if image:
            yield element("meta", name="twitter:card", content="summary_large_image")


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add elements to the head of a page, except those that are there already."""
    domain = publications_domain(app.env)
    if not has_pages(app.builder) or not domain.state.pages:
        return
    found = []
    is_shared = _is_shared(app, pagename, doctree)
    if doctree is not None:
        page = domain.page_at(pagename)

        def elements(entry: SourceEntry | None) -> list[str]:
            head = Head(app, pagename, doctree, entry)
            head.write_linkset()
            return [*head.elements(), *(head.open_graph() if is_shared else ())]

        paper = domain.entry(page.key) if page is not None else None
        found = domain.guard(paper, elements, elements) if paper else elements(None)
        draw_picture(app, pagename)
    if app.config.html_baseurl and is_shared:
        attributes = {"rel": "alternate", "type": "application/atom+xml"}
        title = app.config.publications_feed_title or site_name(app)
        found.append(element("link", **attributes, title=title, href=absolute_url(app, FEED)))
    there = context.get("metatags", "")
    new = [tag for tag in found if tag.partition(" content=")[0] + " " not in there]
    context["metatags"] = "\n".join([there, *new])


def _is_shared(app: Sphinx, pagename: str, doctree: Any) -> bool:
    """Whether a page has Open Graph tags and a link to the feed."""
    wanted: bool | None = app.config.publications_opengraph
    if wanted is not None:
        return wanted
    if doctree is None:
        return False
    if pagename == app.config.root_doc:
        return True
    return any(looks_ours(n) or "citation_key" in n for n in doctree.findall(nodes.Element))


def _addresses(value: object) -> list[str]:
    """Return the web addresses of a property, which may be one or a list."""
    values = [value] if isinstance(value, str) else value
    found = map(str, values) if isinstance(values, list | tuple) else ()
    return [text for text in found if text.startswith(("https://", "http://"))]


def element(name: str, /, **attributes: str) -> str:
    """Return an empty element of HTML."""
    written = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name} {written} />"
