"""Eprint archives: BibLaTeX's ``eprint`` and ``eprinttype``.

For archives in the table, an address or a DOI is made only from an identifier that has one of
the archive's forms. Of other archives only the name is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.latex.macros import unescape
from sphinx_publications.model.identifiers import arxiv, doi, safe_url


class Form(NamedTuple):
    """A form of identifiers, with its address and DOI."""

    pattern: str
    """Matches the whole identifier, ignoring case; addresses contain the group ``id``."""
    address: str = ""
    """URL with ``{id}``; `Archive.address` if empty."""
    doi: str = ""
    """DOI with ``{id}``; empty if the archive assigns none."""


class Archive(NamedTuple):
    """An archive of eprints."""

    name: str
    forms: tuple[Form, ...]
    example: str
    """An example identifier for messages."""
    address: str = "https://doi.org/{id}"
    keeps_preprints: bool = True
    is_plain: bool = False
    """Whether its identifiers are recognised if the entry names no archive."""
    aliases: tuple[str, ...] = ()
    """Other names, in lower case, letters and digits only."""
    doi_form: str = ""
    """Pattern of the archive's whole DOIs; a prefix may be shared with journals."""


class Eprint(NamedTuple):
    """The eprint of an entry."""

    archive: str
    """Name of the archive: its official name if it is in the table."""
    identifier: str
    url: str = ""
    """Address of the eprint; empty if unknown."""
    doi: str = ""
    """DOI that the archive assigned; empty if unknown."""


def _by_doi(doi_form: str) -> tuple[Form, ...]:
    # Addresses of bioRxiv and medRxiv have a version after the DOI.
    version = r"(?:v\d+)?(?:\.full)?(?:\.pdf)?"
    return (Form(rf"(?P<id>{doi_form}){version}", doi="{id}"),)


def _by_suffix(digits: int) -> Form:
    """Return the form of DOI suffixes from the years when all had the prefix 10.1101."""
    date = r"(?:20(?:19|2[0-4])\.\d\d\.\d\d\.)?"
    suffix = rf"(?P<id>{date}\d{{{digits}}})(?:v\d+)?"
    return Form(suffix, "https://doi.org/10.1101/{id}", "10.1101/{id}")


_DATE = r"(?:\d{4}\.\d\d\.\d\d\.)?"
_BIORXIV = rf"10\.(?:1101|64898)/{_DATE}\d{{6}}"
_MEDRXIV = rf"10\.(?:1101|64898)/{_DATE}\d{{8}}"
_CHEMRXIV = r"10\.26434/chemrxiv[.-][\w./-]+"
_RESEARCH_SQUARE = r"10\.21203/rs\.(?:\d\.)?rs-?\d+/v\d+"
_ZENODO = r"10\.5281/zenodo\.\d+"
_SSRN = r"10\.2139/ssrn\.\d+"


def _of_osf(name: str, prefix: str) -> Archive:
    """Return OSF, or a community archive at OSF, which has its own DOI prefix."""
    form = rf"10\.{prefix}/osf\.io/[a-z0-9]{{5}}(?:_v\d+)?"
    number = Form(r"(?:https?://)?(?:osf\.io/(?:preprints/(?:\w+/)?)?)?(?P<id>[a-z0-9]{5}(?:_v\d+)?)/?",
                  "https://osf.io/{id}")  # fmt: skip
    return Archive(name, (*_by_doi(form), number), f"10.{prefix}/osf.io/abcde", doi_form=form)


