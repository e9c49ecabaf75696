"""What biber reads in a file, and what we read there, in one form to compare."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from sphinx_publications.bibliography.reader import read
from sphinx_publications.latex import plain
from sphinx_publications.model.annotations import parse, under_usual_names
from sphinx_publications.model.fields import ALIASES
from sphinx_publications.model.parse_options import ReadingOptions

_BLTX = "{http://biblatex-biber.sourceforge.net/biblatexml}"
Person = tuple[str, str, str]
"""Family with the prefix, given, suffix."""
OTHERS: Person = ("others", "", "")


class Read(NamedTuple):
    """An entry as one of both reads it."""

    type: str
    fields: Mapping[str, str]
    people: Mapping[str, list[Person]]
    annotations: frozenset[tuple[str, str, str, str, str]]
    """Field, name, item, part, words."""


def by_biber(file: Path) -> dict[str, Read]:
    """Return the entries of a file as biber reads them, with what they inherit."""
    out = file.with_suffix(".xml")
    command = ["biber", "--tool", "--quiet", "--nolog", "--output-format=biblatexml"]
    command += ["--output-resolve", f"--output-file={out}", str(file)]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    root = etree.parse(str(out)).getroot()
    return {
        str(entry.get("id")): _read(entry)
        for entry in root.iter(f"{_BLTX}entry")
        if entry.get("entrytype") != "xdata"
    }


def _read(entry: etree._Element) -> Read:
    fields: dict[str, str] = {}
    people: dict[str, list[Person]] = {}
    annotations = set()
    for element in entry:
        tag = etree.QName(element).localname
        if tag == "names":
            names = element.iter(f"{_BLTX}name")
            others = [OTHERS] if element.get("morenames") else []
            people[str(element.get("type"))] = [*map(_person, names), *others]
        elif tag == "annotation" and element.get("field"):
            get = element.get
            words = "".join(element.itertext())
            annotations.add((get("field"), get("name"), get("item", ""), get("part", ""), words))
        elif tag == "date":
            fields[f"{element.get('type', '')}date"] = _range(element)
        else:
            items = list(element.iter(f"{_BLTX}item")) or [element]
            fields[tag] = " and ".join(_range(item, "--") for item in items)
    return Read(str(entry.get("entrytype")), fields, people, frozenset(annotations))


def _range(element: etree._Element, sign: str = "/") -> str:
    """Return the text of an element, with the end of a range after `sign`."""
    start = element.find(f"{_BLTX}start")
    if start is None:
        return " ".join("".join(element.itertext()).split())
    end = element.find(f"{_BLTX}end")
    return (start.text or "") + ("" if end is None else sign + (end.text or ""))


def _person(name: etree._Element) -> Person:
    found = {}
    for part in name.findall(f"{_BLTX}namepart"):
        texts = [text for text in part.itertext() if text.strip()]
        found[part.get("type")] = plain(" ".join(texts))
    family = f"{found.get('prefix', '')} {found.get('family', '')}".strip()
    return family, found.get("given", ""), found.get("suffix", "")


_NAMES = ALIASES | {
    "archiveprefix": "eprinttype", "primaryclass": "eprintclass", "origyear": "origdate"
}  # fmt: skip


def by_us(file: Path) -> dict[str, Read]:
    """Return the entries of a file as this package reads them, with what they inherit."""
    found = {}
    for entry in read([file], ReadingOptions(), "utf-8").entries.values():
        given = {name.lower(): plain(value) for name, value in entry.given_fields.items()}
        if "year" in given and "date" not in given and given["year"].isdecimal():
            given["date"] = given.pop("year")  # As biber does, without a month.
        fields = {
            _NAMES.get(name, name): value for name, value in given.items() if "+an" not in name
        }
        people = {
            role: [(name.family, name.given, name.suffix) for name, _ in names]
            for role, names in entry.people.items()
        }
        found[entry.key] = Read(entry.type, fields, people, _annotations(entry.given_fields))
    return found


def _annotations(fields: Mapping[str, str]) -> frozenset[tuple[str, str, str, str, str]]:
    found = set()
    for field, value in under_usual_names(fields).items():
        role, _, name = field.partition("+an")
        for one in parse(value)[0] if role != field else ():
            item = "" if one.item is None else str(one.item)
            words = ",".join(one.words)
            found.add((role, name.removeprefix(":") or "default", item, one.part or "", words))
    return frozenset(found)


def plainly(text: str) -> str:
    """Return the text of a field as both write it."""
    return re.sub(r"\s*[-–]+\s*", "-", re.sub(r" and (?=\d)", ", ", plain(text)))
