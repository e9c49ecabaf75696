"""Add accessibility metadata to the EPUB (EPUB Accessibility 1.1, "Discovery metadata")."""

from __future__ import annotations

from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.util.typing import ExtensionMetadata

METADATA = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", "All is text with headings; pictures have descriptions in words."),
)


class Book(Epub3Builder):
    """Sphinx's EPUB builder with accessibility metadata."""

    def build_content(self) -> None:
        """Write the package document."""
        super().build_content()
        metadata = "".join(
            f'    <meta property="schema:{name}">{value}</meta>\n' for name, value in METADATA
        )
        self._replace("content.opf", "  </metadata>", f"{metadata}  </metadata>")

    def build_navigation_doc(self) -> None:
        """Write the table of contents."""
        super().build_navigation_doc()
        self._replace("nav.xhtml", 'epub:type="toc"', 'epub:type="toc" role="doc-toc"')

    def handle_finish(self) -> None:
        """Add HTML's language attribute to each page, then write the book."""
        language = escape(self.config.language)
        for path in Path(self.outdir).glob("**/*.xhtml"):
            name = path.relative_to(self.outdir).as_posix()
            start = f'<html lang="{language}" xml:lang="{language}" xmlns='
            self._replace(name, "<html xmlns=", start)
        super().handle_finish()

    def build_toc(self) -> None:
        """Write the NCX table of contents, with the same identifier as the package document."""
        super().build_toc()
        uid, identifier = self.config.epub_uid, self.config.epub_identifier
        self._replace("toc.ncx", f'content="{uid}"', f'content="{escape(identifier)}"')

    def _replace(self, name: str, old: str, new: str) -> None:
        path = Path(self.outdir, name)
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace Sphinx's EPUB builder."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(Book, override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
