"""The PDF that LuaLaTeX makes of the LaTeX build."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ..conftest import Project, Site
from ..hard import HARD
from ..marked import LEGEND
from ..test_site import KEYS


def printed(folder: Path, name: str, *, has_references: bool = True) -> str:
    """Make a PDF of a LaTeX build; returns its text. References need more than one run."""
    command = ["latexmk", "-lualatex", "-silent"] if has_references else ["lualatex"]
    latex = [*command, "-interaction=nonstopmode", f"{name}.tex"]
    subprocess.run(latex, cwd=folder, check=True, capture_output=True)
    command = ["pdftotext", "-layout", f"{name}.pdf", "-"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def pdf_text(site: Site) -> str:
    return " ".join(printed(site.build("latex"), "guillaume-bellec").split())


def test_the_pdf_shows_marks_and_legend(pdf_text: str) -> None:
    assert "G Bellec*, F Scherr*, A Subramoney, E Hajek" in pdf_text
    assert "B Illing, J Ventura, G Bellec*, W Gerstner*" in pdf_text
    assert pdf_text.count("(*: comparable contributions and team work)") == 1


def test_the_pdf_shows_everyone(pdf_text: str) -> None:
    assert "J Klähn, G Bellec, A Grübl" in pdf_text
    assert "V Thanasoulis" in pdf_text


def test_the_pdf_has_every_paper_once(pdf_text: str) -> None:
    assert len(KEYS) == 12
    assert pdf_text.count("Trial matching: capturing variability") == 1
    assert pdf_text.count("A social network integrated game experiment") == 1


def test_the_log_has_no_missing_glyph(site: Site, pdf_text: str) -> None:
    log = (site.build("latex") / "guillaume-bellec.log").read_text(errors="replace")
    assert "Missing character" not in log
    assert "undefined references" not in log


def test_the_cv_is_one_page_with_every_paper(site: Site) -> None:
    text = printed(site.build("latex", "-t", "cv", name="cv"), "cv", has_references=False)
    assert text.count("\f") == 1
    words = " ".join(text.split())
    assert words.count("G Bellec") == 12
    assert "(*: comparable contributions and team work)" in words
    assert "V Thanasoulis" in words
    (line,) = (line for line in text.splitlines() if "Trial matching" in line)
    assert line.split()[0] == "2023"


@pytest.mark.soak
def test_hard_entries_are_printed(project: Project) -> None:
    project.write(refs_bib=HARD)
    said = {"latex_engine": "lualatex", "project": "hard"}
    folder = Path(project.build("latex", confoverrides=said).app.outdir)
    words = " ".join(printed(folder, "hard", has_references=False).split())
    assert "G Family2999" in words
    assert '<script>alert("x")</script> &' in words.replace("”", '"')
    assert LEGEND in words


@pytest.mark.soak
def test_the_same_source_makes_the_same_pdf(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = []
    for name in ("one", "another"):
        ignored = shutil.ignore_patterns("*.pdf", "*.aux", "*.log", "*.fls", "*.fdb_latexmk")
        folder = Path(shutil.copytree(site.build("latex"), tmp_path / name, ignore=ignored))
        printed(folder, "guillaume-bellec", has_references=False)
        made.append((folder / "guillaume-bellec.pdf").read_bytes())
    assert made[0] == made[1]
