"""Publication lists for Sphinx in which equal contributions are data.

A layer over sphinxcontrib-bibtex: see the modules `directive` for the list on
a page, `style` for the look of an entry, `annotations` for the marks.
"""

from pathlib import Path

from docutils.nodes import document
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from . import (  # noqa: F401 (the first does its work when it is imported)
    backends,
    config,
    files,
    freshness,
    lifecycle,
    nodes,
    pages,
    referencing,
)
from .actions import AddActions
from .cards import AddCards
from .citing import CitationDomain
from .directive import PublicationsDirective
from .domain import PublicationsDomain
from .pagecontent import FillPages
from .roles import add_roles
from .style import register_styles
from .transforms import POST_TRANSFORMS, PlaceGroups

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.setup_extension("sphinxcontrib.bibtex")
    register_styles()
    referencing.register_reference_styles()
    config.declare(app.add_config_value)
    nodes.add_nodes(app)
    app.add_domain(CitationDomain, override=True)
    app.add_domain(PublicationsDomain)
    add_roles(app)
    app.add_directive("publications", PublicationsDirective)
    app.add_source_suffix(pages.SUFFIX, "publication")
    app.add_source_parser(pages.PageParser)
    app.add_transform(PlaceGroups)
    for transform in POST_TRANSFORMS:
        app.add_post_transform(transform)
    app.add_post_transform(FillPages)
    app.add_post_transform(AddActions)
    app.add_post_transform(AddCards)
    app.add_post_transform(files.LinkFiles)
    app.connect("config-inited", referencing.on_config_inited)
    app.connect("config-inited", connect_outputs)
    app.connect("builder-inited", lifecycle.on_builder_inited, priority=400)
    app.connect("builder-inited", pages.on_builder_inited)
    app.connect("builder-inited", add_stylesheet)
    app.connect("html-page-context", add_scripts)
    app.connect("html-page-context", pages.on_html_page_context)
    app.connect("env-get-outdated", lifecycle.on_env_get_outdated)
    app.connect("env-before-read-docs", lifecycle.on_env_before_read_docs)
    app.connect("env-before-read-docs", pages.on_env_before_read_docs, priority=600)
    app.connect("env-updated", lifecycle.on_env_updated, priority=400)
    app.connect("env-updated", pages.on_env_updated, priority=600)
    app.connect("env-updated", freshness.on_env_updated, priority=900)
    app.connect("env-check-consistency", files.on_env_check_consistency)
    app.connect("build-finished", files.on_build_finished)
    return {
        "version": __version__,
        "env_version": 5,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def connect_outputs(app: Sphinx, config: Config) -> None:
    """Connect what goes with pages of papers, where a project has them."""
    if config.publications_pages:
        from . import exports, metadata

        app.connect("html-page-context", metadata.on_html_page_context)
        app.connect("html-page-context", exports.on_html_page_context)
        app.connect("build-finished", metadata.on_build_finished)


def add_stylesheet(app: Sphinx) -> None:
    """Publish the extension's stylesheet and scripts with web pages, and a stylesheet with EPUB."""
    if app.builder.format == "html":
        kind = "epub" if app.builder.name == "epub" else "web"
        app.config.html_static_path.append(str(Path(__file__).parent / "assets" / kind))
        app.add_css_file("publications.css")


def add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: document | None
) -> None:
    """Load each of the extension's scripts on the pages that have a use for it."""
    if doctree is None:
        return
    needs = (
        ("publications.js", (nodes.publication_item, nodes.publication_copyable)),
        ("publications-filter.js", (nodes.publication_filter,)),
        ("publications-cards.js", (nodes.publication_card,)),
    )
    for name, kinds in needs:
        if any(next(iter(doctree.findall(kind)), None) is not None for kind in kinds):
            app.add_js_file(name, loading_method="defer")
