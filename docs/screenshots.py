"""Make the pictures of the README: `make screenshots`.

Usage: screenshots.py SITE FOLDER, with the built site and where the pictures go.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHOTS = (
    ("home-light", "index.html", "light", 1280, 800),
    ("publications-light", "publications.html", "light", 1280, 800),
    ("paper-dark", "publications/bellec2020solution.html", "dark", 1280, 800),
    ("publications-phone-dark", "publications.html", "dark", 375, 800),
    ("paper-phone-light", "publications/bellec2020solution.html", "light", 375, 800),
    ("code-phone-dark", "code.html", "dark", 375, 800),
)


def main(site: Path, folder: Path) -> None:
    """Take every picture of the built site."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, page_name, scheme, width, height in SHOTS:
            page = browser.new_page(
                color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": width, "height": height},
            )
            page.goto((site.resolve() / page_name).as_uri())
            page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
