"""Build public documentations with and without the extension, and print what differs.

`nox -s adopters` runs this; it needs the package index. Each documentation is built from its source
distribution: as it is, with the extension in one line, and with `{publications}` in place of
`{bibliography}`. What the documented packages need is mocked, so that only Sphinx's extensions are
installed. A row says which warnings are new, how many words of pages changed, and time and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup

MEASURED = Path(__file__).parents[1] / "benchmarks" / "measured.py"
LIBRARIES = (
    "deprecation esda geopandas giddy joblib libpysal mapclassify networkx numba pandas pyproj "
    "quantecon rasterio rtree scipy seaborn shapely sklearn spreg torch torchvision tqdm"
).split()
MOCK = """
import sys
from sphinx.ext.autodoc.mock import MockFinder
sys.path[:0] = [{root!r}, {root!r} + "/src"]
sys.meta_path.insert(0, MockFinder({mocked!r}))
try:
    __import__({name!r})
except Exception:  # It cannot be loaded with mocks; autodoc says so in each build.
    sys.modules[{name!r}] = type(sys)({name!r})
    sys.modules[{name!r}].__version__, sys.modules[{name!r}].__path__ = "0", []
"""
_LIST = re.compile(r"(^\.\. |^`{3,}\{)bibliography\b", re.MULTILINE)
ONE_LINE = '\nextensions = [*extensions, "sphinx_publications"]\n'
HEAD = (
    "| documentation | build | new warnings | gone warnings | changed words | time | memory |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


class Adopter(NamedTuple):
    """A source distribution with a documentation."""

    name: str
    version: str
    folder: str = "docs"
    """The folder of ``conf.py``."""


ADOPTERS = (
    Adopter("esda", "2.9.0"),
    Adopter("giddy", "2.3.8"),
    Adopter("pointpats", "2.5.5"),
    Adopter("spglm", "1.1.0"),
    Adopter("segregation", "2.5.4"),
)


class Built(NamedTuple):
    """What a build left."""

    warnings: Counter[str]
    words: dict[str, list[str]]
    """The words of each page."""
    seconds: float
    megabytes: float


def main() -> None:
    """Print a table row for each documentation and each way to use the extension."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where sources are kept and built")
    parser.add_argument("names", nargs="*", help="the documentations; all if none is named")
    options = parser.parse_args()
    print(HEAD)
    for adopter in ADOPTERS:
        if not options.names or adopter.name in options.names:
            try:
                for line in rows(adopter, options.folder):
                    print(line, flush=True)
            except RuntimeError as error:
                print(error)


def rows(adopter: Adopter, folder: Path) -> Iterator[str]:
    """Yield the rows of a documentation, and its new warnings."""
    archive = fetched(adopter, folder)
    before = built(unpacked(adopter, archive, folder / "before"), adopter)
    for way in ("one line", "publications"):
        root = unpacked(adopter, archive, folder / way.replace(" ", "-"))
        adopt(root / adopter.folder, with_lists=way == "publications")
        after = built(root, adopter)
        new, gone = after.warnings - before.warnings, before.warnings - after.warnings
        cells = [
            f"{adopter.name} {adopter.version}", way, str(new.total()), str(gone.total()),
            str(changed(before, after)), f"{before.seconds:.1f} → {after.seconds:.1f} s",
            f"{before.megabytes:.0f} → {after.megabytes:.0f} MB",
        ]  # fmt: skip
        yield f"| {' | '.join(cells)} |"
        yield from (f"    + {line}" for line in sorted(new))
        yield from (f"    - {line}" for line in sorted(gone))


def fetched(adopter: Adopter, folder: Path) -> Path:
    """Return the source distribution, from the package index if it is not there."""
    found = folder / f"{adopter.name}-{adopter.version}.tar.gz"
    if not found.is_file():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:"]
        wanted = f"{adopter.name}=={adopter.version}"
        subprocess.run([*pip, "--dest", str(folder), wanted], check=True)
    return found


def unpacked(adopter: Adopter, archive: Path, folder: Path) -> Path:
    """Return the folder of the sources, in which the documentation finds no library missing."""
    with tarfile.open(archive) as sources:
        sources.extractall(folder, filter="data")
    root = folder.resolve() / f"{adopter.name}-{adopter.version}"
    conf = root / adopter.folder / "conf.py"
    mocked = [name for name in LIBRARIES if name != adopter.name]
    text = MOCK.format(root=str(root), mocked=mocked, name=adopter.name) + conf.read_text(
        encoding="utf-8"
    )
    # Nothing is asked over the network, and no notebook is run.
    text += '\nintersphinx_mapping = {}\nnbsphinx_execute = "never"\n'
    text += f"if not sys.modules[{adopter.name!r}].__path__:\n    autosummary_generate = False\n"
    conf.write_text(text, encoding="utf-8")
    return root


def adopt(docs: Path, *, with_lists: bool) -> None:
    """Add the extension to a documentation; with lists, use its directive."""
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(ONE_LINE)
    for path in [*docs.rglob("*.rst"), *docs.rglob("*.md")] if with_lists else ():
        text = path.read_text(encoding="utf-8")
        if _LIST.search(text):
            text = _LIST.sub(r"\1publications", text)
            # What the guide says of these.
            text = re.sub(r"^( *):cited:", r"\1:filter: cited\n\1:group-by: none", text, flags=re.M)
            text = re.sub(r"^ *:all:\n", "", text, flags=re.M)
            path.write_text(text, encoding="utf-8")


def built(root: Path, adopter: Adopter) -> Built:
    """Build a documentation."""
    docs, out = root / adopter.folder, root / "_built"
    command = [sys.executable, "-m", "sphinx", "-q", str(docs), str(out)]
    done = subprocess.run(
        [sys.executable, str(MEASURED), *command],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    seconds, size = json.loads(done.stdout.splitlines()[-1])
    lines = (line.replace(f"{root}/", "") for line in done.stderr.splitlines())
    warnings = Counter(line for line in lines if "WARNING" in line or "ERROR" in line)
    words = {str(path.relative_to(out)): _words(path) for path in sorted(out.rglob("*.html"))}
    if not words:
        raise RuntimeError(f"{adopter.name} is not built:\n{done.stderr[-2000:]}")
    return Built(warnings, words, seconds, size / 2**20)


def _words(path: Path) -> list[str]:
    page = BeautifulSoup(path.read_bytes(), "html5lib").body
    return page.get_text(" ").split() if page else []


def changed(before: Built, after: Built) -> int:
    """Return the number of words that are new or gone on the pages of before."""
    pairs = ((Counter(words), Counter(after.words.get(n, ()))) for n, words in before.words.items())
    return sum(((new - old) + (old - new)).total() for old, new in pairs)


if __name__ == "__main__":
    main()