ARXIV = Archive(
    "arXiv", (), "2106.10064", "https://arxiv.org/abs/{id}", is_plain=True,
    # CoRR is the name of arXiv in DBLP and at the ACL.
    aliases=("corr", "computingresearchrepository"), doi_form=r"10\.48550/arxiv\..+",
)  # fmt: skip
_COMMUNITIES = {
    "PsyArXiv": "31234", "SocArXiv": "31235", "MetaArXiv": "31222", "EarthArXiv": "31223",
    "engrXiv": "31224", "LawArXiv": "31228", "SportRxiv": "31236", "AfricArXiv": "31730",
    "EdArXiv": "35542", "MediArXiv": "33767",
}  # fmt: skip
"""DOI prefixes of the community archives at OSF."""
_EPRINT_ARCHIVES = (
    ARXIV,
    Archive(
        "bioRxiv", (*_by_doi(_BIORXIV), _by_suffix(6)),
        "10.1101/2020.01.01.123456", doi_form=_BIORXIV,
    ),
    Archive(
        "medRxiv", (*_by_doi(_MEDRXIV), _by_suffix(8)),
        "10.1101/2020.01.01.12345678", doi_form=_MEDRXIV,
    ),
    Archive(
        "ChemRxiv", (*_by_doi(_CHEMRXIV),
         Form(r"(?P<id>chemrxiv-\d{4}-\w+(?:-v\d+)?)", "https://doi.org/10.26434/{id}",
              "10.26434/{id}")),
        "10.26434/chemrxiv-2021-abcde", doi_form=r"10\.26434/chemrxiv\S+",
    ),
    _of_osf("OSF Preprints", "31219")._replace(aliases=("osf", "osfio", "osfpreprint")),
    *(_of_osf(name, prefix) for name, prefix in _COMMUNITIES.items()),
    Archive(
        "SSRN", (*_by_doi(_SSRN),
         Form(r"(?:https?://(?:papers\.|www\.)?ssrn\.com/(?:sol3/papers\.cfm\?)?abstract(?:_id)?=)?"
              r"(?P<id>\d{4,8})")),
        "1234567", "https://ssrn.com/abstract={id}", doi_form=_SSRN,
    ),
    Archive(
        "HAL", (Form(r"(?:https?://[\w.-]*(?:hal\.science|archives-ouvertes\.fr|hal\.[\w.-]+)/)?"
              r"(?P<id>[a-z][a-z0-9]*-\d{8})(?:v\d+)?"),),
        "hal-01234567", "https://hal.science/{id}", is_plain=True, aliases=("halscience",),
    ),
    Archive(
        "Zenodo", (*_by_doi(_ZENODO),
         Form(r"(?:https?://(?:www\.)?zenodo\.org/records?/)?(?P<id>\d{3,9})")),
        "1234567", "https://zenodo.org/records/{id}", keeps_preprints=False, doi_form=_ZENODO,
    ),
    Archive(
        "Research Square", (*_by_doi(_RESEARCH_SQUARE),
         Form(r"(?:https?://www\.researchsquare\.com/article/)?(?P<id>rs-\d+/v\d+)",
              "https://www.researchsquare.com/article/{id}", "10.21203/rs.3.{id}")),
        "rs-123456/v1", doi_form=_RESEARCH_SQUARE,
    ),
    Archive(
        "Cryptology ePrint Archive", (Form(r"(?:https?://eprint\.iacr\.org/|(?:report|paper)\s+)?"
              r"(?P<id>(?:19|20)\d\d/\d{3,4})(?:\.pdf)?"),),
        "2020/001", "https://eprint.iacr.org/{id}",
        aliases=("iacr", "iacreprint", "eprintiacr", "eprintiacrorg", "cryptoeprint",
                 "cryptologyeprint"),
    ),
    Archive(
        "RePEc", (Form(r"(?P<id>repec:\w{3}:\w{6}:[^\s:]\S*)"),),
        "RePEc:nbr:nberwo:1234", "https://econpapers.repec.org/{id}", is_plain=True,
    ),
    Archive(
        "PubMed Central", (Form(r"(?:https?://\S+/articles/)?(?:PMCID:\s*)?(?:PMC)?(?P<id>\d{3,9})/?"),),
        "PMC1234567", "https://pmc.ncbi.nlm.nih.gov/articles/PMC{id}/", keeps_preprints=False,
        aliases=("pmc", "pmcid"),
    ),
    Archive(
        "PubMed", (Form(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/)?(?:PMID:?\s*)?(?P<id>\d{1,8})/?"),),
        "12345678", "https://pubmed.ncbi.nlm.nih.gov/{id}/", keeps_preprints=False,
        aliases=("pmid", "medline"),
    ),
    Archive(
        "JSTOR", (Form(r"(?:https?://www\.jstor\.org/stable/)?(?P<id>(?:10\.\d{4,}/)?(?:j\.\w+|\d+)(?:\.\d+)?)"),),
        "1234567", "https://www.jstor.org/stable/{id}", keeps_preprints=False,
    ),
    Archive(
        "HDL", (Form(r"(?:https?://hdl\.handle\.net/|hdl:)?(?P<id>\d[\d.]*/\S+)"),),
        "1234/5678", "https://hdl.handle.net/{id}", keeps_preprints=False, aliases=("handle",),
    ),
    Archive(
        "Google Books", (Form(r"(?:https?://books\.google\.\S*[?&]id=)?(?P<id>[\w-]{12})"),),
        "abcdefGHIJ12", "https://books.google.com/books?id={id}", keeps_preprints=False,
    ),
)  # fmt: skip
_NO_LETTERS = re.compile(r"[\W_]+")
_PMC = re.compile(r"PMC\d{3,9}")


@cache
def _by_name() -> dict[str, Archive]:
    return {
        name: archive
        for archive in _EPRINT_ARCHIVES
        for name in (_folded(archive.name), *archive.aliases)
    }


def _folded(name: str) -> str:
    return _NO_LETTERS.sub("", name.lower().removesuffix(".org"))


@lru_cache(maxsize=4096)
def known_archive(name: str) -> Archive | None:
    """Return the archive with a name; None if it is not in the table."""
    return _by_name().get(_folded(name))


@cache
def keeps_preprints(name: str) -> bool:
    """Whether a name is that of a preprint archive such as arXiv, bioRxiv or HAL."""
    known = known_archive(name)
    return known.keeps_preprints if known else name.lower().endswith("rxiv")


def arxiv_by_journal(fields: Mapping[str, str]) -> str:
    """Return the arXiv identifier in the journal, volume or pages of an entry; empty if none.

    Google Scholar writes ``journal = {arXiv preprint arXiv:1412.6980}``, DBLP ``journal = {CoRR}``
    with ``volume = {abs/1412.6980}``, and ADS ``pages = {arXiv:1412.6980}``.
    """
    names = ("journal", "journaltitle", "booktitle")
    journal = plain(next((fields[name] for name in names if fields.get(name)), ""))
    if known_archive(journal) is ARXIV or re.match(r"arxiv\b", journal, re.IGNORECASE):
        places = (plain(fields.get(name, "")) for name in ("volume", "pages", "eid"))
        return next(filter(None, map(arxiv, (journal, *places))), "")
    return ""


def is_at_arxiv(url: str) -> bool:
    """Whether a URL leads to a paper at arXiv."""
    host = re.match(r"https?://(?:www\.)?arxiv\.org/", url.strip(), re.IGNORECASE)
    return host is not None and arxiv(url) is not None


def archive_of_doi(identifier: str) -> str:
    """Return the ``eprinttype`` of the archive that assigned a DOI; empty if none did."""
    forms = ((archive.name, archive.doi_form) for archive in _EPRINT_ARCHIVES if archive.doi_form)
    found = (name for name, form in forms if re.fullmatch(form, identifier, re.IGNORECASE))
    return next(found, "").lower()


def archive_doi(name: str, identifier: str) -> str:
    """Return the DOI of an eprint in the archive with a name; empty if it has none."""
    archive = known_archive(name)
    found = _in_archive(archive, identifier) if archive else None
    return found.doi if found else doi(identifier) or ""


def archive_number(name: str, identifier: str) -> str:
    """Return an eprint as cited, ``arXiv:1901.09049``; empty if it is a DOI."""
    if not identifier or doi(identifier):
        return ""
    return f"arXiv:{identifier}" if name == ARXIV.name else identifier


def read_eprint(fields: Mapping[str, str]) -> Eprint | None:
    """Return the eprint of an entry; None if it has none.

    If the archive is in the table, the identifier must have one of its forms.
    """
    return next(read_eprints(fields), None)


def read_eprints(fields: Mapping[str, str]) -> Iterator[Eprint]:
    """Yield the eprints of an entry, as `read_eprint` does the first."""
    return filter(None, map(_read, _named(fields)))


def named_archive(fields: Mapping[str, str]) -> str:
    """Return the archive name as the entry spells it; empty if there is none."""
    return plain(fields.get("eprinttype") or fields.get("archiveprefix") or "")


def _named(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the archive name, which may be empty, and the identifier of each eprint field."""
    if fields.get("eprint"):
        yield named_archive(fields), fields["eprint"]
    for field in ("arxiv", "hal"):
        if fields.get(field):
            yield field, fields[field]


def _read(named: tuple[str, str]) -> Eprint | None:
    name, value = named
    if not name:
        return _of_any_archive(value)
    archive = known_archive(name)
    if archive is not None:
        return _in_archive(archive, value)
    return Eprint(name, plain(value), safe_url(value) or "")


def _of_any_archive(value: str) -> Eprint | None:
    """Return an eprint whose archive follows from its identifier."""
    found = doi(value)
    of_doi = known_archive(archive_of_doi(found)) if found else None
    plain_ones = [archive for archive in _EPRINT_ARCHIVES if archive.is_plain]
    if _PMC.fullmatch(unescape(value)):
        plain_ones = [_by_name()["pmc"]]
    candidates = [of_doi] if of_doi else plain_ones
    return next(filter(None, (_in_archive(archive, value) for archive in candidates)), None)


def _in_archive(archive: Archive, value: str) -> Eprint | None:
    """Return an eprint of an archive; None if the identifier has none of the archive's forms."""
    if archive is ARXIV:
        number = arxiv(value)
        if number is None:
            return None
        # DOIs have no class of subjects: math/0309136 of math.GT/0309136.
        given = re.sub(r"\.[A-Za-z]{2}/", "/", number)
        return Eprint(
            archive.name, number, archive.address.format(id=number), f"10.48550/arXiv.{given}"
        )
    written = doi(value) or unescape(value)
    for form in archive.forms:
        match = re.fullmatch(form.pattern, written, re.IGNORECASE)
        if match is not None:
            part = match["id"]
            is_doi = form.doi == "{id}"
            address = form.address or ("https://doi.org/{id}" if is_doi else archive.address)
            identifier = f"PMC{part}" if archive.name == "PubMed Central" else part
            url = safe_url(address.format(id=part)) or ""
            return Eprint(archive.name, identifier, url, form.doi.format(id=part))
    return None
