"""The fields of entries whose meaning is known, whether or not anything shows them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from sphinx_publications.latex import plain
from sphinx_publications.patterns import pattern
from sphinx_publications.problems import Remark, Subtype

# BibLaTeX manual, section "Entry Fields", with BibTeX's own and the aliases.
_BIBLATEX = """
abstract addendum address afterword annotate annotation annotator archiveprefix author authortype
bookauthor bookpagination booksubtitle booktitle booktitleaddon chapter commentator crossref date
doi edition editor editora editorb editorc editoratype editorbtype editorctype editortype eid
entryset entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon execute
file foreword gender hidden holder howpublished hyphenation ids indexsorttitle indextitle
institution introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon
iswc journal journalsubtitle journaltitle journaltitleaddon key keywords label langid langidopts
language library location mainsubtitle maintitle maintitleaddon month nameaddon note number options
organization origdate origlanguage origlocation origpublisher origtitle pages pagetotal pagination
part pdf presort primaryclass publisher pubstate related relatedoptions relatedstring relatedtype
reprinttitle school series shortauthor shorteditor shorthand shorthandintro shortjournal
shortseries shorttitle sortkey sortname sortshorthand sorttitle sortyear subtitle title titleaddon
translator type url urldate urlmonth urlyear urlraw venue version volume volumes xdata xref year
"""
# al-folio's, and what publishers and programs write beside these.
_OTHERS = """
abbr additional_info additionalinfo adsnote adsurl affiliation altmetric article-number award
award_name bdsk biburl bibsource bibtex_show category contributor copyright correspondence da day
dimensions ee groups google_scholar_id inspirehep_id intype journal-iso keywords-plus lccn
mendeley-groups mendeley-tags mrnumber nlmuniqueid numpages opturl owner place pmc pmcid pmid
posted-at preview previewalt priority rating read researcherid selected shortbooktitle sn source
timestamp unique-id usera userb userc userd usere userf username web_url webofscience_id x-color
zblnumber zbl
"""
# What is shown as LaTeX; addresses are none.
_TEXTS = frozenset(
    """
abbr abstract addendum additional_info address annotation author award booktitle chapter edition
editor eventtitle howpublished institution journal journaltitle keywords location maintitle note
number organization pages publisher pubstate school series shortjournal subtitle title titleaddon
type volume
""".split()
)
_KNOWN = frozenset(f"{_BIBLATEX} {_OTHERS}".split())
_NUMBERED = pattern(r"(?:bdsk-(?:url|file)|local-url|opt\w+|(?:list|name|user|verb)[a-f]?)-?\d*")


def is_known(name: str) -> bool:
    """Whether a field, by its lower-cased name, is one of BibLaTeX's or of usual programs."""
    return name in _KNOWN or "+an" in name or _NUMBERED.fullmatch(name) is not None


def is_text(name: str) -> bool:
    """Whether a field, by its lower-cased name, is shown as text in LaTeX."""
    return name in _TEXTS


_MEANT = """
abstract abbr address annotation author award booktitle code date doi edition editor eprint
eprinttype html institution isbn issn journal journaltitle keywords month note number organization
pages pdf poster preview pubstate publisher school selected series slides subtitle supp title url
video volume website year
""".split()
"""The fields that people misspell, and whose loss is seen."""


@lru_cache(maxsize=4096)
def meant(name: str) -> str:
    """Return the field that an unknown, lower-cased name is a slip of the pen for, else nothing."""
    if is_known(name):
        return ""
    swapped = [known for known in _MEANT if sorted(known) == sorted(name) and known[0] == name[0]]
    swapped += [known for known in _MEANT if sorted(known) == sorted(name)]
    close = [
        known
        for known in difflib.get_close_matches(name, _MEANT, n=1, cutoff=0.82)
        # A longer word is one of its own: preprint.
        if len(name) < len(known) + 2 or known not in name
    ]
    return next(iter([*swapped, *close]), "")


def misspelt(fields: Mapping[str, str], shown: Collection[str]) -> Iterator[Remark]:
    """Tell of fields that nothing shows and whose name is nearly that of one that is shown.

    `fields` have lower-cased names; `shown` are fields that settings add.
    """
    for name in fields:
        known = "" if name in shown else meant(name)
        if known and known not in fields:
            message = f"{name} is no field; did you mean {known}? write {known} = {{…}}"
            yield Remark(name, Subtype.UNKNOWN_FIELD, message)


def whole_title(fields: Mapping[str, str]) -> str:
    """Return the title with the subtitle of an entry behind a colon, in LaTeX."""
    title, subtitle = fields.get("title", "").rstrip(), fields.get("subtitle", "").strip()
    if not subtitle or plain(title).endswith(plain(subtitle)):
        return title
    return f"{title}{' ' if title[-1:] in set('?!:.') else ': ' if title else ''}{subtitle}"
