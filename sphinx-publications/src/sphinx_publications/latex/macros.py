"""Macros of LaTeX as text: tables, scripts, escapes in URLs; and Unicode written as macros."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder


_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n*†∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ*†°")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
SCRIPTS = {"^": _SUPERSCRIPTS, "_": _SUBSCRIPTS}
"""Tables of raised and lowered characters, by the sign of the script in formulas."""
SIGN_OF_TAG = {"sup": "^", "sub": "_"}
SIGN_OF_MACRO = {
    "textsuperscript": "^", "textsubscript": "_", "mkbibsuperscript": "^", "sp": "^", "sb": "_",
    "up": "^", "fup": "^",
}  # fmt: skip
"""Text macros that raise or lower their argument, with the sign for formulas."""
_COUNTS = set("+-−=")


def script(text: str, sign: str) -> str:
    """Return `text` raised or lowered, or after its sign if Unicode lacks a character."""
    table = SCRIPTS[sign]
    if all(ord(char) in table for char in text):
        return text.translate(table)
    return sign + text


def script_in_text(text: str, sign: str) -> str:
    """Return a script in running text; words stay unchanged, as in 1st and Mme."""
    has_number = any(char.isdigit() or char in _COUNTS for char in text)
    is_known = all(ord(char) in SCRIPTS[sign] for char in text)
    return script(text, sign) if has_number or is_known else text


# LaTeX escapes in URLs and DOIs.

_ESCAPES = re.compile(r"[\\{}]")
_SIGNS = {
    "allowbreak": "", "ensuremath": "", "greater": ">", "greaterthan": ">", "gt": ">", "less": "<",
    "lessthan": "<", "lt": "<", "mathplus": "+", "mathsemicolon": ";", "slash": "/", "sim": "~",
    "textampersand": "&", "textasciicircum": "^",
    "textasciitilde": "~", "textbar": "|", "textdollar": "$", "textendash": "–",
    "textgreater": ">", "textless": "<", "textnumbersign": "#", "textpercent": "%",
    "textquotesingle": "'", "texttildelow": "~", "textunderscore": "_",
}  # fmt: skip
"""Macros that exporters and publishers write for characters of URLs and DOIs."""
_SIGN = re.compile(
    rf"(?:(?<!\\)\$\s*)?\\({'|'.join(_SIGNS)})(?![A-Za-z])"
    r"(?:\{\}|\s*\$|\s+)?"
)


def unescape(text: str) -> str:
    r"""Undo the LaTeX escapes in a URL: ``\_``, ``{\textunderscore}``, ``\%``, ``\url{…}``.

    Of ``\href{…}{…}`` it is the address.
    """
    text = text.strip()
    if not _ESCAPES.search(text):
        return text
    text = re.sub(r"\\href\s*(\{[^{}]*\})\s*\{[^{}]*\}", r"\1", text)
    text = re.sub(r"\\(?:url|path|nolinkurl)\s*", "", text)
    text = _SIGN.sub(lambda match: _SIGNS[match[1]], text)
    text = text.replace(r"\~{}", "~").replace(r"\~", "~").replace(r"\^{}", "^").replace(r"\-", "")
    return re.sub(r"\\([_%&#$~{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", text)).strip()


_BIBSTRING = re.compile(r"\\bib\w*string\s*\{(\w+)\}")


def without_bibstring(text: str) -> str:
    r"""Return a key without BibLaTeX's macro that prints its words: ``\bibstring{inpress}``."""
    return _BIBSTRING.sub(r"\1", text)


# Unicode as LaTeX, for programs that read only ASCII.

_ENCODED = {
    "Ű": r"\H{U}", "ű": r"\H{u}", "Ħ": "Ħ", "ħ": "ħ", "Ŧ": "Ŧ", "ŧ": "ŧ",
    # Of an accent on \i pandoc makes two characters, and typst and, if \i is in braces, pybtex
    # print a backslash. LaTeX drops the dot by itself.
    "ì": r"\`i", "í": r"\'i", "î": r"\^i", "ï": r"\"i", "ĩ": r"\~i", "ī": r"\=i", "ĭ": r"\u{i}",
    "ĵ": r"\^j",
}  # fmt: skip
"""Letters that pylatexenc's encoder converts wrongly, or so that not all programs read them."""
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u0309": "h", "\u030a": "r", "\u030b": "H", "\u030c": "v",
    "\u030f": "C", "\u0323": "d", "\u0326": "textcommabelow", "\u0327": "c", "\u0328": "k",
    "\u0331": "b",
}  # fmt: skip


