"""What a later build owes to pages that it would leave alone.

Sphinx says what is wrong with a page in the build that reads it, and not again: the
second ``make html`` would call a site ready of which the first one failed. And it
writes the pages anew that have changed, but not those of which only the menus have.
So here every build says each warning until its cause is mended, and all pages are
written again when one comes into the menus, leaves them, moves or has another title.
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

# What menus are made of: the tables of contents, and what they say of each page in them.


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


# What one build leaves for the next, in a file for each builder and folder.
#
# Sphinx saves its environment before it writes pages: what is noted there is believed
# although a build was interrupted, and although another builder wrote it.


class Remembered:
    """What the last build of a builder into a folder left, and what this one leaves."""

    menus: str
    """Digest of the menus of all pages; empty while pages are written with others."""
    warned: frozenset[str]
    """Documents of which a build gave a warning; "" where one was of no document."""

    def __init__(self, doctreedir: Path, builder: str, outdir: Path) -> None:
        place = hashlib.sha256(f"{builder}:{outdir}".encode()).hexdigest()[:8]
        self._folder = doctreedir / "laterbuilds"
        self._path = self._folder / f"{builder}-{place}.json"
        self.menus, own = _read(self._path)
        # A builder that shares the doctrees may have read a page that this one does not.
        others = (_read(path)[1] for path in self._folder.glob("*.json"))
        self.warned = frozenset(own.union(*others))
        self._before, self._now = own, set[str]()
        self._menus = ""

    def begin(self, menus: str) -> None:
        """Note that pages are written with these menus, where they are others than before."""
        self._menus = menus
        if menus != self.menus:
            self._write("", self._before | self._now)

    def note_warned(self, docname: str) -> None:
        """Note a document at once, since the build may be interrupted."""
        if docname not in self._now:
            self._now.add(docname)
            self._write("", self._before | self._now)

    def finish(self) -> None:
        """Note that all is read and written: what was said in builds before is mended."""
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


# Which documents Sphinx, or an extension of it, warns of while it reads and writes them.

_REPEATS_ITSELF = f"{NAMESPACE}.sphinx_publications"
"""An extension that says all of its warnings in every build."""


class Listener(logging.Handler):
    """Calls `note` with the document of each warning, and with "" if it is of none.

    What parallel processes say Sphinx says again in the one that started them.
    """

    def __init__(self, app: Sphinx, note: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self._note = note
        logging.getLogger(NAMESPACE).addHandler(self)

    def close(self) -> None:
        """Listen no longer."""
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
        # "Duplicate label, other instance in …" comes if both are read.
        named = [name for name in env.found_docs if str(env.doc2path(name)) in message]
        for docname in (*(self._documents(location) if location else [""]), *named):
            self._note(docname)

    def _documents(self, location: str) -> Iterable[str]:
        """Return the document at a location, or those that include the file there."""
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
    """Return what a logger takes as a place as a document, or as a path that a line may follow.

    Sphinx's own handler makes a path of it, whose turn comes sooner or later than ours.
    """
    if isinstance(location, tuple):
        location = location[0]
    if isinstance(location, nodes.Node):
        location = get_node_location(location)
    return str(location or "")


__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    later = _LaterBuilds()
    app.connect("builder-inited", later.on_builder_inited)
    app.connect("env-get-outdated", later.on_env_get_outdated)
    # Before and behind the extensions that make documents.
    app.connect("env-before-read-docs", later.on_env_before_read_docs, priority=100)
    app.connect("env-updated", later.on_env_updated, priority=950)
    # What extensions say of a finished site they say in every build.
    app.connect("build-finished", later.on_build_finished, priority=0)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


class _LaterBuilds:
    """What one build takes over from the one before, and leaves to the next."""

    remembered: Remembered
    listener: Listener

    def on_builder_inited(self, app: Sphinx) -> None:
        """Listen to what is said from here on; what is said before, every build says."""
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
        """Return the documents that gave a warning; all, where one was of no document."""
        warned = self.remembered.warned
        return sorted(env.found_docs if "" in warned else env.found_docs & warned)

    def on_env_before_read_docs(
        self, app: Sphinx, env: BuildEnvironment, docnames: list[str]
    ) -> None:
        """Forget all documents that are read again before the first of them is.

        One process forgets each just before it reads it, and would say of two documents with
        the same label that each has that of the other.
        """
        for docname in docnames:
            app.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)

    def on_env_updated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return all documents if the menus are not those that the pages were written with."""
        if app.builder.format != "html":
            return []
        now = menus(env)
        is_other = now != self.remembered.menus
        self.remembered.begin(now)
        return sorted(env.found_docs) if is_other else []

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Note what the next build needs; one that broke off leaves all that it found."""
        self.listener.close()
        if exception is None:
            self.remembered.finish()
