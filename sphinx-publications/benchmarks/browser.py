"""What a browser takes for a page: until it is loaded, its longest task, and a keystroke.

Chromium opens built pages over HTTP on this machine, at its own pace or with
its processor slowed. Times are milliseconds, as W3C's specifications measure
them: Navigation Timing, Long Tasks, Largest Contentful Paint, Event Timing.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
_OBSERVE = """
  window.tasks = []; window.painted = 0; window.strokes = [];
  const watch = (type, note, options) =>
    new PerformanceObserver(list => list.getEntries().forEach(note))
      .observe({ type, buffered: true, ...options });
  watch("longtask", task => window.tasks.push(task.duration));
  watch("largest-contentful-paint", paint => { window.painted = paint.startTime; });
  watch("event", event => {
    if (event.name === "input")
      window.strokes.push([event.duration, event.processingEnd - event.startTime]);
  }, { durationThreshold: 16 });
"""
_SETTLED = """quiet => new Promise(done => {
  // Scripts that wait for a moment of rest have had theirs when nothing is done for as long.
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    if (now - last > 150) window.rest = now;
    last = now;
    now - (window.rest ?? 0) > quiet ? done() : setTimeout(look, 50);
  };
  window.rest = performance.now();
  look();
})"""
_COMPLETE = """new Promise(done =>
  document.readyState === "complete" ? done() : addEventListener("load", () => done()))"""
_VIEW = """[performance.getEntriesByType('navigation')[0].loadEventEnd,
  Math.max(0, ...window.tasks), window.painted]"""
_QUIET = 1000
_SIZE: ViewportSize = {"width": 1280, "height": 800}
_PATIENCE = 120
TYPED = ("spiking", "wang eligibility", "klahn", "2021 transport", "study 1234", "zzz")


class View(NamedTuple):
    """What one page took."""

    load: float
    longest: float
    """Of its tasks, 0 where all are below 50."""
    painted: float
    """Largest Contentful Paint."""


@dataclass(frozen=True)
class Strokes:
    """What keystrokes took until the frame that shows them; 0 is less than a frame."""

    times: tuple[float, ...]
    script: float
    """The longest that a script took for one."""

    @property
    def slow(self) -> float:
        """What 95 of a hundred are below."""
        return self.times[int(0.95 * len(self.times))]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.times)


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yields its address."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of this machine."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(browser: Browser, address: str, slowdown: int = 1) -> Iterator[Page]:
    """Open a page in a new window, of a processor that is slowed, and wait until it rests."""
    context = browser.new_context(viewport=_SIZE)
    page = context.new_page()
    if slowdown > 1:
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.add_init_script(_OBSERVE)
    page.goto(address, timeout=_PATIENCE * 1000)
    page.evaluate(_SETTLED, _QUIET)
    yield page
    context.close()


class _Tab:
    """A page that Playwright leaves alone, which else lets the browser keep all that is loaded.

    For a list of 1,000 that costs the browser a tenth of its time, which visitors do not pay.
    """

    def __init__(self, session: CDPSession, context: str) -> None:
        self._session = session
        self._answers: dict[int, Any] = {}
        self._count = 0
        target = {"url": "about:blank", "browserContextId": context}
        self._id = session.send("Target.createTarget", target)["targetId"]
        attach = {"targetId": self._id, "flatten": False}
        self._attached = session.send("Target.attachToTarget", attach)["sessionId"]
        session.on("Target.receivedMessageFromTarget", self._receive)

    def send(self, method: str, **parameters: object) -> Any:
        """Send a command and return its answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        self._session.send(
            "Target.sendMessageToTarget",
            {"sessionId": self._attached, "message": json.dumps(message)},
        )
        until = time.monotonic() + _PATIENCE
        while self._count not in self._answers:
            if time.monotonic() > until:
                raise TimeoutError(f"no answer to {method}")
            time.sleep(0.05)
            # Answers are received while something is asked.
            self._session.send("Target.getTargetInfo", {"targetId": self._id})
        return self._answers.pop(self._count)["result"]

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or what it promises."""
        answer = self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        return answer["result"].get("value")

    def _receive(self, event: dict[str, Any]) -> None:
        answer = json.loads(event["message"])
        if "id" in answer:
            self._answers[answer["id"]] = answer


def view(browser: Browser, address: str, slowdown: int = 1) -> View:
    """Load a page in a new window, of a processor that is slowed; returns what that took."""
    session = browser.new_browser_cdp_session()
    context = session.send("Target.createBrowserContext")["browserContextId"]
    tab = _Tab(session, context)
    tab.send("Emulation.setDeviceMetricsOverride", deviceScaleFactor=1, mobile=False, **_SIZE)
    tab.send("Emulation.setCPUThrottlingRate", rate=slowdown)
    tab.send("Page.enable")
    tab.send("Page.addScriptToEvaluateOnNewDocument", source=_OBSERVE)
    tab.send("Page.navigate", url=address)
    tab.evaluate(_COMPLETE)
    tab.evaluate(f"({_SETTLED})({_QUIET})")
    found = View(*tab.evaluate(_VIEW))
    session.send("Target.disposeBrowserContext", {"browserContextId": context})
    session.detach()
    return found


def strokes(page: Page) -> Strokes:
    """Type into the filter of an opened page."""
    count = 0
    for words in TYPED:
        page.locator("#publications-query").focus()
        for letter in words:
            page.keyboard.press(letter if letter != " " else "Space")
            page.wait_for_timeout(60)
        for _ in words:
            page.keyboard.press("Backspace")
            page.wait_for_timeout(60)
        count += 2 * len(words)
    page.wait_for_timeout(500)
    slow = page.evaluate("window.strokes")
    # Event Timing says nothing of what is faster than a frame.
    times = [0.0] * (count - len(slow)) + [duration for duration, _ in slow]
    return Strokes(tuple(sorted(times)), max((script for _, script in slow), default=0))
