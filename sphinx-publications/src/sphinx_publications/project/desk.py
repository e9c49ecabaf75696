"""The desk at which files of references are changed, as ``conf.py`` and the command line set it.

What it is made of is loaded here and by the commands alone, and by no build.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_publications.acquire.needed import need
from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.entrytypes import SERVING_TYPES
from sphinx_publications.problems import Problem
from sphinx_publications.project.conffile import ConfFile

if TYPE_CHECKING:
    from sphinx_publications.acquire.adding import Desk

_PACKAGES = ("requests", "filelock", "platformdirs", "rich")


def open_desk(
    what: str,
    conf: ConfFile,
    *,
    offline: bool = False,
    says_yes: bool = False,
    contact: str = "",
    file: Path | None = None,
) -> Desk:
    """Return the desk for `what`; a `NotDoneError` of one line where a package is missing."""
    for package in _PACKAGES:
        need(package, what)
    from sphinx_publications.acquire.adding import Desk
    from sphinx_publications.acquire.library import Place
    from sphinx_publications.acquire.settings import Settings
    from sphinx_publications.acquire.terminal import Terminal
    from sphinx_publications.acquire.web import Web

    settings = Settings(
        addresses=conf.config.services, contact=contact or conf.config.contact, offline=offline
    )
    files = [file, *(other for other in conf.files if other != file)] if file else conf.files
    terminal = Terminal()
    place = Place(files, conf.encoding, conf.config.reading_options)
    return Desk(place, Web(settings, terminal.waiting), terminal, says_yes)


def check_online(
    conf: ConfFile, entries: Collection[SourceEntry]
) -> tuple[list[Problem], list[str]]:
    """Return what services say of entries, and in lines what they could not be asked."""
    try:
        desk = open_desk("--online", conf)
        from sphinx_publications.acquire.online import check_online as ask

        return ask(desk, [entry for entry in entries if entry.type not in SERVING_TYPES])
    except NotDoneError as failure:
        return [], [f"{failure}."]
