"""Dates are what biber reads: start, end, season, uncertain, circa, era."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.dates import Date
from sphinx_publications.model.edtf import Moment
from sphinx_publications.model.parse_options import ReadingOptions

_DIVISIONS = (
    "spring summer autumn winter springN summerN autumnN winterN springS summerS autumnS winterS "
    "Q1 Q2 Q3 Q4 QD1 QD2 QD3 S1 S2"
).split()
"""biber's names for the numbers from 21."""
_TEX = r"""\documentclass{article}\usepackage[backend=biber]{biblatex}\addbibresource{refs.bib}
\begin{document}\nocite{*}\end{document}"""


class Compared(NamedTuple):
    """A date in the form in which both are compared."""

    start: Moment | None
    end: Moment | None
    open: str = ""


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file by which LaTeX tells biber what to read."""
    folder = tmp_path_factory.mktemp("control")
    (folder / "main.tex").write_text(_TEX)
    command = ["pdflatex", "-interaction=batchmode", "main.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return folder / "main.bcf"


def by_biber(folder: Path, control: Path, forms: list[str]) -> dict[str, Compared]:
    """Return the dates of `forms` as biber reads them."""
    shutil.copy(control, folder)
    entries = (
        f"@misc{{k{number}, author = {{A}}, title = {{T}}, date = {{{form}}}}}"
        for number, form in enumerate(forms)
    )
    (folder / "refs.bib").write_text("\n".join(entries), encoding="utf-8")
    command = ["biber", "--quiet", "--nolog", "main"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    text = (folder / "main.bbl").read_text(encoding="utf-8")
    found = re.findall(r"\\entry\{k(\d+)\}(.*?)\\endentry", text, re.DOTALL)
    return {forms[int(number)]: _compared(entry) for number, entry in found}


def _compared(entry: str) -> Compared:
    fields = dict(re.findall(r"\\field\{(\w+)\}\{(.*?)\}", entry))
    flags = set(re.findall(r"\\true\{(\w+)\}", entry))
    start, end = _moment(fields, flags, ""), _moment(fields, flags, "end")
    open_ = ""
    if "endyear" in fields and end is None:
        open_ = "end"
    if fields.get("year") == "":
        open_ = "start"
    return Compared(start, end, open_)


def _moment(fields: dict[str, str], flags: set[str], prefix: str) -> Moment | None:
    year = fields.get(f"{prefix}year", "")
    if not year:
        return None
    is_before = fields[f"{prefix}dateera"] == "bce"
    month, day = (int(fields.get(f"{prefix}{part}", 0)) or None for part in ("month", "day"))
    division = fields.get(f"{prefix}yeardivision", "")
    season = 21 + _DIVISIONS.index(division) if division else None
    signs = (f"{prefix}datecirca" in flags, f"{prefix}dateuncertain" in flags)
    return Moment(-int(year) if is_before else int(year), month, day, season, *signs)


def by_us(folder: Path) -> list[Compared]:
    """Return the dates of the same entries as this package reads them."""
    entries = read([folder / "refs.bib"], ReadingOptions(), "utf-8").entries.values()
    return [_ours(entry.publication.date) for entry in entries]


def _ours(date: Date) -> Compared:
    if date.open == "start":
        return Compared(None, date.start, "start")
    return Compared(date.start, date.end, date.open)


def differences(folder: Path, control: Path, forms: list[str]) -> list[str]:
    """Return what both read otherwise."""
    theirs = by_biber(folder, control, forms)
    ours = by_us(folder)
    assert len(theirs) == len(ours) == len(forms)
    return [
        f"{form}: biber {theirs[form]}, here {us}"
        for form, us in zip(forms, ours, strict=True)
        if theirs[form] != us
    ]


MANUAL = """
1850 1967-02 2009-01-31 1988/1992 2002-01/2002-02 1995-03-30/1995-04-05 1997/ 1997/.. /1997 ../1997
1723~ 1723? 1723% 2004-22 2004-24 2004-25 2004-30 2004-33 2004-37 2004-41 2004-21/2004-22
2003-24/2004-21 199X 19XX -0876 -0877-02-03 -0343-02/-0343-03 0000 -0001/0001 0476 1565-01-01
1850~/1860 1850/1860? 1850%/1860~ 2004-06-11? 2004-06~ 2004-22~ -0043~ Y17000000002 Y-17000000002
2004-04-05T14:34:00 2004-04-05T14:34:00Z 2004-04-05T14:34:00+05:00 2004-04-05T14:34:00/2004-04-06
2004-02-29 2000-02-29 -0004-02-29
""".split()
"""Every form of the manual's section "Date and Time Specifications"."""
OTHER_HERE = {
    "1999-XX": "an unknown month is none; biber has a range of all",
    "1999-01-XX": "an unknown day is none; biber has a range of all",
    "1999-XX-XX": "an unknown day is none; biber has a range of all",
    "/1850?": "the doubt is kept; biber drops it for an end without a start",
    "2004-02-31": "only the day is left out; biber leaves the date out",
    "2004-13": "only the month is left out; biber leaves the date out",
    "1998--2004": "the form is told, and read; biber leaves the date out",
    "2004-5-3": "the form is told, and read; biber leaves the date out",
}
"""Differences on purpose, each with its reason, as docs/biblatex.md says."""


def test_every_form_of_the_manual_is_read(tmp_path: Path, control: Path) -> None:
    assert differences(tmp_path, control, MANUAL) == []


def test_differences_on_purpose_are_such(tmp_path: Path, control: Path) -> None:
    assert len(differences(tmp_path, control, list(OTHER_HERE))) == len(OTHER_HERE)


_YEARS = st.one_of(
    st.integers(1000, 2999).map(str), st.integers(0, 999).map(lambda year: f"{year:04d}"),
    st.integers(1, 9999).map(lambda year: f"-{year:04d}"),
)  # fmt: skip
_PARTS = st.one_of(
    st.just(""),
    st.integers(1, 12).map(lambda month: f"-{month:02d}"),
    st.integers(21, 41).map(lambda season: f"-{season}"),
    st.tuples(st.integers(1, 12), st.integers(1, 28)).map(
        lambda day: "-{:02d}-{:02d}".format(*day)
    ),
)
_MOMENTS = st.tuples(_YEARS, _PARTS, st.sampled_from(["", "", "?", "~", "%"])).map("".join)
_FORMS = st.one_of(
    _MOMENTS,
    st.tuples(_MOMENTS, _MOMENTS).map("/".join),
    _MOMENTS.map(lambda moment: f"{moment}/.."),
    st.tuples(_YEARS, _PARTS).map(lambda parts: f"/{''.join(parts)}"),
)


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(forms=st.lists(_FORMS, min_size=40, max_size=40, unique=True))
def test_dates_nobody_thought_of_are_read(
    tmp_path_factory: pytest.TempPathFactory, control: Path, forms: list[str]
) -> None:
    assert differences(tmp_path_factory.mktemp("forms"), control, forms) == []
