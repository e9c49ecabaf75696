"""Repeat warnings in incremental builds, and update the menus of all pages.

Sphinx warns about a page only in the build that reads it, so a second ``make html`` would
succeed after the first one failed. And it does not rewrite unchanged pages whose menus have
changed. Here, documents with warnings are read again in every build, and all pages are written
again when a page is added to the menus, removed, moved or renamed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import NAMESPACE, get_node_location, is_suppressed_warning
from sphinx.util.typing import ExtensionMetadata

# The contents of menus: toctrees, and the titles and sections of their pages.


def menus(env: BuildEnvironment) -> str:
    """Return a digest of all toctrees, and of the titles and sections of their pages.

    Pages outside of all toctrees, such as those of papers, are not in the menus.
    """
    listed = {env.config.root_doc, *env.toctree_includes}
    listed.update(name for names in env.toctree_includes.values() for name in names)
    pages = [_page(env, docname) for docname in sorted(listed & env.all_docs.keys())]
    return hashlib.sha256(repr(pages).encode()).hexdigest()


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


# The state for the next build, in a file for each builder and output folder.
#
# Sphinx's environment cannot store it: it is saved before pages are written, even if the
# build is interrupted later, and several builders share it.


class Remembered:
    """State of the previous build with a builder and output folder, and of this build."""

    menus: str
    """Digest of the menus of all pages; empty while pages with new menus are written."""
    warned: frozenset[str]
    """Documents with warnings; "" if a warning had no document."""

    def __init__(self, doctreedir: Path, builder: str, outdir: Path) -> None:
        place = hashlib.sha256(f"{builder}:{outdir}".encode()).hexdigest()[:8]
        self._folder = doctreedir / "laterbuilds"
        self._path = self._folder / f"{builder}-{place}.json"
        self.menus, own = _read(self._path)
        # Another builder that shares the doctrees may have read a page, and warned about it.
        others = (_read(path)[1] for path in self._folder.glob("*.json"))
        self.warned = frozenset(own.union(*others))
        self._before, self._now = own, set[str]()
        self._menus = ""

    def begin(self, menus: str) -> None:
        """Store that pages with other menus are being written, if the menus have changed."""
        self._menus = menus
        if menus != self.menus:
            self._write("", self._before | self._now)

    def note_warned(self, docname: str) -> None:
        """Store a document with a warning at once, since the build may be interrupted."""
        if docname not in self._now:
            self._now.add(docname)
            self._write("", self._before | self._now)

    def finish(self) -> None:
        """Store the state of a complete build; earlier warnings that did not recur are gone."""
        self._write(self._menus, self._now)

    def _write(self, menus: str, warned: set[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps([menus, sorted(warned)]), encoding="utf-8")
        part.replace(self._path)


def _read(path: Path) -> tuple[str, set[str]]:
    try:
        menus, warned = json.loads(path.read_text(encoding="utf-8"))
        return str(menus), set(warned)
    except (OSError, ValueError, TypeError):
        return "", set()


# Collecting the documents that Sphinx and its extensions warn about.

_REPEATS_ITSELF = f"{NAMESPACE}.sphinx_publications"
"""Logger of an extension that repeats its warnings itself."""


class Listener(logging.Handler):
    """Call `note` with the document of each warning, or with "" if there is none.

    Sphinx repeats the warnings of parallel processes in the main process.
    """

    def __init__(self, app: Sphinx, note: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self._note = note
        logging.getLogger(NAMESPACE).addHandler(self)

    def close(self) -> None:
        """Remove the handler from Sphinx's logger."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the document of a warning that is not suppressed."""
        kind = (getattr(record, "type", None) or "", getattr(record, "subtype", None) or "")
        if record.name.startswith(_REPEATS_ITSELF) or is_suppressed_warning(
            *kind, self._app.config.suppress_warnings
        ):
            return
        location = _place(getattr(record, "location", None))
        message = record.getMessage()
        env = self._app.env
        # "Duplicate label, other instance in …" needs both documents to be read.
        named = [name for name in env.found_docs if str(env.doc2path(name)) in message]
        for docname in (*(self._documents(location) if location else [""]), *named):
            self._note(docname)

    def _documents(self, location: str) -> Iterable[str]:
        """Return the document at a location, or the documents that include this file."""
        env = self._app.env
        if location in env.found_docs:
            return [location]
        source = Path(self._app.srcdir)
        path = source / re.sub(r":\d*$", "", location)
        for docname in env.found_docs:
            if Path(env.doc2path(docname)) == path:
                return [docname]
        return [
            docname for docname, files in env.dependencies.items()
            if any(source / file == path for file in files)
        ] or [""]  # fmt: skip


def _place(location: object) -> str:
    """Return a logging location as a document name, or as a path with or without a line.

    Sphinx's own handler may or may not have converted it to a path already.
    """
    if isinstance(location, tuple):
        location = location[0]
    if isinstance(location, nodes.Node):
        location = get_node_location(location)
    return str(location or "")


__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    later = _LaterBuilds()
    app.connect("builder-inited", later.on_builder_inited)
    app.connect("env-get-outdated", later.on_env_get_outdated)
    # Before, and after, the extensions that create documents.
    app.connect("env-before-read-docs", later.on_env_before_read_docs, priority=100)
    app.connect("env-updated", later.on_env_updated, priority=950)
    # Warnings about a finished site recur in every build anyway.
    app.connect("build-finished", later.on_build_finished, priority=0)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


class _LaterBuilds:
    """Event handlers that share the state of one build."""

    remembered: Remembered
    listener: Listener

    def on_builder_inited(self, app: Sphinx) -> None:
        """Load the state and start to collect warnings; earlier warnings recur in every build."""
        self.remembered = Remembered(Path(app.doctreedir), app.builder.name, Path(app.outdir))
        self.listener = Listener(app, self.remembered.note_warned)

    def on_env_get_outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Return the documents with warnings, or all if a warning had no document."""
        warned = self.remembered.warned
        return sorted(env.found_docs if "" in warned else env.found_docs & warned)

    def on_env_before_read_docs(
        self, app: Sphinx, env: BuildEnvironment, docnames: list[str]
    ) -> None:
        """Clear all documents that are read again before the first of them is read.

        Sphinx clears each document just before reading it. Two documents with the same label
        would then each be reported as a duplicate of the other.
        """
        for docname in docnames:
            app.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)

    def on_env_updated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return all documents if the menus have changed since the pages were written."""
        if app.builder.format != "html":
            return []
        now = menus(env)
        has_changed = now != self.remembered.menus
        self.remembered.begin(now)
        return sorted(env.found_docs) if has_changed else []

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Store the state for the next build, unless this build failed."""
        self.listener.close()
        if exception is None:
            self.remembered.finish()
