"""Replace journal macros and HTML in the fields of an entry before it is read."""

from __future__ import annotations

import html
import re
from html.entities import html5

from sphinx_publications.bibtex.source import RawEntry, SyntaxIssue, short
from sphinx_publications.diagnostics import Subtype

# Astronomy journals, which NASA's ADS exports as macros: ``journal = {\mnras}``.
#
# The macros also occur within text: ``accepted to \aap``, ``\mnras\ Letters``. AASTeX defines them
# ("AASTeX v6+ documentation", section "Abbreviations for journal names").

_APJ = "The Astrophysical Journal"
_PHYSICAL_REVIEW = "Physical Review"
JOURNALS = {
    "aj": "The Astronomical Journal",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "apj": _APJ,
    "apjl": f"{_APJ} Letters",
    "apjs": f"{_APJ} Supplement Series",
    "ao": "Applied Optics",
    "apss": "Astrophysics and Space Science",
    "aap": r"Astronomy \& Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "baas": "Bulletin of the American Astronomical Society",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "memras": "Memoirs of the Royal Astronomical Society",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "pra": f"{_PHYSICAL_REVIEW} A",
    "prb": f"{_PHYSICAL_REVIEW} B",
    "prc": f"{_PHYSICAL_REVIEW} C",
    "prd": f"{_PHYSICAL_REVIEW} D",
    "pre": f"{_PHYSICAL_REVIEW} E",
    "prl": f"{_PHYSICAL_REVIEW} Letters",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift für Astrophysik",
    "nat": "Nature",
    "iaucirc": "IAU Circulars",
    "aplett": "Astrophysical Letters",
    "fcp": "Fundamentals of Cosmic Physics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "memsai": "Memorie della Società Astronomica Italiana",
    "nphysa": "Nuclear Physics A",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary and Space Science",
    "procspie": "Proceedings of SPIE",
    "aas": "AAS Meeting Abstracts",
    "actaa": "Acta Astronomica",
    "afz": "Astrofizika",
    "applopt": "Applied Optics",
    "apjlett": f"{_APJ} Letters",
    "apjsupp": f"{_APJ} Supplement Series",
    "apspr": "Astrophysics Space Physics Research",
    "arep": "Astronomy Reports",
    "aspc": "ASP Conference Series",
    "astap": r"Astronomy \& Astrophysics",
    "azh": "Astronomicheskii Zhurnal",
    "bac": "Bulletin of the Astronomical Institutes of Czechoslovakia",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "dps": "AAS/DPS Meeting Abstracts",
    "jaavso": "Journal of the American Association of Variable Star Observers",
    "jcp": "The Journal of Chemical Physics",
    "maps": r"Meteoritics \& Planetary Science",
}
"""Names of journals by macro."""
_JOURNAL_MACRO = re.compile(r"\\([A-Za-z]+)(?P<behind>\s+(?=[\w(\\])|\s*\{\})?")


def with_journals(value: str) -> str:
    """Replace the journal macros in LaTeX by the names of the journals.

    A space after a macro, which TeX would skip, is kept.
    """

    def name(match: re.Match[str]) -> str:
        journal = JOURNALS.get(match[1])
        space = " " if (match["behind"] or "").isspace() else ""
        return match[0] if journal is None else journal + space

    return _JOURNAL_MACRO.sub(name, value)


# HTML from web pages and databases, converted to LaTeX.
#
# Crossref's titles have ``<i>`` and ``<sub>``, its abstracts ``<jats:p>``; exports of PubMed and
# publishers have entities. The names of entities are those of HTML (`html.entities`).

_ENTITY = re.compile(r"\\?&(?:amp;)?(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});")
_TAG = re.compile(r"<(?P<end>/?)(?:jats:)?(?P<name>[A-Za-z][\w:]*)(?:\s[^<>]*)?/?>")
_MACROS = {
    "i": "emph", "em": "emph", "italic": "emph", "cite": "emph", "b": "textbf",
    "strong": "textbf", "bold": "textbf", "sub": "textsubscript", "inf": "textsubscript",
    "sup": "textsuperscript", "tt": "texttt", "code": "texttt",
}  # fmt: skip
"""LaTeX macros by HTML element."""
_SCRIPT = re.compile(r"<(su[bp]|inf)>([\d+\-\N{MINUS SIGN}()n]{1,8})</\1>", re.IGNORECASE)
_LINK = re.compile(
    r"<a\s(?:[^<>]*\s)?href\s*=\s*(?P<quote>[\"']?)(?P<address>[^\"'<>\s]+)(?P=quote)"
    r"(?:\s[^<>]*)?>.*</a>",
    re.IGNORECASE | re.DOTALL,
)
_SPACES = {"p": " ", "br": " ", "title": " ", "sec": " ", "div": " ", "li": " "}
_PLAIN = {"span", "sc", "scp", "u", "font", "a", "abstract", "inline-formula", "monospace", "ul"}
_ELEMENTS = "|".join(sorted({*_MACROS, *_SPACES, *_PLAIN}, key=len, reverse=True))
_LESS = r"(?:\{\s*\\textless\s*\}|\\textless(?:\{\}|\s+|(?=/))|\{?\$\s*(?:<|\\less|\\lt)\s*\$\}?)"
_GREATER = _LESS.replace("less", "greater").replace("<", ">").replace(r"\\lt", r"\\gt")
_SPELT_TAG = (
    rf"(?i){_LESS}(?P<tag>/?(?:jats:)?(?:{_ELEMENTS})(?![\w:-])(?:[^<>{{}}$\\]|\\['\"]){{0,80}}?)"
    f"{_GREATER}"
)
"""A tag with angle brackets written in LaTeX: ``{\\textless}i{\\textgreater}``, ``$<$i$>$``."""
_MATHML = re.compile(r"<(?P<prefix>mml:)?math\b.*?</(?P=prefix)?math>", re.DOTALL)
_ESCAPED = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "\N{NO-BREAK SPACE}": "~", "\N{SOFT HYPHEN}": "", "\N{ZERO WIDTH SPACE}": "",
}  # fmt: skip


