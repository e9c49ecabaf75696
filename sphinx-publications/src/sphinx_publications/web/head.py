"""What the head of a web page says to other programs.

Google Scholar and Zotero read Highwire's tags on the page of a paper;
search engines read JSON-LD; social networks read Open Graph; people who
follow find the feed; and programs find the same paper in other formats
(``alternate``, and the relations of signposting.org).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.identifiers import LOCAL, doi_url
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.formats import available_formats
from sphinx_publications.outputs.highwire import highwire_tags
from sphinx_publications.outputs.json_ld import (
    Thing,
    article,
    item_list,
    person_id,
    profile_page,
    script,
    source_code,
)
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.files import absolute_url
from sphinx_publications.project.transforms import looks_ours, page_language
from sphinx_publications.web.output_files import FEED, listed_on
from sphinx_publications.web.page_images import draw_picture, picture_name
from sphinx_publications.web.pages import has_pages

_NO_AUTHOR = "Author name not set"
"""What Sphinx has for the author of a project that names none."""


class Head:
    """The head of one page of a build."""

    def __init__(
        self,
        app: Sphinx,
        docname: str,
        doctree: nodes.document,
        entry: SourceEntry | None = None,
    ) -> None:
        """`entry` is the paper whose page it is, if it is one's."""
        self.app = app
        self.docname = docname
        self.domain: PublicationsDomain = publications_domain(app.env)
        self.doctree = doctree
        self.entry = entry

    def elements(self) -> Iterator[str]:
        """Return the elements, a line each."""
        if self.entry is not None:
            publication = self.entry.publication
            pdf = self._pdf_beside(publication)
            for name, content in highwire_tags(publication, pdf):
                yield element("meta", name=name, content=content)
            yield from self._signposts(publication)
        if self.app.config.author not in {"", _NO_AUTHOR}:
            yield element("meta", name="author", content=self.app.config.author)
        if self.entry is not None or self._is_list:
            yield from self._alternates()
        things = list(self._things())
        if things:
            yield script(things)

    @property
    def _is_list(self) -> bool:
        return self.docname in listed_on(self.domain)

    @property
    def _address(self) -> str:
        return absolute_url(self.app, self.app.builder.get_target_uri(self.docname))

    @property
    def _language(self) -> str:
        return page_language(self.app.env, self.docname)

    def _pdf_beside(self, publication: Publication) -> str:
        """Return the address of a PDF in the folder of the page, where Scholar looks for it."""
        folder = posixpath.dirname(self.app.builder.get_target_uri(self.docname)) + "/"
        for link in publication.all_links:
            path = link.url.removeprefix(LOCAL)
            if link.kind == "pdf" and path != link.url and path.startswith(folder):
                return absolute_url(self.app, quote(path)) if self.app.config.html_baseurl else ""
        return ""

    def _signposts(self, publication: Publication) -> Iterator[str]:
        if publication.doi:
            yield element("link", rel="cite-as", href=doi_url(publication.doi))
            home = self.app.builder.get_relative_uri(self.docname, self.app.config.root_doc)
            yield element("link", rel="author", href=home or "#")
        for type_ in ("AboutPage", publication.entry_type.schema):
            yield element("link", rel="type", href=f"https://schema.org/{type_}")
        for format_ in available_formats():
            address = self._beside(format_.suffix)
            yield element("link", rel="describedby", type=format_.media_type, href=address)

    def _alternates(self) -> Iterator[str]:
        for format_ in available_formats(of_list=self.entry is None):
            yield element(
                "link",
                rel="alternate",
                type=format_.media_type,
                title=format_.name,
                href=self._beside(format_.suffix),
            )

    def _beside(self, suffix: str) -> str:
        here = self.app.builder.get_target_uri(self.docname)
        return relative_uri(here, f"{self.docname}.{suffix}")

    def _things(self) -> Iterator[Thing]:
        if self.docname == self.app.config.root_doc and self.app.config.publications_person:
            yield profile_page(self.app.config.publications_person, self._address, self._language)
        if self.entry is not None:
            publication = self.entry.publication
            image = self._figure or self._image
            yield article(
                publication,
                self._address,
                owner=self._owner,
                image=image,
                language=self._language,
            )
            yield from source_code(publication, self._address)
        elif self._is_list:
            keys = listed_on(self.domain)[self.docname]
            papers = [(self._page_of(key), self.domain.entry(key).publication) for key in keys]
            yield item_list(papers)
        else:
            for key in self._cited_keys():
                yield from self.domain.guard(
                    self.domain.entry(key), self._code_of, lambda _: list[Thing]()
                )

    @property
    def _owner(self) -> str:
        """The owner as a thing, which the front page describes."""
        if not self.app.config.publications_person:
            return ""
        home = self.app.builder.get_target_uri(self.app.config.root_doc)
        return person_id(absolute_url(self.app, home))

    @property
    def _image(self) -> str:
        """The address of the picture that stands for the page."""
        key = self.entry.key if self.entry is not None else ""
        image = picture_name(self.app, self.domain, key) if self.app.config.html_baseurl else ""
        return absolute_url(self.app, quote(image)) if image else ""

    @property
    def _figure(self) -> str:
        """Return the address of the figure of the paper, as large as there is."""
        figure = self.domain.figure(self.entry.key) if self.entry is not None else None
        if figure is None or not self.app.config.html_baseurl:
            return ""
        return absolute_url(self.app, quote(figure.large.files[-1]))

    def _code_of(self, entry: SourceEntry) -> list[Thing]:
        return list(source_code(entry.publication, self._page_of(entry.key)))

    def _cited_keys(self) -> Iterable[str]:
        """Return the papers that the page cites and whose code it links to."""
        links = list(self.doctree.findall(nodes.reference))
        linked = {link.get("refuri", "").rstrip("/") for link in links}
        keys = dict.fromkeys(link["citation_key"] for link in links if "citation_key" in link)
        for key in keys:
            if key in self.domain.state.pages:
                publication = self.domain.entry(key).publication
                codes = {link.url.rstrip("/") for link in publication.links if link.kind == "code"}
                if any(url.startswith(code) for code in codes for url in linked):
                    yield key

    def _page_of(self, key: str) -> str:
        page = self.domain.state.pages.get(key)
        docname = page.docname if page else self.docname
        return absolute_url(self.app, self.app.builder.get_target_uri(docname))

    def open_graph(self) -> Iterator[str]:
        """Return the tags of the Open Graph protocol (ogp.me), and those of X's cards."""
        described = next(
            (meta["content"] for meta in self.doctree.findall(nodes.meta) if _describes(meta)), ""
        )
        if self.entry is not None:
            title = self.entry.publication.plain_title
        else:
            title = self.app.env.titles[self.docname].astext()
        kind = "article" if self.entry is not None else "website"
        yield element("meta", property="og:type", content=kind)
        yield element("meta", property="og:title", content=title)
        yield element("meta", property="og:site_name", content=self.app.config.html_title)
        if described:
            yield element("meta", property="og:description", content=described)
        if not self.app.config.html_baseurl:
            return
        yield element("meta", property="og:url", content=self._address)
        if self._image:
            yield element("meta", property="og:image", content=self._image)
            yield element("meta", property="og:image:width", content="1200")
            yield element("meta", property="og:image:height", content="630")
            yield element("meta", property="og:image:alt", content=described or title)
            yield element("meta", name="twitter:card", content="summary_large_image")


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add to the head of a page what other programs read, and nothing that is there already."""
    domain = publications_domain(app.env)
    if not has_pages(app.builder) or not domain.state.pages:
        return
    found = []
    is_shared = _is_shared(app, pagename, doctree)
    if doctree is not None:
        page = domain.page_at(pagename)

        def elements(entry: SourceEntry | None) -> list[str]:
            head = Head(app, pagename, doctree, entry)
            return [*head.elements(), *(head.open_graph() if is_shared else ())]

        paper = domain.entry(page.key) if page is not None else None
        found = domain.guard(paper, elements, elements) if paper else elements(None)
        draw_picture(app, pagename)
    if app.config.html_baseurl and is_shared:
        found.append(
            element(
                "link",
                rel="alternate",
                type="application/atom+xml",
                title=app.config.publications_feed_title or app.config.html_title,
                href=absolute_url(app, FEED),
            )
        )
    there = context.get("metatags", "")
    new = [tag for tag in found if tag.partition(" content=")[0] + " " not in there]
    context["metatags"] = "\n".join([there, *new])


def _is_shared(app: Sphinx, pagename: str, doctree: Any) -> bool:
    """Whether a page says where the feed is, and what is shown where it is shared."""
    wanted: bool | None = app.config.publications_opengraph
    if wanted is not None:
        return wanted
    if doctree is None:
        return False
    nodes_of_page = doctree.findall(nodes.Element)
    return pagename == app.config.root_doc or any(
        looks_ours(node) or "citation_key" in node for node in nodes_of_page
    )


def element(name: str, /, **attributes: str) -> str:
    """Return an empty element of HTML."""
    written = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name} {written} />"


def _describes(meta: nodes.meta) -> bool:
    return str(meta.get("name", "")) == "description"
