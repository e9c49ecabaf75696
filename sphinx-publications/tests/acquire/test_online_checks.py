"""Servers that lead to no address, or take too long: one line, and the rest goes on."""

from __future__ import annotations

import time

import pytest

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.clients.registries import crossref_work
from sphinx_publications.acquire.online_checks import check_online

from .conftest import Scene, assert_facts
from .server import Handler, drip

NO_ADDRESS = "no address"
LOCATIONS = {
    "http://[::1": NO_ADDRESS,
    "http://127.0.0.1:99999/x": NO_ADDRESS,
    "http://127.0.0.1:port/x": NO_ADDRESS,
    "http://": "circle",
    "http://" + "a" * 80 + ".example/": NO_ADDRESS,
    "http://.example/": NO_ADDRESS,
    "file:///etc/passwd": NO_ADDRESS,
    "mailto:me@example.org": NO_ADDRESS,
    "/here": "circle",
    "": "status 302",
}
"""The location of a redirect, and a word of the message about it."""


def leading(scene: Scene, location: str) -> None:
    """Have whatever is asked lead to a place."""

    def answer(handler: Handler) -> None:
        handler.reply(302, b"", Location=location)

    scene.services.answer("/here", answer)


@pytest.mark.parametrize("location", LOCATIONS)
def test_a_link_that_leads_to_no_address_is_one_line_and_others_are_asked(
    scene: Scene, location: str
) -> None:
    leading(scene, location)
    base = scene.services.base
    scene.file.write_text(
        f"@misc{{a, author = {{A}}, title = {{S}}, year = 2020, code = {{{base}/here}}}}\n"
        f"@misc{{b, author = {{A}}, title = {{T}}, year = 2020, code = {{{base}/gone}}}}\n",
        encoding="utf-8",
    )
    session = scene.session()
    problems, failures = check_online(session, session.sources.read().entries)
    assert failures == []
    expected = [(f"a: {base}/here ", LOCATIONS[location]), (f"b: {base}/gone ", "404")]
    assert_facts([problem.text for problem in problems], expected)


@pytest.mark.parametrize("location", [*LOCATIONS, "http://\xe9[/", "ftp://example.org/é"])
def test_a_service_that_leads_to_no_address_is_one_line(scene: Scene, location: str) -> None:
    location = location.encode().decode("latin-1")
    scene.services.answer("/", lambda handler: handler.reply(302, b"", Location=location))
    with pytest.raises(CommandError) as failure:
        crossref_work(scene.web(tries=1), "10.5555/x")
    assert_facts([str(failure.value)], [("Crossref ", LOCATIONS.get(location, NO_ADDRESS))])


def test_what_a_library_raises_that_nobody_foresaw_is_one_line(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise AssertionError("a slip of the library")

    monkeypatch.setattr("requests.Session.request", broken)
    with pytest.raises(CommandError, match=r"Crossref .* cannot be read"):
        crossref_work(scene.web(), "10.5555/x")
    with pytest.raises(CommandError, match="cannot be read"):
        scene.web().status("http://127.0.0.1:9/")


def test_all_tries_of_a_question_have_one_limit(scene: Scene) -> None:
    scene.services.answer("/", drip)
    start = time.monotonic()
    with pytest.raises(CommandError, match="Crossref is too slow"):
        crossref_work(scene.web(tries=50, patience=0.2), "10.5555/x")
    assert len(scene.services.asked) == 1
    assert time.monotonic() - start < 5


def test_no_pause_is_longer_than_what_is_left(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    scene.services.fail("/", 503, Retry_After="20")
    with pytest.raises(CommandError, match="Crossref is out of order"):
        crossref_work(scene.web(tries=3, patience=10.0, pause=1.0), "10.5555/x")
    assert pauses == []
    assert len(scene.services.asked) == 1


def test_a_link_that_drips_has_the_same_limit(scene: Scene) -> None:
    def slow(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not handler.server.services.released.wait(0.01):
            handler.wfile.write(b"x")

    scene.services.answer("/", slow)
    with pytest.raises(CommandError, match="is too slow"):
        scene.web(patience=0.2).status(f"{scene.services.base}/x")
