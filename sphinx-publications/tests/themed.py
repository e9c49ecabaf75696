"""The themes in which the extension is looked at: how each is built, and made dark."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).parent / "roots" / "themes"
SOURCES = Path(__file__).parents[1] / "src"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Theme:
    """A theme of Sphinx."""

    name: str
    """In names of files."""
    html_theme: str
    darken: str = ""
    """A script as that of the theme's own switch; empty if the theme is light alone."""
    others: tuple[str, ...] = ()
    """Scripts of further switches that make the theme dark for who prefers dark pages."""
    options: tuple[str, ...] = ()
    """Options of the command line."""
    has_sections: bool = True
    """Whether headings and what follows are in sections of the page."""
    module: str = ""
    """The module, if it is not named as the theme."""


_THEMES = (
    Theme("alabaster", "alabaster"),
    Theme(
        "furo",
        "furo",
        "document.body.dataset.theme = 'dark'",
        ("document.body.dataset.theme = 'auto'",),
    ),
    Theme("pydata", "pydata_sphinx_theme", "document.documentElement.dataset.theme = 'dark'"),
    Theme("book", "sphinx_book_theme", "document.documentElement.dataset.theme = 'dark'"),
    Theme("rtd", "sphinx_rtd_theme"),
    Theme("shibuya", "shibuya", "document.documentElement.className = 'dark'"),
    Theme(
        "piccolo",
        "piccolo_theme",
        "document.documentElement.dataset.mode = 'dark'",
        ("document.documentElement.dataset.mode = 'darkest'",),
    ),
    Theme("nefertiti", "sphinx_nefertiti", "document.documentElement.className = 'dark'"),
    Theme(
        "immaterial",
        "sphinx_immaterial",
        "document.body.dataset.mdColorScheme = 'slate'",
        options=("-t", "immaterial"),
        has_sections=False,
    ),
    Theme("material", "sphinx_material", options=("-D", "suppress_warnings=config.cache")),
    Theme("awesome", "sphinxawesome_theme", "document.documentElement.className = 'dark'"),
    Theme(
        "press",
        "press",
        "document.body.classList.replace('theme-light', 'theme-dark')",
        module="sphinx_press_theme",
    ),
)
THEMES = tuple(theme for theme in _THEMES if find_spec(theme.module or theme.html_theme))
"""The themes of this environment: one that does not work with the newest Sphinx has its own."""


def build(theme: Theme, out: Path) -> str:
    """Build the small documentation with a theme; returns what the build says."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-n",
        "-E",
        "-D",
        f"html_theme={theme.html_theme}",
        *theme.options,
    ]
    done = subprocess.run(
        [*command, str(ROOT), str(out)],
        capture_output=True,
        text=True,
        check=True,
        # What themes use of old interfaces is theirs.
        env={**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONWARNINGS": "ignore"},
    )
    return done.stderr


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, f"none of {', '.join(BROWSERS)} is installed; run tests/install-tools"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def visit(
    browser: Browser, theme: Theme, address: str, scheme: str, screen: tuple[int, int]
) -> Page:
    """Open a page in light or dark colours.

    A theme that can be dark is made so by its own switch, while the visitor
    prefers light pages; of another the visitor prefers dark pages in vain.
    """
    in_vain = scheme == "dark" and not theme.darken
    page = browser.new_page(
        viewport={"width": screen[0], "height": screen[1]},
        reduced_motion="reduce",
        color_scheme="dark" if in_vain else "light",
    )
    page.route("**/*", _stay_at_home)
    page.goto(address)
    if scheme == "dark" and theme.darken:
        page.evaluate(theme.darken)
        page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    return page


def _stay_at_home(route: Route) -> None:
    """Ask nothing of other hosts, whatever a theme wants of them."""
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        route.abort()
