"""Navigation of generated pages: their place below their list, and references to them.

Generated pages are in no ``toctree``, since there may be thousands. While one of them is written,
it is listed below the page of its list, so that themes show that page as its parent and as
current. Sphinx's own table of contents and its links to the previous and next page do not change.
Generated pages in one folder below one list have the same navigation, so that it is rendered once,
and Sphinx's warnings about it are not repeated for each of them.

Documents may name pages of papers in a ``toctree`` or with ``{doc}``. It is known which papers
have pages only when all documents are read; until then, the page that each entry may have counts
as a document. Afterwards a ``toctree`` loses the entries without a page, with Sphinx's own
warning, and its document is read again in the next build. In a format without pages it loses all
of them, and references lead to the list.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import __
from sphinx.util import docname_join, logging
from sphinx.util.nodes import make_refnode

from sphinx_publications import latex
from sphinx_publications.latex.macros import script_in_text
from sphinx_publications.project.build import Build
from sphinx_publications.project.compat import global_toctree
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.rendering.nodes import formula
from sphinx_publications.web.pages import PagesProject, has_pages
from sphinx_publications.web.pagination import page_names


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give themes the page of the list, or of people, as the parent of a generated page."""
    domain = publications_domain(app.env)
    if not has_pages(app.builder):
        return
    domain.build.restore_toctree(app.env)
    place = _place(app, pagename)
    if place is None:
        return
    whole = app.env.toctree_includes
    below = [*whole.get(place.list_page, ()), pagename]
    domain.build.replace_toctree(app.env, {**whole, place.list_page: below})
    above = list(_above(place.list_page, whole))
    toctree = partial(_toctree, app, pagename, above)
    context["toctree"] = _shared(toctree, "toctree", place, domain.build)


class _Place(NamedTuple):
    """The place of a generated page; pages with the same place have the same navigation."""

    list_page: str
    folder: str
    own: str
    """The page itself, if it is in a ``toctree``; else empty."""


def _place(app: Sphinx, pagename: str) -> _Place | None:
    """Return the place of a generated page; None for other pages."""
    domain, builder = publications_domain(app.env), app.builder
    page = domain.page_at(pagename) or domain.state.group_pages.get(pagename)
    parent = page.list_page if page else domain.parent_of(pagename)
    if not has_pages(builder) or parent in {"", pagename}:
        return None
    is_named = domain.build.is_in_toctree(app.env, pagename)
    if page is None and is_named:
        return None
    folder = posixpath.dirname(builder.get_target_uri(pagename).rstrip("/"))
    return _Place(parent, folder, pagename if is_named else "")


_ADDS_FUNCTIONS = "add_toctree_functions"
_OF_THEMES = ("generate_toctree_html", "suppress_sidebar_toctree")
"""Functions of pydata-sphinx-theme, and themes based on it, that render the table of contents.

`add_toctree_functions` adds them to what templates know.
"""


def on_builder_inited(app: Sphinx) -> None:
    """Share navigation as soon as the theme has added its functions.

    The next handlers of pydata-sphinx-theme render templates, to see whether they are empty.
    """
    listeners = app.events.listeners["html-page-context"]
    names = [getattr(listener.handler, "__name__", "") for listener in listeners]
    if _ADDS_FUNCTIONS in names:
        place = names.index(_ADDS_FUNCTIONS)
        app.connect("html-page-context", _share_navigation, listeners[place].priority)
        # Handlers of one priority are called in the order of this list.
        listeners.insert(place + 1, listeners.pop())


