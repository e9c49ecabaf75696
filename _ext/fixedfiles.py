"""Publish the files that pages link under their own paths.

Sphinx publishes a linked file as ``_downloads/<digest>/cv.pdf``, which nobody prints on a poster.
Here, ``[CV](cv.pdf)`` leads to ``/cv.pdf``, and ``[CV](files/cv.pdf)`` too if ``html_extra_path``
names the folder, whose content Sphinx copies to the root of the site. Browsers open such a link, as
any other, and need not download the file.
"""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from finish import keep, recall

_FORM = ("fixed files", "1")


def published_path(file: str, extra: list[str]) -> str:
    """Return the path on the site of a file in the source; `extra` is ``html_extra_path``.

    The path is empty for files outside of the source, and for those in folders that start with an
    underscore or a dot, which belong to Sphinx.
    """
    path = PurePosixPath(file)
    for folder in map(PurePosixPath, extra):
        if path == folder:
            return path.name
        if path.is_relative_to(folder):
            return str(path.relative_to(folder))
    is_own = not path.is_absolute() and path.parts[0][0] not in "._"
    return str(path) if is_own else ""


class _LinkFiles(SphinxPostTransform):
    """Replace Sphinx's nodes for linked files by links."""

    default_priority = 400
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        builder = self.env._app.builder
        if not _publishes(builder):
            return
        here = builder.get_target_uri(self.env.current_document.docname).partition("#")[0]
        sources = {copied.as_posix(): file for file, (_, copied) in self.env.dlfiles.items()}
        for node in list(self.document.findall(addnodes.download_reference)):
            source = sources.get(node.get("filename", ""), Path("/"))
            if path := published_path(source.as_posix(), self.config.html_extra_path):
                address = relative_uri(here, quote(path))
                link = nodes.reference("", "", *node.children, refuri=address, internal=True)
                link["classes"] = [*node["classes"], "download"]
                node.replace_self(link)


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Remove the files of the last build that no page links any more.

    This is before Sphinx copies what ``html_extra_path`` names, which may have the same paths.
    """
    if not _publishes(builder):
        return
    record = Path(app.doctreedir) / f"fixedfiles-{builder.name}.pickle"
    before = recall(record, _FORM) or []
    now = [path for _, path in _published(app)]
    for path in set(before) - set(now):
        (Path(app.outdir) / path).unlink(missing_ok=True)
    keep(record, _FORM, now)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Move the linked files to their own paths."""
    if exception is not None or not _publishes(app.builder):
        return
    out = Path(app.outdir)
    downloads = out / "_downloads"
    for name, path in _published(app):
        if (downloads / name).is_file():
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(downloads / name, out / path)
            (downloads / name).parent.rmdir()
    if downloads.is_dir() and not any(downloads.iterdir()):
        downloads.rmdir()


def _publishes(builder: Builder) -> bool:
    return isinstance(builder, StandaloneHTMLBuilder) and builder.download_support


def _published(app: Sphinx) -> list[tuple[str, str]]:
    """Return the paths of linked files: where Sphinx copies each, and its own."""
    paths = [
        (name.as_posix(), published_path(source.as_posix(), app.config.html_extra_path))
        for source, (_, name) in app.env.dlfiles.items()
    ]
    return sorted((name, path) for name, path in paths if path)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.add_post_transform(_LinkFiles)
    app.connect("write-started", on_write_started)
    app.connect("build-finished", on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
