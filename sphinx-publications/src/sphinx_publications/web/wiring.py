"""What connects web pages to Sphinx."""

from __future__ import annotations

from pathlib import Path

from docutils.nodes import document
from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_publications.look import nodes
from sphinx_publications.project.plainnodes import looks_ours
from sphinx_publications.web import figures, navigation, optional, pagereferences, pages, pagetitles
from sphinx_publications.web.cards import AddCards
from sphinx_publications.web.listfilling import FillWebLists
from sphinx_publications.web.listtools import AddListTools
from sphinx_publications.web.pagecontent import FillPages


def connect(app: Sphinx) -> None:
    """Connect the list of web pages, the pages of papers and the cards."""
    app.add_source_suffix(pages.SUFFIX, "publication")
    app.add_source_parser(pages.PageParser)
    for transform in (FillWebLists, FillPages, AddListTools, AddCards):
        app.add_post_transform(transform)
    app.connect("config-inited", connect_outputs)
    app.connect("builder-inited", pages.on_builder_inited)
    app.connect("builder-inited", optional.on_builder_inited)
    app.connect("builder-inited", add_assets)
    app.connect("html-page-context", load_assets)
    app.connect("html-page-context", pages.on_html_page_context)
    app.connect("env-get-outdated", figures.on_env_get_outdated)
    app.connect("env-updated", figures.on_env_updated, priority=650)
    app.connect("build-finished", figures.on_build_finished)
    # Before themes read the table of contents.
    app.connect("html-page-context", navigation.on_html_page_context, priority=400)
    app.connect("build-finished", navigation.on_build_finished)
    app.connect("env-get-outdated", pages.on_env_get_outdated)
    app.connect("html-page-context", pagetitles.on_html_page_context)
    app.connect("env-before-read-docs", pages.on_env_before_read_docs, priority=600)
    app.connect("env-updated", pages.on_env_updated, priority=600)
    app.connect("env-get-outdated", pagereferences.on_env_get_outdated)
    app.connect("env-before-read-docs", pagereferences.on_env_before_read_docs)
    # Before Sphinx makes a table of contents of the document.
    app.connect("doctree-read", pagereferences.on_doctree_read, priority=400)
    app.connect("env-updated", pagereferences.before_pages, priority=300)
    app.connect("env-updated", pagereferences.after_pages, priority=610)
    app.connect("missing-reference", pagereferences.on_missing_reference)


def connect_outputs(app: Sphinx, config: Config) -> None:
    """Connect what goes with pages of papers, where a project has them."""
    from sphinx_publications.web import manifest

    app.connect("env-updated", manifest.on_env_updated, priority=800)
    if config.publications_pages:
        from sphinx_publications.web import downloads, feed, head, pictures, searchstems

        # Behind others, such as sphinxext-opengraph, whose tags are not said twice.
        app.connect("html-page-context", head.on_html_page_context, priority=900)
        files = downloads.Downloads()
        app.connect("html-page-context", files.on_html_page_context)
        app.connect("build-finished", files.on_build_finished)
        app.connect("env-updated", pictures.on_env_updated, priority=800)
        app.connect("doctree-resolved", searchstems.on_doctree_resolved)
        app.connect("html-page-context", feed.on_html_page_context)
        app.connect("build-finished", feed.on_build_finished)


def add_assets(app: Sphinx) -> None:
    """Publish the extension's stylesheet and scripts with web pages, and a stylesheet with EPUB."""
    if app.builder.format == "html":
        kind = "epub" if app.builder.name == "epub" else "web"
        app.config.html_static_path.append(str(Path(__file__).parent / "assets" / kind))
        if kind == "epub":
            app.add_css_file("publications.css")


_SCRIPTS = (
    ("publications.js", {nodes.publication_item, nodes.publication_copyable}),
    ("publications-filter.js", {nodes.publication_filter}),
    ("publications-cards.js", {nodes.publication_card}),
)
"""Each script with the nodes that have a use for it."""


def load_assets(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: document | None
) -> None:
    """Load the stylesheet and each of the scripts on the pages that have a use for it."""
    if doctree is None:
        return
    kinds = {type(node) for node in doctree.findall() if looks_ours(node)}
    if kinds and app.builder.name != "epub":
        app.add_css_file("publications.css")
    for name, users in _SCRIPTS:
        if kinds & users:
            app.add_js_file(name, loading_method="defer")
