"""What a later build owes to pages that it would leave alone.

Sphinx says what is wrong with a page in the build that reads it, and not again: the
second ``make html`` would call a site ready of which the first one failed. And it
writes the pages anew that have changed, but not those of which only the menus have.
So here every build says each warning until its cause is mended, and all pages are
written again when one comes into the menus, leaves them, moves or has another title.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from .menus import menus
from .remembered import Remembered
from .warned import Listener

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
