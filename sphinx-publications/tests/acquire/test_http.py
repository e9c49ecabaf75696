"""Services that are down, slow, busy or out of their minds: one line, and no change."""

from __future__ import annotations

import io
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from sphinx_publications.acquire import CommandError, NotKnownError, latex_markup
from sphinx_publications.acquire.add import add, named
from sphinx_publications.acquire.clients import fetch
from sphinx_publications.acquire.clients.author_works import (
    dblp_works,
    openalex_work,
    openalex_works,
    orcid_works,
)
from sphinx_publications.acquire.clients.registries import (
    biorxiv_published,
    crossref_notices,
    crossref_search,
    crossref_work,
)
from sphinx_publications.acquire.clients.repositories import arxiv_paper, arxiv_papers
from sphinx_publications.acquire.console import PATIENCE, Terminal
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.services import SERVICES, Settings, identify

from .. import PACKAGE
from . import answers
from .conftest import FILE, Scene, assert_facts
from .server import FAULTS, Handler

DOI = "10.5555/snail.2024.7"


def fetched(text: str) -> Callable[[Web], object]:
    identifier = identify(text)
    assert identifier is not None
    return lambda web: fetch(web, identifier, lambda line: None)


ASKS: dict[str, Callable[[Web], object]] = {
    "doi.org": fetched(DOI),
    "arXiv": fetched("2302.01234"),
    "HAL": fetched("hal-09999999"),
    "OpenReview": fetched("AbCdEfGhIj"),
    "Open Library": fetched("978-3-16-148410-0"),
    "Crossref": lambda web: crossref_work(web, DOI),
    "Crossref, search": lambda web: crossref_search(web, "Snails", "One"),
    "Crossref, notices": lambda web: crossref_notices(web, DOI),
    "bioRxiv": lambda web: biorxiv_published(web, "biorxiv", "10.1101/738385"),
    "OpenAlex": lambda web: openalex_work(web, DOI),
    "OpenAlex, author": lambda web: openalex_works(web, "A5023888391"),
    "ORCID": lambda web: orcid_works(web, "0000-0001-7568-4994"),
    "DBLP": lambda web: dblp_works(web, "151/5709"),
}
"""Every way in which every service is asked."""
LIMITS: dict[str, dict[str, Any]] = {
    "never": {"timeout": 0.1},
    "drip": {"patience": 0.1},
    "drip_head": {"patience": 0.1},
    "huge": {"largest": 1_000_000},
}
REASONS = {
    "never": "slow",
    "drip_head": "slow",
    "drip": "slow",
    "cut": "reached",
    "huge": "1 MB",
    "circle": "circle",
    "page": "web page",
    "nonsense": "documentation",
    "other_shape": "documentation",
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("ask", ASKS)
def test_a_fault_is_one_line(scene: Scene, ask: str, fault: str) -> None:
    scene.services.answer("/", FAULTS[fault])
    limits: dict[str, Any] = {"tries": 1, **LIMITS.get(fault, {})}
    with pytest.raises(CommandError) as failure:
        ASKS[ask](scene.web(**limits))
    assert_facts([str(failure.value)], [(f"{ask.partition(',')[0]} ", REASONS[fault])])
    # Nothing of it is cached.
    assert list(scene.settings.cache.rglob("answers/*")) == []


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503, 403, 400, 204])
@pytest.mark.parametrize("ask", ASKS)
def test_a_status_is_one_line(scene: Scene, ask: str, status: int) -> None:
    scene.services.fail("/", status)
    with pytest.raises(CommandError) as failure:
        ASKS[ask](scene.web())
    is_unknown = status in {404, 410}
    fact = "knows nothing" if is_unknown else f"status {status}"
    assert_facts([str(failure.value)], [(f"{ask.partition(',')[0]} ", fact)])
    assert isinstance(failure.value, NotKnownError) is is_unknown


@pytest.mark.parametrize("ask", ASKS)
def test_a_service_that_is_down_is_one_line(scene: Scene, ask: str) -> None:
    nowhere = dict.fromkeys(SERVICES, "http://127.0.0.1:9")
    with pytest.raises(CommandError) as failure:
        ASKS[ask](scene.web(addresses=nowhere))
    assert_facts([str(failure.value)], [(f"{ask.partition(',')[0]} ", "reached")])