def _share_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let generated pages share what themes make of the table of contents."""
    place = _place(app, pagename)
    for name in _OF_THEMES if place else ():
        if name in context:
            build = publications_domain(app.env).build
            context[name] = _shared(context[name], name, place, build)


def _shared(
    make: Callable[..., Any], name: str, place: _Place | None, build: Build
) -> Callable[..., Any]:
    """Return `make`, a function of templates, with its results shared by the pages at a place."""

    def call(*arguments: Any, **options: Any) -> Any:
        key = (name, place, arguments, tuple(sorted(options.items())))
        if key in build.navigation:
            return build.navigation[key]
        # Sphinx warns of the same on other pages.
        with logging.suppress_logging():
            made = make(*arguments, **options)
        if "raw" in (*arguments, *options.values()):
            return made  # An object that a template may change.
        return build.navigation.setdefault(key, made if isinstance(made, bool) else str(made))

    return call


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Restore Sphinx's table of contents."""
    publications_domain(app.env).build.restore_toctree(app.env)


def _above(docname: str, includes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a document and its ancestors, the nearest first."""
    parents = {child: parent for parent, children in includes.items() for child in children}
    seen: set[str] = set()
    while docname and docname not in seen:
        yield docname
        seen.add(docname)
        docname = parents.get(docname, "")


def _toctree(app: Sphinx, pagename: str, above: Sequence[str], **options: Any) -> str:
    """Return the result of Sphinx's template function `toctree`, with a current branch.

    Sphinx would mark the branch of the page itself, which is missing. `above` are its ancestors,
    the nearest first; a collapsed tree may lack some.
    """
    builder = app.builder
    if not has_pages(builder):
        return ""
    if not options.get("maxdepth"):
        options.pop("maxdepth", None)
    options = {"collapse": True, "includehidden": False, **options}
    tree = global_toctree(app.env, pagename, builder, **options)
    links = {link.get("refuri"): link for link in tree.findall(nodes.reference)} if tree else {}
    addresses = (builder.get_relative_uri(pagename, docname) for docname in above)
    branch: Any = next((links[uri] for uri in addresses if uri in links), None)
    while branch is not None:
        if isinstance(branch, nodes.list_item | nodes.bullet_list):
            branch["classes"].append("current")
        branch = branch.parent
    return str(builder.render_partial(tree)["fragment"])


# References to pages of papers.

logger = logging.getLogger(__name__)
_TYPES = {"any", "doc", "myst"}
"""Types of references to documents."""


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the documents whose ``toctree`` names a page that no entry can have anymore."""
    project, folder = env.project, app.config.publications_pages.strip("/")
    if not isinstance(project, PagesProject) or not folder:
        return []
    documents = env.found_docs - project.sources.keys()
    project.possible = frozenset(_page_names(app, documents).values())
    gone = {name for name in _named(env) if name.startswith(f"{folder}/")}
    gone -= documents | project.possible
    return [name for name, included in env.toctree_includes.items() if gone & set(included)]


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Count the page of each entry as a document."""
    if isinstance(env.project, PagesProject):
        env.found_docs.update(env.project.possible)


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Note the pages that a document refers to; remove pages that match a glob pattern."""
    env = app.env
    project, docname = env.project, env.docname
    if not isinstance(project, PagesProject) or docname in project.sources:
        return
    for toctree in doctree.findall(addnodes.toctree):
        ours = project.possible | project.sources.keys()
        unwanted = ours & set(toctree["includefiles"])
        if toctree["glob"] and unwanted:
            text = Path(env.doc2path(docname)).read_text(encoding="utf-8", errors="replace")
            _remove([toctree], {name for name in unwanted if name not in text})
            unwanted &= set(toctree["includefiles"])
        if unwanted := unwanted - project.possible:
            # The page of a group, which would be unknown in a clean build.
            _warn(toctree, unwanted)
            _remove([toctree], unwanted)
            env.note_reread()
    named = {
        docname_join(docname, node["reftarget"])
        for node in doctree.findall(addnodes.pending_xref)
        if node["reftype"] in _TYPES
    }
    folder = app.config.publications_pages.strip("/")
    if found := {name for name in named if name.startswith(f"{folder}/")}:
        publications_domain(env).state.named_pages[docname] = found


def before_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop counting pages as documents, except those of the last build."""
    if isinstance(env.project, PagesProject):
        env.found_docs.difference_update(env.project.possible - env.project.sources.keys())


def after_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Remove pages that do not exist from each ``toctree``; return the changed documents."""
    project = env.project
    if not isinstance(project, PagesProject) or not project.possible:
        return []
    missing = project.possible - env.found_docs
    changed = [name for name, included in env.toctree_includes.items() if missing & set(included)]
    for docname in changed:
        doctree = env.get_doctree(docname)
        toctrees = list(doctree.findall(addnodes.toctree))
        for toctree in toctrees if has_pages(app.builder) else ():
            _warn(toctree, missing & set(toctree["includefiles"]))
        _remove([*toctrees, *env.tocs[docname].findall(addnodes.toctree)], missing)
        included = env.toctree_includes[docname]
        env.toctree_includes[docname] = [name for name in included if name not in missing]
        env.reread_always.add(docname)
        app.builder.write_doctree(docname, doctree)
        env._pickled_doctree_cache.pop(docname, None)  # the old content of the file
    return changed


def on_missing_reference(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: nodes.TextElement
) -> nodes.reference | None:
    """Resolve a reference to the page of a paper to its list, in a format without pages."""
    if has_pages(app.builder) or node["reftype"] not in _TYPES:
        return None
    docname = docname_join(node.get("refdoc", ""), node["reftarget"])
    domain = publications_domain(env)
    names = {name: key for key, name in _page_names(app, env.found_docs).items()}
    target = domain.cite.find_target(names.get(docname, ""), node.get("refdoc", ""))
    if target is None:
        return None
    text = contnode.deepcopy()
    if not node["refexplicit"]:
        title = latex.rich(domain.entry(target.key).publication.title)
        text = nodes.inline("", "", *title.render(domain.cite.backend), classes=["doc"])
    return make_refnode(app.builder, node["refdoc"], target.docname, target.anchor, text)


def _page_names(app: Sphinx, documents: Iterable[str]) -> dict[str, str]:
    """Return the page of each entry, whether a list shows it or not, by key."""
    folder = app.config.publications_pages.strip("/")
    domain = publications_domain(app.env)
    return page_names(domain.keys(), folder, set(documents)) if folder else {}


def _named(env: BuildEnvironment) -> Iterable[str]:
    return (name for included in env.toctree_includes.values() for name in included)


def _warn(toctree: addnodes.toctree, missing: Set[str]) -> None:
    """Warn of missing documents with Sphinx's own message."""
    message = __("toctree contains reference to nonexisting document %r")
    for name in sorted(missing):
        logger.warning(message, name, location=toctree, type="toc", subtype="not_readable")


def _remove(toctrees: Iterable[addnodes.toctree], unwanted: Set[str]) -> None:
    """Remove entries in place, since Sphinx's copies share the lists."""
    for toctree in toctrees:
        entries: list[Any] = toctree["entries"]
        entries[:] = [entry for entry in entries if entry[1] not in unwanted]
        included: list[str] = toctree["includefiles"]
        included[:] = [name for name in included if name not in unwanted]


# Titles of windows as plain text, where a heading has a formula or a script: H₂O, no MathML.

_SIGNS: dict[type[nodes.Node], str] = {nodes.superscript: "^", nodes.subscript: "_"}


def set_window_title(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give themes a title with formulas as text; they would only strip the tags of MathML."""
    title = app.env.titles.get(pagename)
    if title is None:
        return
    # To render it, Sphinx puts it into a document, which would last as long as the title.
    title.parent = title.document = None  # type: ignore[assignment]
    if any(map(_is_no_word, title.findall())):
        # Themes take it for HTML.
        context["title"] = escape(_text(title))


def _is_no_word(node: nodes.Node) -> bool:
    return isinstance(node, (formula, *_SIGNS))


def _text(node: nodes.Node) -> str:
    """Return a heading as a line, in which scripts are no part of the number before."""
    if isinstance(node, nodes.Element):
        text = "".join(_text(child) for child in node.children)
        sign = _SIGNS.get(type(node))
        return script_in_text(text, sign) if sign else text
    return node.astext()
