"""What Zotero itself makes of a site, asked of its translation server.

``python -m tests.references.zotero_server FOLDER`` starts the server that is in a folder, with its
translators, sends it the works of ``entries.bib`` and ``works.bib`` by six ways, and counts the
fields that differ from ``works.json``, which has what a careful person enters, as CSL-JSON. What
Zotero hands on, as CSL-JSON of its own, is compared with ``zotero.json``, and kept there with
``--update``. ``make test-zotero`` fetches the server and runs this.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from .building import build
from .ways import HERE, Site
from .zotero import Item

ANSWERS = HERE / "zotero.json"
WORKS = HERE / "works.json"
PEOPLE = ("author", "editor", "translator", "container-author", "contributor")
_UNCOUNTED = frozenset("id accessed source note language citation-key title-short".split())
"""What Zotero adds by itself, or has in its own notes."""


def bibtex() -> str:
    """Return the works as BibTeX."""
    return "\n".join((HERE / name).read_text("utf-8") for name in ("entries.bib", "works.bib"))


def works() -> dict[str, Item]:
    """Return what a careful person enters of each work, by key."""
    return {item["id"]: item for item in json.loads(WORKS.read_text("utf-8"))}


def answers() -> dict[str, Any]:
    """Return what Zotero answered: ``versions``, and ``items`` by way and key."""
    found: dict[str, Any] = json.loads(ANSWERS.read_text("utf-8"))
    return found


def differences(expected: Item, found: Item, known: Mapping[str, set[str]]) -> dict[str, Any]:
    """Return the variables of an item that differ, of those that Zotero has for its type."""
    # A field that the type of an item lacks is wrong only if the type is right.
    held = known[expected["type"]]
    names = {name for name in {*expected, *found} - _UNCOUNTED if name in held}
    # Of a work without an address of its own, Zotero has that of the page.
    names -= {"URL"} - set(expected)
    return {
        name: found.get(name)
        for name in sorted(names)
        if spelt(name, expected.get(name)) != spelt(name, found.get(name))
    }


def spelt(name: str, value: Any) -> Any:
    """Return a value of CSL in one spelling."""
    if value is None:
        return "" if name != "issued" else []
    if name in PEOPLE:
        return [_person(person) for person in value]
    if name == "issued":
        parts = value.get("date-parts", [])
        return [[int(part) for part in one] for one in parts] or value.get("literal")
    text = re.sub(r"</?(?:i|b|sub|sup|span)\b[^>]*>", "", str(value))
    text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    if name == "type":
        return {"pamphlet": "document", "review-book": "article-journal"}.get(text, text)
    if name == "ISBN":
        return text.replace("-", "")
    if name in {"genre", "DOI"}:
        text = text.casefold()
    return " ".join(text.split()) if name != "page" else re.sub(r"\s*-+\s*", "-", text)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "–": "-", "‐": "-", "_": None})


def _person(person: Mapping[str, str]) -> tuple[str, str]:
    """Return a name without what divides it otherwise: particles and suffixes."""
    if "literal" in person:
        return person["literal"], ""
    family = [person.get("non-dropping-particle", ""), person.get("family", "")]
    given, suffix = person.get("given", ""), person.get("suffix", "")
    family = [person.get("dropping-particle", ""), *family, suffix]
    words = " ".join(filter(None, (*family, given))).replace(",", " ").split()
    return " ".join(sorted(words)), "given" if given else ""


def variables(schema: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the variables of CSL that Zotero has a field for, by the type of CSL."""
    texts, dates = schema["csl"]["fields"]["text"], schema["csl"]["fields"]["date"]
    fields = {**texts, **{name: [field] for name, field in dates.items()}}
    of_type = {kind["itemType"]: kind for kind in schema["itemTypes"]}
    found = {}
    for csl, names in schema["csl"]["types"].items():
        kind = of_type.get(names[0], {"fields": [], "creatorTypes": []})
        held = {field.get("baseField", field["field"]) for field in kind["fields"]}
        held |= {field["field"] for field in kind["fields"]}
        # Zotero has one place for talks, which is that of the event.
        place = {"event-place"} if csl == "speech" else set()
        makers = {schema["csl"]["names"].get(one["creatorType"]) for one in kind["creatorTypes"]}
        found[csl] = {name for name, of in fields.items() if held & set(of)}
        found[csl] |= {"type", "author", *place, *filter(None, makers)}
    for csl, like in _LIKE.items():
        found[csl] = found[like]
    return found


_LIKE = {"review-book": "article-journal", "pamphlet": "document"}
"""Types of CSL that Zotero has another one for."""


