"""Signposts of a paper for machines: typed links of its page, and the same as a linkset.

See signposting.org, "FAIR Signposting Profile", levels 1 and 2, and RFC 9264 ("Linkset").
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urljoin

LINKSET = "application/linkset+json"
"""Media type of a linkset."""
_BACK = {"describedby": "describes", "item": "collection"}
"""The relation from the target of a link back to the page."""


class Signpost(NamedTuple):
    """A typed link of the page of a paper."""

    rel: str
    href: str
    """Address, which may be relative to that of the page."""
    type: str = ""
    """Media type of the target, if it is known."""


def linkset(page: str, signposts: Iterable[Signpost]) -> str:
    """Return the links of the page with the address `page`, and those back to it, as JSON."""
    of_page: dict[str, Any] = {"anchor": page}
    contexts = [of_page]
    for rel, href, type_ in signposts:
        address = urljoin(page, href)
        of_page.setdefault(rel, []).append(_target(address, type_))
        if rel in _BACK:
            contexts.append({"anchor": address, _BACK[rel]: [_target(page, "text/html")]})
    return json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n"


def _target(address: str, type_: str) -> dict[str, str]:
    return {"href": address, **({"type": type_} if type_ else {})}
