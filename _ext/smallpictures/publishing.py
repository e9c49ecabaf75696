"""Small versions in the place of a picture: on web pages all, elsewhere the one for print."""

from __future__ import annotations

import posixpath
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from .reading import FILES, WIDTH, folder_of, small_of
from .scaling import NAME, Small, Version

_PUBLISHED = ".smallpictures"
"""File in the folder of a web build with the names of the small versions that lie there."""


class picture(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A picture of a web page, in several formats and scales."""


class PublishSmall(SphinxPostTransform):
    """Puts small versions in the place of marked pictures."""

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
        # The portrait is on the first screen, other pictures may be below it.
        lazy=image[WIDTH] > 0,
    )


def visit_picture(self: HTML5Translator, node: picture) -> None:
    """Write ``<picture>``, with the last format for browsers that know no other."""
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
    """Remove small versions that no page shows any more; what others made is left alone."""
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
    """Remove what earlier builds published in a folder and no page shows, and note what is there.

    The note lies in that folder, so that it is found where doctrees are lost or others.
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
    """Return the names in a note, those alone that small versions have."""
    try:
        names = note.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for name in names if NAME.fullmatch(name)}
