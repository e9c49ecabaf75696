"""Pictures at the size at which they are shown, and a portrait that is one file.

A picture of the owner's that states its width in pixels, as in
``<img src="talk.png" width="200px" />``, is published at that width and at twice
of it for fine screens, in formats of today with one that every browser knows, and
without what a camera wrote into it. The file itself is not published. Books and
PDF get one picture that is fine enough for print.

The directive ``{portrait}`` shows the photo ``portrait.jpg`` (or ``.png``,
``.webp``) that lies beside its page, and as long as there is none the drawing
that it names, with the words that the drawing has for itself::

    ```{portrait} _static/portrait.*
    :alt: Photo of Ada Lovelace
    ```
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .portrait import PortraitDirective, on_env_get_outdated
from .publishing import PublishSmall, on_build_finished, picture, visit_picture
from .reading import ReadPictures

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.add_node(picture, html=(visit_picture, None))
    app.add_directive("portrait", PortraitDirective)
    app.add_transform(ReadPictures)
    app.add_post_transform(PublishSmall)
    app.connect("env-get-outdated", on_env_get_outdated)
    # Before what reads the finished pages.
    app.connect("build-finished", on_build_finished, priority=800)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