CODED = re.compile(r"[^\x00-\x1fA-Za-z0-9 !'()*+,\-./:;=?@\[\]`|]+")
"""Characters that LaTeX or the least of its readers does not take as they are."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def to_latex(text: str, *, keeps_markup: bool = False) -> str:
    """Return Unicode as LaTeX; with `keeps_markup`, keep the LaTeX that it has."""
    coded = _BEYOND_ASCII if keeps_markup else CODED
    if not coded.search(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    # The encoder goes through each character, most of which stay.
    return coded.sub(lambda match: _encoded(match[0], keeps_markup), composed)


@lru_cache(maxsize=4096)
def _encoded(signs: str, keeps_markup: bool) -> str:
    return str(_encoder(keeps_markup).unicode_to_latex(signs))


_LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
SCRIPT_CHARACTERS = re.compile(rf"([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ]+|[{_LOWERED}]+)")


def script_to_latex(raised: str) -> str:
    """Return characters that stand raised or lowered as a script, which every font has."""
    sign = "_" if raised[0] in _LOWERED else "^"
    return f"${sign}{{{unicodedata.normalize('NFKC', raised).replace('−', '-')}}}$"


@cache
def _encoder(keeps_markup: bool) -> UnicodeToLatexEncoder:
    # Its tables are large, and few programs need them.
    from pylatexenc.latexencode import (
        RULE_DICT,
        UnicodeToLatexConversionRule,
        UnicodeToLatexEncoder,
    )

    rule = UnicodeToLatexConversionRule(RULE_DICT, {ord(c): text for c, text in _ENCODED.items()})
    return UnicodeToLatexEncoder(
        conversion_rules=[rule, "defaults"],
        non_ascii_only=keeps_markup,
        replacement_latex_protection="braces-all",
        unknown_char_policy=_accented,
        unknown_char_warning=False,
    )


def _accented(char: str) -> str:
    """Write the accents of a letter unknown to the encoder as macros, if possible."""
    letter, *accents = list(unicodedata.normalize("NFD", char))
    if not accents or not all(accent in _ACCENTS for accent in accents) or not letter.isascii():
        return char
    for accent in accents:
        letter = f"\\{_ACCENTS[accent]}{{{letter}}}"
    return f"{{{letter}}}"


QUANTITIES = {
    "SI": "[{[{", "qty": "[{{", "si": "[{", "unit": "[{", "num": "[{", "ang": "[{",
    "tablenum": "[{", "complexnum": "[{", "complexqty": "[{{", "unitfrac": "[{{",
    "numrange": "[{{", "SIrange": "[{{{", "qtyrange": "[{{{",
    "numlist": "[{", "SIlist": "[{{", "qtylist": "[{{",
    "numproduct": "[{", "qtyproduct": "[{{", "ce": "{", "cf": "{",
}  # fmt: skip
"""Argument specifications of the macros of siunitx and mhchem, in pylatexenc's notation."""
PREFIXES = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f",
    "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "deca": "da",
    "deka": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P",
    "exa": "E", "zetta": "Z", "yotta": "Y", "ronna": "R", "quetta": "Q", "kibi": "Ki",
    "mebi": "Mi", "gibi": "Gi", "tebi": "Ti", "pebi": "Pi", "exbi": "Ei",
}  # fmt: skip
UNITS = {
    "ampere": "A", "candela": "cd", "kelvin": "K", "kilogram": "kg", "gram": "g", "metre": "m",
    "meter": "m", "mole": "mol", "second": "s", "becquerel": "Bq", "coulomb": "C",
    "degreeCelsius": "°C", "celsius": "°C", "farad": "F", "gray": "Gy", "hertz": "Hz",
    "henry": "H", "joule": "J", "katal": "kat", "lumen": "lm", "lux": "lx", "newton": "N",
    "ohm": "Ω", "pascal": "Pa", "radian": "rad", "siemens": "S", "sievert": "Sv",
    "steradian": "sr", "tesla": "T", "volt": "V", "watt": "W", "weber": "Wb",
    "astronomicalunit": "au", "bel": "B", "dalton": "Da", "day": "d", "decibel": "dB",
    "degree": "°", "electronvolt": "eV", "hectare": "ha", "hour": "h", "litre": "L", "liter": "L",
    "arcminute": "′", "arcmin": "′", "minute": "min", "arcsecond": "″", "arcsec": "″",
    "neper": "Np", "tonne": "t", "percent": "%", "angstrom": "Å", "bar": "bar", "barn": "b",
    "atomicmassunit": "u", "amu": "u", "knot": "kn", "mmHg": "mmHg", "nauticalmile": "M",
    "byte": "B", "bit": "bit", "molar": "M", "elementarycharge": "e", "clight": "c₀",
}  # fmt: skip

