"""States of works that have yet to appear: as data, in words, and in other fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.model.dates import Date
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.states import State
from sphinx_publications.project.selection import group, newest_first

from ..bibfiles import messages, only, read_text


def article(fields: str) -> str:
    """Return an article with these fields, of the journal V if they name none."""
    journal = "" if "journal" in fields else "journal = {V}, "
    return f"@article{{a, author = {{One, Ann}}, title = {{T}}, {journal}{fields}}}"


def dated(folder: Path, fields: str) -> Publication:
    return only(read_text(folder, article(fields)))


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("year = {2024}, pubstate = {submitted}", "V 2024, submitted"),
        ("year = {2024}, pubstate = {In Press.}", "V 2024, in press"),
        ("date = {2024-05}, pubstate = {inpreparation}", "V 2024, in preparation"),
        ("date = {2024-05}, pubstate = {prepublished}", "V 2024, pre-published"),
        ("year = {2024}, pubstate = {Revise and resubmit}", "V 2024, Revise and resubmit"),
        ("year = {2024}, pubstate = {n.d.}", "V 2024"),
        ("year = {2024 (accepted)}", "V 2024, accepted"),
        ("year = {2024, in press}", "V 2024, in press"),
        ("year = {In press, 2024}", "V 2024, in press"),
        ("year = {2024 [forthcoming]}", "V 2024, forthcoming"),
        ("year = {to appear in 2025}", "V 2025, to appear"),
        ("year = {accepted (pending minor changes) 2024}",
         "V 2024, accepted (pending minor changes)"),
        ("date = {2024-05 (accepted)}", "V 2024, accepted"),
        ("year = {2024}, month = {to appear}", "V 2024, to appear"),
        ("year = {2024}, volume = {in press}, pages = {to appear}", "V 2024, in press"),
        ("year = {2024 (unpublished)}", "V 2024, unpublished"),
        ("year = {2024}, note = {In press}", "V 2024, in press"),
        ("journal = {Submitted to Nature}, year = {2024}", "Submitted to Nature 2024"),
        ("journal = {Nature (in press)}, year = {2024}", "Nature (in press) 2024"),
        ("journal = {Nature, to appear}, year = {2024}", "Nature, to appear 2024"),
        ("year = {2024}, note = {To appear in Nature. Code is online}",
         "V 2024, to appear"),
        ("year = {2024}, pubstate = {\\bibstring{inpress}}", "V 2024, in press"),
        ("howpublished = {Submitted to Nature}, year = {2024}, journal = {}",
         "Submitted to Nature 2024"),
        ("year = {2024}, note = {\\emph{In press}}", "V 2024, in press"),
        ("year = {2024}, pages = {Article in Press}", "V 2024, in press"),
        ("year = {2024}, note = {Manuscript in preparation}", "V 2024, in preparation"),
        ("year = {2024}, note = {Paper under review}", "V 2024, under review"),
        ("year = {2024}, pubstate = {{In Press}}", "V 2024, in press"),
        ("year = {2024}, addendum = {Submitted}", "V 2024, submitted"),
        ("date = {2024-05/2024-07}, pubstate = {inpress}", "V 2024, in press"),
        ("year = {2024/in press}", "V 2024, in press"),
        ("year = {In press, corrected proof}", "V In press, corrected proof"),
        ("year = {2024\\,(in~press)}", "V 2024, in press"),
        ("year = {to appear}", "V to appear"),
        ("year = {forthcoming}", "V forthcoming"),
        ("year = {in preparation}", "V in preparation"),
        ("year = {2024}, pubstate = {im Druck}", "V 2024, im Druck"),
    ],
)  # fmt: skip
def test_a_state_stands_beside_the_year(tmp_path: Path, fields: str, shown: str) -> None:
    found = dated(tmp_path, fields)
    assert found.where == shown
    assert found.date.appeared == (Date(2024) if shown == "V 2024" else Date())


@pytest.mark.parametrize(
    "fields",
    [
        "year = {2024 (published online)}",
        "year = {Spring 2024}",
        "year = {2024}, note = {Submitted abstracts are in the appendix}",
        "year = {2024}, journal = {Advances in Press Studies}",
        "year = {2024}, journal = {Early Access to Memory}",
        "year = {2024}, pages = {1--2}, volume = {7}",
        "year = {2019 [1987]}",
        "year = {2024}, note = {Accepted for oral presentation}",
        "year = {2024}, volume = {Early Access}, pages = {1-1}",
        "year = {2024}, journal = {Journal of Things (Online)}",
        "year = {2024}, journal = {Transactions on Signals, Systems}",
        # The preprint has appeared.
        "year = {2024}, journal = {arXiv:2401.00001}, note = {Under review}, eprint = {2401.00001}",
    ],
)
def test_what_has_appeared_keeps_its_date(tmp_path: Path, fields: str) -> None:
    found = dated(tmp_path, fields)
    assert found.date.appeared.year in {2024, 2019}
    assert found.date.status == ""


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("inpress", "To appear"), ("forthcoming", "To appear"), ("prepublished", "To appear"),
        ("Accepted for publication", "To appear"), ("à paraître", "To appear"),
        ("no prelo", "To appear"), ("in corso di stampa", "To appear"), ("im Druck", "To appear"),
        ("to be published", "To appear"), ("submitted", "Submitted"), ("eingereicht", "Submitted"),
        ("soumis", "Submitted"), ("Submitted to Nature", "Submitted"),
        ("under second review", "Submitted"), ("R&R", "Submitted"),
        ("conditionally accepted", "Submitted"), ("major revision", "Submitted"),
        ("inpreparation", "In preparation"), ("en préparation", "In preparation"),
        ("in prep.", "In preparation"), ("to be submitted", "In preparation"),
        ("work in progress", "In preparation"),
        # Words that claim none of these.
        ("not yet submitted", "No year"), ("rejected", "No year"), ("unpublished", "No year"),
        ("lost", "No year"), ("n.d.", "No year"), ("published", "No year"),
    ],
)  # fmt: skip
def test_a_heading_says_no_more_than_the_file(tmp_path: Path, words: str, heading: str) -> None:
    written = words.replace("&", r"\&")
    for field in ("pubstate", "year"):
        found = dated(tmp_path, f"{field} = {{{written}}}")
        assert [one.title for one in group([found], "year")] == [heading]
        assert found.date.appeared.year is None


def test_what_is_furthest_from_a_date_comes_first() -> None:
    states = ["in preparation", "submitted", "in press"]
    dates = [*(Date(status=state) for state in states), Date(2024), Date(words="n.d."), Date()]
    keys = [date.sort_key for date in dates]
    assert sorted(keys, reverse=True) == keys
    assert Date(2024, status="in press").sort_key == Date(2024).sort_key


def test_only_what_is_in_press_is_about_to_appear(tmp_path: Path) -> None:
    values = ("inpress", "submitted", "inpreparation")
    found = [dated(tmp_path, f"pubstate = {{{value}}}") for value in values]
    titles = [one.title for one in group(newest_first(found), "year")]
    assert titles == ["In preparation", "Submitted", "To appear"]
    assert [one.date.state for one in found] == [
        State.TO_APPEAR, State.SUBMITTED, State.IN_PREPARATION,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "advice"),
    [
        ("date = {in press 2024}", "date = {2024}, pubstate = {inpress}"),
        ("date = {2024-5-3}, pubstate = {accepted}", "date = {2024-05-03}, pubstate = {accepted}"),
    ],
)
def test_the_advice_keeps_the_state(tmp_path: Path, fields: str, advice: str) -> None:
    (message,) = messages(read_text(tmp_path, article(fields)))
    assert message.endswith(f"write {advice}")


def test_a_date_that_is_none_is_told_and_no_date_is_not(tmp_path: Path) -> None:
    (message,) = messages(read_text(tmp_path, article("year = {MMXXI}")))
    assert "is no year" in message
    for words in ("n.d.", "s.d.", "o. J.", "no date"):
        assert messages(read_text(tmp_path, article(f"year = {{{words}}}"))) == []
