"""The files of the site that entries name, as in ``pdf = {paper.pdf}``: linked and published."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_publications.bibliography.entries import Source
from sphinx_publications.model.identifiers import LOCAL
from sphinx_publications.problems import Problem, Subtype
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.warnings import report


class LinkFiles(SphinxPostTransform):
    """Makes links of the addresses that `identifiers.local_file` returns."""

    # Before links are resolved, after the lists are filled.
    default_priority = 7

    def run(self, **kwargs: Any) -> None:
        builder = self.env._app.builder
        for link in list(self.document.findall(nodes.reference)):
            if not link.get("refuri", "").startswith(LOCAL):
                continue
            if is_web(builder):
                page = builder.get_target_uri(self.env.current_document.docname)
                link["refuri"] = web_address(link["refuri"], page)
            elif self.config.html_baseurl:
                path = quote(link["refuri"].removeprefix(LOCAL))
                link["refuri"] = urljoin(self.config.html_baseurl, path)
            else:
                link.replace_self(link.children)


def is_web(builder: Builder) -> bool:
    """Whether a builder makes web pages, beside which files can lie."""
    return builder.format == "html" and builder.name != "epub"


def web_address(url: str, page: str) -> str:
    """Return where a link of an entry leads from the page with the address `page`."""
    if not url.startswith(LOCAL):
        return url
    return relative_uri(page, quote(url.removeprefix(LOCAL)))


def on_env_check_consistency(app: Sphinx, env: Any) -> None:
    """Warn of files that entries name and that are not there."""
    missing = "the file {} is not there; put it into the repository"
    report(
        Problem(Subtype.FILE, missing.format(name), source.file, line, about=name)
        for name, (source, line) in _named_files(app).items()
        if not (Path(app.srcdir) / name).is_file()
    )


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Publish the files with web pages."""
    if exception is not None or not is_web(app.builder):
        return
    for name in _named_files(app):
        source, target = Path(app.srcdir) / name, Path(app.outdir) / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def _named_files(app: Sphinx) -> dict[str, tuple[Source, int]]:
    """Return each named file with the entry and the line that name it."""
    found: dict[str, tuple[Source, int]] = {}
    if not app.config.publications_files:
        return found
    for entry in publications_domain(app.env).entries():
        publication, source = entry.publication, entry.source
        for link in publication.all_links:
            if link.url.startswith(LOCAL):
                place = source, source.line_of(link.field)
                found.setdefault(link.url.removeprefix(LOCAL), place)
    return found