_SILENT = """
allowbreak begingroup bgroup bigskip boldmath centering clearpage cyrchar displaystyle egroup
endgroup flushleft flushright footnotesize frenchspacing fussy hfil hline Huge huge ignorespaces
indent itshape LARGE Large large leavevmode limits maketitle mathsurround md mdseries medskip
newpage nobreak nobreakdash nocorr noindent nolimits nolinebreak nolinkurl nonfrenchspacing
nonumber normalfont normalsize notag null pagebreak phantomsection protect raggedleft raggedright
relax rm rmfamily sc scriptscriptstyle scriptsize scriptstyle scshape selectfont sf sffamily
sloppy small smallskip strut textstyle tiny today unboldmath unskip upshape xspace
""".split()
_SPACES = """
bigbreak dotfill enskip enspace hfill hrulefill linebreak medbreak medspace newblock newline par
qquad quad smallbreak space thickspace thinspace vfil vfill
""".split()
SIGNS = {
    **dict.fromkeys(_SILENT, ""),
    **dict.fromkeys(("-", "/", "@", "!", "(", ")", "[", "]", "<", "negthinspace"), ""),
    **dict.fromkeys(_SPACES, " "),
    "BibTeX": "BibTeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "TeX": "TeX", "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX", "LuaLaTeX": "LuaLaTeX", "XeLaTeX": "XeLaTeX", "pdfTeX": "pdfTeX",
    "BibLaTeX": "BibLaTeX", "AmSTeX": "AMS-TeX", "AmSLaTeX": "AMS-LaTeX", "ConTeXt": "ConTeXt",
    "LyX": "LyX", "METAFONT": "METAFONT", "MP": "MetaPost", "TikZ": "TikZ", "emdash": "—",
    "endash": "–", "AmS": "AMS", "eTeX": "eTeX", "MF": "METAFONT",
    "checkmark": "✓", "copyright": "©", "pounds": "£", "S": "§", "P": "¶", "ddag": "‡",
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "slash": "/",
    "og": "« ", "fg": " »", "dq": '"', "lq": "‘", "rq": "’", "No": "№", "flq": "‹", "frq": "›",
    "openautoquote": "“", "closeautoquote": "”", "openinnerquote": "‘",
    "closeinnerquote": "’", "openouterquote": "“", "closeouterquote": "”",
    # BibLaTeX's (manual, "Punctuation and Spacing" and "Auxiliary Commands").
    "hyphen": "-", "nbhyphen": "-", "textnohyphen": "-", "adddot": ".", "addcomma": ",",
    "addcolon": ":", "addsemicolon": ";", "addperiod": ".", "addexclam": "!", "addquestion": "?",
    "addslash": "/", "bibrangedash": "–", "bibrangessep": ", ", "bibellipsis": "[…]", "isdot": "",
    **dict.fromkeys(("addspace", "addnbspace", "addthinspace", "addlowpenspace", "addhighpenspace",
                     "addnbthinspace", "addabthinspace", "adddotspace", "bibinitdelim"), " "),
    # Operators.
    **{name: name for name in (
        "arg", "argmax", "argmin", "cot", "csc", "deg", "det", "dim", "gcd", "hom", "ker",
        "lg", "mod", "Pr", "sec",
    )},
    "bmod": "mod", "colon": ":",
    # Units of siunitx, which also occur in running text.
    **{name: symbol for name, symbol in {**PREFIXES, **UNITS}.items() if len(name) > 3},
    "per": "/",
}  # fmt: skip
"""Text of macros without arguments; empty if they print nothing in running text."""

