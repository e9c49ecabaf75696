"""Writing into a file of references: no other byte, one run at a time, wholly or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.acquire import CommandError, bib_file, proposal
from sphinx_publications.acquire.add import add
from sphinx_publications.acquire.bib_file import BibFile, Edit
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.library import BibSources
from sphinx_publications.acquire.proposal import propose
from sphinx_publications.acquire.record import Record
from sphinx_publications.acquire.services import Settings
from sphinx_publications.model.names import Name
from warm_python import warm_processes

from .conftest import FILE, Scene, assert_facts

CAFE = Record(
    "article",
    {
        "title": "Café – and Σ, ‘quoted’",
        "journal": "J",
        "date": "2024-01-01",
        "doi": "10.5555/cafe",
    },
    {"author": (Name("Öne", "Ann"), Name("Čapek", "Karel"))},
)


def added(scene: Scene, record: Record = CAFE) -> bytes:
    """Return the bytes of a file to which a record was added."""
    session = scene.session()
    assert add([record], session, Marks())
    return scene.file.read_bytes()


def without(data: bytes, key: bytes, newline: bytes = b"\n") -> bytes:
    """Return a file less the new entry with the line ends behind it."""
    start = data.index(b"@article{" + key)
    end = data.index(b"}" + newline + newline, start) + 1 + 2 * len(newline)
    return data[:start] + data[end:]


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "Öne, Ann and Čapek, Karel"),
        ("utf-8", b"\xef\xbb\xbf", "Öne, Ann and Čapek, Karel"),
        ("latin-1", b"", r"Öne, Ann and {\v{C}}apek, Karel"),
        ("utf-16-le", b"\xff\xfe", "Öne, Ann and Čapek, Karel"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "Latin-1", "UTF-16"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_no_other_byte_is_changed(
    scene: Scene, encoding: str, mark: bytes, name: str, newline: str
) -> None:
    before = mark + FILE.replace("\n", newline).encode(encoding)
    scene.file.write_bytes(before)
    after = added(scene)
    text = after[len(mark) :].decode(encoding)
    entry = text[text.index("@article{one2024cafe") : text.index("@article{one2022slow")]
    assert mark + text.replace(entry, "", 1).encode(encoding) == before
    assert f"author       = {{{name}}}," in entry
    assert entry.count(newline) == len(entry.splitlines())
    if encoding == "latin-1":
        assert r"Caf\'{e}" not in entry
        assert "Café" in entry
        assert r"{\ensuremath{\Sigma}}" in entry


def test_bytes_that_are_in_no_encoding_stay(scene: Scene) -> None:
    before = FILE.encode().replace(b"% My papers", b"% My \x81\xfe\xff papers")
    scene.file.write_bytes(before)
    after = added(scene)
    assert without(after, b"one2024cafe") == before


@given(
    text=st.lists(st.sampled_from([*'a é,{}@=%"\x81\ufeffΣ\n', "\r\n"]), max_size=30).map("".join),
    place=st.integers(0, 30),
    new=st.text(st.sampled_from("x\n{Σ"), min_size=1, max_size=5),
    encoding=st.sampled_from(["utf-8", "latin-1", "utf-16-le"]),
)
def test_an_edit_adds_bytes_and_takes_none(text: str, place: int, new: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    file = BibFile.of(Path("refs.bib"), data, encoding)
    at = min(place, len(file.text))
    after = file.edited([Edit(at, at, new)])
    # What is before and what is behind is what it was.
    assert any(
        after.startswith(data[:cut]) and after.endswith(data[cut:]) for cut in range(len(data) + 1)
    )
    assert len(after) > len(data)
    inserted = BibFile.of(Path("refs.bib"), after, encoding)
    if encoding != "latin-1" and inserted.encoding == file.encoding:
        assert inserted.text == file.text[:at] + new + file.text[at:]


def test_a_link_stays_a_link_and_a_mode_a_mode(scene: Scene, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "papers.bib"
    target.parent.mkdir()
    scene.file.rename(target)
    target.chmod(0o640)
    scene.file.symlink_to(target)
    added(scene)
    assert scene.file.is_symlink()
    assert b"one2024cafe" in target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in target.parent.iterdir()] == ["papers.bib"]


def test_a_file_that_may_not_be_written_is_not(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(CommandError, match=r"refs.bib may not be written"):
        added(scene)
    assert scene.text == FILE


def test_a_file_that_is_not_there_is_one_line(scene: Scene) -> None:
    scene.file.unlink()
    with pytest.raises(CommandError, match=r"refs.bib .*\(No such file"):
        added(scene)


@pytest.mark.parametrize("text", ["}", "@misc{x,", "{", "\n@misc{x, title = {T}}\n"])
def test_what_would_harm_another_entry_is_not_written(scene: Scene, text: str) -> None:
    file = BibFile.load(scene.file, "utf-8")
    place = file.text.index("A slow paper")
    with pytest.raises(CommandError, match=r"one2020known .* harm"):
        proposal._proposal(file, "one2020known", file.edited([Edit(place, place, text)]))


# A disk that is full, and other failures of the system.

FAILING: dict[str, Callable[[pytest.MonkeyPatch, OSError], None]] = {
    "open": lambda patch, error: patch.setattr(Path, "open", raising(error)),
    "write": lambda patch, error: patch.setattr(Path, "open", lambda *a, **k: Full(error)),
    "fsync": lambda patch, error: patch.setattr(os, "fsync", raising(error)),
    "copymode": lambda patch, error: patch.setattr(shutil, "copymode", raising(error)),
    "rename": lambda patch, error: patch.setattr(Path, "replace", raising(error)),
}


def raising(error: OSError) -> Callable[..., Any]:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    return fail


class Full:
    """A file on a disk that is full."""

    def __init__(self, error: OSError) -> None:
        self.error = error

    def __enter__(self) -> Full:
        return self

    def __exit__(self, *arguments: object) -> None:
        return

    def write(self, data: bytes) -> None:
        raise self.error


@pytest.mark.parametrize("step", FAILING)
@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "No space left on device"), (errno.EIO, "Input/output error")],
    ids=["full", "broken"],
)
def test_a_full_disk_leaves_the_file_as_it_was(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, step: str, number: int, reason: str
) -> None:
    before = scene.file.read_bytes()
    after = before + b"% more\n"
    error = OSError(number, reason)
    with monkeypatch.context() as patch:
        FAILING[step](patch, error)
        with pytest.raises(CommandError) as failure:
            bib_file.replace_file(scene.file, before, after)
    assert_facts([str(failure.value)], [(str(scene.file), reason)])
    assert scene.file.read_bytes() == before
    assert [path.name for path in scene.file.parent.glob(".*")] == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from sphinx_publications.acquire import bib_file
from sphinx_publications.acquire import CommandError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    bib_file.replace_file(Path(sys.argv[1]), b"a" * 100, b"b" * 2_000_000)
except CommandError as failure:
    print(failure)
"""