class Server:
    """A running translation server."""

    def __init__(self, address: str) -> None:
        self.address = address

    def post(self, path: str, body: str, kind: str = "text/plain") -> tuple[int, Any]:
        """Return status and answer."""
        headers = {"Content-Type": f"{kind}; charset=utf-8"}
        request = Request(f"{self.address}/{path}", body.encode(), headers)
        try:
            with urlopen(request, timeout=120) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            text = error.read().decode()
            return error.code, json.loads(text) if error.code == 300 else text

    def import_(self, text: str) -> list[Item]:
        """Return the items of a file, as Zotero's ``File > Import`` has them."""
        status, found = self.post("import", text)
        return found if status == 200 else []

    def of_page(self, address: str) -> list[Item]:
        """Return the items of a page, all of a list of them."""
        status, found = self.post("web", address)
        if status == 300:
            status, found = self.post("web", json.dumps(found), "application/json")
        return found if status == 200 else []

    def csl(self, item: Item) -> Item:
        """Return an item as Zotero hands it to a citation processor."""
        status, found = self.post("export?format=csljson", json.dumps([item]), "application/json")
        assert status == 200, found
        return dict(found[0])


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start the server in a folder; it is stopped afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = json.dumps({"host": "127.0.0.1", "port": port})
    environment = {**os.environ, "NODE_CONFIG": settings, "DEBUG_LEVEL": "0"}
    command = ["node", "src/server.js"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield _ready(Server(f"http://127.0.0.1:{port}"), process)
        finally:
            process.terminate()
            process.wait()


def _ready(server: Server, process: subprocess.Popen[bytes]) -> Server:
    for _ in range(600):
        try:
            server.post("import", "")
        except URLError:
            assert process.poll() is None, "the server stopped; see the file log in its folder"
            time.sleep(0.1)
        else:
            return server
    raise TimeoutError("the server does not answer")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; the value is its address."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing of requests."""


def _file(suffix: str) -> Callable[[Server, Site, str], dict[str, list[Item]]]:
    def ask(server: Server, site: Site, address: str) -> dict[str, list[Item]]:
        folder = site.folder / "publications"
        texts = {key: (folder / f"{key}.{suffix}").read_text("utf-8") for key in site.keys}
        return {key: server.import_(text) for key, text in texts.items()}

    return ask


def _pages(server: Server, site: Site, address: str) -> dict[str, list[Item]]:
    return {key: server.of_page(f"{address}/publications/{key}.html") for key in site.keys}


def _list(server: Server, site: Site, address: str) -> dict[str, list[Item]]:
    items = server.of_page(f"{address}/index.html")
    keys = [str(one["id"]) for one in site.page("index").select("ul.publications > li")]
    return {key: [item] for key, item in zip(keys, items, strict=True)}


WAYS: dict[str, Callable[[Server, Site, str], dict[str, list[Item]]]] = {
    "page": _pages,
    "COinS": _list,
    "RIS": _file("ris"),
    "BibLaTeX": _file("bib"),
    "BibTeX": _file("bibtex.bib"),
    "CSL-JSON": _file("json"),
}


def asked(server: Server, site: Site) -> dict[str, dict[str, Item]]:
    """Return what Zotero hands on of each work, by way and key; nothing of what it drops."""
    with served(site.folder) as address:
        found = {way: ask(server, site, address) for way, ask in WAYS.items()}
    return {
        way: {key: _kept(server.csl(items[0]), address) for key, items in by_key.items() if items}
        for way, by_key in found.items()
    }


def _kept(item: Item, address: str) -> Item:
    """Return an item without what is of the moment, and with the address that the site has."""
    text = json.dumps(item).replace(address, "https://example.org")
    kept: Item = json.loads(text)
    return {name: kept[name] for name in sorted(kept) if name not in {"id", "accessed", "source"}}


def counts(found: Mapping[str, Mapping[str, Item]], known: Mapping[str, set[str]]) -> str:
    """Return a table of what is wrong by way: works and fields."""
    lines = [f"{'way':10} works fields"]
    for way, items in found.items():
        wrong = {key: wrong_in(key, items, known) for key in works()}
        of_works = {key: names for key, names in wrong.items() if names}
        lines.append(f"{way:10} {len(of_works):5} {sum(map(len, wrong.values())):6}")
    return "\n".join(lines)


def wrong_in(
    key: str, items: Mapping[str, Item], known: Mapping[str, set[str]]
) -> Mapping[str, Any]:
    """Return what is wrong of a work; all, if there is nothing of it."""
    expected = works()[key]
    if key not in items:
        return {name: None for name in expected if name in known[expected["type"]]}
    return differences(expected, items[key], known)


def versions(folder: Path) -> dict[str, str]:
    """Return the versions of the server and of what it has within."""
    package = json.loads((folder / "package.json").read_text("utf-8"))
    schema = json.loads((folder / "modules/zotero-schema/schema.json").read_text("utf-8"))
    translators = {}
    for name in ("Embedded Metadata", "RDF", "COinS", "RIS", "BibTeX", "CSL JSON"):
        text = (folder / "modules/translators" / f"{name}.js").read_text("utf-8")
        dated = re.search(r'"lastUpdated": "([\d-]+)', text)
        translators[name] = dated[1] if dated else ""
    return {
        "translation-server": package["version"],
        "zotero-schema": str(schema["version"]),
        **translators,
    }


def main(arguments: Sequence[str]) -> int:
    """Ask the server, and print what is wrong."""
    parser = argparse.ArgumentParser(prog="zotero_server")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--update", action="store_true", help="keep the answers")
    parser.add_argument("--show", metavar="WAY", default="", help="print what is wrong by a way")
    given = parser.parse_args(arguments)
    schema = json.loads((given.folder / "modules/zotero-schema/schema.json").read_text("utf-8"))
    known = variables(schema)
    with TemporaryDirectory() as made, running(given.folder) as server:
        found = asked(server, build(bibtex(), Path(made) / "site"))
    print(counts(found, known))
    for way in filter(None, given.show.split(",")):
        for key in works():
            for name, value in wrong_in(key, found[way], known).items():
                print(f"{way} {key} {name}: {value!r}, not {works()[key].get(name)!r}")
    said = {"versions": versions(given.folder), "items": found}
    if given.update:
        ANSWERS.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return 0
    return 0 if said == answers() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
