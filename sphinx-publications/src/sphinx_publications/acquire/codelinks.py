"""Where the code of a paper is, as its abstract and the comments of its authors say."""

from __future__ import annotations

import re

from sphinx_publications.acquire.markup import address

_REPOSITORY = re.compile(
    r"(?:https?://)?(?:www\.)?((?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)"
    r"/[\w.-]+/[\w.-]*\w)",
    re.IGNORECASE,
)


def code_in(text: str) -> str:
    """Return the one repository of code that a text names; empty if it names none, or several."""
    found = {
        match[1].removesuffix(".git").lower(): match[1] for match in _REPOSITORY.finditer(text)
    }
    if len(found) != 1:
        return ""
    return address("https://" + next(iter(found.values())).removesuffix(".git"))
