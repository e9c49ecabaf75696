#!/usr/bin/env bash
# bib-dedupe 0.11.0 (PyPI; under CoLRev, for reviews of literature), seen 2026-11-30.
#
# BibDedupe keeps a reply apart from the paper that it is about. A retraction or an erratum has the title of the paper
# behind that word, its authors and its year. It comes an issue later, on another page, with a DOI of its own, which
# BibDedupe compares by its spelling: wood.101 and wood.102 are almost one. It takes the notice to be the paper, and
# keeps the paper alone: who reviews the literature does not learn that the paper was retracted.
#
# Fails if that changes. The package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --no-compile bib-dedupe==0.11.0
cat > merge.py <<'PY'
from bib_dedupe.bib_dedupe import merge
from pandas import DataFrame


def pair(word, title, authors, number):
    paper = {
        "ID": title, "ENTRYTYPE": "article", "author": authors, "title": title, "journal": "Wood", "year": "2020",
        "volume": "3", "number": "2", "pages": f"{number}--{number + 8}", "doi": f"10.5555/wood.{number}",
        "booktitle": "", "abstract": "",
    }
    later = {"number": "3", "pages": "490", "doi": f"10.5555/wood.{number + 1}"}
    return [paper, {**paper, **later, "ID": word, "title": f"{word}: {title}"}]


def main():
    records = [
        *pair("Retraction", "On the bark of trees", "Oak, Ann and Elm, Ben", 101),
        *pair("Erratum", "How beetles find their way in the dark", "Fir, Cy", 205),
        *pair("Reply", "Leaves turn red in autumn", "Yew, Dan", 309),
    ]
    kept = list(merge(DataFrame(records), verbosity_level=0)["title"])
    print("kept:", kept)
    assert sorted(kept) == sorted(record["title"] for record in records if record["ID"] not in ("Retraction", "Erratum"))


if __name__ == "__main__":
    main()
PY
env/bin/python merge.py > seen
grep "kept:" seen
echo "as stated: of a paper and its retraction, the paper is kept"
