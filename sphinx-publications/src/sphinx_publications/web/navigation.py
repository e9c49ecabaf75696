"""Where the pages of papers and of groups stand in the navigation: below the page of their list.

They stand in no table of contents, where thousands of them would be in the way. So themes find no
page above them, and show none as current. While such a page is written it is taken to stand below
the page of its list; what Sphinx keeps, and what it takes the pages before and behind from, is as
it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_publications.project.compat import global_toctree
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.web.pages import has_pages


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let themes find the page of the list as the one above a page of ours."""
    domain = publications_domain(app.env)
    if not has_pages(app.builder):
        return
    _restore(app)
    page = domain.page_at(pagename) or domain.state.group_pages.get(pagename)
    if page is None or page.list_page == pagename:
        return
    whole = domain.whole_toctree = app.env.toctree_includes
    below = [*whole.get(page.list_page, ()), pagename]
    app.env.toctree_includes = {**whole, page.list_page: below}
    above = list(_above(page.list_page, whole))

    def toctree(**options: Any) -> str:
        return _toctree(app, pagename, above, **options)

    context["toctree"] = toctree


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Leave Sphinx's table of contents as it was."""
    _restore(app)


def _restore(app: Sphinx) -> None:
    domain = publications_domain(app.env)
    if domain.whole_toctree is not None:
        app.env.toctree_includes = domain.whole_toctree
        domain.whole_toctree = None


def _above(docname: str, includes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a document and those that it stands below, the nearest first."""
    parents = {child: parent for parent, children in includes.items() for child in children}
    seen: set[str] = set()
    while docname and docname not in seen:
        yield docname
        seen.add(docname)
        docname = parents.get(docname, "")


def _toctree(
    app: Sphinx,
    pagename: str,
    above: Sequence[str],
    collapse: bool = True,
    includehidden: bool = False,
    **options: Any,
) -> str:
    """Return what Sphinx's function `toctree` gives to templates, with a current branch.

    Sphinx marks the branch of the page itself, which is not there. `above` are the documents
    above it, the nearest first, of which a collapsed tree may lack some.
    """
    builder = app.builder
    if not has_pages(builder):
        return ""
    if not options.get("maxdepth"):
        options.pop("maxdepth", None)
    tree = global_toctree(
        app.env,
        pagename,
        builder,
        collapse=collapse,
        includehidden=includehidden,
        **options,
    )
    links = {link.get("refuri"): link for link in tree.findall(nodes.reference)} if tree else {}
    addresses = (builder.get_relative_uri(pagename, docname) for docname in above)
    branch: Any = next((links[uri] for uri in addresses if uri in links), None)
    while branch is not None:
        if isinstance(branch, nodes.list_item | nodes.bullet_list):
            branch["classes"].append("current")
        branch = branch.parent
    return str(builder.render_partial(tree)["fragment"])
