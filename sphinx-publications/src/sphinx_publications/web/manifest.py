"""All files of a web build that the extension answers for, so that what is withdrawn goes."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.outputs.formats import available_formats
from sphinx_publications.project.compat import output_path
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.web.downloads import listed_on
from sphinx_publications.web.feed import FEED
from sphinx_publications.web.pages import has_pages
from sphinx_publications.web.pictures import is_drawn


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Note the files that this build writes, or leaves as they are."""
    publications_domain(env).written_files |= set(_files(app, env))


def _files(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    domain = publications_domain(env)
    builder = app.builder
    if not has_pages(builder):
        return
    outputs = {
        docname: output_path(builder, docname).relative_to(app.outdir).as_posix()
        for docname in env.found_docs
    }
    pages = {page.docname for page in domain.state.pages.values()}
    own = pages | domain.state.group_pages.keys()
    for docname in own:
        yield outputs[docname]
    # A document of a person may have taken the place of a page, whose file is Sphinx's then.
    domain.record.leave(outputs[name] for name in outputs.keys() - own)
    if not pages:
        return
    for docname in pages | listed_on(domain).keys():
        for format_ in available_formats(of_list=docname not in pages):
            yield f"{docname}.{format_.suffix}"
    for docname in env.found_docs:
        if is_drawn(app, docname):
            yield f"{docname}.png"
    if app.config.html_baseurl:
        yield FEED
