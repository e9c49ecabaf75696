"""A site in which everything is in use: what the documentation offers works together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pybtex.database import parse_file

from sphinx_publications.model.entry_types import TYPES
from sphinx_publications.model.parse_options import LINK_KINDS
from sphinx_publications.model.people import FACTS
from sphinx_publications.project.config import Config
from sphinx_publications.project.directive import PublicationsDirective
from sphinx_publications.project.people_lists import PeopleDirective
from sphinx_publications.project.selection import GROUP_BY
from warm_python import run_python

from . import markdown
from .copies import HOLDS, Copy
from .everything import DATA, switch_on
from .small import tree
from .source import ROOT
from .test_lives import passed

FIELDS = ROOT / "sphinx-publications" / "docs" / "fields.md"
_NO_WORKS = {"xdata", "set", "commentary", "bibnote"}
WHAT_HOLDS = (
    "(crawl or safe_scheme or only_the_scripts or load_nothing or fits_a_small) and not dark"
)
"""The tests of the site that ask nothing of what its lists are like."""
IN_HTML = f"{WHAT_HOLDS} and not dirhtml and not a_book and not a_pdf"


def used() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(DATA.iterdir()))


def test_every_setting_and_option_is_in_use() -> None:
    conf = (DATA / "conf.txt").read_text(encoding="utf-8")
    assert [name for name, _, _ in Config.settings() if f"\n{name} " not in conf] == []
    bodies = [
        body for page in DATA.glob("*.md") for body in markdown.lists(page.read_text("utf-8"))
    ]
    options = dict(re.findall(r"^:([\w-]+):(.*)$", "\n".join(bodies), re.MULTILINE))
    assert PublicationsDirective.option_spec is not None
    assert PublicationsDirective.option_spec.keys() == options.keys()
    groups = set(re.findall(r"^:group-by: (\w+)$", "\n".join(bodies), re.MULTILINE))
    people = "\n".join(page.read_text("utf-8") for page in DATA.glob("*.md"))
    shown = "\n".join(re.findall(r"^```\{people\}\n(.*?)^```$", people, re.MULTILINE | re.DOTALL))
    assert PeopleDirective.option_spec is not None
    assert PeopleDirective.option_spec.keys() == set(re.findall(r"^:(\w+):", shown, re.MULTILINE))
    assert FACTS.keys() <= set(re.findall(r'"(\w+)": ', conf))
    assert groups == set(GROUP_BY)


def test_every_field_and_type_is_in_use() -> None:
    entries = parse_file(str(DATA / "refs.txt"), "bibtex").entries.values()
    entries = [*entries, *parse_file(str(DATA / "more.bib"), "bibtex").entries.values()]
    fields = {name.lower() for entry in entries for name in (*entry.fields, *entry.persons)}
    table = re.findall(r"^\| (`.*?) \|", FIELDS.read_text(encoding="utf-8"), re.MULTILINE)
    documented = {name for cell in table for name in re.findall(r"`([\w+:]+)`", cell)}
    assert documented | {kind.field for kind in LINK_KINDS} <= fields | {"selected"}
    assert TYPES.keys() - _NO_WORKS <= {entry.type.lower() for entry in entries}


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the repository as it is now."""
    return Copy.of_repository(tmp_path / "copy")


@pytest.mark.lives
def test_everything_on(copy: Copy) -> None:
    """What is named is there, is shown in a browser, and the build does not warn."""
    switch_on(copy)
    passed(copy.test(HOLDS, "-k", IN_HTML))


@pytest.mark.lives
@pytest.mark.soak
def test_everything_on_in_all_builders(copy: Copy) -> None:
    """As above, in books and texts too, and without JavaScript."""
    switch_on(copy)
    only = f"{WHAT_HOLDS} or builds_without or loads_what_it_names"
    passed(copy.test("not lives and not thorough", "-k", only))


def build(copy: Copy, out: Path, *options: str) -> None:
    command = ["-m", "sphinx", "-q", "-W", "--keep-going", "-n", *options]
    done = run_python(*command, "-d", f"{out}-doctrees", copy.folder, out)
    assert (done.stderr, done.returncode) == ("", 0)


def differing(found: Path, clean: Path) -> list[str]:
    """Return the files that differ, but for what Sphinx itself leaves of former builds."""
    one, other = tree(found), tree(clean)
    left = {n for n in one.keys() - other.keys() if n.startswith("_images/")}
    left |= {".buildinfo", ".buildinfo.bak", "searchindex.js"}
    names = sorted((one.keys() | other.keys()) - left)
    return [name for name in names if one.get(name) != other.get(name)]


@pytest.mark.lives
@pytest.mark.soak
def test_everything_is_built_alike_whatever_was_there(copy: Copy, tmp_path: Path) -> None:
    """Over an older build, again, and by three processes."""
    old, clean = tmp_path / "old", tmp_path / "clean"
    build(copy, old)
    switch_on(copy)
    build(copy, old)
    build(copy, clean, "-j", "3")
    assert differing(old, clean) == []
    build(copy, old)
    assert differing(old, clean) == []
    build(copy, tmp_path / "single", "-b", "singlehtml")