@pytest.mark.parametrize(
    ("text", "feed"),
    [
        ("2302.01234", answers.arxiv()),
        ("hal-09999999", {"response": {"numFound": 0, "docs": []}}),
        ("AbCdEfGhIj", {"notes": [], "count": 0}),
        ("978-3-16-148410-0", {}),
    ],
    ids=["arXiv", "HAL", "OpenReview", "Open Library"],
)
def test_an_empty_answer_says_that_nothing_is_known(scene: Scene, text: str, feed: object) -> None:
    scene.services.answer("/", feed)
    with pytest.raises(NotKnownError, match="knows nothing"):
        fetched(text)(scene.web())


def test_a_feed_cannot_grow_by_its_entities(scene: Scene) -> None:
    bomb = '<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + answers.arxiv()
    scene.services.answer("/", bomb)
    with pytest.raises(CommandError, match=r"arXiv .* documentation"):
        arxiv_paper(scene.web(), "2302.01234")


@pytest.mark.parametrize("fault", [*FAULTS, "404", "429", "500"])
def test_a_fault_changes_no_file(scene: Scene, fault: str) -> None:
    if fault.isdecimal():
        scene.services.fail("/", int(fault))
    else:
        scene.services.answer("/", FAULTS[fault])
    scene.settings = replace(scene.settings, tries=1, timeout=0.1, patience=0.1, largest=1_000_000)
    session = scene.session()
    with pytest.raises(CommandError):
        add(named(DOI, session), session, Marks())
    assert scene.text == FILE
    assert sorted(path.name for path in scene.file.parent.iterdir()) == ["refs.bib"]


# Again, and how soon.


class Busy:
    """A service that is busy for some requests, then answers."""

    def __init__(self, times: int, status: int, **headers: str) -> None:
        self.times, self.status, self.headers = times, status, headers

    def __call__(self, handler: Handler) -> None:
        self.times -= 1
        if self.times >= 0:
            handler.reply(self.status, b"busy", "text/plain", **self.headers)
        else:
            handler.reply(200, b'{"message": {"items": []}}', "application/json")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that are made, which take no time."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


def test_what_may_pass_is_tried_again_after_longer_pauses(
    scene: Scene, pauses: list[float]
) -> None:
    scene.services.answer("/", Busy(2, 503))
    assert crossref_search(scene.web(tries=3, pause=1.0), "Snails", "One") == []
    assert pauses == [1.0, 2.0]
    assert len(scene.services.asked) == 3


def test_a_service_says_how_long_it_is_to_be_left_alone(scene: Scene, pauses: list[float]) -> None:
    scene.services.answer("/", Busy(1, 429, Retry_After="7"))
    assert crossref_search(scene.web(pause=1.0), "Snails", "One") == []
    assert pauses == [7.0]


def test_a_date_is_how_long_to_wait_too(scene: Scene, pauses: list[float]) -> None:
    scene.services.answer("/", Busy(1, 503, Retry_After=formatdate(time.time() + 20)))
    assert crossref_search(scene.web(pause=1.0), "Snails", "One") == []
    (pause,) = pauses
    assert 10 < pause <= 20


@pytest.mark.parametrize("wait", ["soon", "0", "-5"])
def test_a_wait_that_cannot_be_read_is_ignored(
    scene: Scene, pauses: list[float], wait: str
) -> None:
    scene.services.answer("/", Busy(1, 503, Retry_After=wait))
    assert crossref_search(scene.web(pause=1.0), "Snails", "One") == []
    assert pauses == [1.0]


def test_a_broken_connection_is_tried_again(scene: Scene, pauses: list[float]) -> None:
    answered = iter([False, True])

    def answer(handler: Handler) -> None:
        if next(answered):
            handler.reply(200, b'{"message": {"items": []}}', "application/json")
        else:
            handler.close_connection = True

    scene.services.answer("/", answer)
    assert crossref_search(scene.web(tries=2, pause=1.0), "Snails", "One") == []
    assert pauses == [1.0]


def test_a_failure_that_never_ends_has_the_same_limit(scene: Scene) -> None:
    def busy(handler: Handler) -> None:
        handler.send_response(503)
        handler.end_headers()
        while not handler.server.services.released.wait(0.01):
            handler.wfile.write(b" ")

    scene.services.answer("/", busy)
    with pytest.raises(CommandError, match="Crossref is too slow"):
        crossref_search(scene.web(tries=2, patience=0.2), "Snails", "One")


def test_arxiv_is_tried_again_after_three_seconds(scene: Scene, pauses: list[float]) -> None:
    scene.services.fail("/", 503)
    with pytest.raises(CommandError, match="status 503"):
        arxiv_paper(scene.web(tries=3, pause=1.0), "2302.01234")
    assert pauses == [3.0, 6.0]


