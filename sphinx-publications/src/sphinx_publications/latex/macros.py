"""What macros of prose mean that pylatexenc does not know, or takes for something else."""

from __future__ import annotations

SIGNS = {
    "BibTeX": "BibTeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "TeX": "TeX", "XeTeX": "XeTeX",
    "checkmark": "✓", "copyright": "©", "pounds": "£", "S": "§", "P": "¶", "ddag": "‡",
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "slash": "/",
    "newline": " ", "linebreak": " ", "hfill": " ", "enspace": " ", "space": " ", "quad": " ",
    "qquad": " ", "-": "", "maketitle": "", "today": "", "centering": "", "protect": "",
    # Operators.
    **{name: name for name in (
        "arg", "argmax", "argmin", "bmod", "cot", "csc", "deg", "det", "dim", "gcd", "hom", "ker",
        "lg", "mod", "pmod", "Pr", "sec",
    )},
    # Units of siunitx.
    "per": "/", "percent": "%", "micro": "µ", "milli": "m", "nano": "n", "pico": "p", "kilo": "k",
    "mega": "M", "giga": "G", "centi": "c", "meter": "m", "metre": "m", "gram": "g", "second": "s",
    "hertz": "Hz", "volt": "V", "ampere": "A", "kelvin": "K", "celsius": "°C", "degree": "°",
    "joule": "J", "watt": "W", "electronvolt": "eV", "molar": "M", "mole": "mol", "liter": "l",
    "litre": "l", "byte": "B", "bit": "bit", "minute": "min", "hour": "h", "angstrom": "Å",
}  # fmt: skip
"""Macros without arguments, and their text; none where they print nothing in a line of prose."""

ARGUMENTS = {
    "href": ("{{", "%(2)s"),
    "hyperref": ("[{", "%(2)s"),
    "url": ("{", "%(1)s"),
    "path": ("{", "%(1)s"),
    "foreignlanguage": ("{{", "%(2)s"),
    "multicolumn": ("{{{", "%(3)s"),
    "parbox": ("[{{", "%(3)s"),
    "framebox": ("[[{", "%(3)s"),
    "makebox": ("[[{", "%(3)s"),
    "raisebox": ("{[[{", "%(4)s"),
    "rotatebox": ("[{{", "%(3)s"),
    "scalebox": ("{[{", "%(3)s"),
    "resizebox": ("{{{", "%(3)s"),
    "footnotetext": ("[{", "[%(2)s]"),
    "SI": ("[{[{", "%(2)s %(4)s"),
    "qty": ("[{{", "%(2)s %(3)s"),
    "si": ("[{", "%(2)s"),
    "unit": ("[{", "%(2)s"),
    "num": ("[{", "%(2)s"),
    # What another macro prints, and prints here where it stands.
    "title": ("{", "%(1)s"),
    "author": ("[{", "%(2)s"),
    "date": ("{", "%(1)s"),
    "exercise": ("[{", "%(2)s"),
    "uebung": ("[{", "%(2)s"),
    # What prints nothing where it stands: no file is read.
    **dict.fromkeys(("input", "include", "bibliography", "label", "index"), ("{", "")),
    **dict.fromkeys(("noopsort", "SortNoop", "pagestyle", "selectlanguage", "tag"), ("{", "")),
    **dict.fromkeys(("color", "pagecolor", "fontfamily", "phantom"), ("[{", "")),
    **dict.fromkeys(("hphantom", "vphantom", "documentclass", "usepackage"), ("[{", "")),
    **dict.fromkeys(("newcommand", "renewcommand", "providecommand"), ("*{[[{", "")),
    "DeclareMathOperator": ("*{{", ""),
    "footnotemark": ("[", ""),
    "includegraphics": ("*[[{", ""),
    "hspace": ("*{", " "),
    "vspace": ("*{", " "),
}
"""Macros with the arguments that they take, as pylatexenc writes these, and what they print."""

ENVIRONMENTS = {"CJK": "{{", "CJK*": "{{", "minipage": "[{", "multicols": "{"}
"""Environments with the arguments that they take, and do not print."""
