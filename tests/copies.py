"""A copy of the repository, changed as its owner changes it, and tested by its own tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from warm_python import run_python

from .source import ROOT

TESTS = Path(__file__).parent
_FOREIGN = re.compile(r"^doctrees/|/_static/(?:scripts|styles|vendor)/")
HOLDS = "not lives and not thorough and not soak"
WITH_BROWSER = f"{HOLDS} and not machinery"
FAST = f"{WITH_BROWSER} and not browser"


def _compiled(name: str) -> Iterator[str]:
    """Yield what Python has compiled of a file; to compile the copies takes seconds."""
    path = Path(name)
    if path.suffix == ".py":
        found = (ROOT / path.parent / "__pycache__").glob(f"{path.stem}.*.pyc")
        yield from (str(made.relative_to(ROOT)) for made in found)


@dataclass(frozen=True)
class Copy:
    """A copy of what is, or will be, in the repository."""

    folder: Path

    @classmethod
    def of_repository(cls, folder: Path) -> Copy:
        """Copy every file that git knows or would add."""
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        names = list(filter(None, done.stdout.split("\0")))
        compiled = chain.from_iterable(map(_compiled, names))
        for name in (*names, *compiled):
            # What is deleted and not committed yet is still listed.
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        modules = Path("browser") / "node_modules"
        if (TESTS / modules).is_dir():
            (folder / TESTS.name / modules).symlink_to(TESTS / modules)
        return cls(folder)

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        """Write at the end of a file."""
        self.write(name, self.read(name) + text)

    def remove(self, *patterns: str) -> None:
        """Remove files."""
        for pattern in patterns:
            for path in self.folder.glob(pattern):
                path.unlink()

    def owned_by(self, head: str) -> None:
        """Write another owner into conf.py."""
        conf = self.read("conf.py")
        block = re.compile(r"(?<=^# Whose page this is\n\n).*?(?=^# The site$)", re.M | re.S)
        changed, count = block.subn(lambda match: f"{head}\n", conf)
        assert count == 1
        self.write("conf.py", changed)

    def test(self, only: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Run the tests of the site in the copy."""
        command = ["-m", "pytest", TESTS.name, "-n0", "-p", "no:cacheprovider"]
        command += ["-q", "--durations=0", "-m", only, f"--basetemp={self._made}", *options]
        ours = ("PYTEST", "READTHEDOCS", "PYTHONPATH")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
        return run_python(*command, cwd=self.folder, env=environment)

    @property
    def _made(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}-made")

    def built(self, builder: str) -> Path:
        """Return what the tests of the copy built."""
        return self._made / "site" / builder

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the content of each file that was built, but the theme's own."""
        for path in sorted((self._made / "site").rglob("*")):
            name = str(path.relative_to(self._made / "site"))
            if path.is_file() and not _FOREIGN.search(name):
                yield name, path.read_bytes().decode("utf-8", errors="replace")
