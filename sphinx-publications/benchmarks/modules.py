"""Count the modules that one entry passes through, from its bytes to an item of a web list.

Builds a project with one entry and records, with `sys.setprofile`, every call and return of the
package while the bibliography is read and while the list is filled. Prints the number of modules,
the number of moves from one module to another, and the calls in each module.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import FrameType

from sphinx.application import Sphinx

import sphinx_publications
from sphinx_publications.project import events
from sphinx_publications.web.lists import FillWebLists

STEPS = {events.on_builder_inited.__code__, FillWebLists.run.__code__}
"""The code that reads the bibliography, and the code that fills the lists of a page."""
FILES = {
    "conf.py": """\
extensions = ["myst_parser", "sphinx_publications"]
bibtex_bibfiles = ["refs.bib"]
html_theme = "basic"
""",
    "refs.bib": """\
@article{one2024, author = {One, Ann and Two, Ben}, author+an = {1=equal; 2=equal},
  title = {How H$_2$O flows}, journal = {Journal of Water}, year = {2024}, doi = {10.1000/182}}
""",
    "index.md": "# Ann One\n\n```{publications}\n```\n",
}


class Tracer:
    """Records the module of each call and return within `STEPS`."""

    def __init__(self) -> None:
        self.path: list[str] = []
        """The modules in the order in which they run."""
        self.calls: Counter[str] = Counter()
        self._top = Path(sphinx_publications.__file__).parent.as_posix()
        self._depth = 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Record an event of the package; `sys.setprofile` calls this."""
        code = frame.f_code
        if event not in {"call", "return"} or not code.co_filename.startswith(self._top):
            return
        if self._depth or (event == "call" and code in STEPS):
            module = code.co_filename.removeprefix(f"{self._top}/")
            self.path.append(module)
            self.calls[module] += event == "call"
            self._depth += 1 if event == "call" else -1

    @property
    def moves(self) -> int:
        """How often the module changes from one event to the next."""
        return sum(before != after for before, after in pairwise(self.path))


def traced() -> Tracer:
    """Return the trace of a build of a project with one entry."""
    tracer = Tracer()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        for name, text in FILES.items():
            (source / name).write_text(text, encoding="utf-8")
        sys.setprofile(tracer)
        try:
            app = Sphinx(source, source, source / "out", source / "doctrees", "html", status=None)
            app.build()
        finally:
            sys.setprofile(None)
    return tracer


if __name__ == "__main__":
    found = traced()
    print(f"{len(found.calls)} modules, {found.moves} moves between modules")
    for module, count in found.calls.most_common():
        print(f"{count:6} {module}")
