"""The Nu HTML checker, as the W3C runs it, reads every page of the site."""

from __future__ import annotations

import json
import subprocess

import pytest

from ..conftest import ROOT, Site

VNU = ROOT / "tests" / "browser" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_page_is_valid_html(site: Site, builder: str) -> None:
    out = site.build(builder)
    pages = [str(path) for path in out.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) == 18
    command = ["java", "-jar", str(VNU), "--errors-only", "--exit-zero-always"]
    done = subprocess.run(
        [*command, "--format", "json", *pages], capture_output=True, text=True, check=True
    )
    messages = json.loads(done.stderr)["messages"]
    assert [(message["url"], message["message"]) for message in messages] == []
