"""What menus are made of: the tables of contents, and what they say of each page in them."""

import hashlib

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment


def menus(env: BuildEnvironment) -> str:
    """Return a digest of every table of contents, and of the titles and sections of their pages.

    Pages that stand in none, such as those of papers, are in no menu.
    """
    listed = {env.config.root_doc, *env.toctree_includes}
    listed.update(name for names in env.toctree_includes.values() for name in names)
    said = [_page(env, docname) for docname in sorted(listed & env.all_docs.keys())]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _page(env: BuildEnvironment, docname: str) -> object:
    title = env.titles.get(docname)
    contents = env.tocs.get(docname)
    items = contents.findall(_is_shown) if contents else ()
    return docname, title.astext() if title else "", [_item(item) for item in items]


def _is_shown(node: nodes.Node) -> bool:
    return isinstance(node, nodes.reference | addnodes.toctree)


def _item(node: nodes.Node) -> object:
    if isinstance(node, addnodes.toctree):
        names = ("caption", "entries", "hidden", "maxdepth", "numbered", "titlesonly")
        return [(name, node.get(name)) for name in names]
    assert isinstance(node, nodes.reference)
    return node.get("anchorname"), node.astext()
