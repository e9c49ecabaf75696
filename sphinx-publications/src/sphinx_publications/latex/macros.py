"""Tables of text macros that pylatexenc lacks or converts differently."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sphinx_publications.latex.characters import SIGN_OF_MACRO
from sphinx_publications.latex.quantities import PREFIXES, QUANTITIES, UNITS

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
bibnamefont bm bold boldsymbol caps ce cf code doi dotuline email emph eprint fbox frak Gls gls
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
