"""The collector of garbage is left as it was."""

from __future__ import annotations

import gc

import pytest
from sphinx.application import Sphinx

from sphinx_publications.gc_pause import gc_paused, release

from .conftest import Project

REFS = "@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}"


def test_a_build_lets_the_collector_have_everything_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def slipped(*_args: object) -> bool:
        seen.append(gc.isenabled())
        raise LookupError

    monkeypatch.setattr("sphinx_publications.bibliography.entries.read_publication", slipped)
    project.write(refs_bib=REFS)
    app = project.make_app(srcdir=project.source)
    assert isinstance(app, Sphinx)
    assert seen == [False]
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    app.build()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_who_collects_nothing_still_does_not() -> None:
    gc.disable()
    try:
        with gc_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        release()
