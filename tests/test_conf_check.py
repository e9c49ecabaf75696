"""A slip in conf.py is one line with its place and remedy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx.config import Config as SphinxConfig
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from conf_check import check_conf, icons, notes, slips

from .source import ROOT

pytestmark = pytest.mark.machinery
GOOD = """family, given = "Nowhere", "Ada"
github = repository = ""
github = "ada"
repository = "site"
address = ""
accent = "#7a1f3d"
profiles = {
    "GitHub": (f"https://github.com/{github}", "github"),
}
person = {}
"""


def test_a_good_file_has_no_slips() -> None:
    assert list(slips(GOOD)) == []
    assert list(slips((ROOT / "conf.py").read_text(encoding="utf-8"))) == []
    brands = icons(only_brands=True)
    assert {"github", "orcid", "google-scholar", "bluesky", "mastodon", "linkedin"} <= brands
    assert "house" not in brands
    assert brands | {"house", "envelope"} <= icons(only_brands=False)
    for icon in ("fa-solid fa-envelope", "_static/inspire.svg"):
        assert list(slips(GOOD.replace('"github"),', f'"{icon}"),'))) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "fact"),
    [
        ('(f"https://github.com/{github}", "github")', '"https://x.org"', 8, "one text"),
        ('{github}", "github"', '{github}" "github"', 8, "one text"),
        ('"github"),', '"githb"),', 8, 'did you mean "github"?'),
        ('"github"),', '"fa-solid fa-envelop"),', 8, '"fa-solid fa-envelope"?'),
        ('"github"),', '"github")\n    "X": ("https://x.org", "orcid"),', 8, "comma"),
        ('f"https://github.com/{github}"', '"github.com/ada"', 8, "https://"),
        ('"Nowhere", "Ada"', '"Nowhere"', 1, "family, given ="),
        ("person = {}", 'person = "Ada"', 10, "person is no dictionary"),
        ("#7a1f3d", "red", 6, "is no colour"),
        ("#7a1f3d", "#ffcc00", 6, "contrast is 1.5"),
        ('accent = "#7a1f3d"\n', "", 1, 'write accent = "" for none'),
        ('address = ""', "address = None", 5, "address is no text"),
        ('address = ""', 'address = "ada.github.io"', 5, 'address = "https://ada.github.io"'),
        ('address = ""', 'address = "htp://ada.org/"', 5, 'address = "https://ada.org/"'),
        (
            "person = {}",
            'person = {}\nlanguage = "english"',
            11,
            'write one, such as language = "fr"',
        ),
        ("person = {}", 'person = {}\nextensions = ["ast", "ast.nope"]', 11, "'ast.nope' is not"),
        ("person = {}", 'person = {}\nextensions = [\n"nope.at_all"]', 12, "requirements.in"),
        ("person = {}", "person = {", 10, "look for a comma, a quote or a bracket"),
        ("person = {}\n", "", 1, "person is missing"),
        ("person = {}", 'person = {"jobTitle": Postdoc}', 10, 'in quotes: "Postdoc"'),
        ('github = "ada"', "github = ada", 3, 'ada is unknown; a text stands in quotes: "ada"'),
    ],
)
def test_a_slip_is_told_with_its_line_and_a_remedy(
    before: str, after: str, line: int, fact: str
) -> None:
    assert before in GOOD
    ((told, message),) = slips(GOOD.replace(before, after))
    assert told == line
    assert fact in message


@pytest.mark.parametrize(
    "text",
    [
        "def f(a, *b, **c):\n    return [a + d for d in b], c\n",
        "from os import path as p, sep\nimport os.path\nx = p, sep, os\n",
        "from site_of_mine import *\nx = y\n",
        "try:\n    x = int(__file__)\nexcept ValueError as e:\n    x = e\n",
        "class A:\n    b = 1\nx = A, [z := 1], z, tags, (lambda q: q)\nfor i in x:\n    i\n",
        "def f():\n    global n\n    n = 1\nmatch f():\n    case [a, *b]:\n        a, b\n",
        'language = "pt_BR"\nlanguage = "sr@latin"\nextensions = ["sphinx.ext.autodoc"]\n',
        "async def f():\n    f.x = __name__\n    del x[0]\nx: list[int] = [f]\n",
    ],
)
def test_what_python_knows_is_no_slip(text: str) -> None:
    assert list(slips(GOOD + text)) == []


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        (r"^family, given = .*$", 'family, given = "Ada"', "write your name as family, given ="),
        (r"^github = .*$", "github = ghost", 'ghost is unknown; a text stands in quotes: "ghost"'),
        (r"^address = .*$", "address = f'https://{ada}/'", "ada is unknown"),
    ],
)
def test_conf_py_says_it_before_python_stumbles(
    tmp_path: Path, before: str, after: str, fact: str
) -> None:
    conf = (ROOT / "conf.py").read_text(encoding="utf-8")
    changed = re.sub(before, after, conf, count=1, flags=re.M)
    assert changed != conf
    (tmp_path / "conf.py").write_text(changed, encoding="utf-8")
    (tmp_path / "_ext").symlink_to(ROOT / "_ext")
    with pytest.raises(ConfigError) as told:
        SphinxConfig.read(tmp_path, overrides={}, tags=Tags())
    (line,) = str(told.value).splitlines()
    assert line.startswith("conf.py:")
    assert fact in line


def test_conf_py_and_make_say_it(tmp_path: Path) -> None:
    (tmp_path / "_ext").mkdir()
    conf = tmp_path / "conf.py"
    conf.write_text(GOOD.replace('"github"),', '"githb"),'), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^conf\.py:8: ERROR: .*'githb'"):
        check_conf(conf)
    command = shutil.copy(ROOT / "_ext" / "conf_check.py", tmp_path / "_ext")
    done = subprocess.run([sys.executable, command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    (line,) = done.stdout.splitlines()
    assert line.startswith("conf.py:8: ERROR: ")
    conf.write_text(GOOD, encoding="utf-8")
    done = subprocess.run([sys.executable, command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "$(READ_CONF) && $(SPHINX) -b html" in makefile


@pytest.mark.parametrize(
    ("remote", "address", "own"),
    [
        (
            "https://github.com/Ada/site.git",
            "https://ben.github.io/",
            "https://ada.github.io/site/",
        ),
        (
            "git@github.com:ada/ada.github.io.git",
            "http://Ben.github.io/x",
            "https://ada.github.io/",
        ),
        ("https://github.com/ada/site", "https://ADA.github.io/site/", ""),
        ("https://github.com/ada/site", "https://ada.example/", ""),
        ("https://github.com/ada/site", "", ""),
        ("https://git.example/ada/site", "https://ben.github.io/", ""),
        ("", "https://ben.github.io/", ""),
    ],
)
def test_a_fork_hears_that_its_address_is_another_site(
    tmp_path: Path, remote: str, address: str, own: str
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    if remote:
        command = ["git", "-C", str(tmp_path), "remote", "add", "origin", remote]
        subprocess.run(command, check=True)
    conf = tmp_path / "conf.py"
    conf.write_text(GOOD.replace('address = ""', f'address = "{address}"'), encoding="utf-8")
    assert [line.startswith("conf.py:5: NOTE: ") for line in notes(conf)] == [True] * bool(own)
    assert all(f'address = "{own}"' in line for line in notes(conf))
