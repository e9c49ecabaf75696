"""Journals of astronomy, which NASA's ADS exports as macros: ``journal = {\\mnras}``.

AASTeX defines them ("AASTeX v6+ documentation", section "Abbreviations for journal names").
"""

from __future__ import annotations

from sphinx_publications.patterns import pattern

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
}
"""Macros without arguments, and the journals that they print."""
_MACRO = pattern(r"\{*\\(\w+)\}*")


def journal_of(value: str) -> str:
    """Return the name in LaTeX of the journal that a value is the macro of, else the value."""
    macro = _MACRO.fullmatch(value)
    return JOURNALS.get(macro[1], value) if macro else value
