"""Files for other programs, beside the pages: of one paper, and of a whole list."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from sphinx_publications.outputs.formats import available_formats
from sphinx_publications.project.domain import PublicationsDomain, publications_domain


def listed_on(domain: PublicationsDomain) -> dict[str, list[str]]:
    """Return the keys of each document with a list that citations lead to."""
    found: dict[str, list[str]] = {}
    for list_key, value in domain.state.lists.items():
        if value.own:
            found.setdefault(list_key.docname, []).extend(value.own)
    return found


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Write the files of a list or of a paper with its page, in the process that writes that."""
    domain = publications_domain(app.env)
    if doctree is None or app.builder.format != "html" or not domain.state.pages:
        return
    page = domain.page_at(pagename)
    keys = [page.key] if page is not None else listed_on(domain).get(pagename, [])
    entries = [domain.entry(key) for key in keys]
    if not entries:
        return
    stem = Path(app.outdir) / pagename
    stem.parent.mkdir(parents=True, exist_ok=True)
    for format_ in available_formats(of_list=page is None):
        path = stem.with_name(f"{stem.name}.{format_.suffix}")
        path.write_text(format_.file(entries, domain.guard), encoding="utf-8")