def test_where_the_system_takes_no_more_bytes_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_bytes(b"a" * 100)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file)], capture_output=True, text=True, check=True
    )
    assert_facts(done.stdout.splitlines(), [(str(file), "File too large")])
    assert file.read_bytes() == b"a" * 100
    assert [path.name for path in tmp_path.iterdir()] == ["refs.bib"]


# Interrupts.


def lines_of_replacing(file: Path, before: bytes, after: bytes, stop: int | None) -> int:
    """Replace a file, and interrupt it before the line number `stop` that it runs; count them."""
    count = 0
    source = bib_file.__file__

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != source:
            return None
        if event == "line":
            count += 1
            if count == stop:
                raise KeyboardInterrupt
        return trace

    # Under a debugger or a measure of coverage there is another one.
    former = sys.gettrace()
    sys.settrace(trace)
    try:
        bib_file.replace_file(file, before, after)
    finally:
        sys.settrace(former)
    return count


# A file that an interrupt leaves open is closed by Python, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_at_any_moment_leaves_one_of_both(scene: Scene) -> None:
    before = scene.file.read_bytes()
    after = before + b"% more\n"
    most = lines_of_replacing(scene.file, before, after, None)
    assert most > 10
    found = set()
    for stop in range(1, most + 1):
        scene.file.write_bytes(before)
        with pytest.raises(KeyboardInterrupt):
            lines_of_replacing(scene.file, before, after, stop)
        data = scene.file.read_bytes()
        assert data in {before, after}
        found.add(data)
        left = list(scene.file.parent.glob(".*"))
        # An interrupt in the line that cleans up leaves what the next run removes.
        assert len(left) <= 1
        bib_file.replace_file(scene.file, data, before + b"% other\n")
        assert list(scene.file.parent.glob(".*")) == []
    assert found == {before, after}


KILLED = """
import sys
from pathlib import Path
from sphinx_publications.acquire import bib_file
file, before, after = Path(sys.argv[1]), b"a" * 100, b"b" * 2_000_000
fsync = bib_file.os.fsync
def stop(handle):
    print("here", flush=True)
    sys.stdin.read()
bib_file.os.fsync = stop
bib_file.replace_file(file, before, after)
"""


