"""What connects the lists and citations of a project to Sphinx."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import get_translation

from sphinx_publications.look import nodes, references
from sphinx_publications.look.styles import register_styles
from sphinx_publications.project import (
    config,
    files,
    freshness,
    lifecycle,
    mainpage,
    unlisted,
    values,
)
from sphinx_publications.project.citations import CitationDomain
from sphinx_publications.project.directive import PublicationsDirective
from sphinx_publications.project.domain import PublicationsDomain
from sphinx_publications.project.filling import POST_TRANSFORMS, PlaceGroups
from sphinx_publications.project.languages import CATALOG, SayLanguage
from sphinx_publications.project.missingfiles import TellMissingFiles
from sphinx_publications.project.plainnodes import PlainNodes
from sphinx_publications.project.roles import add_roles
from sphinx_publications.words import speak


def connect(app: Sphinx) -> None:
    """Connect everything that any builder needs."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_message_catalog(CATALOG, str(Path(__file__).parents[1] / "locale"))
    speak(get_translation(CATALOG))
    register_styles()
    references.register_reference_styles()
    config.declare(app.add_config_value)
    nodes.add_nodes(app)
    app.add_domain(CitationDomain, override=True)
    app.add_domain(PublicationsDomain)
    add_roles(app)
    app.add_directive("publications", PublicationsDirective)
    app.add_transform(PlaceGroups)
    app.add_transform(TellMissingFiles)
    for transform in POST_TRANSFORMS:
        app.add_post_transform(transform)
    app.add_post_transform(files.LinkFiles)
    app.add_post_transform(SayLanguage)
    app.add_post_transform(PlainNodes)
    app.connect("config-inited", values.on_config_inited, priority=300)
    app.connect("config-inited", references.on_config_inited)
    app.connect("builder-inited", lifecycle.on_builder_inited, priority=400)
    app.connect("env-get-outdated", lifecycle.on_env_get_outdated)
    app.connect("env-before-read-docs", lifecycle.on_env_before_read_docs)
    app.connect("env-updated", lifecycle.on_env_updated, priority=400)
    app.connect("env-updated", mainpage.on_env_updated, priority=450)
    app.connect("env-updated", unlisted.on_env_updated, priority=700)
    app.connect("env-updated", freshness.on_env_updated, priority=900)
    app.connect("env-updated", files.on_env_updated, priority=700)
    app.connect("env-updated", lifecycle.on_env_written, priority=950)
    app.connect("write-started", lifecycle.on_write_started)
    app.connect("build-finished", files.on_build_finished)
    app.connect("build-finished", lifecycle.on_build_finished, priority=900)
