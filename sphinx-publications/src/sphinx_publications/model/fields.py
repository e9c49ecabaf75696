"""The fields of entries whose meaning is known, whether or not anything shows them."""

from __future__ import annotations

import re

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
_NUMBERED = re.compile(r"(?:bdsk-(?:url|file)|local-url|opt\w+|(?:list|name|user|verb)[a-f]?)-?\d*")


def is_known(name: str) -> bool:
    """Whether a field, by its lower-cased name, is one of BibLaTeX's or of usual programs."""
    return name in _KNOWN or "+an" in name or _NUMBERED.fullmatch(name) is not None


def is_text(name: str) -> bool:
    """Whether a field, by its lower-cased name, is shown as text in LaTeX."""
    return name in _TEXTS
