"""What each output makes of the hard entries, as it was when somebody last looked at it.

``pytest sphinx-publications/tests/test_golden.py --golden-update`` writes the
files in ``golden/`` anew. What differs is then to be read, line by line, before
it is committed: a file here says what is right, not what happens to come out.
What they once had wrong stands in `test_mended_outputs`.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

from sphinx_publications.outputs.images import shown_on

from . import CONF, TESTS
from .hard import BYTE_ORDER_MARK, HARD, HARDER, HARDER_KEYS, without
from .hard import KEYS as HARD_KEYS

GOLDEN = TESTS / "golden"
KEYS = [key for key in (*HARD_KEYS, *HARDER_KEYS) if key != "crowd"]
SETTINGS = """
project, author, html_title = "Golden", "Holly Home", "Golden"
html_baseurl = "https://example.org/me/"
publications_owner = "Home, Holly"
"""


@dataclass
class Built:
    """The hard entries as a site and as plain text."""

    web: Path
    text: Path
    warnings: str

    def page(self, key: str) -> BeautifulSoup:
        """Return the page of a paper, parsed as browsers parse it."""
        path = self.web / "publications" / f"{key}.html"
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build once for all outputs."""
    source = tmp_path_factory.mktemp("golden")
    entries = BYTE_ORDER_MARK + (without("crowd", HARD) + HARDER).lstrip()
    (source / "refs.bib").write_text(entries, encoding="utf-8")
    (source / "conf.py").write_text(CONF + SETTINGS, encoding="utf-8")
    (source / "index.md").write_text("# Home\n\n```{publications}\n```\n", encoding="utf-8")
    html, warnings = _build("html", source)
    text, _ = _build("text", source)
    return Built(html, text, warnings.replace(f"{source}/", ""))


def _build(builder: str, source: Path) -> tuple[Path, str]:
    app = SphinxTestApp(builder, srcdir=source)
    app.build()
    app.cleanup()
    return Path(app.outdir), strip_colors(app.warning.getvalue())


def _written(name: str) -> Callable[[Built], str]:
    return lambda built: (built.web / name).read_text(encoding="utf-8")


def _by_key(write: Callable[[Built, str], str]) -> Callable[[Built], str]:
    """Return what is written of each paper under a heading with its key."""
    return lambda built: "\n".join(f"== {key}\n{write(built, key).rstrip()}\n" for key in KEYS)


def _highwire(built: Built, key: str) -> str:
    tags = built.page(key).select("meta[name^=citation_], meta[name^=dc], meta[name^=prism]")
    tags += built.page(key).select("meta[name^='z.']")
    return "\n".join(f"{tag['name']}: {tag['content']}" for tag in tags)


def _json_ld(built: Built, key: str) -> str:
    (script,) = built.page(key).select("script[type='application/ld+json']")
    return json.dumps(json.loads(str(script.string))["@graph"], ensure_ascii=False, indent=1)


def _coins(built: Built) -> str:
    page = BeautifulSoup((built.web / "index.html").read_text(encoding="utf-8"), "html5lib")

    def said() -> Iterator[str]:
        for item in page.select("ul.publications > li"):
            (span,) = item.select("span.Z3988")
            yield f"== {item['id']}"
            pairs = parse_qsl(str(span["title"]), keep_blank_values=True, strict_parsing=True)
            yield from (f"{name}: {value}" for name, value in pairs)
            yield ""

    return "\n".join(said())


def _items(built: Built) -> str:
    text = (built.web / "index.html").read_text(encoding="utf-8")
    items: list[str] = re.findall(r'<li [^>]*id="(?:.*?)</li>', text, re.DOTALL)
    return "\n\n".join(item for item in items if "Z3988" in item) + "\n"


def _picture(built: Built, key: str) -> str:
    shown = "\n".join(shown_on(built.web / "publications" / f"{key}.png"))
    # A name is kept together by characters that nobody sees.
    return shown.replace("\N{NO-BREAK SPACE}", "~")


def _page(built: Built, key: str) -> str:
    body = built.page(key).select_one("div.body")
    assert body is not None
    for link in body.select("a[href*=':']"):
        link.append(f" <{link['href']}>")
    for link in body.select("nav a"):
        link.append("\n")
    lines = (line.strip() for line in body.get_text().splitlines())
    return "\n".join(line for line in lines if line)


OUTPUTS: dict[str, Callable[[Built], str]] = {
    "list.bib": _written("index.bib"),
    "list.ris": _written("index.ris"),
    "list.csl.json": _written("index.json"),
    "feed.atom": _written("publications.atom"),
    "list.html": _items,
    "list.txt": lambda built: (built.text / "index.txt").read_text(encoding="utf-8"),
    "coins.txt": _coins,
    "highwire.txt": _by_key(_highwire),
    "jsonld.txt": _by_key(_json_ld),
    "pictures.txt": _by_key(_picture),
    "pages.txt": _by_key(_page),
    "warnings.txt": lambda built: built.warnings,
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_is_the_one_that_was_looked_at(
    built: Built, name: str, request: pytest.FixtureRequest
) -> None:
    path, found = GOLDEN / name, OUTPUTS[name](built)
    if request.config.getoption("--golden-update"):
        path.write_text(found, encoding="utf-8")
        pytest.skip(f"golden/{name} is written anew; read what differs before you commit it")
    expected = path.read_text(encoding="utf-8") if path.is_file() else ""
    difference = difflib.unified_diff(
        expected.splitlines(), found.splitlines(), f"golden/{name}", "this build", lineterm=""
    )
    if found != expected:
        told = "\n".join(difference) or "only the ends of lines differ"
        remedy = "If the new lines are right, run this test with --golden-update and read the diff."
        pytest.fail(f"{told}\n\n{remedy}", pytrace=False)


def test_every_output_has_its_file() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(OUTPUTS)
