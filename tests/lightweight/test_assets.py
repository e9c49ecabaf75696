"""Files are made lighter of what the build made, not of what an earlier build left."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightweight import Assets

pytestmark = pytest.mark.machinery


def upper(content: bytes) -> bytes:
    return content.upper()


def fail(content: bytes) -> bytes:
    raise ValueError(content)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.css").write_bytes(b"first")
    assets = Assets(tmp_path / "out", tmp_path / "cache")
    assert assets.lighten("a.css", (), upper) == b"FIRST"
    assets.keep()
    return tmp_path / "out"


def later(out: Path) -> Assets:
    return Assets(out, out.parent / "cache")


def test_a_file_that_no_build_made_again_has_its_original(out: Path) -> None:
    assert (out / "a.css").read_bytes() == b"FIRST"
    assert later(out).original("a.css") == b"first"


@pytest.mark.parametrize("content", [b"first", b"FIRST"])
def test_what_is_made_of_the_same_is_not_made_again(out: Path, content: bytes) -> None:
    (out / "a.css").write_bytes(content)
    assert later(out).lighten("a.css", (), fail) == b"FIRST"
    assert (out / "a.css").read_bytes() == b"FIRST"


def test_what_is_made_of_something_else_is_made_anew(out: Path) -> None:
    assert later(out).lighten("a.css", ("word",), lambda content: content + b"!") == b"first!"
    (out / "a.css").write_bytes(b"second")
    assert later(out).lighten("a.css", (), upper) == b"SECOND"


def test_files_outside_the_site_are_none(out: Path) -> None:
    (out.parent / "b.css").write_bytes(b"b")
    assert later(out).original("../b.css") == later(out).original("none.css") == b""