_KEPT = """
ac acf acl acp acrfull Acrlong acrlong acro Acrshort acrshort acs autocap Bbb bibfnamefont
bibnamefont bm bold boldsymbol caps code doi dotuline email emph eprint fbox frak Gls gls
Glsentrylong Glspl glspl hbox hl hologo llap lowercase lstinline MakeLowercase MakeTextUppercase
MakeUppercase mathbbm mathbfit mathbin mathclose mathds mathinner mathit mathnormal mathop mathopen
mathord mathpunct mathrel mathup mbox mkbibacro mkbibbold mkbibemph mkbibitalic mkbibsc Natexlab
natexlab NoCaseChange nohyphens operatorname pkg pmb proglang rlap scr smash so sout st strong
substack symbf symit symrm textcyrillic textgreek textlatin textls textmd textnormal textsf textssc
textsw texttt textulc textup thanks ul uline underbar uppercase uuline uwave vbox xout
""".split()
_QUOTES = {
    "enquote": "*{", "textquote": "*[[{", "textcquote": "*[[{[{", "blockquote": "[[{",
    "foreignquote": "*{{", "hyphenquote": "*{{", "mkbibquote": "{",
}  # fmt: skip
ARGUMENTS = {
    **dict.fromkeys(_KEPT, ("{", "%(1)s")),
    **{name: (taken, f"“%({len(taken)})s”") for name, taken in _QUOTES.items()},
    **{name: (taken, "") for name, taken in QUANTITIES.items()},
    **dict.fromkeys(SIGN_OF_MACRO, ("{", "%(1)s")),
    "mkbibparens": ("{", "(%(1)s)"),
    "parentext": ("{", "(%(1)s)"),
    "mkbibbrackets": ("{", "[%(1)s]"),
    "brackettext": ("{", "[%(1)s]"),
    "bibinfo": ("{{", "%(2)s"),
    "href": ("{{", "%(2)s"),
    "hyperref": ("[{", "%(2)s"),
    "url": ("{", "%(1)s"),
    "path": ("{", "%(1)s"),
    "foreignlanguage": ("{{", "%(2)s"),
    "textlang": ("{{", "%(2)s"),
    "multicolumn": ("{{{", "%(3)s"),
    "parbox": ("[{{", "%(3)s"),
    "framebox": ("[[{", "%(3)s"),
    "makebox": ("[[{", "%(3)s"),
    "raisebox": ("{[[{", "%(4)s"),
    "rotatebox": ("[{{", "%(3)s"),
    "scalebox": ("{[{", "%(3)s"),
    "resizebox": ("{{{", "%(3)s"),
    "footnotetext": ("[{", "[%(2)s]"),
    **dict.fromkeys("cite citep citet parencite textcite autocite".split(), ("*[[{", "[%(4)s]")),
    "sfrac": ("[{[{", "%(2)s/%(4)s"),
    "textfrac": ("{{", "%(1)s/%(2)s"),
    "overset": ("{{", "%(1)s %(2)s"),
    "underset": ("{{", "%(1)s %(2)s"),
    "stackrel": ("{{", "%(1)s %(2)s"),
    "xrightarrow": ("[{", "–%(2)s→"),
    "xleftarrow": ("[{", "←%(2)s–"),
    "pmod": ("{", " (mod %(1)s)"),
    **dict.fromkeys(("binom", "tbinom", "dbinom"), ("{{", "(%(1)s choose %(2)s)")),
    **dict.fromkeys(("dfrac", "tfrac", "cfrac"), ("{{", "%(1)s/%(2)s")),
    # LaTeX prints these elsewhere; here they are printed in place.
    "title": ("{", "%(1)s"),
    "author": ("[{", "%(2)s"),
    "date": ("{", "%(1)s"),
    "exercise": ("[{", "%(2)s"),
    "uebung": ("[{", "%(2)s"),
    # These print nothing; no file is read.
    **dict.fromkeys(("input", "include", "bibliography", "label", "index"), ("{", "")),
    **dict.fromkeys(("noop", "noopsort", "SortNoop", "selectlanguage", "tag"), ("{", "")),
    **dict.fromkeys(("bibliographystyle", "nocite", "glsadd"), ("{", "")),
    **dict.fromkeys(("pagestyle", "thispagestyle"), ("{", "")),
    **dict.fromkeys(("color", "pagecolor", "fontfamily", "phantom"), ("[{", "")),
    **dict.fromkeys(("hphantom", "vphantom", "documentclass", "usepackage"), ("[{", "")),
    **dict.fromkeys(("newcommand", "renewcommand", "providecommand"), ("*{[[{", "")),
    **dict.fromkeys(("setlength", "addtolength", "setcounter", "addtocounter"), ("{{", "")),
    "fontsize": ("{{", ""),
    "DeclareMathOperator": ("*{{", ""),
    "footnotemark": ("[", ""),
    "includegraphics": ("*[[{", ""),
    "hspace": ("*{", " "),
    "vspace": ("*{", " "),
}  # fmt: skip
"""Argument specifications of macros, in pylatexenc's notation, and templates of their text.

The converter handles the macros of siunitx and of scripts itself.
"""