def test_who_asks_for_more_than_half_a_minute_is_not_waited_for(
    scene: Scene, pauses: list[float]
) -> None:
    scene.services.answer("/", Busy(1, 429, Retry_After="3600"))
    with pytest.raises(CommandError, match=r"Crossref .* 3600 seconds"):
        crossref_search(scene.web(pause=1.0), "Snails", "One")
    assert pauses == []


def test_who_failed_is_asked_once_for_what_else_there_is(scene: Scene, pauses: list[float]) -> None:
    scene.services.fail("/", 503)
    web = scene.web(tries=3, pause=1.0)
    for number in range(4):
        with pytest.raises(CommandError):
            crossref_work(web, f"10.5555/{number}")
    assert len(scene.services.asked) == 6
    assert pauses == [1.0, 2.0]


def test_what_does_not_pass_is_asked_once(scene: Scene, pauses: list[float]) -> None:
    scene.services.fail("/", 404)
    with pytest.raises(NotKnownError):
        crossref_work(scene.web(tries=3), DOI)
    assert (len(scene.services.asked), pauses) == (1, [])


def test_arxiv_is_asked_every_three_seconds(scene: Scene, pauses: list[float]) -> None:
    scene.services.answer("/", answers.arxiv(answers.arxiv_entry()))
    web = scene.web(pause=1.0)
    arxiv_paper(web, "2302.01234")
    assert pauses == []
    arxiv_papers(web, ["2302.01234", "2302.01235"])
    assert len(pauses) == 1
    assert 2.0 < pauses[0] <= 3.0


# Who asks.


def test_a_contact_is_sent_to_those_who_ask_for_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "secret")
    scene.services.answer("/crossref", {"message": {"items": []}})
    scene.services.answer("/openalex", answers.OPENALEX)
    web = scene.web(contact="me@example.org")
    crossref_search(web, "Snails", "One")
    openalex_work(web, DOI)
    assert [headers["User-Agent"] for headers in scene.services.headers] == [
        "sphinx-publications (mailto:me@example.org)"
    ] * 2
    assert "mailto=me@example.org" in scene.services.asked[0]
    assert scene.services.asked[1].endswith("?mailto=me@example.org&api_key=secret")
    # What is kept does not say who asked.
    names = [path.name for path in scene.settings.cache.rglob("*")]
    openalex_work(scene.web(offline=True), DOI)
    assert all("secret" not in name for name in names)


def test_without_a_contact_nobody_is_named(scene: Scene) -> None:
    scene.services.answer("/", {"message": {"items": []}})
    crossref_search(scene.web(), "Snails", "One")
    assert scene.services.headers[0]["User-Agent"] == "sphinx-publications"
    assert "mailto" not in scene.services.asked[0]


@pytest.mark.parametrize(
    ("addresses", "why"),
    [
        ({"crosref": "https://x.org"}, "publications_services['crosref'] is no service"),
        ({"crossref": "file:///x"}, "publications_services['crossref'] is no address"),
    ],
)
def test_settings_that_cannot_be(addresses: dict[str, str], why: str) -> None:
    with pytest.raises(CommandError, match=re.escape(why)):
        Settings(addresses=addresses)


def test_every_service_is_asked_over_https_and_names_its_documentation() -> None:
    for service in SERVICES.values():
        assert service.address.startswith("https://")
        assert service.documentation.startswith("https://")


def test_every_service_is_documented() -> None:
    text = (PACKAGE / "docs" / "adding.md").read_text(encoding="utf-8")
    for service in SERVICES.values():
        assert f"`{service.name}`" in text
        assert f"<{service.documentation}>" in text


# What is kept.


def test_an_answer_is_kept_for_a_day(scene: Scene) -> None:
    scene.services.answer("/", answers.OPENALEX)
    first = openalex_work(scene.web(), DOI)
    assert openalex_work(scene.web(), DOI) == first
    assert len(scene.services.asked) == 1
    (kept,) = scene.settings.cache.rglob("answers/*")
    before = time.time() - 86_401
    os.utime(kept, (before, before))
    openalex_work(scene.web(), DOI)
    assert len(scene.services.asked) == 2


def test_offline_what_is_kept_is_enough_however_old_it_is(scene: Scene) -> None:
    scene.services.answer("/", answers.OPENALEX)
    first = openalex_work(scene.web(), DOI)
    (kept,) = scene.settings.cache.rglob("answers/*")
    os.utime(kept, (0, 0))
    assert openalex_work(scene.web(offline=True), DOI) == first
    with pytest.raises(CommandError, match=r"OpenAlex .* --offline"):
        openalex_work(scene.web(offline=True), "10.5555/other")
    assert len(scene.services.asked) == 1


