"""Reads a file of references with a program of PyPI: ``python read.py PROGRAM FILE FORMAT``.

Prints JSON: a list of references with `title`, `authors` and `fields`, or the text that the
program prints. It runs in the environment of that program.
"""

# mypy: ignore-errors
from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def pandoc(file, suffix):
    import pypandoc

    forms = {"bibtex.bib": "bibtex", "bib": "biblatex", "json": "csljson", "ris": "ris"}
    if suffix != "xml":
        return csl(json.loads(pypandoc.convert_file(file, "csljson", format=forms[suffix])))
    meta = json.loads(pypandoc.convert_file(file, "json", format="jats"))["meta"]
    plain = pypandoc.convert_file(file, "plain", format="jats", extra_args=["--standalone"])
    authors = [words(one) for one in meta["author"]["c"]]
    return [{"title": words(meta["title"]), "authors": authors, "fields": {"text": plain}}]


def words(node):
    """Return the text of a value of pandoc without its notes."""
    if isinstance(node, list):
        return "".join(map(words, node))
    if not isinstance(node, dict) or node["t"] == "Note":
        return ""
    content = node.get("c", "")
    return {"Str": content, "Space": " "}.get(node["t"]) or words(content)


def csl(items):
    """Return items of CSL-JSON as references."""
    return [
        {
            "title": item.get("title", ""),
            "authors": [csl_name(name) for name in item.get("author", [])],
            "fields": {name: str(value) for name, value in item.items() if name != "title"},
        }
        for item in items
    ]


def csl_name(name):
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    return " ".join(name[part] for part in order if name.get(part))


def bibtexparser_1(file, suffix):
    import bibtexparser

    entries = bibtexparser.loads(Path(file).read_text("utf-8")).entries
    return [{"fields": entry, "bibtex": True} for entry in entries]


def bibtexparser_2(file, suffix):
    import bibtexparser

    entries = bibtexparser.parse_file(file).entries
    return [{"fields": {f.key: str(f.value) for f in e.fields}, "bibtex": True} for e in entries]


def pybtex(file, suffix):
    from pybtex.database import parse_file

    return [
        {
            "title": entry.fields["title"],
            "authors": [
                " ".join(
                    p.first_names
                    + p.middle_names
                    + p.prelast_names
                    + p.last_names
                    + p.lineage_names
                )
                for p in entry.persons.get("author", [])
            ],
            "fields": dict(entry.fields),
        }
        for entry in parse_file(file, "bibtex").entries.values()
    ]


def rispy(file, suffix):
    import rispy

    return [
        {
            "title": entry.get("title") or entry.get("primary_title", ""),
            "authors": [turned(name) for name in entry.get("authors", [])],
            "fields": {name: str(value) for name, value in entry.items() if "title" not in name},
        }
        for entry in rispy.loads(Path(file).read_text("utf-8"))
    ]


def turned(name):
    """Return ``Family, Given, Suffix`` of RIS in the order of speech."""
    family, given, suffix = [*(part.strip() for part in name.split(",")), "", ""][:3]
    return " ".join(part for part in (given, family, suffix) if part)


def citeproc_py(file, suffix):
    import citeproc
    from citeproc import formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(Path(file).read_text("utf-8"))
    style = citeproc.CitationStylesStyle("apa", validate=False)
    printed = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        printed.register(citeproc.Citation([citeproc.CitationItem(item["id"].lower())]))
    return {"text": "\n".join(str(line) for line in printed.bibliography())}


def typst(file, suffix):
    import typst
    from pypdf import PdfReader

    Path("refs.bib").write_bytes(Path(file).read_bytes())
    Path("page.typ").write_text('#bibliography("refs.bib", full: true, style: "apa")')
    typst.compile("page.typ", output="page.pdf")
    return {"text": "\n".join(page.extract_text() for page in PdfReader("page.pdf").pages)}


def academic(file, suffix):
    made = Path(tempfile.mkdtemp(dir="."))
    command = [Path(sys.executable).with_name("academic"), "import", file, made, "--compact"]
    subprocess.run(command, check=True, capture_output=True, input=b"")
    return [of_page(path.read_text("utf-8")) for path in sorted(made.rglob("index.md"))]


def of_page(text):
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    people = re.search(r"^authors:\n((?:- .*\n)*)", text, re.MULTILINE)
    names = people[1].splitlines() if people else []
    unquoted = [name.removeprefix("- ").strip("'\"") for name in names]
    return {
        "title": title[1].strip("'\"") if title else "",
        "authors": unquoted,
        "fields": {"index.md": text},
    }


def papis(file, suffix):
    from papis.bibtex import bibtex_to_dict

    return [
        {
            "title": entry.get("title", ""),
            "authors": [f"{n['given']} {n['family']}" for n in entry.get("author_list", [])],
            "fields": {name: str(value) for name, value in entry.items() if name != "title"},
        }
        for entry in bibtex_to_dict(file)
    ]


def cobib(file, suffix):
    from cobib.parsers.bibtex import BibtexParser

    found = BibtexParser().parse(Path(file)).values()
    return [
        {
            "title": entry.data.get("title", ""),
            "authors": [
                " ".join(filter(None, (a.first, a.particle, a.last, a.suffix)))
                if hasattr(a, "last")
                else str(a)
                for a in entry.data.get("author", [])
            ],
            "fields": {name: str(value) for name, value in entry.data.items() if name != "title"},
        }
        for entry in found
    ]


if __name__ == "__main__":
    program, file, suffix = sys.argv[1:]
    print(json.dumps(globals()[program.replace("-", "_")](file, suffix)))
