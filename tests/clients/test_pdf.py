"""The PDF that LuaLaTeX makes of the LaTeX build."""

from __future__ import annotations

import subprocess

import pytest

from ..conftest import Site
from ..test_site import KEYS


@pytest.fixture(scope="module")
def pdf_text(site: Site) -> str:
    folder = site.build("latex")
    subprocess.run(
        ["latexmk", "-lualatex", "-interaction=nonstopmode", "-silent", "guillaume-bellec.tex"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    command = ["pdftotext", "guillaume-bellec.pdf", "-"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


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
