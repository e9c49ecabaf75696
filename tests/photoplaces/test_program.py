"""What `make check` and `make strip-photo` say of the pictures of a project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..source import ROOT
from .test_files import SECRETS, exif, noise, saved

pytestmark = pytest.mark.machinery
NOTE = (
    "note: the file contains the location of the picture, which everyone with access to the "
    "repository can read; make strip-photo removes it [photoplaces]"
)
DONE = "location removed; the picture is unchanged."


def run(folder: Path, *words: str) -> tuple[int, list[str]]:
    """Run the program in a folder; return its status and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "photoplaces", *words],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with pictures that say where they were taken, in some of its folders."""
    folder = tmp_path / "site"
    for name in ("_static/a b.png", "figures/a.webp", "_build/html/a.jpg", ".cache/a.jpg"):
        (folder / name).parent.mkdir(parents=True)
        saved(folder / name)
    saved(folder / "portrait.JPG", format="JPEG")
    noise().save(folder / "talk.png")
    (folder / ".gitignore").write_text("_build/\n.cache/\n")
    (folder / "index.md").write_text("# Home\n")
    return folder


@pytest.mark.parametrize("is_repository", [True, False])
def test_pictures_are_named_and_mended(site: Path, is_repository: bool) -> None:
    if is_repository:
        git(site, "init", "-q")
    names = ["_static/a b.png", "figures/a.webp", "portrait.JPG"]
    others = {path: path.read_bytes() for path in site.glob("*/**/a.jpg")}
    assert run(site, "--check") == (0, [f"{name}: {NOTE}" for name in names])
    assert run(site) == (0, [f"{name}: {DONE}" for name in names])
    for name in names:
        assert not any(secret in (site / name).read_bytes() for secret in SECRETS)
    assert run(site, "--check") == (0, [])
    status, (line,) = run(site)
    assert (status, "none of 4 pictures" in line) == (0, True)
    assert {path: path.read_bytes() for path in others} == others


def test_what_git_still_has_is_told(site: Path) -> None:
    git(site, "init", "-q")
    git(site, "add", "portrait.JPG", "talk.png")
    git(site, "commit", "-qm", "Put my photo")
    git(site, "add", "_static")
    status, said = run(site.parent, "site")
    assert status == 0
    advice = "git add -- '_static/a b.png' portrait.JPG"
    names = ["_static/a b.png", "figures/a.webp", "portrait.JPG"]
    assert said[:3] == [f"{name}: {DONE}" for name in names]
    assert said[3].endswith(f": {advice}")
    assert "portrait.JPG" in said[4]
    (page,) = re.findall(r"docs/\w+\.md", said[4])
    assert "git filter-repo" in (ROOT / page).read_text(encoding="utf-8")
    subprocess.run(advice, shell=True, cwd=site, check=True)
    git(site, "diff", "--exit-code")


def test_names_may_be_any_bytes(site: Path) -> None:
    name = os.fsdecode(b"\xff[1].jpg")
    (site / "portrait.JPG").rename(site / name)
    git(site, "init", "-q")
    git(site, "add", ".")
    assert run(site, "--check")[1][-1].endswith(f"[1].jpg: {NOTE}")
    status, said = run(site)
    assert status == 0
    assert ": git add -- " in said[-1]


def test_a_broken_file_is_one_line(site: Path) -> None:
    (site / "portrait.JPG").write_bytes(saved(site / "a.jpg")[:3000])
    (site / "a.jpg").write_bytes(b"\xff\xd8\xff broken")
    (site / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\xff\xffeXIfMM\0*\0")
    (site / "c.heic").write_bytes(b"\0\0\0\x18ftypheic" + exif().tobytes())
    broken = {site / name for name in ("portrait.JPG", "a.jpg", "b.png", "c.heic")}
    content = {path: path.read_bytes() for path in broken}
    status, said = run(site, "--check")
    assert status == 0
    told = ["_static/a b.png", "c.heic", "figures/a.webp", "portrait.JPG"]
    assert said == [f"{name}: {NOTE}" for name in told]
    status, said = run(site)
    assert status == 1
    harmed = [line for line in said if "save it again as JPEG or PNG" in line]
    assert [line.partition(":")[0] for line in harmed] == ["c.heic", "portrait.JPG"]
    assert [line.partition(":")[0] for line in said] == told
    assert {path: path.read_bytes() for path in broken} == content


def test_links_are_not_followed(site: Path, tmp_path: Path) -> None:
    original = saved(tmp_path / "mine.jpg")
    (site / "link.jpg").symlink_to(tmp_path / "mine.jpg")
    assert "link.jpg" not in str(run(site))
    assert (site / "link.jpg").is_symlink()
    assert (tmp_path / "mine.jpg").read_bytes() == original
