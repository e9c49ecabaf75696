"""Normalise DOIs, arXiv identifiers, URLs, file names, ORCID iDs and ROR IDs."""

from __future__ import annotations

import html
import posixpath
import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from sphinx_publications.latex.macros import unescape

_DOI = re.compile(
    # Up to a space, or a comma before another one.
    r"10\.\d{4,9}/\S+?(?=\s|\Z|[,;]+(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)?10\.\d{4,9}/)",
    re.IGNORECASE,
)
_SHORT_DOI = re.compile(
    r"\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10/(?=[0-9]*[a-z])[a-z0-9]+)\s*", re.IGNORECASE
)
_MONTH = r"(?:0[1-9]|1[0-2])"
_ARXIV = re.compile(
    # At the beginning, or after a name of arXiv.
    r"(?:^(?:abs/)?|\barxiv(?:\.org/[a-z]+/|(?:\s+(?:pre|e-?)prints?)?[.:\s])\s*|\blanl\.gov/[a-z]+/)"
    rf"((?:0[7-9]|1[0-4]){_MONTH}\.\d{{4,5}}|(?:1[5-9]|[2-9]\d){_MONTH}\.\d{{5}}"
    r"|(?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg"
    r"|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|mtrl-th|nlin"
    r"|nucl-(?:ex|th)|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con)"
    rf"(?:\.[A-Z]{{2}})?/(?:9[1-9]|0[0-7]){_MONTH}\d{{3}})"
    r"(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?$",
    re.IGNORECASE,
)
_DOI_ORG = "https://doi.org/"
_RESOLVER = re.compile(
    r"\s*(?:(?:https?:/*)?(?:www\.|dx\.)?doi\.org/|(?:https?:/*)?doi:)", re.IGNORECASE
)
_SCHEMES = {"http", "https", "mailto"}
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


# Of an entry, reading asks several times, and so do outputs.
@lru_cache(maxsize=4096)
def doi(text: str) -> str | None:
    """Return the DOI in `text` (bare, as a URL, after ``doi:``) without changing its case.

    DOI Handbook, section 2.2: prefix ``10.`` and registrant, a slash, a suffix; or a
    shortDOI such as ``10/cn2h9c`` (shortdoi.org). None if there is none. Escapes of LaTeX, HTML
    and URLs are decoded.
    """
    text = _bare(text)
    match = _DOI.search(text)
    if match:
        found = match[0].rstrip(".,;")
        return None if _FORBIDDEN.search(found) else found
    short = _SHORT_DOI.fullmatch(text)
    return short[1] if short else None


def has_two_dois(text: str) -> bool:
    """Whether there are two DOIs in `text`, of which `doi` returns the first."""
    return len({found.rstrip(".,;").lower() for found in _DOI.findall(_bare(text))}) > 1


def _bare(text: str) -> str:
    """Decode the escapes of LaTeX, HTML and URLs in a text with a DOI."""
    text = unescape(text)
    if "$" in text:
        text = re.sub(r"\$([<>;+_&#%-]+)\$", r"\1", text)
    return _decoded(html.unescape(text))


def is_doi_address(text: str) -> bool:
    """Whether a text is a DOI with the prefix of a resolver or ``doi:``."""
    return _RESOLVER.match(unescape(text)) is not None and doi(text) is not None


def same_address(url: str) -> str:
    """Return a URL as a key for comparison; DOIs are case-insensitive."""
    return url.lower() if url.startswith(_DOI_ORG) else url


def _decoded(text: str) -> str:
    """Decode percent-encoding, and drop the query and fragment of a resolver's URL."""
    if _RESOLVER.match(text):
        text = re.split(r"[?#]", text, maxsplit=1)[0]
    for _ in range(2):  # some programs encode twice
        try:
            text = unquote(text, errors="strict")
        except UnicodeDecodeError:
            break
    return text


@lru_cache(maxsize=4096)
def arxiv(text: str) -> str | None:
    """Return the arXiv identifier in `text` without its version; None if there is none.

    Both schemes of arXiv's "Understanding the arXiv identifier" are accepted: bare,
    after ``arXiv:``, and as an abs or pdf URL.
    """
    match = _ARXIV.search(unescape(text))
    return match[1] if match else None


