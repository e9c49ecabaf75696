"""Run the checker with invented answers of services, without a network.

An example's file ``answers.json`` contains the answers by address; a number is a status.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlencode

from rich.console import Console

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.add import Session
from sphinx_publications.acquire.clients.registries import crossref_work
from sphinx_publications.acquire.console import Terminal
from sphinx_publications.acquire.enrich import check_online as ask
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.library import BibSources
from sphinx_publications.acquire.services import Service, Settings
from sphinx_publications.project.cli import line
from sphinx_publications.project.conf_file import read_conf

ANSWERS = "answers.json"
"""The file of a project with the answers, by address."""


class _Invented(Web):
    """A client with answers from a file; others are unknown, and links have the status 200."""

    def __init__(self, settings: Settings, answers: Mapping[str, str]) -> None:
        super().__init__(settings)
        self._answers = answers
        self.asked: list[str] = []

    def _fetch(
        self, service: Service, url: str, parameters: Mapping[str, str], accept: str
    ) -> bytes:
        whole = f"{url}?{urlencode(parameters)}" if parameters else url
        self.asked += [f"GET {whole}", f"Accept: {accept}", f"User-Agent: {self._agent}"]
        answer = self._answers.get(unquote(whole)) or self._answers.get(unquote(url))
        if answer is None:
            raise NotKnownError(f"{service.label} knows nothing of this")
        return json.dumps(answer).encode()

    def status(self, url: str) -> int:
        return int(self._answers.get(url, 200))


def _web(folder: str) -> _Invented:
    os.chdir(folder)
    Path("conf.py").touch()
    config = read_conf(Path()).config
    cache = Path("..").resolve() / "cache"
    settings = Settings(
        addresses=config.services, contact=config.contact, pause=0, tries=1, cache=cache
    )
    answers = Path(ANSWERS)
    return _Invented(settings, json.loads(answers.read_text("utf-8")) if answers.exists() else {})


def check_online(folder: str) -> str:
    """Return what ``sphinx-publications refs.bib --online`` says in the folder of a project."""
    web = _web(folder)
    console = Console(file=io.StringIO())
    session = Session(
        BibSources([Path("refs.bib")], "utf-8-sig"), web, Terminal(console, console), True
    )
    problems, failures = ask(session, session.sources.read().entries)
    return "\n".join([*map(line, problems), *failures])


def ask_services(folder: str) -> str:
    """Return what Crossref is asked about a DOI, as the settings of a project say."""
    web = _web(folder)
    with contextlib.suppress(NotKnownError):
        crossref_work(web, "10.5555/example")
    return "\n".join(web.asked)
