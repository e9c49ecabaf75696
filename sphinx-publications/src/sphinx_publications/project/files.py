"""The files of the site that entries name, as in ``pdf = {paper.pdf}``: linked and published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_publications.model.identifiers import LOCAL
from sphinx_publications.problems import Problem, Subtype
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.warnings import report, warn


class LinkFiles(SphinxPostTransform):
    """Makes links of the addresses that `identifiers.local_file` returns."""

    # After the lists are filled and the cards (20) added, before LaTeX shows addresses (400).
    default_priority = 30

    def run(self, **kwargs: Any) -> None:
        builder = publications_domain(self.env).builder
        for link in list(self.document.findall(nodes.reference)):
            if not link.get("refuri", "").startswith(LOCAL):
                continue
            if is_web(builder):
                page = builder.get_target_uri(self.env.docname)
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


def on_env_updated(app: Sphinx, env: Any) -> None:
    """Note the files that entries name, and warn of those that cannot be published."""
    domain = publications_domain(env)
    if not domain.is_unchanged:
        domain.state.files = tuple(_named_files(app))
    problems = []
    for name, file, line in domain.state.files:
        message = _unpublished(app, name)
        if message:
            problems.append(Problem(Subtype.FILE, message, file, line, about=_short(name)))
        elif is_web(app.builder):
            domain.written_files.add(name)
    report(problems)


def _unpublished(app: Sphinx, name: str) -> str:
    """Return why a file cannot be published, and what to do; empty if it can."""
    if not os.path.isfile(Path(app.srcdir) / name):  # noqa: PTH113 (pathlib's raises)
        return f"the file {_short(name)} is not there; put it into the repository"
    if not _is_within(app, name):
        return (
            f"the file {_short(name)} is a link that leads out of "
            f"{app.config.publications_files}, and is not published; put a copy in its place"
        )
    return ""


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Publish the files with web pages."""
    if exception is not None or not is_web(app.builder):
        return
    for name, file, line in publications_domain(app.env).state.files:
        source, target = Path(app.srcdir) / name, Path(app.outdir) / name
        if os.path.isfile(source) and _is_within(app, name):  # noqa: PTH113 (pathlib's raises)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
            except OSError as error:
                message = f"the file {_short(name)} cannot be published ({error.strerror})"
                advice = "see to its permissions and its name"
                warn(Subtype.FILE, f"{message}; {advice}", f"{file}:{line}")


def _is_within(app: Sphinx, name: str) -> bool:
    """Whether a file lies in the folder of files, whatever links lead to it."""
    folder = Path(app.srcdir) / app.config.publications_files
    return (Path(app.srcdir) / name).resolve().is_relative_to(folder.resolve())


def _short(name: str) -> str:
    return name if len(name) <= 100 else name[:99] + "…"


def _named_files(app: Sphinx) -> list[tuple[str, str, int]]:
    """Return each named file with the file and the line that name it."""
    found: dict[str, tuple[str, str, int]] = {}
    if not app.config.publications_files:
        return []
    for entry in publications_domain(app.env).entries():
        publication, source = entry.publication, entry.source
        for link in publication.all_links:
            if link.url.startswith(LOCAL):
                name = link.url.removeprefix(LOCAL)
                found.setdefault(name, (name, source.file, source.line_of(link.field)))
    return list(found.values())
