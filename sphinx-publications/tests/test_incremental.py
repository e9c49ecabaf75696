"""What a build shows is what a build from nothing shows, whatever was done before."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from PIL import Image
from sphinx.application import Sphinx

from .incremental import Changed, Interrupted

KEYS = ("a", "b", "c", "Ab", "aB", "year-2020")
TYPES = ("article", "inproceedings", "misc", "book")
LISTS = {
    "all": "```{publications}\n```\n",
    "selected": "```{publications}\n:selected:\n```\n",
    "cited": "```{publications}\n:filter: cited\n```\n",
    "late limit": "```{publications}\n:filter: not cited\n:group-by: none\n:limit: 2\n```\n",
    "limit": "```{publications}\n:limit: 2\n:group-by: none\n```\n",
    "types": "```{publications}\n:group-by: type\n:filter: year >= 2019\n```\n",
    "named": "```{publications}\nb a\n```\n",
    "odd": "```{publications}\n:filter: year > nonsense(\n```\n",
    "stock": "```{bibliography}\n:cited:\n```\n",
    "stock all": "```{bibliography}\n:all:\n:style: equal_plain\n```\n",
    "stock filter": "```{bibliography}\n:filter: year % '2020'\n:list: bullet\n```\n",
    "none": "Nothing.\n",
}
ROLES = ("cite", "cite:p", "cite:t", "cite:ts", "cite:year", "cite:author", "cite:label")
SETTINGS: dict[str, tuple[object, ...]] = {
    "html_baseurl": ("", "https://one.example/", "https://two.example/x/"),
    "publications_pictures": (False, True),
    "publications_pages": ("publications", "papers", ""),
    "publications_files": ("", "files"),
    "publications_split_from": (500, 2),
    "publications_owner": ("", "One, Ann"),
    "publications_marks": ({}, {"equal": ("+", "alike")}),
    "publications_style": ("publications", "plain"),
    "bibtex_bibfiles": (["refs.bib"], ["strings.bib", "refs.bib"], ["refs.bib", "more.bib"]),
    "bibtex_reference_style": ("label", "author_year"),
}
BUILDERS = ("text", "latex", "dirhtml")
FAILS_AT = ("doctree-read", "env-updated", "doctree-resolved", "html-page-context")


def entry(key: str, fields: dict[str, str], type_: str = "article") -> str:
    """Return an entry as BibTeX; a value that begins with ``=`` stands without braces."""
    lines = [
        f"  {name} = {value[1:] if value.startswith('=') else '{' + value + '}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@{type_}{{{key},\n{''.join(lines)}}}\n"


def bitmap(colour: str) -> bytes:
    """Return a picture, of which those in other colours have the same size."""
    out = BytesIO()
    Image.new("RGB", (6, 4), colour).save(out, "BMP")
    return out.getvalue()


def fields() -> st.SearchStrategy[dict[str, str]]:
    """Return what an entry may say."""

    def one_of(*values: str) -> st.SearchStrategy[str]:
        return st.sampled_from(values)

    return st.fixed_dictionaries(
        {
            "author": one_of("One, Ann and Two, Ben", "Two, Ben", "One*, Ann and Two*, Ben"),
            "title": one_of("First", "Second", "On {\\'e}t\\'e $n^2$", "A \\emph{b} & c"),
            "journal": one_of("J", "=rmp", ""),
            "booktitle": one_of("", "Conf"),
            "year": one_of("2019", "2020", "in press"),
            "author+an": one_of("", "1=equal; 2=equal", "3=equal"),
            "crossref": one_of("", "", "b", "nowhere"),
            "editor": one_of("", "", "Three$^*$, Cat and Four$^*$, Dan"),
            "keywords": one_of("", "selected", "Flow", "flow, selected"),
            "preview": one_of("", "", "a.bmp", "/files/b.bmp", "https://example.org/a.png"),
            "previewalt": one_of("", "A box"),
            "pdf": one_of("", "a.pdf", "b.pdf"),
            "code": one_of("", "https://example.org/code"),
        }
    )


class Owner(RuleBasedStateMachine):
    """Somebody who writes, moves and removes things, and builds after each."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.project = Changed(Path(self._folder.name))
        self.entries: dict[str, str] = {}

    def teardown(self) -> None:
        self._folder.cleanup()

    @initialize()
    def begin(self) -> None:
        for key in KEYS[:3]:
            said = {"author": "One, Ann and Two, Ben", "title": f"Paper {key}", "journal": "J"}
            self.entries[key] = entry(key, {**said, "year": "2020"})
        for name in ("strings.bib", "more.bib"):
            text = "@string{rmp = {Reviews}}\n" + entry("z", {"title": "Z", "year": "2018"}, "misc")
            self.project.write(name, text)
        self._write_entries()
        self.project.write("index.md", "# Home\n\n```{toctree}\n:glob:\n*\n```\n\n" + LISTS["all"])
        self.project.write("one.md", "# One\n\nSee {cite}`a,b`.\n")
        self.project.write("two.md", "# Two\n\nNothing.\n")
        self.project.write("files/a.pdf", "%PDF a")
        self.project.put("files/a.bmp", bitmap("red"))
        self.project.is_clean()

    def _write_entries(self) -> None:
        self.project.write("refs.bib", "\n".join(self.entries.values()))

    @rule(key=st.sampled_from(KEYS), said=fields(), type_=st.sampled_from(TYPES))
    def write_entry(self, key: str, said: dict[str, str], type_: str) -> None:
        self.entries[key] = entry(key, said, type_)
        self._write_entries()
        self.project.is_clean()

    @rule(key=st.sampled_from(KEYS), back=st.booleans())
    def remove_entry(self, key: str, back: bool) -> None:
        self.entries.pop(key, None)
        self._write_entries()
        if back:
            self.project.age("refs.bib")
        self.project.is_clean()

    @rule(key=st.sampled_from(KEYS), other=st.sampled_from(KEYS))
    def rename_entry(self, key: str, other: str) -> None:
        if key in self.entries and other not in self.entries:
            self.entries[other] = self.entries.pop(key).replace(f"{{{key},", f"{{{other},", 1)
        self._write_entries()
        self.project.is_clean()

    @rule(word=st.sampled_from(("Reviews", "Other", "")), name=st.sampled_from(("strings", "more")))
    def write_strings(self, word: str, name: str) -> None:
        self.project.write(f"{name}.bib", f"@string{{rmp = {{{word}}}}}\n" if word else "")
        self.project.is_clean()

    @rule(
        name=st.sampled_from(("one", "two", "index", "publications/a", "papers/b")),
        title=st.sampled_from(("Page", "Other")),
        shown=st.sampled_from(tuple(LISTS)),
        role=st.sampled_from(ROLES),
        cited=st.sampled_from(("a", "b,c", "nowhere", "a, ", "Ab")),
        back=st.booleans(),
    )
    def write_page(
        self, name: str, title: str, shown: str, role: str, cited: str, back: bool
    ) -> None:
        toctree = "```{toctree}\n:glob:\n*\n```\n\n" if name == "index" else ""
        orphan = "---\norphan: true\n---\n" if "/" in name else ""
        cites = f"See {{{role}}}`{cited}`.\n\n"
        # Sphinx takes a document for unchanged whose file is older than it was.
        back = back and f"{name}.md" not in self.project.files
        self.project.write(f"{name}.md", f"{orphan}# {title}\n\n{toctree}{cites}{LISTS[shown]}")
        if back:
            self.project.age(f"{name}.md")
        self.project.is_clean()

    @rule(name=st.sampled_from(("two", "publications/a", "papers/b")))
    def remove_page(self, name: str) -> None:
        self.project.remove_page(f"{name}.md")
        self.project.is_clean()

    @rule(name=st.sampled_from(("a", "b")), there=st.booleans())
    def write_file(self, name: str, there: bool) -> None:
        self.project.write(f"files/{name}.pdf", f"%PDF {name}" if there else None)
        self.project.is_clean()

    @rule(
        name=st.sampled_from(("a", "b")),
        content=st.sampled_from(("red", "blue", b"nonsense", None)),
        back=st.booleans(),
    )
    def write_figure(self, name: str, content: str | bytes | None, back: bool) -> None:
        content = bitmap(content) if isinstance(content, str) else content
        self.project.put(f"files/{name}.bmp", content)
        if back and content is not None:
            self.project.age(f"files/{name}.bmp")
        self.project.is_clean()

    @rule(data=st.data(), name=st.sampled_from(tuple(SETTINGS)))
    def set(self, data: st.DataObject, name: str) -> None:
        self.project.settings[name] = data.draw(st.sampled_from(SETTINGS[name]))
        self.project.is_clean()

    @rule(builder=st.sampled_from(BUILDERS))
    def build_otherwise(self, builder: str) -> None:
        self.project.is_clean(builder)
        self.project.is_clean()

    @rule(
        event=st.sampled_from(FAILS_AT),
        after=st.integers(0, 3),
        key=st.sampled_from(KEYS),
        said=fields(),
    )
    def interrupt(self, event: str, after: int, key: str, said: dict[str, str]) -> None:
        before = dict(self.entries)
        self.entries[key] = entry(key, said)
        self._write_entries()
        self.project.build(stop=interruption(event, after))
        if after % 2:
            self.entries = before
            self._write_entries()
        self.project.is_clean()


def interruption(event: str, after: int) -> Callable[[Sphinx], None]:
    """Return what lets a build stop when something has happened so many times."""
    left = [after]

    def stop(*args: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Interrupted

    def connect(app: Sphinx) -> None:
        app.connect(event, stop, priority=950)

    return connect


def run(steps: int, examples: int) -> None:
    run_state_machine_as_test(
        Owner,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_a_build_shows_what_a_clean_build_shows() -> None:
    run(steps=10, examples=2)  # and hundreds in `make soak`
