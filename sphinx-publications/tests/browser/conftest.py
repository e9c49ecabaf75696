"""A real browser on the built site, served on this machine."""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Route,
    ViewportSize,
    sync_playwright,
)

from ..conftest import Site

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nobody else can be asked for anything.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SCREEN: ViewportSize = {"width": 1280, "height": 720}


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # One connection serves many files.

    def end_headers(self) -> None:
        """What is shown is what is there, also where another build was served before."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

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
def windows() -> Iterator[Windows]:
    """The Chromium of this machine."""
    paths = [path for path in map(shutil.which, BROWSERS) if path]
    assert paths, f"none of {', '.join(BROWSERS)} is installed; run tests/install-tools"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=paths[0], args=ARGUMENTS)
        yield Windows(browser)
        browser.close()


class Windows:
    """Windows that visitors use one after another: a new one takes four times as long as a page."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[str, list[Page]] = defaultdict(list)

    def open(self, kind: dict[str, Any]) -> Page:
        """Return an empty window with the given options of a browser context."""
        free = self._free[repr(kind)]
        return free.pop() if free else self._browser.new_context(**kind).new_page()

    def leave(self, page: Page, kind: dict[str, Any]) -> None:
        """Keep a window for the next visitor, with nothing of what this one did."""
        for other in page.context.pages:
            if other != page:
                other.close()
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.mouse.move(-1, -1)
        page.goto("about:blank")
        self._free[repr(kind)].append(page)


class Visitor:
    """Opens pages and remembers whatever a visitor should not have to see."""

    def __init__(
        self, windows: Windows, address: str, *, color_scheme: Literal["light", "dark"] = "light",
        forced_colors: Literal["active", "none"] = "none", viewport: ViewportSize = SCREEN,
        **kind: Any,
    ) -> None:  # fmt: skip
        self.address = address
        self.complaints: list[str] = []
        self._windows = windows
        self._kind = {"base_url": address, **kind}
        self.page: Page = windows.open(self._kind)
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(
            media="null", reduced_motion="reduce",
            color_scheme=color_scheme, forced_colors=forced_colors,
        )  # fmt: skip
        self.page.on("pageerror", self._stumble)
        self.page.on("console", self._read)
        self.page.on("request", self._follow)

    def leave(self) -> None:
        """Give the window back."""
        self.page.remove_listener("pageerror", self._stumble)
        self.page.remove_listener("console", self._read)
        self.page.remove_listener("request", self._follow)
        self._windows.leave(self.page, self._kind)

    def _stumble(self, error: Error) -> None:
        self.complaints.append(f"error: {error}")

    def _follow(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.netloc != urlsplit(self.address).netloc and url.scheme != "data":
            self.complaints.append(f"request to {request.url}")

    def _read(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")


def open_made_anew(page: Page, path: str) -> None:
    """Open a page whose theme makes all elements anew, as press does with Vue."""

    def answer(route: Route) -> None:
        found = route.fetch()
        script = "document.body.innerHTML = document.body.innerHTML"
        tag = f'<script defer src="data:text/javascript,{script}"></script></body>'
        route.fulfill(response=found, body=found.text().replace("</body>", tag))

    page.route(f"**{path}", answer, times=1)
    page.goto(path)


@pytest.fixture
def visit(windows: Windows, address: str) -> Iterator[Callable[..., Visitor]]:
    """Return a visitor with the given options of a browser context."""
    visitors: list[Visitor] = []

    def start(**options: Any) -> Visitor:
        visitors.append(Visitor(windows, address, **options))
        return visitors[-1]

    yield start
    for visitor in visitors:
        visitor.leave()
