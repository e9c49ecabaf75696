"""Let LaTeX tag the PDF, so that screen readers find its paragraphs and their language.

The command has to precede the document class, where Sphinx's template has no hook.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# LaTeX before 2022 has no such command. XMP metadata would contain the time and a random number.
METADATA = (
    r"\ifdefined\DocumentMetadata"
    r"\DocumentMetadata{{testphase=phase-II,lang={language},xmp=false}}\fi"
    "\n"
)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Insert the metadata at the beginning of each document."""
    if exception is not None or app.builder.name != "latex":
        return
    metadata = METADATA.format(language=app.config.language)
    for _, name, *_ in app.config.latex_documents:
        path = Path(app.outdir, name)
        text = path.read_text(encoding="utf-8")
        path.write_text(metadata + text.removeprefix(metadata), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.connect("build-finished", on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
