"""Pictures and files that a page names and that no visitor would get.

Sphinx and MyST say that a target is not found, and leave a dead link or a broken picture. Here
one warning says which file to put where, and the words stay without the link.
"""

from __future__ import annotations

import difflib
import mimetypes
import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_publications.problems import Subtype
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.state import Remark

_SOURCES = {"img": "src", "source": "src", "video": "src", "audio": "src", "embed": "src"}
"""Attribute of HTML elements that names a file."""


class TellMissingFiles(SphinxTransform):
    """Warns of missing files as pages are read."""

    # Before the event doctree-read, on which Sphinx collects files.
    default_priority = 860

    def apply(self, **kwargs: Any) -> None:
        wanted = self.config.publications_check_files
        if not (self.config.publications_owner if wanted is None else wanted):
            return
        for node in list(self.document.findall()):
            match node:
                case nodes.image():
                    self._check_link(node, node["uri"], nodes.Text(node.get("alt", "")))
                case addnodes.download_reference() if "filename" not in node:
                    self._check_link(node, node["reftarget"], *node.children)
                case addnodes.pending_xref() if node.get("reftype") == "myst":
                    self._check_link(node, node["reftarget"], *node.children)
                case nodes.raw() if "html" in node.get("format", ""):
                    self._check_html(node)

    def _check_link(self, node: nodes.Element, address: str, *words: nodes.Node) -> None:
        """Warn of a file that is not there, and leave the words of the link alone."""
        if not _is_local_file(address):
            return
        name, path = self.env.relfn2path(unquote(address), self.env.docname)
        found = Path(path).parent.glob(Path(path).name) if "*" in path else [Path(path)]
        if any(file.exists() for file in found):
            return
        self._warn(node, name, Path(path))
        is_inline = isinstance(node.parent, nodes.TextElement)
        node.replace_self(list(words) if is_inline else [nodes.paragraph("", "", *words)])

    def _check_html(self, node: nodes.raw) -> None:
        """Warn of files that HTML names and that do not come into the site."""
        folder = posixpath.dirname(self.env.docname)
        for address in _addresses(node.astext()):
            name = posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address).path)))
            if not _is_local_file(address) or self._is_published(name):
                continue
            path = Path(self.env.srcdir) / name
            if path.exists():
                message = (
                    f"the file {name} is not published, since HTML alone names it; "
                    f"write ![]({address}), or put it into _static and write _static/{path.name}"
                )
                self._say(node, message)
            else:
                self._warn(node, name, path)

    def _is_published(self, name: str) -> bool:
        """Whether Sphinx copies a file by its path in the site, with its static files or others."""
        base = Path(self.env.srcdir)
        statics = [base / folder for folder in self.config.html_static_path]
        theme = getattr(publications_domain(self.env).builder, "theme", None)
        statics += [Path(folder) / "static" for folder in theme.get_theme_dirs()] if theme else []
        extras = [base / extra for extra in self.config.html_extra_path]
        inner = name.removeprefix("_static/")
        places = [folder / inner for folder in statics if inner != name]
        places += [extra / name for extra in extras if extra != base / name]
        places += [extra for extra in extras if extra == base / name]
        files = self.config.publications_files.strip("/")
        if files and name.startswith(f"{files}/"):
            places.append(base / name)
        found = [place for place in places if place.exists()]
        for place in found:
            self.env.note_dependency(str(place))
        return bool(found)

    def _warn(self, node: nodes.Element, name: str, path: Path) -> None:
        # Sphinx reads a page again as long as a file is missing that it depends on.
        self.env.note_dependency(str(path))
        page = posixpath.basename(self.env.doc2path(self.env.docname))
        folder = posixpath.dirname(name)
        there = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
        close = difflib.get_close_matches(path.name, there, n=1, cutoff=0.8)
        alike = [other for other in there if other.lower() == path.name.lower()] or close
        remedy = f"put {path.name} {f'into {folder}/' if folder else f'beside {page}'}"
        if alike:
            remedy = f"did you mean {alike[0]}? or {remedy}"
        self._say(node, f"the file {name} is not there; {remedy}")

    def _say(self, node: nodes.Element, message: str) -> None:
        docname = self.env.docname
        line = get_source_line(node)[1] or 1
        publications_domain(self.env).say(Remark(Subtype.FILE, message, docname, line))


def _is_local_file(address: str) -> bool:
    """Whether an address names a file of the site, of a type that browsers know, and no page."""
    parts = urlsplit(address)
    kind = mimetypes.guess_type(parts.path)[0] or ""
    is_named = bool(kind or address.endswith(".*")) and kind not in {"text/html", "text/markdown"}
    return is_named and not parts.scheme and not parts.netloc and not address.startswith("/")


def _addresses(html: str) -> Iterator[str]:
    """Yield what pieces of HTML load or link to."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            name = _SOURCES.get(tag, "href" if tag == "a" else "")
            found.extend(value for key, value in attrs if key == name and value)

    reader = Reader()
    reader.feed(html)
    reader.close()
    return iter(found)
