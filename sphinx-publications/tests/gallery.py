"""Make the pictures of the themes that the documentation shows: `make gallery`.

Usage: python -m tests.gallery FOLDER. Each is the list of the small documentation in
`roots/themes`, built with the theme, as a browser shows it.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.themed import SCHEMES, THEMES, build, chromium, visit

SCREEN = 1200, 840
PICTURE = 800, 560
MOST_BYTES = 60_000


def main(folder: Path) -> None:
    """Write the pictures of all themes, in light and dark colours."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as sites, chromium() as browser:
        for theme in THEMES:
            site = Path(sites, theme.name)
            build(theme, site)
            for scheme in SCHEMES:
                page = visit(browser, theme, (site / "papers.html").as_uri(), scheme, SCREEN)
                shot = page.screenshot()
                page.close()
                (folder / f"{theme.name}-{scheme}.png").write_bytes(small(shot))


def small(shot: bytes) -> bytes:
    """Return a picture of a screen with as many colours as there is room for."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB").resize(PICTURE, Image.Resampling.LANCZOS)
    for colours in (128, 64, 32, 16):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"a picture has {out.tell()} bytes with {colours} colours")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