def safe_url(text: str) -> str | None:
    r"""Return `text` as a URL that is safe to link to; None if it is not.

    Only absolute http, https and mailto URLs are accepted (RFC 3986); invalid characters
    are percent-encoded. BibTeX's escapes (``\_``, ``\url{…}``) are decoded first.
    """
    url = unescape(text)
    if url.startswith("<"):
        url = re.sub(r"^<(.*)>$", r"\1", url)
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
    """Return `text` as a safe URL, also if it begins with a host instead of a scheme.

    A host begins with ``www.``, or ends in a common domain followed by a path, so that
    ``paper.pdf`` is not taken for one.
    """
    host = unescape(text)
    return safe_url(f"https://{host}") if _HOST.match(host) else safe_url(text)


_HOST = re.compile(
    r"(?:www\.[\w-]+\.\w|(?:[\w-]+\.)+(?:com|org|net|edu|gov|info|io|ai|eu|ac\.uk|ch|de|fr)/)",
    re.IGNORECASE,
)


# Of an entry, reading and each output ask it.
@lru_cache(maxsize=4096)
def is_safe(address: str) -> bool:
    """Whether an address is safe to link to unchanged.

    It must have the scheme http, https or mailto, or be relative.
    """
    if address.startswith(LOCAL):
        return True
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return False
    return (not scheme or scheme in _SCHEMES) and not _FORBIDDEN.search(address)


LOCAL = "publications-file:"
"""Prefix of links to the site's own files, until they are resolved for a page."""


def local_file(text: str, folder: str) -> str | None:
    """Return the address of a file in `folder` of the site; None if `text` names none.

    The name is relative to the folder or begins with it, and must stay in the folder: no
    scheme, no host, no ``..``.
    """
    name = unescape(text).removeprefix(f"/{folder}/").removeprefix(f"{folder}/")
    if not folder or not is_path(name):
        return None
    # Two slashes in a row would look like a host.
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
    """Return the resolver's URL for a DOI (DOI Handbook, section 3.4)."""
    return _DOI_ORG + quote(identifier, safe="/:;()._-")


_STANDARD = {
    "isbn": re.compile(
        r"(?<![\dX])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dX](?![\dX])", re.IGNORECASE
    ),
    "issn": re.compile(r"(?<![\dX])\d{4}-?\d{3}[\dX](?![\dX])", re.IGNORECASE),
}


def standard_numbers(text: str, kind: str) -> str:
    """Return the ``isbn`` or ``issn`` in a text without words; several are joined by a comma.

    A text without one is returned as it is. Check digits are not checked: books print wrong ones.
    """
    clean = re.sub("[\N{HYPHEN}-\N{EM DASH}\N{MINUS SIGN}]", "-", text)
    found = [number.upper().replace(" ", "-") for number in _STANDARD[kind].findall(clean)]
    if kind == "issn":
        found = [f"{number[:4]}-{number[-4:]}" for number in found]
    return ", ".join(found) or text


# Identifiers of people and organisations.

_ORCID = re.compile(
    r"(?:https?://)?(?:(?:www\.)?orcid\.org/)?((?:\d{4}-?){3}\d{3}[\dX])/?",
    re.ASCII | re.IGNORECASE,
)


def orcid_address(value: object) -> str:
    """Return an ORCID iD as its address (ORCID, "Structure of the ORCID Identifier").

    Raise ValueError with what is wrong and what to write.
    """
    match = _ORCID.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("is no ORCID iD and is left out; write it as in '0000-0002-1825-0097'")
    digits = match[1].replace("-", "").upper()
    total = 0
    for digit in digits[:-1]:  # ISO 7064, MOD 11-2
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != digits[-1]:
        raise ValueError(
            "has a wrong check digit and is left out; copy the iD from the page at orcid.org"
        )
    return "https://orcid.org/" + "-".join(re.findall("....", digits))


_ROR = re.compile(r"(?:(?:https?://)?ror\.org/)?(0[0-9a-hjkmnp-tv-z]{6}[0-9]{2})/?", re.IGNORECASE)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def ror_address(value: object) -> str:
    """Return a ROR ID as its address; its last two digits are a checksum (ISO 7064, MOD 97-10).

    Raise ValueError with what is wrong and what to write.
    """
    match = _ROR.fullmatch(value.strip()) if isinstance(value, str) else None
    number = 0
    for letter in match[1].lower()[:7] if match else "":
        number = number * 32 + _CROCKFORD.index(letter)
    if match is None or 98 - number * 100 % 97 != int(match[1][7:]):
        raise ValueError("has no ROR ID and is left out; copy it from ror.org")
    return f"https://ror.org/{match[1].lower()}"