COMBINING = {
    "C": "\u030f", "U": "\u0306", "G": "\u030f", "cb": "\u0326", "cfac": "\u0302\u0301",
    "cfgrv": "\u0302\u0300", "cftil": "\u0302\u0303", "cfudot": "\u0323\u0302", "dudot": "\u0324",
    "h": "\u0309",
    "lfhook": "\u0326", "newtie": "\u0311", "ocirc": "\u030a", "polhk": "\u0328",
    "soft": "\u030c", "textacutemacron": "\u0301\u0304", "textcircled": "\u20dd",
    "textcommaabove": "\u0313", "textcommabelow": "\u0326", "textdotbelow": "\u0323",
    "textgravemacron": "\u0300\u0304", "textinvbreve": "\u0311", "textmacronbelow": "\u0331",
    "textogonekcentered": "\u0328", "textsubarch": "\u032f", "textsubbreve": "\u032e",
    "textsubcircum": "\u032d", "textsubring": "\u0325", "textsubtilde": "\u0330",
    "textsubumlaut": "\u0324", "uarc": "\u0311", "udot": "\u0323", "utilde": "\u0330",
    "capitalacute": "\u0301", "capitalbreve": "\u0306", "capitalcaron": "\u030c",
    "capitalcedilla": "\u0327", "capitalcircumflex": "\u0302", "capitaldieresis": "\u0308",
    "capitaldotaccent": "\u0307", "capitalgrave": "\u0300", "capitalhungarumlaut": "\u030b",
    "capitalmacron": "\u0304", "capitalogonek": "\u0328", "capitalring": "\u030a",
    "capitaltilde": "\u0303",
}  # fmt: skip
"""Accents of MathSciNet and text fonts, which combine with the first letter of the argument."""

ALONE = {
    "'": "´", "`": "`", '"': "¨", "^": "^", "~": "~", "=": "¯", ".": "˙", "H": "˝", "c": "¸",
    "k": "˛", "r": "˚", "u": "˘", "v": "ˇ", "b": "_", "d": ".",
}  # fmt: skip
"""Accents without a letter, as in a URL: ``\\~{}ann``."""

ENVIRONMENTS = {"CJK": "{{", "CJK*": "{{", "minipage": "[{", "multicols": "{"}
"""Argument specifications of environments; the arguments are not printed."""


@cache
def more_signs() -> dict[str, str]:
    """Return the text of the macros without arguments in ``signs.txt``."""
    text = Path(__file__).with_name("signs.txt").read_text(encoding="utf-8")
    lines = [line.partition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: sign for name, _, sign in lines}
