"""What a browser takes for a page: until it is loaded, its longest task, and a keystroke.

Chromium opens built pages over HTTP on this machine, at its own pace or with
its processor slowed. Times are milliseconds, as W3C's specifications measure
them: Navigation Timing, Long Tasks, Largest Contentful Paint, Event Timing.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import statistics
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
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
_LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
_QUIET = 1000
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
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    if slowdown > 1:
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.add_init_script(_OBSERVE)
    page.goto(address, timeout=120_000)
    page.evaluate(_SETTLED, _QUIET)
    yield page
    context.close()


def view(page: Page) -> View:
    """Return what an opened page took."""
    tasks = page.evaluate("window.tasks")
    return View(page.evaluate(_LOADED), max(tasks, default=0), page.evaluate("window.painted"))


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
