"""When files and their lines last changed, as git knows it.

The time of a file itself is that of its copy, so that only commits count. The time is empty where
git does not know: of what is not committed, and of what is older than a shallow clone.
"""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

_TIME = "committer-time "


class History:
    """The history of the files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shallow = self._git("rev-parse", "--git-path", "shallow").strip()
        file = folder / shallow
        # The commits at which a shallow clone ends seem to have made all that is in it.
        self._ends = set(file.read_text("ascii").split()) if shallow and file.is_file() else set()

    def last_change(self, *files: Path) -> str:
        """Return the time of the last commit of some files, in UTC and the form of ISO 8601."""
        names = [str(file) for file in files]
        if not names or self._git("status", "--porcelain", "--ignored", "--", *names).strip():
            return ""
        commit, _, seconds = self._git("log", "-1", "--format=%H %ct", "--", *names).partition(" ")
        return "" if commit in self._ends else _written(seconds)

    def of_lines(self, file: Path) -> list[str]:
        """Return the time of the last commit of each line of a file."""
        times: list[str] = []
        commit = time = ""
        for line in self._git("blame", "--line-porcelain", "--", str(file)).splitlines():
            if line.startswith("\t"):
                is_known = bool(commit.strip("0")) and commit not in self._ends
                times.append(time if is_known else "")
                commit = ""
            elif not commit:
                commit = line.partition(" ")[0]
            elif line.startswith(_TIME):
                time = _written(line.removeprefix(_TIME))
        return times

    def _git(self, *arguments: str) -> str:
        """Return what git writes; empty if it fails or is not installed."""
        command = ["git", "--no-optional-locks", "-C", str(self._folder), *arguments]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False
            )
        except OSError:
            return ""
        return "" if done.returncode else done.stdout


def _written(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat() if seconds.strip() else ""
