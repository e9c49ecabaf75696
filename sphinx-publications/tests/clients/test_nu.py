"""The Nu HTML checker, as the W3C runs it, reads every page of the site."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from .. import TESTS
from ..conftest import Project, Site
from ..hard import KEYS, SMALLER

QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
"""With them Java does not compile with care what runs for seconds: half the time."""
VNU = TESTS / "browser" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def complaints(pages: list[Path]) -> list[tuple[str, str]]:
    command = ["java", *QUICK, "-jar", str(VNU), "--errors-only", "--exit-zero-always"]
    done = subprocess.run(
        [*command, "--format", "json", *map(str, pages)], capture_output=True, text=True, check=True
    )
    messages = json.loads(done.stderr)["messages"]
    return [(message["url"], message["message"]) for message in messages]


def pages_of_site(site: Site) -> list[Path]:
    out = site.build("html")
    return [path for path in out.rglob("*.html") if "_static" not in path.parts]


def pages_of_hard_entries(project: Project) -> list[Path]:
    project.write(refs_bib=SMALLER)
    # The default theme's own headings skip levels.
    said = {"html_theme": "pydata_sphinx_theme", "html_baseurl": "https://example.org/"}
    whole = Path(project.build(confoverrides=said).app.outdir)
    one_list = project.source / "one-list.html"
    shutil.copy(whole / "index.html", one_list)
    split = project.build(confoverrides={**said, "publications_split_from": 4})
    out = Path(split.app.outdir)
    return [one_list, out / "index.html", *out.glob("publications/*.html")]


def test_every_page_is_valid_html(site: Site, project: Project) -> None:
    # One test, since the checker needs as long to start as to read.
    own, hard = pages_of_site(site), pages_of_hard_entries(project)
    assert (len(own), len(hard)) == (18, 2 + len(KEYS) + 13)
    assert complaints([*own, *hard]) == []
