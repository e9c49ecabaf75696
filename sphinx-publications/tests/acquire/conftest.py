"""Fixtures: services on loopback, and a session that writes into a file of the test's own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from sphinx_publications.acquire.add import Session
from sphinx_publications.acquire.console import Terminal
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.library import BibSources
from sphinx_publications.acquire.services import Settings

from .server import Services, serving

FILE = """\
% My papers. Nothing here is touched.
@string{jcn = "Journal of Computational Neuroscience"}

@article{one2022slow,
  author       = {Öne, Ann and Two, Ben},
  title        = {A slow paper},
  journal      = jcn, % the best
  shortjournal = {JCNS},
  year         = {2022},
  doi          = {10.5555/slow},
}

% About hares.
@inproceedings{one2020known,
  author       = {Öne, Ann},
  title        = {A known paper on hares},
  booktitle    = {Advances in Neural Information Processing Systems},
  eventtitle   = {NeurIPS},
  year         = {2020},
}
"""


@dataclass
class Scene:
    """A file of references, a session, and what is said there."""

    file: Path
    services: Services
    settings: Settings
    answers: list[str] = field(default_factory=list)
    """What the owner answers, one after another."""
    out: io.StringIO = field(default_factory=io.StringIO)
    error: io.StringIO = field(default_factory=io.StringIO)
    encoding: str = "utf-8-sig"
    questions: list[str] = field(default_factory=list)

    def session(self, assume_yes: bool = True, patience: float = 60.0) -> Session:
        """Return a session at which every answer is yes, or one of `answers`."""
        terminal = Terminal(
            Console(file=self.out, soft_wrap=True, width=200),
            Console(file=self.error, soft_wrap=True, width=200),
            self._answer,
            patience,
        )
        web = Web(self.settings, terminal.waiting)
        return Session(BibSources([self.file], self.encoding), web, terminal, assume_yes)

    def _answer(self, question: str) -> str:
        self.questions.append(question)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    @property
    def text(self) -> str:
        """What the file says."""
        return self.file.read_text(encoding="utf-8")

    @property
    def said(self) -> list[str]:
        """The lines that were printed."""
        return self.out.getvalue().splitlines()

    @property
    def complaints(self) -> list[str]:
        """The lines on what is not done."""
        return self.error.getvalue().splitlines()

    def web(self, **settings: Any) -> Web:
        """Return services that are asked with other settings."""
        return Web(replace(self.settings, **settings))


@pytest.fixture
def services() -> Iterator[Services]:
    """Every service, of which each knows nothing."""
    with serving() as found:
        yield found


@pytest.fixture
def scene(tmp_path: Path, services: Services, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A file with two papers."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    file = tmp_path / "refs.bib"
    file.write_text(FILE, encoding="utf-8")
    return Scene(file, services, settings_for(services, tmp_path))


def assert_facts(lines: Sequence[str], expected: Sequence[tuple[str, ...]]) -> None:
    """Assert that each line has its facts, and that there are no other lines."""
    assert len(lines) == len(expected), lines
    for line, facts in zip(lines, expected, strict=True):
        assert [fact for fact in facts if fact not in line] == [], line
        assert "\n" not in line


def settings_for(services: Services, folder: Path) -> Settings:
    """Return settings by which services on loopback are asked without any pause."""
    return Settings(
        addresses=services.addresses,
        timeout=5.0,
        patience=20.0,
        pause=0.0,
        tries=2,
        cache=folder / "cache",
        locks=folder / "locks",
    )
