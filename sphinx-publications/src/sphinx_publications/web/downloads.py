"""Files for other programs, beside the pages: of one paper, and of a whole list."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from sphinx_publications.outputs.formats import Format, available_formats
from sphinx_publications.project.domain import PublicationsDomain, publications_domain


def listed_on(domain: PublicationsDomain) -> dict[str, list[str]]:
    """Return the keys of each document with a list that citations lead to."""
    found: dict[str, list[str]] = {}
    for list_key, value in domain.state.lists.items():
        if value.own:
            found.setdefault(list_key.docname, []).extend(value.own)
    return found


class Downloads:
    """The files of a build; what a list says of a paper is kept for the page of that paper."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def on_html_page_context(
        self, app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
    ) -> None:
        """Write the files of a list or of a paper with its page, in the process that does that."""
        domain = publications_domain(app.env)
        if doctree is None or app.builder.format != "html" or not domain.state.pages:
            return
        page = domain.page_at(pagename)
        keys = [page.key] if page is not None else listed_on(domain).get(pagename, [])
        if not keys:
            return
        stem = Path(app.outdir) / pagename
        stem.parent.mkdir(parents=True, exist_ok=True)
        for format_ in available_formats(of_list=page is None):
            if page is not None:
                content = self._of_paper(format_, page.key, domain)
            else:
                content = self._of_list(format_, keys, domain)
            path = stem.with_name(f"{stem.name}.{format_.suffix}")
            path.write_text(content, encoding="utf-8")

    def _of_paper(self, format_: Format, key: str, domain: PublicationsDomain) -> str:
        kept = self._kept.pop((key, format_.suffix), "")
        return kept or format_.file(domain.entry(key), domain.guard)

    def _of_list(self, format_: Format, keys: list[str], domain: PublicationsDomain) -> str:
        assert format_.join is not None
        files = [format_.file(domain.entry(key), domain.guard) for key in keys]
        self._kept.update(((key, format_.suffix), f) for key, f in zip(keys, files, strict=True))
        return format_.join(files)

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Forget what no page asked for."""
        self._kept.clear()
