"""Give the EPUB a cover, a stylesheet and accessibility metadata.

The metadata are those of EPUB Accessibility 1.1, "Discovery metadata". The cover has the name of
the site, and the position and the affiliation in ``publications_person``. A name in letters that
the fonts of `sphinx_publications` lack, as those of Chinese, is left out: readers show the title
below the cover.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.util.typing import ExtensionMetadata

import sphinx_publications

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
_STYLE = Path(__file__).with_suffix(".css")
COVER = "_static/cover.png"
_ACCENT = "#1d4e89"
_SIZE = (1000, 1600)
_MARGIN = 100
_ROOM = _SIZE[0] - 2 * _MARGIN
_FONTS = Path(sphinx_publications.__file__).parent / "outputs" / "fonts"


class Book(Epub3Builder):
    """Sphinx's EPUB builder with a cover and accessibility metadata."""

    def copy_static_files(self) -> None:
        """Put the stylesheet and the cover beside the files of the theme."""
        super().copy_static_files()
        shutil.copyfile(_STYLE, Path(self.outdir, "_static", _STYLE.name))
        person = self.config.publications_person
        said = [person.get("jobTitle", ""), person.get("affiliation", "")]
        lines = [", ".join(v) if isinstance(v, list | tuple) else str(v) for v in said]
        accent = self.config.html_context.get("accent") or _ACCENT
        Path(self.outdir, COVER).write_bytes(cover(self.config.project, lines, accent))

    def build_content(self) -> None:
        """Write the package document."""
        super().build_content()
        metadata = "".join(
            f'    <meta property="schema:{name}">{value}</meta>\n' for name, value in METADATA
        )
        self._replace("content.opf", "  </metadata>", f"{metadata}  </metadata>")
        self._replace("content.opf", f'href="{COVER}"', f'href="{COVER}" properties="cover-image"')
        self._name_language(self.coverpage_name)

    def build_navigation_doc(self) -> None:
        """Write the table of contents."""
        super().build_navigation_doc()
        self._replace("nav.xhtml", 'epub:type="toc"', 'epub:type="toc" role="doc-toc"')

    def handle_finish(self) -> None:
        """Add HTML's language attribute to each page, then write the book."""
        for path in Path(self.outdir).glob("**/*.xhtml"):
            self._name_language(path.relative_to(self.outdir).as_posix())
        super().handle_finish()

    def build_toc(self) -> None:
        """Write the NCX table of contents, with the same identifier as the package document."""
        super().build_toc()
        uid, identifier = self.config.epub_uid, self.config.epub_identifier
        self._replace("toc.ncx", f'content="{uid}"', f'content="{escape(identifier)}"')

    def _name_language(self, name: str) -> None:
        language = escape(self.config.language)
        start = f'<html lang="{language}" xml:lang="{language}" xmlns='
        self._replace(name, "<html xmlns=", start)

    def _replace(self, name: str, old: str, new: str) -> None:
        path = Path(self.outdir, name)
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def cover(name: str, lines: list[str], accent: str = _ACCENT) -> bytes:
    """Draw a cover as PNG: a name, and smaller lines in the colour `accent` below it."""
    image = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _SIZE[0], 40), fill=accent)
    y = 420
    for text, file, size, ink in (
        (name, "DejaVuSans-Bold.ttf", 104, "#1c2430"),
        *((line, "DejaVuSans.ttf", 44, accent) for line in lines),
    ):
        font = ImageFont.truetype(_FONTS / file, size)
        # The longest word fits into a line.
        longest = max(map(font.getlength, text.split()), default=0)
        font = font.font_variant(size=min(size, int(size * _ROOM / max(longest, 1))))
        for part in _wrapped(text, font):
            draw.text((_MARGIN, y), part, font=font, fill=ink)
            y += round(font.size * 1.3)
        y += size // 2
    out = BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Yield the lines of a text; nothing if the font lacks a letter."""
    missing = bytes(font.getmask("\uffff"))
    if any(bytes(font.getmask(letter)) == missing for letter in text if letter != " "):
        return
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > _ROOM:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace Sphinx's EPUB builder."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(Book, override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
