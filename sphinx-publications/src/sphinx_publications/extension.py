"""Register the directives, transforms and event handlers with Sphinx."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

from docutils.nodes import document
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translation

from sphinx_publications.i18n import set_translator
from sphinx_publications.project import (
    cite_role,
    conf_file,
    config,
    events,
    files,
    group_headings,
    hints,
    transforms,
)
from sphinx_publications.project.citations import CitationDomain
from sphinx_publications.project.directive import PublicationsDirective
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import PERSON_SUFFIX
from sphinx_publications.project.files import CheckMissingFiles
from sphinx_publications.project.people_lists import FillPeople, LeadToPeople, PeopleDirective
from sphinx_publications.project.transforms import CATALOG, PlainNodes, SayLanguage
from sphinx_publications.rendering import nodes
from sphinx_publications.rendering.styles import register_styles
from sphinx_publications.web import navigation, page_images, pages
from sphinx_publications.web.list_controls import AddListTools
from sphinx_publications.web.lists import FillWebLists
from sphinx_publications.web.page_transform import (
    AddCards,
    AddPhotos,
    FillPages,
    spare_cards_tips,
)


def connect_project(app: Sphinx) -> None:
    """Register what all builders need."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_message_catalog(CATALOG, str(Path(__file__).parent / "locale"))
    set_translator(get_translation(CATALOG))
    register_styles()
    cite_role.register_reference_styles()
    config.declare(app.add_config_value)
    nodes.add_nodes(app)
    group_headings.add_titles(app)
    app.add_domain(CitationDomain, override=True)
    app.add_domain(PublicationsDomain)
    cite_role.add_roles(app)
    app.add_directive("publications", PublicationsDirective)
    app.add_directive("people", PeopleDirective)
    app.add_transform(transforms.PlaceGroups)
    app.add_transform(CheckMissingFiles)
    app.add_post_transform(cite_role.AnchorEntries)
    for transform in transforms.POST_TRANSFORMS:
        app.add_post_transform(transform)
    app.add_post_transform(FillPeople)
    app.add_post_transform(LeadToPeople)
    app.add_post_transform(group_headings.LeaveGroupsUnnumbered)
    app.add_post_transform(files.LinkFiles)
    app.add_post_transform(SayLanguage)
    app.add_post_transform(PlainNodes)


def connect_web(app: Sphinx) -> None:
    """Register the lists on web pages, the pages of papers and the cards."""
    app.add_source_suffix(pages.SUFFIX, "publication")
    app.add_source_parser(pages.PageParser)
    app.add_source_suffix(PERSON_SUFFIX, "publication-person")
    app.add_source_parser(pages.PersonParser)
    for transform in (FillWebLists, FillPages, AddListTools, AddPhotos, AddCards):
        app.add_post_transform(transform)


def connect_pages(app: Sphinx, config: Config) -> None:
    """Connect the handlers for pages of papers; load their modules only if needed."""
    needed = PAGE_HANDLERS if config.publications_pages else PAGE_HANDLERS[:2]
    for event, priority, module, function in needed:
        loaded = import_module(f"{__package__}.web.{module}")
        app.connect(event, getattr(loaded, function), priority=priority)


_STYLESHEET = "publications.css"
_SCRIPTS = (
    ("publications.js", {nodes.publication_item, nodes.publication_copyable}),
    ("publications-filter.js", {nodes.publication_filter}),
    ("publications-cards.js", {nodes.publication_card}),
)
"""Each script with the node classes that need it."""


def load_assets(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: document | None
) -> None:
    """Publish the stylesheet and the scripts that a page needs, and load them on it."""
    if doctree is None:
        return
    kinds = {type(node) for node in doctree.findall() if nodes.looks_ours(node)}
    styles = [_STYLESHEET] if kinds else []
    scripts = [name for name, users in _SCRIPTS if kinds & users and app.builder.name != "epub"]
    build = publications_domain(app.env).build
    build.publish_assets([*styles, *scripts])
    build.record.note_assets(pagename, [*styles, *scripts])
    for name in styles:
        app.add_css_file(name)
    for name in scripts:
        app.add_js_file(name, loading_method="defer")


