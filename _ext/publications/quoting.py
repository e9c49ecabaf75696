"""The BibTeX of an entry for others to copy: the owner's own, less what is private."""

from __future__ import annotations

import re
from collections.abc import Collection

from .entryreader import RawEntry

PRIVATE_FIELDS = (
    "additional_info",
    "altmetric",
    "award_name",
    "bibtex_show",
    "dimensions",
    "file",
    "google_scholar_id",
    "hidden",
    "inspirehep_id",
    "preview",
    "selected",
)
"""Fields that steer a homepage or name files of its owner."""


def quote(entry: RawEntry, private: Collection[str] = PRIVATE_FIELDS) -> str:
    """Return an entry as BibTeX without the fields named in `private`.

    It is the source as it stands. Where that holds slips, or strings that are
    defined elsewhere, the entry is written anew from what was read.
    """
    if entry.slips or entry.uses_strings:
        fields = (
            f"  {name} = {{{value}}},\n"
            for name, value in entry.fields.items()
            if name.lower() not in private
        )
        return f"@{entry.type}{{{entry.key},\n{''.join(fields)}}}"
    text = entry.text
    bounds = [*entry.starts.items()]
    for index in reversed(range(len(bounds))):
        name, start = bounds[index]
        if name in private:
            end = bounds[index + 1][1] if index + 1 < len(bounds) else len(text) - 1
            text = text[:start] + text[end:]
            bounds[index + 1 :] = [
                (later, place - (end - start)) for later, place in bounds[index + 1 :]
            ]
    return re.sub(r"\n[ \t]+(?=[})]\Z)", "\n", text)
