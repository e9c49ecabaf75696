"""Identifiers and links in the forms that people paste, brought into one form."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, urlsplit

from sphinx_publications.patterns import pattern

_DOI = pattern(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_SHORT_DOI = pattern(
    r"\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10/(?=[0-9]*[a-z])[a-z0-9]+)\s*", re.IGNORECASE
)
_ARXIV = pattern(
    r"(?:^|[/:\s])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?$"
)
_SCHEMES = {"http", "https", "mailto"}
_FORBIDDEN = pattern(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def doi(text: str) -> str | None:
    """Return the DOI in `text` (bare, as a URL, behind ``doi:``) in the case it is written in.

    DOI Handbook, section 2.2: prefix ``10.`` and registrant, a slash, a suffix; or a
    shortDOI such as ``10/cn2h9c`` (shortdoi.org). None if there is none.
    """
    text = unescape(text)
    match = _DOI.search(text)
    if match:
        return match[0].rstrip(".,;")
    short = _SHORT_DOI.fullmatch(text)
    return short[1] if short else None


def arxiv(text: str) -> str | None:
    """Return the arXiv identifier in `text` without its version, None if there is none.

    Both schemes of arXiv's "Understanding the arXiv identifier" are read, bare,
    behind ``arXiv:`` and as an abs or pdf URL.
    """
    match = _ARXIV.search(unescape(text))
    return match[1] if match else None


def safe_url(text: str) -> str | None:
    """Return `text` as a URL that may be linked to, None if it is none.

    Only absolute http, https and mailto pass (RFC 3986); characters that no URL
    may hold are percent-encoded. BibTeX's escapes (``\\_``, ``\\url{…}``) are
    undone first.
    """
    url = unescape(text)
    if _FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.scheme == "mailto"):
        return None
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def web_address(text: str) -> str | None:
    """Return `text` as a URL, also where it begins with a host instead of a scheme.

    Hosts are known by ``www.``, or by a usual domain with a path behind it, so
    that ``paper.pdf`` is none.
    """
    host = unescape(text)
    return safe_url(f"https://{host}") if _HOST.match(host) else safe_url(text)


_HOST = pattern(
    r"(?:www\.[\w-]+\.\w|(?:[\w-]+\.)+(?:com|org|net|edu|gov|info|io|ai|eu|ac\.uk|ch|de|fr)/)",
    re.IGNORECASE,
)


def is_safe(address: str) -> bool:
    """Whether an address may be linked to as it stands.

    Its scheme is http, https or mailto, or it has none and leads to the site itself.
    """
    if address.startswith(LOCAL):
        return True
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return False
    return (not scheme or scheme in _SCHEMES) and not _FORBIDDEN.search(address)


LOCAL = "publications-file:"
"""What addresses of the site's own files begin with until a page links to them."""


def local_file(text: str, folder: str) -> str | None:
    """Return the address of a file in `folder` of the site, None if `text` names none.

    A name is relative to the folder, or begins with it as pages of the site would
    link to it, and stays in the folder: no scheme, no host, no way up.
    """
    name = unescape(text).removeprefix(f"/{folder}/").removeprefix(f"{folder}/")
    if not folder or not is_path(name):
        return None
    # What has two slashes in a row would look like the address of a host.
    return LOCAL + posixpath.normpath(f"{folder}/{name}")


def is_path(name: str) -> bool:
    """Whether `name` is a relative path that stays in its folder."""
    return (
        bool(name)
        and not _FORBIDDEN.search(name)
        and not name.startswith(("/", "\\", "#", "?"))
        and ":" not in name
        and ".." not in re.split(r"[/\\]", name)
    )


def doi_url(identifier: str) -> str:
    """Return where a DOI resolves (DOI Handbook, section 3.4)."""
    return "https://doi.org/" + quote(identifier, safe="/:;()._-")


_ESCAPES = pattern(r"[\\{}]")


def unescape(text: str) -> str:
    r"""Undo what BibTeX exporters do to URLs: ``\_``, ``{\_}``, ``\%``, ``\url{…}``."""
    text = text.strip()
    if not _ESCAPES.search(text):
        return text
    text = re.sub(r"\\(?:url|path)\s*", "", text)
    text = text.replace(r"\textasciitilde", "~").replace(r"\~{}", "~").replace(r"\~", "~")
    return re.sub(r"\\([_%&#$~{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", text)).strip()
