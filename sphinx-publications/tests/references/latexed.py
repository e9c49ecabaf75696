"""What LaTeX prints of the BibTeX of a site: with bibtex and plain.bst, with biber and BibLaTeX."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from .ways import Site, plain

# A page so wide that each reference is one line of it.
_HEAD = r"""\documentclass{article}
\usepackage[T1]{fontenc}\usepackage{tgtermes}
\input{glyphtounicode}\pdfgentounicode=1
\usepackage[paperwidth=300cm,paperheight=100cm,margin=5cm]{geometry}
\pagestyle{empty}
"""
_PLAIN = (
    _HEAD + r"\begin{document}\nocite{*}\bibliographystyle{plain}\bibliography{refs}\end{document}"
)
_BIBLATEX = (
    _HEAD
    + r"""\usepackage[backend=biber,sorting=none]{biblatex}\addbibresource{refs.bib}
\begin{document}\nocite{*}\printbibliography\end{document}"""
)


def by_plain(site: Site, folder: Path) -> dict[str, str]:
    """Print the classic BibTeX; returns the references by key."""
    return _printed(folder, site.file("bibtex.bib"), _PLAIN, ["bibtex"], r"\\bibitem\{([^}]*)\}")


def by_biblatex(site: Site, folder: Path) -> dict[str, str]:
    """Print the BibLaTeX; returns the references by key."""
    return _printed(folder, site.file("bib"), _BIBLATEX, ["biber", "-q"], r"\\entry\{([^}]*)\}")


def _printed(
    folder: Path, bibtex: str, document: str, reader: list[str], item: str
) -> dict[str, str]:
    folder.mkdir()
    (folder / "refs.bib").write_text(bibtex, encoding="utf-8")
    (folder / "list.tex").write_text(document, encoding="utf-8")
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "list"]
    for command in (latex, [*reader, "list"], latex, latex):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    read = ["pdftotext", "-layout", "list.pdf", "-"]
    text = subprocess.run(read, cwd=folder, capture_output=True, text=True, check=True).stdout
    bbl = (folder / "list.bbl").read_text(encoding="utf-8")
    lines = [plain(line) for line in re.findall(r"^\s*\[\d+\](.*)$", text, re.MULTILINE)]
    return dict(zip(re.findall(item, bbl), lines, strict=True))
