"""Lighthouse's four categories for every page of the built site: `make lighthouse`.

Usage: lighthouse.py SITE [--runs N] [--pages NAME,NAME]. Prints medians, on a
phone and on a desktop; the site is served compressed, as hosts serve it.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
COMPRESSED = {".html", ".css", ".js", ".svg", ".json"}
LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"


class CompressingHandler(http.server.SimpleHTTPRequestHandler):
    """Serves text compressed, and lets browsers keep what does not change."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        if path.suffix in COMPRESSED:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)) + "; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def find_browser() -> str:
    """Return the path of a browser; empty if none is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def scores(url: str, preset: str) -> dict[str, float]:
    """Run Lighthouse once; returns its scores, 0 to 100, by category."""
    command = [
        str(LIGHTHOUSE), url, "--quiet", "--output=json", "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    if preset == "desktop":
        command.append("--preset=desktop")
    environment = {**os.environ, "CHROME_PATH": find_browser()}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    categories = json.loads(done.stdout)["categories"]
    for name in CATEGORIES:
        for audit in categories[name]["auditRefs"]:
            result = json.loads(done.stdout)["audits"][audit["id"]]
            if audit["weight"] and result["score"] is not None and result["score"] < 0.9:
                print(f"    {result['title']}: {result.get('displayValue', '')}", file=sys.stderr)
    return {name: 100 * categories[name]["score"] for name in CATEGORIES}


def main() -> None:
    """Print a table of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", default="")
    options = parser.parse_args()
    pages = options.pages.split(",") if options.pages else page_names(options.site)
    handler = functools.partial(CompressingHandler, directory=str(options.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"{'page':42} {'device':8}" + "".join(f"{name:>16}" for name in CATEGORIES))
        for page in pages:
            for preset in ("mobile", "desktop"):
                url = f"http://127.0.0.1:{server.server_port}/{page}"
                runs = [scores(url, preset) for _ in range(options.runs)]
                medians = [statistics.median(run[name] for run in runs) for name in CATEGORIES]
                print(f"{page:42} {preset:8}" + "".join(f"{m:16.0f}" for m in medians), flush=True)
        server.shutdown()


def page_names(site: Path) -> list[str]:
    """Return the pages of a built site, less those that search engines shall not list."""
    return sorted(
        str(path.relative_to(site))
        for path in site.rglob("*.html")
        if path.name not in {"search.html", "404.html"} and "_static" not in path.parts
    )


if __name__ == "__main__":
    main()