def test_what_is_kept_and_damaged_is_asked_for_again(scene: Scene) -> None:
    scene.services.answer("/", answers.OPENALEX)
    first = openalex_work(scene.web(), DOI)
    (kept,) = scene.settings.cache.rglob("answers/*")
    kept.write_bytes(b"{")
    assert openalex_work(scene.web(), DOI) == first
    assert len(scene.services.asked) == 2


def test_without_a_place_to_keep_it_an_answer_is_an_answer(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    scene.services.answer("/", answers.OPENALEX)
    assert openalex_work(scene.web(cache=file), DOI).doi == DOI


# What is waited for.


def test_what_takes_long_is_shown_while_it_is_waited_for(scene: Scene) -> None:
    shown = threading.Event()
    waited = []

    def answer(handler: Handler) -> None:
        waited.append(shown.wait(10))
        handler.reply(200, b'{"message": {"items": []}}', "application/json")

    scene.services.answer("/", answer)
    session = scene.session(patience=0.01)
    write = scene.error.write

    def write_and_tell(text: str) -> int:
        written = write(text)
        shown.set()
        return written

    scene.error.write = write_and_tell  # type: ignore[method-assign]
    crossref_search(session.web, "Snails", "One")
    # The service answered because it was shown.
    assert waited == [True]
    assert scene.complaints == ["Asking Crossref …"]


@pytest.mark.parametrize("is_terminal", [False, True])
def test_many_that_take_little_time_are_counted(scene: Scene, is_terminal: bool) -> None:
    shown = threading.Event()

    class Screen(io.StringIO):
        def write(self, text: str) -> int:
            if "Looking" in text:
                shown.set()
            return super().write(text)

    screen = Screen()
    console = Console(file=screen, width=100, force_terminal=is_terminal)
    terminal = Terminal(console, console, None, 0.01)
    for number in terminal.counting("Looking", [1, 2, 3]):
        with terminal.waiting("Asking Crossref"):
            assert number != 2 or shown.wait(10)
    said = screen.getvalue()
    assert "of 3" in said
    assert ("Asking Crossref …" in said) or not is_terminal
    # Afterwards nothing is shown any more.
    assert (terminal._timer, terminal._status) == (None, None)


def test_what_takes_no_time_is_not_shown(scene: Scene) -> None:
    scene.services.answer("/", {"message": {"items": []}})
    crossref_search(scene.session().web, "Snails", "One")
    assert scene.complaints == []


def test_two_seconds_are_not_long() -> None:
    assert PATIENCE == 2.0


# Who answers for another.


@pytest.mark.parametrize("assume_yes", [True, False])
def test_a_doi_that_was_not_asked_for_is_told_and_not_written(
    scene: Scene, assume_yes: bool
) -> None:
    scene.services.answer("/doi/", {**answers.CROSSREF, "DOI": "10.5555/other"})
    session = scene.session(assume_yes)
    with pytest.raises(CommandError) as failure:
        add(named(DOI, session), session, Marks())
    assert_facts([str(failure.value)], [("doi.org", DOI, "10.5555/other")])
    assert (scene.text, scene.questions) == (FILE, [])
    assert list(scene.settings.cache.rglob("answers/*")) == []


@pytest.mark.parametrize("ask", ["Crossref", "OpenAlex"])
def test_a_record_of_another_doi_is_told(scene: Scene, ask: str) -> None:
    scene.services.answer("/crossref", {"message": {**answers.CROSSREF, "DOI": "10.5555/other"}})
    scene.services.answer("/openalex", {**answers.OPENALEX, "doi": "https://doi.org/10.5555/other"})
    with pytest.raises(CommandError, match=f"{ask} .* 10.5555/other"):
        ASKS[ask](scene.web())


# What takes longer than it is long.


@pytest.mark.parametrize(
    "part", ["<i>", "<jats:p>", "<b></i>", "<mml:math>", "</math><math>", "<!--", "<x y='"]
)
@pytest.mark.parametrize("end", ["", ">"])
def test_a_text_four_times_as_long_takes_about_four_times_as_long(part: str, end: str) -> None:
    def took(count: int) -> float:
        start = time.process_time()
        latex_markup.from_html(part * count + end)
        return time.process_time() - start

    assert took(16_000) < 10 * took(4_000) + 0.1
