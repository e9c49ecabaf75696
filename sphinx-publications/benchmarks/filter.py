"""How long a keystroke in the filter of 2,000 papers takes: `make bench-filter`.

Types into the filter of a real page in Chromium, and prints how long the
browser takes from a keystroke to the frame that shows it, in milliseconds, as
Event Timing (a W3C specification) measures it, and the script's part of that.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bibliography import bibliography
from playwright.sync_api import sync_playwright

PACKAGE = Path(__file__).parent.parent
CONF = f"""
import sys
sys.path.insert(0, {str(PACKAGE / "src")!r})
extensions = ["myst_parser", "sphinx_publications"]
bibtex_bibfiles = ["refs.bib"]
publications_owner = "Bellec, Guillaume"
publications_pages = ""
html_theme = "pydata_sphinx_theme"
html_static_path = [{str(PACKAGE / "tests" / "roots" / "homepage" / "_static")!r}]
html_css_files = ["site.css"]
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OBSERVE = """
  window.durations = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === "input" || entry.name === "keydown")
        window.durations.push([entry.name, entry.duration, entry.processingEnd - entry.startTime]);
    }
  }).observe({ type: "event", durationThreshold: 16 });
"""
TYPED = ("spiking", "wang eligibility", "klahn", "2021 transport", "study 1234", "zzz")


def main(count: int) -> None:
    """Build the page, type, and print a line."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        source, out = Path(folder), Path(folder) / "_build"
        (source / "conf.py").write_text(CONF)
        (source / "index.md").write_text("# Home\n\n```{publications}\n```\n")
        (source / "refs.bib").write_text(bibliography(count))
        subprocess.run([sys.executable, "-m", "sphinx", "-q", str(source), str(out)], check=True)
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto((out / "index.html").as_uri())
        page.evaluate(OBSERVE)
        strokes = 0
        for words in TYPED:
            page.locator("#publications-query").focus()
            for letter in words:
                page.keyboard.press(letter if letter != " " else "Space")
                page.wait_for_timeout(60)
            for _ in words:
                page.keyboard.press("Backspace")
                page.wait_for_timeout(60)
            strokes += 2 * len(words)
        page.wait_for_timeout(500)
        inputs = [event for event in page.evaluate("durations") if event[0] == "input"]
        slow = [duration for _, duration, _ in inputs]
        browser.close()
    # Event Timing says nothing of what is faster than a frame.
    times = sorted([0.0] * (strokes - len(slow)) + slow)
    print(
        f"{count} papers, {strokes} keystrokes: median {statistics.median(times):.0f} ms, "
        f"95 % below {times[int(0.95 * len(times))]:.0f} ms, longest {times[-1]:.0f} ms; "
        f"of that the script at most {max((script for _, _, script in inputs), default=0):.0f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
