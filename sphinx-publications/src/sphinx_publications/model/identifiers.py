"""Identifiers and links in the forms that people paste, brought into one form."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from sphinx_publications.latex import plain

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_SHORT_DOI = re.compile(
    r"\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10/(?=[0-9]*[a-z])[a-z0-9]+)\s*", re.IGNORECASE
)
_ARXIV = re.compile(
    r"(?:^|[/:\s])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?$"
)
_SCHEMES = {"http", "https", "mailto"}
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


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
    r"""Return `text` as a URL that may be linked to, None if it is none.

    Only absolute http, https and mailto pass (RFC 3986); characters that no URL
    may hold are percent-encoded. BibTeX's escapes (``\_``, ``\url{…}``) are
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


_HOST = re.compile(
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


_ESCAPES = re.compile(r"[\\{}]")


def unescape(text: str) -> str:
    r"""Undo what BibTeX exporters do to URLs: ``\_``, ``{\_}``, ``\%``, ``\url{…}``."""
    text = text.strip()
    if not _ESCAPES.search(text):
        return text
    text = re.sub(r"\\(?:url|path)\s*", "", text)
    text = text.replace(r"\textasciitilde", "~").replace(r"\~{}", "~").replace(r"\~", "~")
    return re.sub(r"\\([_%&#$~{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", text)).strip()


# The archives that keep eprints: BibLaTeX's ``eprint`` and ``eprinttype``.


class Archive(NamedTuple):
    """An archive of eprints."""

    name: str
    address: str
    """What stands before an identifier in a URL."""
    keeps_preprints: bool = True
    doi_prefix: str = ""
    """What stands before an identifier in the DOI that the archive gives to all that it keeps."""
    number_prefix: str = ""
    """What stands before an identifier where it is cited."""
    doi_form: str = ""
    """Pattern of the whole DOIs that the archive gives out, which journals may have prefixes of."""

    def url(self, identifier: str) -> str | None:
        """Return where an eprint lies, None if `identifier` is none of this archive's."""
        if self is ARXIV:
            found = arxiv(identifier)
            return self.address + found if found else None
        return safe_url(self.address + plain(identifier))


ARXIV = Archive(
    "arXiv", "https://arxiv.org/abs/", doi_prefix="10.48550/arXiv.", number_prefix="arXiv:",
    doi_form=r"10\.48550/arxiv\..+",
)  # fmt: skip
_DATE = r"(?:\d{4}\.\d\d\.\d\d\.)?"
_EPRINT_ARCHIVES = {
    "arxiv": ARXIV,
    # A part of arXiv, and its name in DBLP and at the ACL.
    "corr": ARXIV,
    "computing research repository": ARXIV,
    "biorxiv": Archive(
        "bioRxiv", "https://doi.org/", doi_form=rf"10\.(?:1101|64898)/{_DATE}\d{{6}}"
    ),
    "medrxiv": Archive(
        "medRxiv", "https://doi.org/", doi_form=rf"10\.(?:1101|64898)/{_DATE}\d{{8}}"
    ),
    "chemrxiv": Archive("ChemRxiv", "https://doi.org/", doi_form=r"10\.26434/chemrxiv\S+"),
    "psyarxiv": Archive("PsyArXiv", "https://doi.org/", doi_form=r"10\.31234/osf\.io/\S+"),
    "hal": Archive("HAL", "https://hal.science/"),
    "pubmed": Archive("PubMed", "https://pubmed.ncbi.nlm.nih.gov/", keeps_preprints=False),
    "jstor": Archive("JSTOR", "https://www.jstor.org/stable/", keeps_preprints=False),
}


def keeps_preprints(name: str) -> bool:
    """Whether a name is that of an archive of preprints: arXiv, bioRxiv, HAL and the like."""
    known = _EPRINT_ARCHIVES.get(name.lower())
    return known.keeps_preprints if known else name.lower().endswith("rxiv")


def arxiv_by_journal(fields: Mapping[str, str]) -> str:
    """Return the arXiv identifier that an entry has as its journal or its volume; empty if none.

    Google Scholar writes ``journal = {arXiv preprint arXiv:1412.6980}``, DBLP ``journal = {CoRR}``
    with ``volume = {abs/1412.6980}``.
    """
    journal = plain(fields.get("journal", "") or fields.get("journaltitle", ""))
    if _EPRINT_ARCHIVES.get(journal.lower()) is ARXIV or re.match(
        r"arxiv\b", journal, re.IGNORECASE
    ):
        return arxiv(journal) or arxiv(plain(fields.get("volume", ""))) or ""
    return ""


def is_at_arxiv(url: str) -> bool:
    """Whether an address is that of a paper at arXiv."""
    host = re.match(r"https?://(?:www\.)?arxiv\.org/", url.strip(), re.IGNORECASE)
    return host is not None and arxiv(url) is not None


def archive_of_doi(identifier: str) -> str:
    """Return the archive that gave out a DOI, as ``eprinttype`` has it; empty if none did."""
    forms = (
        (name, archive.doi_form) for name, archive in _EPRINT_ARCHIVES.items() if archive.doi_form
    )
    return next((n for n, form in forms if re.fullmatch(form, identifier, re.IGNORECASE)), "")


def archive_doi(name: str, identifier: str) -> str:
    """Return the DOI of an eprint in the archive of that name; empty if it has none by itself."""
    archive = _EPRINT_ARCHIVES.get(name.lower())
    if archive is not None and archive.doi_prefix and identifier:
        return archive.doi_prefix + identifier
    return doi(identifier) or ""


def archive_number(name: str, identifier: str) -> str:
    """Return an eprint as it is cited, ``arXiv:1901.09049``; empty where that is a DOI."""
    archive = _EPRINT_ARCHIVES.get(name.lower())
    if not identifier or doi(identifier):
        return ""
    return (archive.number_prefix if archive else "") + identifier


def archive_of(fields: Mapping[str, str]) -> Archive | None:
    """Return the archive that holds the eprint of an entry, if it is a known one."""
    name = plain(fields.get("eprinttype", "") or fields.get("archiveprefix", "")).lower()
    if name in _EPRINT_ARCHIVES:
        return _EPRINT_ARCHIVES[name]
    return ARXIV if fields.get("arxiv") or arxiv(fields.get("eprint", "")) else None
