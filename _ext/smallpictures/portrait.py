"""The directive ``{portrait}``: a photo beside the page, or a drawing that keeps its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from .reading import BROKEN, WIDTH, complain, folder_of
from .scaling import UnreadableError, make_small

_STEM = "portrait"
_NO_PHOTOS = {".md", ".rst", ".txt"}
_PHOTO = "portrait"
"""What is known of a page: the names of the photos that lie beside it."""
_SVG = "{http://www.w3.org/2000/svg}"


class PortraitDirective(SphinxDirective):
    """Shows the photo if there is one that can be read, else the drawing."""

    optional_arguments = 1
    has_content = False
    option_spec: ClassVar[OptionSpec] = {
        "alt": directives.unchanged,
        "width": directives.positive_int,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Return the picture."""
        place = nodes.Element()
        self.set_source_info(place)
        photos = _photos(self.env, self.env.current_document.docname)
        self.env.metadata[self.env.current_document.docname][_PHOTO] = [p.name for p in photos]
        width = self.options.get("width", 144)
        try:
            if len(photos) > 1:
                names = " and ".join(photo.name for photo in photos)
                raise UnreadableError(f"{names} are both there; remove what is not to be shown")
            for photo in photos:
                make_small(photo, -width, folder_of(self.env), only_print=True)
                return [self._image(photo.name, self.options.get("alt", ""), **{WIDTH: -width})]
        except UnreadableError as error:
            for photo in photos:
                self.env.note_dependency(str(photo))
            complain(self.env, str(error), place)
        if not self.arguments:
            return []
        drawing = directives.uri(self.arguments[0])
        file = Path(self.env.relfn2path(drawing)[1])
        vector = file.with_suffix(".svg") if file.name.endswith(".*") else file
        alt, ratio = _said(vector)
        size = {"width": f"{width}px", "height": f"{round(width * ratio)}px"}
        return [self._image(drawing, alt, **size)]

    def _image(self, uri: str, alt: str, **attributes: Any) -> nodes.image:
        image = nodes.image(uri=uri, alt=alt, classes=self.options.get("class", []), **attributes)
        self.set_source_info(image)
        return image


def _photos(env: BuildEnvironment, docname: str) -> list[Path]:
    """Return the files beside a page that are called as portraits are."""
    folder = Path(env.doc2path(docname)).parent
    return sorted(
        path
        for path in folder.iterdir()
        if path.stem.lower() == _STEM and path.suffix.lower() not in _NO_PHOTOS and path.is_file()
    )


def _said(drawing: Path) -> tuple[str, float]:
    """Return what an SVG says of itself, and its height by its width."""
    try:
        root = ElementTree.parse(drawing).getroot()
    except (OSError, ElementTree.ParseError):
        return "", 1.0
    title = root.findtext(f"{_SVG}title") or ""
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        ratio = float(box[3]) / float(box[2])
    except (IndexError, ValueError, ZeroDivisionError):
        ratio = 1.0
    return " ".join((root.get("aria-label") or title).split()), ratio


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Sequence[str]:
    """Let pages be read again of which the photo came or went, or is broken."""
    names = env.all_docs.keys() - added - changed - removed
    known = {name: env.metadata[name] for name in names if name in env.metadata}
    return [
        name
        for name, facts in known.items()
        if facts.get(BROKEN)
        or (_PHOTO in facts and facts[_PHOTO] != [photo.name for photo in _photos(env, name)])
    ]