def spelt_out(value: str) -> str:
    """Replace the LaTeX for angle brackets of tags by the characters."""
    return re.sub(_SPELT_TAG, r"<\g<tag>>", value)


def to_latex(value: str, with_tags: bool = True) -> str:
    """Convert the HTML in a value to LaTeX; keep what only looks like HTML.

    Without `with_tags`, only entities are converted.
    """
    if with_tags and "<" in value:
        value = _tags(value)
    if "&" in value:
        value = _ENTITY.sub(_entity, value)
        if with_tags and "<" in value:
            # Databases escape twice: &lt;i&gt;in vivo&lt;/i&gt;
            value = _tags(value)
    return value


def unescaped(url: str) -> str:
    """Return a URL with its entities replaced; of an HTML link, return the URL."""
    link = _LINK.fullmatch(url.strip())
    if link is not None:
        url = link["address"]
    return _ENTITY.sub(lambda match: _character(match[0]) or match[0], url)


def _character(entity: str) -> str:
    name = entity.lstrip("\\").removeprefix("&")
    name = name.removeprefix("amp;") if name != "amp;" else name
    if name.startswith("#"):
        return html.unescape(f"&{name}")
    return html5.get(name, "")


def _entity(match: re.Match[str]) -> str:
    text = _character(match[0])
    return "".join(_ESCAPED.get(char, char) for char in text) if text else match[0]


def _tags(value: str) -> str:
    """Convert the elements that are closed, or that need no end tag."""
    # After the last end tag, each start tag would be searched to the end of the text.
    end = max(value.rfind("</math>"), value.rfind("</mml:math>")) + len("</mml:math>")
    value = _MATHML.sub(lambda match: _TAG.sub("", match[0]), value[:end]) + value[end:]
    value = _SCRIPT.sub(_formula, value)
    found = {(match["name"].lower(), bool(match["end"])) for match in _TAG.finditer(value)}

    def replaced(match: re.Match[str]) -> str:
        name, is_end = match["name"].lower(), bool(match["end"])
        if name in _SPACES:
            return _SPACES[name]
        if (name, not is_end) not in found:
            return match[0]
        if name in _PLAIN:
            return ""
        if name in _MACROS:
            return "}" if is_end else f"\\{_MACROS[name]}{{"
        return match[0]

    return _TAG.sub(replaced, value)


def _formula(match: re.Match[str]) -> str:
    """Return a script of a chemical or mathematical formula as LaTeX math."""
    return f"${'^' if match[1].lower() == 'sup' else '_'}{{{match[2]}}}$"


_ADDRESSES = {"url", "doi", "html", "pdf", "code", "website", "slides", "poster", "video", "blog"}
"""Fields that contain only URLs or identifiers."""
_SIGNS = ("&", "<", r"\textless", r"\less")
"""The first characters of HTML, also in the LaTeX of exporters."""
_WITH_JOURNALS = {
    "journal", "journaltitle", "booktitle", "series", "note", "addendum", "howpublished",
    "pubstate", "additional_info",
}  # fmt: skip
"""Fields in which journal macros are replaced."""
_RICH = {"note", "award", "addendum", "additional_info"}
"""Fields in which HTML elements are kept."""


def repair(raw: RawEntry) -> None:
    """Convert HTML in the fields of `raw` to LaTeX, and add an issue for each field.

    Journal macros are replaced too, also in the BibTeX for others, who may lack the macros.
    """
    for name, value in raw.fields.items():
        if "\\" in value and name.lower() in _WITH_JOURNALS:
            raw.fields[name] = with_journals(value)
            raw.is_strict &= raw.fields[name] == value
            value = raw.fields[name]
        if not any(sign in value for sign in _SIGNS):
            continue

        role = name.lower()
        is_address = role in _ADDRESSES
        mended = unescaped(value) if is_address else to_latex(spelt_out(value), role not in _RICH)
        mended = " ".join(mended.split())
        if mended != value:
            raw.fields[name] = mended
            raw.chunk = ""
            message = f"{name} holds HTML, which is read as LaTeX; write {_changed(value, mended)}"
            raw.slips.append(SyntaxIssue(Subtype.HTML, message, raw.lines[role]))


def _changed(value: str, mended: str) -> str:
    """Return the corrected words of a value, for a message."""
    old, new = value.split(), mended.split()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return short(" ".join(new)) if new else "it without the elements"
