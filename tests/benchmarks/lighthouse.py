"""Lighthouse's four categories for every page of the built site: `make lighthouse`.

Usage: lighthouse.py SITE [--runs N] [--pages NAME,NAME]. Prints medians, on a phone and on a
desktop; the site is served by HTTP/2 and compressed, as hosts serve it. Needs openssl.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
SERVER = Path(__file__).parent / "serve.js"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site as its hosts do, by HTTP/2; yields its address."""
    with tempfile.TemporaryDirectory() as folder:
        cert, key = Path(folder) / "cert.pem", Path(folder) / "key.pem"
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
        files = ["-out", str(cert), "-keyout", str(key)]
        subprocess.run(
            ["openssl", "req", "-x509", *new, *files, "-subj", "/CN=127.0.0.1"],
            check=True, capture_output=True,
        )  # fmt: skip
        command = ["node", str(SERVER), str(site.resolve()), str(cert), str(key)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                yield server.stdout.readline().strip()
            finally:
                server.terminate()


def find_browser() -> str:
    """Return the path of a browser; empty if none is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def scores(url: str, preset: str) -> dict[str, float]:
    """Run Lighthouse once; returns its scores, 0 to 100, by category."""
    command = [
        str(LIGHTHOUSE), url, "--quiet", "--output=json", "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --ignore-certificate-errors",
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
    with served(options.site) as address:
        print(f"{'page':42} {'device':8}" + "".join(f"{name:>16}" for name in CATEGORIES))
        for page in pages:
            for preset in ("mobile", "desktop"):
                runs = [scores(f"{address}/{page}", preset) for _ in range(options.runs)]
                medians = [statistics.median(run[name] for run in runs) for name in CATEGORIES]
                print(f"{page:42} {preset:8}" + "".join(f"{m:16.0f}" for m in medians), flush=True)


def page_names(site: Path) -> list[str]:
    """Return the pages of a built site, less those that search engines shall not list."""
    return sorted(
        str(path.relative_to(site))
        for path in site.rglob("*.html")
        if path.name not in {"search.html", "404.html"} and "_static" not in path.parts
    )


if __name__ == "__main__":
    main()
