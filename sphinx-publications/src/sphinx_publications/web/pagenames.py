"""Names of the pages of papers, made of their keys."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable

from sphinx_publications.model.names import fold
from sphinx_publications.patterns import pattern

_LONGEST = 120
"""Characters; file systems take 255 bytes, of which suffixes need some."""
_RESERVED = pattern(r"index|(con|prn|aux|nul|conin|conout|(com|lpt)\d)(\..*)?")
"""What a web server takes for the folder itself, and what Windows takes for devices.

Windows does so whatever suffix there is (Microsoft, "Naming Files, Paths, and Namespaces").
"""


def page_names(keys: Iterable[str], folder: str, taken: Collection[str] = ()) -> dict[str, str]:
    """Return a document name in `folder` for each key.

    A name has only letters, digits, ``.``, ``_`` and ``-``, and no two names are
    alike where upper and lower case are. A key that is such a name keeps it;
    where the names of others would be alike, or are `taken`, they get a digest.
    """
    names: dict[str, str] = {}
    used = {name.lower() for name in taken}
    for key in sorted(keys, key=lambda key: (_slug(key) != key, key)):
        slug = _slug(key)
        name = f"{folder}/{slug}"
        is_reserved = _RESERVED.fullmatch(slug.lower()) is not None
        if is_reserved or name.lower() in used:
            digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            stem, dot, suffix = slug.partition(".") if is_reserved else (slug, "", "")
            name = f"{folder}/{stem}-{digest}{dot}{suffix}"
        used.add(name.lower())
        names[key] = name
    return names


def _slug(key: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", key):
        slug = key
    else:
        slug = re.sub(r"[^A-Za-z0-9._-]+", "-", key if key.isascii() else fold(key))
    return slug.strip("-.")[:_LONGEST].rstrip("-.") or "entry"
