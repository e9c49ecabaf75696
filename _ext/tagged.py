"""Lets LaTeX tag the PDF, so that programs that read aloud find its paragraphs and their language.

LaTeX wants to be told before the class is loaded, where Sphinx's template has no place for it.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# LaTeX of before 2022 knows no such command. XMP would hold the time of the run, and a new number.
TOLD = (
    r"\ifdefined\DocumentMetadata"
    r"\DocumentMetadata{{testphase=phase-II,lang={language},xmp=false}}\fi"
    "\n"
)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Begin each document with what LaTeX wants to know first."""
    if exception is not None or app.builder.name != "latex":
        return
    told = TOLD.format(language=app.config.language)
    for _, name, *_ in app.config.latex_documents:
        path = Path(app.outdir, name)
        text = path.read_text(encoding="utf-8")
        path.write_text(told + text.removeprefix(told), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the event."""
    app.connect("build-finished", on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
