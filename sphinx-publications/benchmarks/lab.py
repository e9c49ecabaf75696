"""How long the site of a lab takes: twelve people with cards and pages, and 800 papers.

It is built in turn with one that has the same papers, pages of papers and list, and shows nobody.
Figures are CPU seconds; the ratio is the median over rounds. Its target is 1.3.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
from itertools import count
from pathlib import Path

from bibliography import GIVEN, bibliography
from measuring import build
from projects import CONF, OWNER

PAPERS, TARGET = 800, 1.3
FAMILIES = (
    "Example Sample Trial Specimen Exemple Muster Probe Model Placeholder Ejemplo Dummy Draft"
).split()
PEOPLE = [f"{given} {family}" for given, family in zip(GIVEN, FAMILIES, strict=False)]
FACTS = {name: {"role": "Member", "url": "https://example.org"} for name in PEOPLE}
CONF_OF_LIST = f"""{CONF}
extensions = ["myst_parser", "sphinx_publications"]
bibtex_bibfiles = ["refs.bib"]
"""
CONF_OF_LAB = f"""{CONF_OF_LIST}
publications_people = {FACTS}
publications_people_pages = "people"
"""


def papers() -> str:
    """Return the bibliography, in which three of the people stand where the owner stood."""
    number = count()

    def three(_: re.Match[str]) -> str:
        first = next(number)
        names = (PEOPLE[(first * step + step) % len(PEOPLE)] for step in (1, 5, 7))
        return " and ".join(dict.fromkeys(names))

    return re.sub(re.escape(OWNER), three, bibliography(PAPERS))


def write(folder: Path, *, is_lab: bool) -> None:
    """Write one of the two sites."""
    folder.mkdir(parents=True)
    (folder / "refs.bib").write_text(papers(), encoding="utf-8")
    (folder / "conf.py").write_text(CONF_OF_LAB if is_lab else CONF_OF_LIST, encoding="utf-8")
    people = "```{people}\n```\n\n" if is_lab else ""
    text = f"# Home\n\n{people}```{{publications}}\n```\n"
    (folder / "index.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Print the seconds of each round, and the median of the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    ratios = []
    with tempfile.TemporaryDirectory() as place:
        sites = {is_lab: Path(place, f"site{is_lab}") for is_lab in (False, True)}
        for is_lab, folder in sites.items():
            write(folder, is_lab=is_lab)
        for number in range(rounds):
            seconds: dict[bool, float] = {}
            for is_lab in sorted(sites, reverse=number % 2 == 1):
                shutil.rmtree(sites[is_lab] / "_build", ignore_errors=True)
                seconds[is_lab], _ = build(sites[is_lab])
            ratios.append(seconds[True] / seconds[False])
            print(f"list {seconds[False]:.1f} s, lab {seconds[True]:.1f} s: {ratios[-1]:.2f}")
    median = statistics.median(ratios)
    print(f"{median:.2f} times; target {TARGET}, {'met' if median <= TARGET else 'missed'}")


if __name__ == "__main__":
    main()
