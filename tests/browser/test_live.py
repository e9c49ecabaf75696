"""`make live`: an open page shows what was changed, whatever the policy of published pages."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3
from playwright.sync_api import expect

from ..source import ROOT
from .conftest import Windows

pytestmark = [pytest.mark.browser, pytest.mark.machinery]
CONF = 'extensions = ["myst_parser", "security"]\nhtml_theme = "basic"\n'


def command() -> list[str]:
    """Return how `make live` serves the site: the module, and an option of the policy."""
    said = subprocess.run(
        ["make", "-n", "live"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.replace("\\\n", " ")
    (line,) = (line for line in said.splitlines() if " -m livesite " in line)
    words = shlex.split(line)
    module, policy = words.index("-m"), words.index("-D")
    return [*words[module : module + 2], *words[policy : policy + 2]]


def test_an_open_page_is_loaded_again(windows: Windows, tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    home = tmp_path / "index.md"
    home.write_text("# Home\n\nBefore.\n", encoding="utf-8")
    arguments = [*command(), "-q", "--port=0", "--delay=0", str(tmp_path), str(tmp_path / "out")]
    page = windows.open({})
    with subprocess.Popen(
        [sys.executable, "-u", *arguments],
        env={**os.environ, "PYTHONPATH": f"{ROOT / '_ext'}:{ROOT / 'tools'}", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            # It says so shortly before it does.
            retries = urllib3.Retry(connect=10, backoff_factor=0.1)
            address = _address(process)
            urllib3.request("GET", address, retries=retries)
            with page.expect_websocket():
                page.goto(address)
            home.write_text("# Home\n\nAfter.\n", encoding="utf-8")
            page.get_by_text("After.").wait_for()
            # What is said of a mistake, and settings that are read anew once it is mended.
            (tmp_path / "conf.py").write_text(f"{CONF}project = ", encoding="utf-8")
            assert process.stdout is not None
            assert any("mend what is said" in line for line in process.stdout)
            (tmp_path / "conf.py").write_text(f"{CONF}project = 'Other'\n", encoding="utf-8")
            expect(page).to_have_title(re.compile("Other"))
        finally:
            process.terminate()
    windows.leave(page, {})


def _address(process: subprocess.Popen[str]) -> str:
    """Return where the site is served, as the program says."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise AssertionError("nothing is served")
