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
    """Remove small versions that no page shows any more."""
    if exception is not None:
        return
    shown = {name for facts in app.env.metadata.values() for name in facts.get(FILES, ())}
    folders = [folder_of(app.env)]
    if _is_web(app.builder):
        folders.append(Path(app.outdir) / "_images")
    for path in [path for folder in folders if folder.is_dir() for path in folder.iterdir()]:
        if NAME.fullmatch(path.name) and path.name not in shown:
            path.unlink()
