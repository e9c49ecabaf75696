"""Files of any encoding and size, and what is no file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.bibtex import source
from sphinx_publications.model.parse_options import ReadingOptions

from ..bibfiles import (
    BEFORE,
    check_slip,
    check_told,
    read_text,
    told,
)
from ..conftest import Project


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        pytest.param(BEFORE.encode("utf-8-sig"), [], id="byte order mark"),
        pytest.param(BEFORE.replace("\n", "\r\n").encode(), [], id="Windows line ends"),
        pytest.param(BEFORE.replace("\n", "\r").encode(), [], id="old Mac line ends"),
        pytest.param(
            b"\n" + BEFORE.replace("One", "Oné").encode("latin-1"),
            ["2: the file is not in UTF-8; save it as UTF-8"],
            id="Latin-1",
        ),
        pytest.param(
            BEFORE.encode("utf-16"), ["1: the file is in UTF-16; save it as UTF-8"], id="UTF-16"
        ),
        *(
            pytest.param(mark + BEFORE.encode(form), ["1: … save it as UTF-8"], id=form)
            for mark, form in (
                (b"\xfe\xff", "utf-16-be"),
                (b"\xff\xfe\0\0", "utf-32-le"),
                (b"\0\0\xfe\xff", "utf-32-be"),
            )
        ),
        pytest.param(b"", ["1: … no entry …"], id="empty"),
        pytest.param(b"---\n---\n" + BEFORE.encode(), [], id="front matter"),
    ],
)
def test_a_file_of_any_encoding_is_read(tmp_path: Path, data: bytes, messages: list[str]) -> None:
    found = read_text(tmp_path, data)
    check_told(found, messages)
    assert len(found.entries) == (1 if data else 0)


@pytest.mark.parametrize(
    ("entry", "messages"),
    [
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {T\N{RIGHT-TO-LEFT OVERRIDE}x\x00},\n"
            "  year = 2021}",
            ["4: … (U+202E, U+0000); remove them"],
            id="NUL and bidirectional control",
        ),
    ],
)
def test_characters_that_nobody_sees_are_removed(
    tmp_path: Path, entry: str, messages: list[str]
) -> None:
    check_slip(tmp_path, entry, messages)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.bib").mkdir()
    files = [tmp_path / "missing.bib", tmp_path / "folder.bib"]
    found = read(files, ReadingOptions(), name_of=lambda path: path.name)
    assert [f"{problem.place}: {problem.text}" for problem in found.problems] == [
        "folder.bib:1: the file cannot be read (Is a directory); see bibtex_bibfiles in conf.py",
        "missing.bib:1: the file is not there (No such file or directory); "
        "see bibtex_bibfiles in conf.py",
    ]


def test_an_unreadable_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        # Root reads every file, so that permissions alone would not do.
        raise PermissionError(errno.EACCES, "Permission denied", path)

    (tmp_path / "refs.bib").write_text(BEFORE, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = read([tmp_path / "refs.bib"], ReadingOptions(), name_of=lambda path: path.name)
    assert [problem.message for problem in found.problems] == [
        "the file cannot be read (Permission denied); see bibtex_bibfiles in conf.py"
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(project: Project) -> None:
    os.mkfifo(project.source / "refs.bib")
    build = project.build()
    assert build.warnings == [
        "refs.bib:1: WARNING: the file is a pipe or a device and is not read; name a file "
        "[publications.file]"
    ]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_not_read(device: str) -> None:
    found = read([Path(device)], ReadingOptions(), name_of=lambda path: path.name)
    assert ["is a pipe or a device" in message for message in told(found)] == [True]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "refs.bib").open("wb") as file:
        file.truncate(50_000_000)
    found = read([tmp_path / "refs.bib"], ReadingOptions())
    assert told(found) == [
        "1: the file has 50 MB and is not read, since it has more than 40 MB; "
        "split it, or remove what is no reference"
    ]


def test_a_file_at_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BEFORE
    monkeypatch.setattr(source, "LARGEST", len(text))
    assert told(read_text(tmp_path, text)) == []
    assert "is not read" in told(read_text(tmp_path, text + "\n"))[0]


def test_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    names = ["x" * 300, "a\0b"]
    found = read([tmp_path / name for name in names], ReadingOptions(), name_of=lambda _: "refs")
    assert [message.split(";")[0] for message in told(found)] == [
        "1: the file cannot be read (File name too long)",
        "1: the file cannot be read (embedded null byte)",
    ]


def test_letters_of_windows_are_kept(tmp_path: Path) -> None:
    found = read_text(tmp_path, BEFORE.replace("One", "Ažurný").encode("cp1250", "replace"))
    assert len(found.entries) == 1
    found = read_text(tmp_path, BEFORE.replace("One", "Šœur").encode("cp1252"))
    assert found.entries["before"].publication.authors[0].name.family == "Šœur"
