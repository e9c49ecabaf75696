"""Overwrite locations in the bytes of a picture file, without moving or re-encoding anything.

Exif (CIPA DC-008) is a TIFF structure, XMP (ISO 16684-1) is XML, and IPTC (IIM 4.2) a sequence
of datasets. JPEG, WebP, AVIF and TIFF contain them uncompressed. The whole file is searched,
because phones append further pictures and videos with metadata of their own to a JPEG.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_TIFF = re.compile(rb"II\*\0|MM\0\*")
_GPS = 0x8825
_COORDINATES = {2, 4, 20, 22, 28}
"""Latitude and longitude of the camera and of the subject, and the name of the area."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Size in bytes of one value, by type."""
_MOST = 1000
"""Maximum number of entries in a directory that is read."""
_NAME = (
    rb"[A-Za-z][\w.-]{0,40}:(?:(?!GPSVersionID|GPSMapDatum)[Gg][Pp][Ss]\w*"
    rb"|City|State|Country|CountryCode|CountryName|ProvinceState|Location|Sublocation"
    rb"|LocationCreated|LocationShown|WorldRegion)(?![\w.-])"
)
_XMP = re.compile(
    # An attribute, an empty element with attributes, or an element with content.
    rb"(?<=\s)"
    + _NAME
    + rb"""\s*=\s*(?:"\s*[^"\s\0\xff][^"\0\xff]*"|'\s*[^'\s\0\xff][^'\0\xff]*')"""
    rb"|<" + _NAME + rb"\s[^<>\0\xff]*=[^<>\0\xff]*/>"
    rb"|<(" + _NAME + rb")(?:\s[^<>\0\xff]*)?>(?!\s*</)[^\0\xff]*?</\1\s*>"
)
_POINT = re.compile(rb"[+-]\d\d\.\d{3,9}[+-]\d{3}\.\d{3,9}(?:[+-]\d+(?:\.\d+)?)?/")
"""ISO 6709, in the videos that phones append to photos."""
_IPTC = re.compile(rb"8BIM\x04\x04\0\0(?s:....)")
_IPTC_PLACES = {26, 27, 90, 92, 95, 100, 101}
"""Content location, city, sublocation, province, country."""


def blanked(content: bytes) -> bytes:
    """Return the bytes of a file with every location overwritten; the length stays the same."""
    made = bytearray(content)
    for match in _TIFF.finditer(content):
        _blank_exif(made, match.start(), "<" if match[0] == b"II*\0" else ">")
    for pattern in (_XMP, _POINT):
        for match in pattern.finditer(content):
            made[match.start() : match.end()] = b" " * len(match[0])
    for match in _IPTC.finditer(content):
        for start, end in _iptc_places(content, match.end()):
            made[start:end] = b" " * (end - start)
    return bytes(made)


def _blank_exif(made: bytearray, start: int, order: str) -> None:
    """Remove the location from each directory of the TIFF structure at `start`."""
    seen: set[int] = set()
    link = start + 4
    while link + 4 <= len(made):
        (offset,) = struct.unpack_from(f"{order}I", made, link)
        entries = _entries(made, start + offset, order)
        if offset in seen or not entries:
            return
        seen.add(offset)
        link = start + offset + 2 + 12 * len(entries)
        for number, (tag, _, _, value) in enumerate(entries):
            if tag == _GPS and _blank_gps(made, start, start + value, order):
                _remove_entry(made, start + offset, number, len(entries), order)
                link -= 12
                break


Entry = tuple[int, int, int, int]
"""Tag, type, number of values, and their offset or the value itself."""


def _entries(made: bytearray, at: int, order: str) -> list[Entry]:
    """Return the entries of the directory at `at`; an empty list if there is none."""
    if at + 2 > len(made):
        return []
    (count,) = struct.unpack_from(f"{order}H", made, at)
    if count > _MOST or at + 2 + 12 * count > len(made):
        return []
    return [struct.unpack_from(f"{order}HHII", made, at + 2 + 12 * n) for n in range(count)]


def _blank_gps(made: bytearray, start: int, at: int, order: str) -> bool:
    """Overwrite the directory at `at` and its values; return whether they were a location."""
    entries = _entries(made, at, order)
    if not _COORDINATES & {tag for tag, *_ in entries}:
        return False
    for _, kind, count, value in entries:
        size = _SIZES.get(kind, 0) * count
        if 4 < size <= len(made) - start - value:
            made[start + value : start + value + size] = bytes(size)
    size = 2 + 12 * len(entries)
    made[at : at + size] = bytes(size)
    return True


def _remove_entry(made: bytearray, at: int, number: int, count: int, order: str) -> None:
    """Remove an entry from a directory; the following entries move up."""
    struct.pack_into(f"{order}H", made, at, count - 1)
    entry, end = at + 2 + 12 * number, at + 2 + 12 * count + 4
    rest = bytes(made[entry + 12 : end])
    made[entry : entry + 12 + len(rest)] = rest + bytes(12)


def _iptc_places(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each dataset from `at` on that contains a location."""
    while content[at : at + 2] == b"\x1c\x02" and at + 5 <= len(content):
        dataset, size = struct.unpack_from(">BH", content, at + 2)
        start = at + 5
        at = start + size
        if dataset in _IPTC_PLACES and content[start:at].strip(b" \0"):
            yield start, at
