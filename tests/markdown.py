"""The Markdown of a page: what it cites, and which lists it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

_COMMENT = re.compile(r"^\s*%.*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}")
_ROLE = re.compile(r"\{cite(?::\w+)?\}$")
_LITERAL = {"code", "code-block", "literalinclude", "raw", "math"}


def blocks(source: str) -> Iterator[Token]:
    """Yield the blocks of a page, and those within its directives."""
    for token in MarkdownIt("commonmark").use(colon_fence_plugin).parse(_COMMENT.sub("", source)):
        directive = _DIRECTIVE.match(token.info)
        yield token
        if directive and directive["name"] not in _LITERAL:
            yield from blocks(token.content)


def cited(source: str) -> list[str]:
    """Return the keys that a page cites, each once, in their order."""
    found: list[str] = []
    for token in blocks(source):
        for before, child in pairwise(token.children or []):
            if child.type == "code_inline" and _ROLE.search(before.content):
                # Words before and behind a key stand in braces.
                found += re.sub(r"\{[^{}]*\}", "", child.content).split(",")
    return list(dict.fromkeys(key.strip() for key in found if key.strip()))


def lists(source: str) -> list[str]:
    """Return what stands in each `{publications}` of a page: options and keys."""
    fences = [token for token in blocks(source) if token.type in {"fence", "colon_fence"}]
    return [
        fence.content.strip() for fence in fences if fence.info.strip().startswith("{publications}")
    ]


def is_whole(body: str) -> bool:
    """Whether a `{publications}` list with this body leaves no paper out."""
    options = re.findall(r"^:([\w-]+):", body, re.MULTILINE)
    keys = [line for line in body.splitlines() if line.strip() and not line.startswith(":")]
    return not keys and not {"filter", "selected", "limit"} & set(options)
