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

from ..conftest import Site

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
    def send_error(self, code: int, *args: Any, **kwargs: Any) -> None:
        """Answer what is not there with the site's own page, as hosts do."""
        if code != 404:
            super().send_error(code, *args, **kwargs)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

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


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """Where the html build is served."""
    with serve(site.build("html")) as found:
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
        self.context: BrowserContext = browser.new_context(
            base_url=address, reduced_motion="reduce", **options
        )
        self.context.route("**/*", self._stay_at_home)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self._hear)

    def _stay_at_home(self, route: Route) -> None:
        url = route.request.url
        if urlsplit(url).netloc == urlsplit(self.address).netloc or url.startswith("data:"):
            route.continue_()
        else:
            self.complaints.append(f"request to {url}")
            route.abort()

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Return a visitor with the given options of a browser context."""
    visitors: list[Visitor] = []

    def start(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, address, **options))
        return visitors[-1]

    yield start
    for visitor in visitors:
        visitor.context.close()