def test_a_run_that_is_killed_leaves_the_file_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_bytes(b"a" * 100)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"here\n"
        run.send_signal(signal.SIGKILL)
    assert file.read_bytes() == b"a" * 100
    assert len(list(tmp_path.iterdir())) == 2
    bib_file.replace_file(file, b"a" * 100, b"c")
    assert [path.name for path in tmp_path.iterdir()] == ["refs.bib"]
    assert file.read_bytes() == b"c"


# Several at once.


def paper(number: int) -> Record:
    fields = {"title": f"Paper {number} of many", "journal": "J", "date": f"20{number:02d}"}
    return Record("article", fields, {"author": (Name("Öne", "Ann"),)})


def writer(folder: str, numbers: list[int], start: Any) -> None:
    """Add papers one after another, in a process of its own."""
    sources = BibSources([Path(folder) / "refs.bib"])
    settings = Settings(locks=Path(folder) / "locks", cache=Path(folder) / "cache")
    start.wait()
    for number in numbers:

        def make(number: int = number) -> tuple[bytes, bytes]:
            made = propose(paper(number), sources.read())
            return made.before, made.after

        bib_file.change(sources.files[0], settings, make)


def test_three_writers_at_once_lose_nothing(scene: Scene) -> None:
    context = warm_processes()
    start = context.Barrier(3)
    parts = [[10, 11, 12], [12, 13, 14], [14, 15, 10]]
    folder = str(scene.file.parent)
    runs = [context.Process(target=writer, args=(folder, part, start)) for part in parts]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert [run.exitcode for run in runs] == [0, 0, 0]
    file = BibFile.load(scene.file, "utf-8")
    titles = [written.raw.fields["title"] for written in file.entries]
    assert sorted(titles)[2:] == [f"Paper {number} of many" for number in range(10, 16)]
    assert scene.text.startswith("% My papers. Nothing here is touched.\n")
    assert "  journal      = jcn, % the best\n" in scene.text


def test_a_file_that_another_run_holds_is_waited_for_and_then_told(scene: Scene) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with bib_file.locked(scene.file, scene.settings):
            held.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    scene.settings = replace(scene.settings, lock_patience=0.05)
    with pytest.raises(CommandError, match="another run"):
        added(scene)
    done.set()
    thread.join()
    assert scene.text == FILE
    added(scene)


def test_without_a_place_for_the_lock_nothing_is_written(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    scene.settings = replace(scene.settings, locks=file / "locks")
    with pytest.raises(CommandError, match=r"locks .*\(Not a directory\)"):
        added(scene)
    assert scene.text == FILE


@pytest.fixture
def meddling(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """Contents that another program writes, one each time that a file is about to be replaced."""
    contents: list[bytes] = []
    write = bib_file._write_beside

    def meddled(path: Path, beside: Path, data: bytes) -> None:
        write(path, beside, data)
        if contents:
            path.write_bytes(contents.pop(0))

    monkeypatch.setattr(bib_file, "_write_beside", meddled)
    return contents  # type: ignore[return-value]


def test_what_another_program_writes_meanwhile_stays(scene: Scene, meddling: list[bytes]) -> None:
    other = FILE.replace("% My papers", "% All my papers").encode()
    meddling.append(other)
    assert without(added(scene), b"one2024cafe") == other


def test_who_writes_all_the_time_is_told_of(scene: Scene, meddling: list[bytes]) -> None:
    meddling += [FILE.encode() + b"%" * number for number in range(1, 20)]
    with pytest.raises(CommandError, match="another program"):
        added(scene)
    assert scene.text == FILE + "%" * bib_file.MOST_TRIES


def test_another_change_than_the_one_that_was_shown_is_asked_again(scene: Scene) -> None:
    other = FILE.replace("one2022slow", "one2024cafe")
    answers = iter(["y", "y"])

    def answer(question: str) -> str:
        scene.file.write_text(other, encoding="utf-8")
        return next(answers)

    session = scene.session(assume_yes=False)
    session.terminal._answer = answer
    assert add([CAFE], session, Marks()) == ["one2024quoted"]
    assert_facts(scene.complaints, [(str(scene.file), "changed")])
    assert "@article{one2024cafe," in scene.text
    assert list(answers) == []


def test_a_title_that_would_end_the_entry_does_not(scene: Scene) -> None:
    title = json.dumps(["{" * 1000, "}" * 999, "\\", "@article{x,", "%"])
    from sphinx_publications.acquire.latex_markup import from_html

    record = replace(CAFE, fields={**CAFE.fields, "title": from_html(title)})
    after = added(scene, record)
    assert after.count(b"\n@article{") == 2
