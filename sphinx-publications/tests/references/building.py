"""Builds a site of entries, as the tests of printed references need it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.testing.util import SphinxTestApp

from .. import CONF
from .ways import Site

SETTINGS = """
project, author, html_title = "References", "Holly Home", "Holly Home"
html_baseurl = "https://example.org/"
suppress_warnings = ["publications"]
"""


def build(bibtex: str, folder: Path) -> Site:
    """Build a site whose list has all of the entries."""
    folder.mkdir()
    (folder / "refs.bib").write_text(bibtex, encoding="utf-8")
    (folder / "conf.py").write_text(CONF + SETTINGS, encoding="utf-8")
    (folder / "index.md").write_text("# Home\n\n```{publications}\n```\n", encoding="utf-8")
    app = SphinxTestApp("html", srcdir=folder)
    app.build()
    app.cleanup()
    out = Path(app.outdir)
    items = json.loads((out / "index.json").read_text(encoding="utf-8"))
    assert sorted(item["id"] for item in items) == sorted(keys_of(bibtex))
    return Site(out, [item["id"] for item in items])


def keys_of(bibtex: str) -> list[str]:
    """Return the keys of entries in their order."""
    return re.findall(r"^@\w+\{([^,\s}]+)", bibtex, re.MULTILINE)
