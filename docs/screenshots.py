"""Take the pictures of README.md and docs/design.md: `make screenshots`.

Usage: screenshots.py SITE FOLDER, with the built site and the folder for the pictures. A sheet
shows every kind of page at one screen size, in light and in dark; one more shows print.
"""

from __future__ import annotations

import functools
import http.server
import io
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

SHOTS = (
    ("home-light", "index", "light", 1280, 800),
    ("publications-light", "publications", "light", 1280, 900),
    ("paper-dark", "paper", "dark", 1280, 800),
    ("home-phone-light", "index", "light", 375, 740),
    ("publications-phone-dark", "publications", "dark", 375, 740),
    ("paper-phone-light", "paper", "light", 375, 740),
    ("code-phone-dark", "code", "dark", 375, 740),
)
PAGES = ("index", "publications", "paper", "code", "teaching", "search", "404")
SCREENS = ((375, 740), (768, 1024), (1280, 900))
SHEET_HEIGHT = 480
"""Of each page in a sheet, in pixels."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


def main(site: Path, folder: Path) -> None:
    """Take every picture of the built site."""
    papers = sorted(path for path in site.glob("*/*.html") if path.parent.name[0] != "_")
    # The paper that is cited most by its own page: it has most sections.
    paper = max(papers, key=lambda path: path.read_text(encoding="utf-8").count("<section"))
    paths = {name: f"{name}.html" for name in PAGES}
    paths["paper"] = paper.relative_to(site).as_posix()
    paths = {name: path for name, path in paths.items() if (site / path).is_file()}
    paths["search"] += "?q=neural"
    handler = functools.partial(_Handler, directory=str(site))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/"
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name, page, scheme, width, height in SHOTS:
            if page in paths:
                picture = shot(browser, base + paths[page], scheme, width, height)
                write(picture, folder / f"{name}.png")
        for width, height in SCREENS:
            rows = [
                [shot(browser, base + path, scheme, width, height) for path in paths.values()]
                for scheme in ("light", "dark")
            ]
            write(sheet(rows), folder / f"sheet-{width}.png")
        printed = [picture for path in paths.values() for picture in pages(browser, base + path)]
        write(sheet([printed]), folder / "sheet-print.png")
        browser.close()
        server.shutdown()


def shot(browser: Browser, address: str, scheme: str, width: int, height: int) -> Image.Image:
    """Return the first screen of a page."""
    page = browser.new_page(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": height},
    )
    page.goto(address, wait_until="networkidle")
    data = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def pages(browser: Browser, address: str) -> list[Image.Image]:
    """Return a page as it is printed on A4."""
    page = browser.new_page()
    page.goto(address, wait_until="networkidle")
    with tempfile.TemporaryDirectory() as folder:
        page.pdf(path=f"{folder}/page.pdf", format="A4")
        page.close()
        command = ["pdftoppm", "-r", "60", "-png", f"{folder}/page.pdf", f"{folder}/page"]
        subprocess.run(command, check=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.png"))]


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Return pictures beside and below each other, all of one height."""
    scaled = [
        [
            picture.resize((picture.width * SHEET_HEIGHT // picture.height, SHEET_HEIGHT))
            for picture in row
        ]
        for row in rows
    ]
    gap = 8
    width = max(sum(picture.width + gap for picture in row) for row in scaled) + gap
    made = Image.new("RGB", (width, len(rows) * (SHEET_HEIGHT + gap) + gap), "#9aa3ad")
    for number, row in enumerate(scaled):
        x = gap
        for picture in row:
            made.paste(picture, (x, gap + number * (SHEET_HEIGHT + gap)))
            x += picture.width + gap
    return made


def write(picture: Image.Image, path: Path) -> None:
    """Write a picture, with the few colours that a page has."""
    picture.quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
