"""Publish pictures at the size at which they are shown, and add the directive ``{portrait}``.

A picture with a width in pixels, such as ``<img src="talk.png" width="200px" />``, is
published at that width, and at twice that width for high-resolution screens, in modern
formats and one that every browser supports, without metadata. The original is not
published. EPUB and PDF get one version for print.

The directive ``{portrait}`` shows the photo ``portrait.jpg`` (or ``.png``, ``.webp``) in the
folder of its page. Without a photo it shows a drawing, with the title of the drawing as
alternative text::

    ```{portrait} _static/portrait.*
    :alt: Photo of Ada Lovelace
    ```
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec
from sphinx.writers.html5 import HTML5Translator

from smallpictures.variants import (
    BROKEN,
    FILES,
    NAME,
    WIDTH,
    ReadPictures,
    Small,
    UnreadableError,
    Version,
    folder_of,
    make_small,
    small_of,
    warn_broken,
)

_STEM = "portrait"
_NO_PHOTOS = {".md", ".rst", ".txt"}
_PHOTO = "portrait"
"""Key in the metadata of a page: the names of the photos in its folder."""
_SVG = "{http://www.w3.org/2000/svg}"


class PortraitDirective(SphinxDirective):
    """Show the photo if there is a readable one, else the drawing."""

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
        width = self.options.get("width", 192)
        try:
            if len(photos) > 1:
                names = " and ".join(photo.name for photo in photos)
                raise UnreadableError(f"{names} are both there; remove all but one")
            for photo in photos:
                make_small(photo, -width, folder_of(self.env), only_print=True)
                return [self._image(photo.name, self.options.get("alt", ""), **{WIDTH: -width})]
        except UnreadableError as error:
            for photo in photos:
                self.env.note_dependency(str(photo))
            warn_broken(self.env, str(error), place)
        if not self.arguments:
            return []
        drawing = directives.uri(self.arguments[0])
        file = Path(self.env.relfn2path(drawing)[1])
        vector = file.with_suffix(".svg") if file.name.endswith(".*") else file
        alt, ratio = _title_and_ratio(vector)
        size = {"width": f"{width}px", "height": f"{round(width * ratio)}px"}
        return [self._image(drawing, alt, **size)]

    def _image(self, uri: str, alt: str, **attributes: Any) -> nodes.image:
        image = nodes.image(uri=uri, alt=alt, classes=self.options.get("class", []), **attributes)
        self.set_source_info(image)
        return image


def _photos(env: BuildEnvironment, docname: str) -> list[Path]:
    """Return the portrait files in the folder of a page."""
    folder = Path(env.doc2path(docname)).parent
    return sorted(
        path
        for path in folder.iterdir()
        if path.stem.lower() == _STEM and path.suffix.lower() not in _NO_PHOTOS and path.is_file()
    )


def _title_and_ratio(drawing: Path) -> tuple[str, float]:
    """Return the label or title of an SVG, and the ratio of its height to its width."""
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
    """Return the pages whose photo was added, removed or is broken."""
    names = env.all_docs.keys() - added - changed - removed
    known = {name: env.metadata[name] for name in names if name in env.metadata}
    return [
        name
        for name, facts in known.items()
        if facts.get(BROKEN)
        or (_PHOTO in facts and facts[_PHOTO] != [photo.name for photo in _photos(env, name)])
    ]


# Replacing pictures: by all small versions on web pages, by the version for print elsewhere.

_PUBLISHED = ".smallpictures"
"""File in the output folder with the names of the small versions there."""


class picture(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A picture on a web page, in several formats and scales."""


class PublishSmall(SphinxPostTransform):
    """Replace marked pictures by their small versions."""

    # Before Sphinx converts pictures that a builder cannot use.
    default_priority = 50

    def run(self, **kwargs: Any) -> None:
        """Replace the marked pictures of a page."""
        builder = self.env._app.builder
        docname = self.env.current_document.docname
        for node in list(self.document.findall(nodes.image)):
            if WIDTH not in node:
                continue
            small = small_of(self.env, node, only_print=not _is_web(builder))
            if _is_web(builder):
                for version in small.versions:
                    builder.images[str(version.path)] = version.path.name
                node.replace_self(_picture(node, small))
            else:
                path = str(small.print.path)
                node["uri"], node["candidates"] = path, {small.print.type: path}
                node["width"] = f"{small.width}px"
                self.env.images.add_file(docname, path)


def _is_web(builder: object) -> bool:
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name != "epub"


def _picture(image: nodes.image, small: Small) -> picture:
    return picture(
        small=small,
        alt=image.get("alt", ""),
        classes=[*image["classes"], *([f"align-{image['align']}"] if "align" in image else [])],
        ids=image["ids"],
        # The portrait is at the top of the page; other pictures may be further down.
        lazy=image[WIDTH] > 0,
    )


def visit_picture(self: HTML5Translator, node: picture) -> None:
    """Write ``<picture>``, with the last format as the fallback."""
    small: Small = node["small"]
    formats = [list(group) for _, group in groupby(small.versions, lambda version: version.type)]

    def address(version: Version) -> str:
        return posixpath.join(self.builder.imgpath, version.path.name)

    def set_of(versions: list[Version]) -> str:
        return ", ".join(f"{address(version)} {version.scale}x" for version in versions)

    sources = [f'<source type="{f[0].type}" srcset="{escape(set_of(f))}" />' for f in formats[:-1]]
    attributes = {
        "src": address(formats[-1][0]),
        "srcset": set_of(formats[-1]),
        "width": small.width,
        "height": small.height,
        "alt": node["alt"],
        **({"class": " ".join(node["classes"])} if node["classes"] else {}),
        **({"id": node["ids"][0]} if node["ids"] else {}),
        **({"loading": "lazy"} if node["lazy"] else {}),
    }
    image = " ".join(f'{name}="{escape(str(value))}"' for name, value in attributes.items())
    self.body.append(f"<picture>{''.join(sources)}<img {image} /></picture>")
    raise nodes.SkipNode


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Remove small versions that no page shows any more, and no other files."""
    if exception is not None:
        return
    shown = {name for facts in app.env.metadata.values() for name in facts.get(FILES, ())}
    kept = folder_of(app.env)
    if kept.is_dir():
        for path in kept.iterdir():
            if NAME.fullmatch(path.name) and path.name not in shown:
                path.unlink()
    if _is_web(app.builder):
        _withdraw(Path(app.outdir), shown)


def _withdraw(out: Path, shown: set[str]) -> None:
    """Remove unused small versions of earlier builds from `out`, and list the others in a file.

    The list is in the output folder, because the doctrees may be deleted or in another folder.
    """
    images, note = out / "_images", out / _PUBLISHED
    for name in _noted(note) - shown:
        (images / name).unlink(missing_ok=True)
    there = sorted(name for name in shown if (images / name).is_file())
    if there:
        note.write_text("".join(f"{name}\n" for name in there), encoding="utf-8")
    else:
        note.unlink(missing_ok=True)


def _noted(note: Path) -> set[str]:
    """Return the names of small versions in a list; other names are ignored."""
    try:
        names = note.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for name in names if NAME.fullmatch(name)}


__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.add_node(picture, html=(visit_picture, None))
    app.add_directive("portrait", PortraitDirective)
    app.add_transform(ReadPictures)
    app.add_post_transform(PublishSmall)
    app.connect("env-get-outdated", on_env_get_outdated)
    # Before the extensions that read the finished pages.
    app.connect("build-finished", on_build_finished, priority=800)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
