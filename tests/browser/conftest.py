"""A real browser on the built site, served on this machine."""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from ..built import Site
from ..test_pages import hosts

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a built site on this machine; yields its address."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextlib.contextmanager
def serve_site(site: Site, out: Path, folder: Path) -> Iterator[str]:
    """Serve a build of the site in the folder that its address names; `folder` is empty."""
    path = site.web().base.strip("/")
    place = folder / path if path else folder / "site"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(out)
    with serve(folder if path else place) as found:
        yield f"{found}/{path}".rstrip("/")


@pytest.fixture(scope="session")
def address(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the html build is served."""
    with serve_site(site, site.build("html"), tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    paths = [path for path in map(shutil.which, BROWSERS) if path]
    assert paths, f"none of {', '.join(BROWSERS)} is installed; run tests/install-tools"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=paths[0], args=ARGUMENTS)
        yield launched
        launched.close()


class Visitor:
    """Opens pages and remembers whatever a visitor should not have to see."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(reduced_motion="reduce", **options)
        self.context.route("**/*", self._stay_at_home)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self._hear)

    def open(self, path: str) -> Page:
        """Open a page of the site by its path."""
        self.page.goto(f"{self.address}/{path}")
        return self.page

    def _stay_at_home(self, route: Route) -> None:
        url = route.request.url
        host = urlsplit(url).netloc
        if host == urlsplit(self.address).netloc or url.startswith("data:"):
            route.continue_()
        elif host in hosts():
            # The owner wants it; the tests have no network.
            route.fulfill(status=200, body="")
        else:
            self.complaints.append(f"request to {url}")
            route.abort()

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return a visitor with the given options of a browser context."""
    visitors: list[Visitor] = []

    def start(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, address, **options))
        return visitors[-1]

    yield start
    for visitor in visitors:
        visitor.context.close()
