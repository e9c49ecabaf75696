"""The text of a file, whatever program wrote it."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from sphinx_publications.bibtex.entryreader import Slip
from sphinx_publications.problems import Subtype

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Controls, bidirectional controls, and the code points that are no characters.
_NONCHARACTERS = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    f"\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"
)


def read_text(file: Path, encoding: str) -> tuple[str, list[Slip]]:
    """Return the text of `file` with ``\\n`` at the ends of lines, and what is wrong with it.

    A file that is not in `encoding` is read by its byte order mark, or as
    Windows-1252; characters that nobody sees are taken out. What cannot be
    read at all is an empty text.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else "cannot be read"
        message = f"the file {reason} ({error.strerror}); see bibtex_bibfiles in conf.py"
        return "", [Slip(Subtype.FILE, message, 1)]
    text, slips = _decode(data, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\N{BOM}")
    if _INVISIBLE.search(text):
        text, found = _take_out_invisible(text)
        slips += found
    return text, slips


def _decode(data: bytes, encoding: str) -> tuple[str, list[Slip]]:
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            message = f"the file is in {name.upper()}; save it as UTF-8"
            return data.decode(name, "replace"), [Slip(Subtype.ENCODING, message, 1)]
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not in {encoding.upper().removesuffix('-SIG')}; save it as UTF-8"
        return data.decode("cp1252", "replace"), [Slip(Subtype.ENCODING, message, line)]


def _take_out_invisible(text: str) -> tuple[str, list[Slip]]:
    slips = []
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        found = dict.fromkeys(_INVISIBLE.findall(line))
        if found:
            names = ", ".join(f"U+{ord(char):04X}" for char in found)
            message = f"the line has characters that nobody sees ({names}); remove them"
            slips.append(Slip(Subtype.ENCODING, message, number))
            lines[number - 1] = _INVISIBLE.sub("", line)
    return "\n".join(lines), slips
