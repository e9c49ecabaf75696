"""Overwrite locations in a PNG file (ISO/IEC 15948): compressed chunks with checksums."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Callable

from .blanking import blanked

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST = 50_000_000
"""Maximum size in bytes of a compressed text that is read."""


def blanked_png(content: bytes) -> bytes:
    """Return the bytes of a PNG file without locations; other chunks stay as they are."""
    made, at = bytearray(SIGNATURE), len(SIGNATURE)
    while at + 12 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + 8 + size]
        try:
            anew = _BLANKED.get(kind, bytes)(data)
        except (ValueError, zlib.error):
            anew = data  # Invalid, so readers of PNG ignore it.
        if anew == data:
            made += content[at : at + 12 + size]
        elif anew:
            sum_ = struct.pack(">I", zlib.crc32(kind + anew))
            made += struct.pack(">I4s", len(anew), kind) + anew + sum_
        at += 12 + size
    return bytes(made + content[at:])


def _text(data: bytes) -> bytes:
    keyword, text = data.split(b"\0", 1)
    return _joined(data, keyword + b"\0", text, bytes)


def _compressed_text(data: bytes) -> bytes:
    keyword, rest = data.split(b"\0", 1)
    return _joined(data, keyword + b"\0" + rest[:1], _inflated(rest[1:]), zlib.compress)


def _international_text(data: bytes) -> bytes:
    keyword, rest = data.split(b"\0", 1)
    language, translated, text = rest[2:].split(b"\0", 2)
    head = b"\0".join((keyword, rest[:2] + language, translated, b""))
    if rest[:1] == b"\1":
        return _joined(data, head, _inflated(text), zlib.compress)
    return _joined(data, head, text, bytes)


def _joined(data: bytes, head: bytes, text: bytes, encode: Callable[[bytes], bytes]) -> bytes:
    """Return a chunk with its text blanked: `data` without a location, b"" if it is one."""
    if head.lower().startswith(b"exif:gps"):
        return b""
    is_profile = head.startswith(b"Raw profile type ")
    anew = _blanked_digits(text) if is_profile else blanked(text)
    return data if anew == text else head + encode(anew)


def _blanked_digits(text: bytes) -> bytes:
    """Blank a profile as ImageMagick writes it: name, length, and hexadecimal digits."""
    name, length, *digits = text.split()
    profile = binascii.unhexlify(b"".join(digits))
    anew = blanked(profile)
    if anew == profile:
        return text
    lines = binascii.hexlify(anew, b"\n", -36)
    return b"\n" + name + b"\n" + length.rjust(8) + b"\n" + lines + b"\n"


def _inflated(data: bytes) -> bytes:
    reader = zlib.decompressobj()
    text = reader.decompress(data, _MOST)
    if not reader.eof:
        raise ValueError
    return text


_BLANKED: dict[bytes, Callable[[bytes], bytes]] = {
    b"eXIf": blanked,
    b"tEXt": _text,
    b"zTXt": _compressed_text,
    b"iTXt": _international_text,
}
