"""The archives that keep eprints: BibLaTeX's ``eprint`` and ``eprinttype``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.model.identifiers import arxiv, doi, safe_url


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
_ARCHIVES = {
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
    known = _ARCHIVES.get(name.lower())
    return known.keeps_preprints if known else name.lower().endswith("rxiv")


def arxiv_by_journal(fields: Mapping[str, str]) -> str:
    """Return the arXiv identifier that an entry has as its journal or its volume; empty if none.

    Google Scholar writes ``journal = {arXiv preprint arXiv:1412.6980}``, DBLP ``journal = {CoRR}``
    with ``volume = {abs/1412.6980}``.
    """
    journal = plain(fields.get("journal", "") or fields.get("journaltitle", ""))
    if _ARCHIVES.get(journal.lower()) is ARXIV or re.match(r"arxiv\b", journal, re.IGNORECASE):
        return arxiv(journal) or arxiv(plain(fields.get("volume", ""))) or ""
    return ""


def is_at_arxiv(url: str) -> bool:
    """Whether an address is that of a paper at arXiv."""
    host = re.match(r"https?://(?:www\.)?arxiv\.org/", url.strip(), re.IGNORECASE)
    return host is not None and arxiv(url) is not None


def archive_of_doi(identifier: str) -> str:
    """Return the archive that gave out a DOI, as ``eprinttype`` has it; empty if none did."""
    forms = ((name, archive.doi_form) for name, archive in _ARCHIVES.items() if archive.doi_form)
    return next((n for n, form in forms if re.fullmatch(form, identifier, re.IGNORECASE)), "")


def archive_doi(name: str, identifier: str) -> str:
    """Return the DOI of an eprint in the archive of that name; empty if it has none by itself."""
    archive = _ARCHIVES.get(name.lower())
    if archive is not None and archive.doi_prefix and identifier:
        return archive.doi_prefix + identifier
    return doi(identifier) or ""


def archive_number(name: str, identifier: str) -> str:
    """Return an eprint as it is cited, ``arXiv:1901.09049``; empty where that is a DOI."""
    archive = _ARCHIVES.get(name.lower())
    if not identifier or doi(identifier):
        return ""
    return (archive.number_prefix if archive else "") + identifier


def archive_of(fields: Mapping[str, str]) -> Archive | None:
    """Return the archive that holds the eprint of an entry, if it is a known one."""
    name = plain(fields.get("eprinttype", "") or fields.get("archiveprefix", "")).lower()
    if name in _ARCHIVES:
        return _ARCHIVES[name]
    return ARXIV if fields.get("arxiv") or arxiv(fields.get("eprint", "")) else None