HANDLERS: tuple[tuple[str, int, Callable[..., object]], ...] = (
    # Before all handlers that read configuration values.
    ("config-inited", 300, conf_file.on_config_inited),
    ("config-inited", 500, cite_role.on_config_inited),
    ("config-inited", 500, connect_pages),
    ("config-inited", 500, spare_cards_tips),
    # Before sphinxcontrib-bibtex (500), which would read the files itself.
    ("builder-inited", 400, events.on_builder_inited),
    ("builder-inited", 500, pages.on_builder_inited),
    ("builder-inited", 500, navigation.on_builder_inited),
    ("builder-inited", 500, page_images.tell_missing_packages),
    ("env-get-outdated", 500, events.on_env_get_outdated),
    ("env-get-outdated", 500, page_images.outdated_figure_pages),
    ("env-get-outdated", 500, pages.on_env_get_outdated),
    ("env-get-outdated", 500, navigation.on_env_get_outdated),
    ("env-before-read-docs", 500, events.on_env_before_read_docs),
    ("env-before-read-docs", 500, navigation.on_env_before_read_docs),
    # After `events` has seen all documents to read; removes the pages of papers from them.
    ("env-before-read-docs", 600, pages.on_env_before_read_docs),
    # Before Sphinx collects the table of contents of the document.
    ("doctree-read", 400, navigation.on_doctree_read),
    # After Sphinx has collected it.
    ("doctree-read", 900, group_headings.on_doctree_read),
    # Before `events` uses the set of documents.
    ("env-updated", 300, navigation.before_pages),
    # Resolves lists before sphinxcontrib-bibtex (500) formats its own.
    ("env-updated", 400, events.on_env_updated),
    ("env-updated", 410, group_headings.on_env_updated),
    # Needs resolved lists; pages link to the main page.
    ("env-updated", 450, events.check_main_page),
    # Citations in titles need resolved lists of both kinds; pages repeat these titles.
    ("env-updated", 550, cite_role.on_env_updated),
    # Creates pages from the resolved lists, and reads them.
    ("env-updated", 600, pages.on_env_updated),
    # The set of pages is final.
    ("env-updated", 610, navigation.after_pages),
    # Needs all lists, including those on the new pages.
    ("env-updated", 650, page_images.settle_figures),
    # The pages on which entries stand are final.
    ("env-updated", 660, cite_role.label_entries),
    # Lists and citations are final.
    ("env-updated", 700, hints.on_env_updated),
    # Finds the files that entries name.
    ("env-updated", 700, files.on_env_updated),
    # Compares pages once everything that they show is known.
    ("env-updated", 900, events.changed_pages),
    # Last: nothing can fail between this and the writing of pages.
    ("env-updated", 950, events.on_env_written),
    ("write-started", 500, events.on_write_started),
    ("missing-reference", 500, navigation.on_missing_reference),
    # Before themes (500) read the table of contents; they add functions of their own.
    ("html-page-context", 400, navigation.on_html_page_context),
    ("html-page-context", 500, load_assets),
    ("html-page-context", 500, pages.on_html_page_context),
    ("html-page-context", 500, navigation.set_window_title),
    ("build-finished", 500, files.on_build_finished),
    ("build-finished", 500, page_images.write_figures),
    ("build-finished", 500, navigation.on_build_finished),
    # After all handlers that write files; removes withdrawn files.
    ("build-finished", 900, events.on_build_finished),
)
"""Event, priority (Sphinx's default: 500) and handler, in the order of the calls."""

PAGE_HANDLERS = (
    # The set of pages and files is final.
    ("env-updated", 800, "output_files", "note_output_files"),
    ("html-page-context", 500, "output_files", "write_source"),
    ("env-updated", 800, "page_images", "on_env_updated"),
    ("doctree-resolved", 500, "output_files", "remember_stems"),
    ("html-page-context", 500, "output_files", "write_downloads"),
    ("html-page-context", 500, "output_files", "note_writing"),
    # After extensions such as sphinxext-opengraph, whose tags are not repeated.
    ("html-page-context", 900, "head", "on_html_page_context"),
    ("build-finished", 500, "output_files", "write_feed"),
)
"""Event, priority, module in `web` and handler; all but the first two only for pages of papers."""


def connect(app: Sphinx) -> None:
    """Register everything with Sphinx."""
    connect_project(app)
    connect_web(app)
    for event, priority, handler in HANDLERS:
        app.connect(event, handler, priority=priority)


@cache
def kept_version() -> int:
    """Return a number for what Sphinx keeps between builds, which changes with its fields.

    Of the modules that a build loads later, the first build of a process decides.
    """
    modules = [module for name, module in sys.modules.items() if name.startswith(_KEPT)]
    kinds = {kind for each in modules for kind in vars(each).values() if isinstance(kind, type)}
    shapes = [
        (kind.__module__, kind.__qualname__, *getattr(kind, "_fields", kind.__annotations__))
        for kind in kinds
        if kind.__module__.startswith(_KEPT) and "__annotations__" in vars(kind)
    ]
    return zlib.crc32(repr(sorted(shapes)).encode())


_KEPT = tuple(f"{__package__}.{name}" for name in ("bibliography", "latex", "model", "project"))
"""The modules whose classes are kept."""
