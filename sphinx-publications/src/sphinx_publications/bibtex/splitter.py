"""Split BibTeX files into entries, tolerating syntax errors.

A parser that stops at the first error, or continues at the next ``@``, loses papers. This one
reads each entry separately, from an ``@`` at the start of a line to the next one, keeps what it
can and records each issue with its line. As in biber, a percent sign between fields begins a
comment.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, MutableMapping
from typing import Generic, NamedTuple, TypeVar

from sphinx_publications.bibtex.entry_parser import ENTRY, EntryReader
from sphinx_publications.bibtex.source import FIELD_LINE, RawEntry, SyntaxIssue, short
from sphinx_publications.diagnostics import Subtype

# References in other formats that are pasted between entries.

_WRITE = "write @article{key,"
_PASTE = "choose BibTeX at the publisher, and paste that"


class _Form(NamedTuple):
    """A reference format other than BibTeX, recognized by its lines."""

    name: str
    lines: str
    """A pattern that matches any line of a record; it is compiled for the first such line."""
    first: str
    """A pattern that matches the first line of a record."""
    remedy: str = _PASTE


_FORMS = [
    # Tag, two spaces, hyphen (RIS specification, 2011).
    _Form("RIS", r"[A-Z][A-Z0-9]  ?-(?: |$)", r"TY "),
    # MEDLINE/PubMed data element descriptions: a tag padded to four, a hyphen.
    _Form("a PubMed record", r"[A-Z]{2,4} {0,2}- ", r"PMID"),
    # EndNote's import format ("refer"): %0 Journal Article.
    _Form("EndNote", r"%0 [A-Z]", r"%0"),
    _Form(
        "a Web of Science record",
        r"(?:FN |VR \d|PT [A-Z]$|EF$|ER$)",
        r"FN |PT ",
    ),
    _Form("XML", r"<[?/!]?[A-Za-z]", r"<\?xml"),
    _Form("JSON", r"[\[{]*\s*\"[\w-]+\"\s*:|[\[{]\s*$", r"\["),
    _Form(
        "an item of a LaTeX bibliography",
        r"\\(?:bibitem|newblock|begin\{thebib|end\{thebib)",
        r"\\bibitem",
    ),
    _Form("an entry without its type", r"@\s*[{(]", r"@", _WRITE),
    _Form(
        "an entry without its {",
        r"@[A-Za-z]+[ \t]*[^{(\s@][^\s=,]*\s*(?:,\s*(?:\w[\w+:.-]*\s*=.*)?)?$",
        r"@",
        _WRITE,
    ),
    _Form(
        "a reference as text",
        r"(?i).*(?:\b10\.\d{4,9}/\S|\barxiv:\s*\d{4}\.\d{4,5})",
        r".",
        f"{_PASTE}, or put % before a remark",
    ),
]


class Foreign(NamedTuple):
    """The reference format of a line, and whether a record begins there."""

    form: str
    begins: bool
    remedy: str


def foreign(line: str) -> Foreign | None:
    """Return the reference format of a line other than BibTeX, None if it has none."""
    for form in _FORMS:
        if re.match(form.lines, line):
            return Foreign(form.name, re.match(form.first, line) is not None, form.remedy)
    return None


_ENTRY_LINE = re.compile(r"^[ \t]*(?=@[ \t]*[A-Za-z]\w*\s*[{(])", re.MULTILINE)
_UNMARKED_ENTRY = re.compile(
    r"^[ \t]*(?P<type>[A-Za-z]{3,})(?P<open>[ \t]*[{(])[ \t]*(?P<key>[^\s,={}()\"]+)\s*,"
    r"(?=[ \t]*(?:\n\s*)?(?:[A-Za-z_][\w+:.-]*[ \t]*=|[})]))",
    re.MULTILINE,
)
"""The first line of an entry without its ``@``: ``article{key,`` before a field."""
_COMMENTED = re.compile(r"[ \t]*%[ \t%]*@[ \t]*(?P<type>[A-Za-z]\w*)\s*[{(]\s*(?P<key>[^\s,]*)")
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?:(?![ \t]*@).*\n)*?---[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"@[ \t]*comment\s*\{", re.IGNORECASE)
_HIDDEN = re.compile(
    r"@[ \t]*(?!(?:comment|string|preamble)\b)[A-Za-z]\w*\s*[{(]\s*(?P<key>[^\s,{}]+)\s*,"
)
_JEKYLL = re.compile(r"\{%-?[ \t]*(?P<end>end)?comment[ \t]*-?%\}", re.IGNORECASE)
"""Start or end of a Jekyll comment, which al-folio removes before it parses a file."""
_HIDES_BEHIND_IT = re.compile(r"%|@[ \t]*comment\b", re.IGNORECASE)


T = TypeVar("T")


class Recalled(NamedTuple, Generic[T]):
    """An entry from an earlier read that is unchanged in the file."""

    entry: T
    line: int
    """Its current line."""


def scan(
    text: str,
    strings: MutableMapping[str, str],
    recall: Callable[[str], T | None] = lambda chunk: None,
) -> Iterator[RawEntry | SyntaxIssue | Recalled[T]]:
    """Yield every entry of `text`, and an issue for each text that is not part of an entry.

    `strings` holds the known strings; those that ``@string`` defines are added. `recall` returns
    the entry that was read from the same lines earlier, if any.
    """
    if "{%" in text:
        text, hidden = _without_jekyll(text)
        yield from hidden
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    starts = _entry_starts(text, start)
    before = text[start : starts[0] if starts else None]
    yield from _outside(before, text.count("\n", 0, start) + 1, strings)
    line, counted = 1, 0
    for begin, end in itertools.pairwise([*starts, len(text)]):
        line += text.count("\n", counted, begin)
        counted = begin
        chunk = text[begin:end]
        known = recall(chunk)
        if known is not None:
            yield Recalled(known, line)
            continue
        found = list(_scan_chunk(chunk, line, strings))
        match found:
            case [RawEntry(slips=[], uses_strings=False) as entry]:
                entry.chunk = chunk
        yield from found


def _scan_chunk(
    chunk: str, line: int, strings: MutableMapping[str, str]
) -> Iterator[RawEntry | SyntaxIssue]:
    """Read the entry at the start of `chunk`, and everything after it."""
    start: int | None = 0
    while start is not None:
        reader = EntryReader(chunk, line, strings, start=start)
        reader.read()
        if reader.is_unclosed and reader.swallows_fields:
            reader = EntryReader(chunk, line, strings, is_cautious=True, start=start)
            reader.read()
        if reader.entry.type.lower() in {"string", "preamble", "comment"}:
            yield from reader.entry.slips
            if reader.entry.type.lower() == "comment":
                yield from _hidden(reader.entry.text, line)
        else:
            yield reader.entry
        end, line = reader.position, reader.line
        following = ENTRY.search(chunk, end)
        start = following.start() if following is not None else None
        if start is not None and _HIDES_BEHIND_IT.search(chunk[end:start].rpartition("\n")[2]):
            start = None
        between = chunk[end:start]
        yield from _outside(between, line, strings)
        line += between.count("\n")


def _entry_starts(text: str, start: int) -> list[int]:
    """Return the positions of entries at line starts, except those within a ``@comment{…}``."""
    starts = [match.end() for match in _ENTRY_LINE.finditer(text, start)]
    comments = {
        found.end() - 1: begin for begin in starts if (found := _COMMENT.match(text, begin))
    }
    if not comments:
        return starts
    ends: dict[int, int] = {}
    depths: dict[int, int] = {}
    braces: list[int] = []
    openings = {text.find("{", begin): begin for begin in starts}
    for match in re.compile(r"[{}]").finditer(text, start):
        if match[0] == "{":
            depths[openings.get(match.start(), -1)] = len(braces)
            braces.append(match.start())
        elif braces and (opening := braces.pop()) in comments:
            ends[comments[opening]] = match.start()
    shown: list[int] = []
    comment = end = -1
    for begin in starts:
        if begin < end and depths.get(begin) == depths.get(comment, 0) + 1:
            continue
        shown.append(begin)
        if begin in ends:
            comment, end = begin, ends[begin]
    return shown


def _without_jekyll(text: str) -> tuple[str, list[SyntaxIssue]]:
    """Replace Jekyll comments by blank lines; return the text, and an issue per hidden entry.

    A comment that does not end is kept as text.
    """
    parts: list[str] = []
    slips: list[SyntaxIssue] = []
    begin, done, line = -1, 0, 1
    for match in _JEKYLL.finditer(text):
        if begin < 0:
            begin = match.start() if not match["end"] else -1
        elif match["end"]:
            hidden = text[begin : match.end()]
            line += text.count("\n", done, begin)
            slips += _hidden(hidden, line, "{% comment %}")
            parts += [text[done:begin], "\n" * hidden.count("\n")]
            line += hidden.count("\n")
            begin, done = -1, match.end()
    return "".join([*parts, text[done:]]), slips


def _hidden(comment: str, first_line: int, by: str = "@comment") -> Iterator[SyntaxIssue]:
    """Yield an issue for each entry in a comment, such as ``@comment{…}``."""
    for match in _HIDDEN.finditer(comment, 1):
        line = first_line + comment.count("\n", 0, match.start())
        message = (
            f"{match['key']} is hidden by {by} and not published; "
            f"take it out of the {by} to publish it"
        )
        yield SyntaxIssue(Subtype.COMMENTED_OUT, message, line)


def _outside(
    text: str, first_line: int, strings: MutableMapping[str, str]
) -> Iterator[RawEntry | SyntaxIssue]:
    """Read text between entries: yield an entry that lacks its ``@``, or else an issue."""
    if not text.strip():
        return
    lines = {
        first_line + text.count("\n", 0, unmarked.start("type")): unmarked["type"]
        for unmarked in _UNMARKED_ENTRY.finditer(text)
    }
    if not lines:
        yield from _remarks(text, first_line)
        return
    marked = _UNMARKED_ENTRY.sub(lambda match: "@" + match[0].lstrip(), text)
    start = ENTRY.search(marked)
    begin = start.start() if start is not None else len(marked)
    yield from _remarks(marked[:begin], first_line)
    line = first_line + marked.count("\n", 0, begin)
    for found in _scan_chunk(marked[begin:], line, strings):
        if isinstance(found, RawEntry) and found.line in lines:
            message = f"the @ is missing; write @{lines[found.line]}{{{found.key},"
            found.slips.insert(0, SyntaxIssue(Subtype.SYNTAX, message, found.line))
        yield found


def _remarks(text: str, first_line: int) -> Iterator[SyntaxIssue]:
    """Yield issues for text between entries, which BibTeX ignores: one per gap and per record."""
    told = False
    form = ""
    for number, line in enumerate(text.split("\n"), start=first_line):
        commented = _COMMENTED.match(line)
        is_remark = line.lstrip().startswith("%") and not line.startswith("%0 ")
        known = None if is_remark else foreign(line.strip())
        if commented:
            name = commented["key"] or f"@{commented['type']}"
            message = f"{name} is commented out and not published; remove the % to publish it"
            yield SyntaxIssue(Subtype.COMMENTED_OUT, message, number)
        elif known and (known.begins or not told):
            if known.begins or known.form != form:
                message = f"'{short(line)}' is {known.form} and is not read; {known.remedy}"
                yield SyntaxIssue(Subtype.SYNTAX, message, number)
            told, form = True, known.form
        elif line.strip(" \t,-") and not is_remark and not told:
            told = True
            if FIELD_LINE.match(line) or line.strip() in {"}", ")", "},"}:
                message = f"'{short(line)}' belongs to no entry; put it into one or remove it"
                yield SyntaxIssue(Subtype.SYNTAX, message, number)
            else:
                message = f"'{short(line)}' is no entry and is not read; put % before a remark"
                yield SyntaxIssue(Subtype.OUTSIDE_TEXT, message, number)
