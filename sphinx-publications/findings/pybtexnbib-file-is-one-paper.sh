#!/usr/bin/env bash
# pybtexnbib 0.2.0 with pybtexris 0.2.0, pybtex 0.26.1, nbib 0.3.2 (PyPI), seen 2026-11-30.
#
# PubMed's format separates records by an empty line. pybtexnbib, which lets pybtex read it, waits for the
# ER that ends a record of RIS: a file of two papers is one paper, by the authors of both, with both titles.
# A title that goes on in the next line loses the blank between two words. nbib reads two papers.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pybtexnbib==0.2.0 pybtexris==0.2.0 pybtex==0.26.1 nbib==0.3.2
cat > papers.nbib <<'NBIB'
PMID- 10000001
OWN - NLM
DP  - 2020 May
TI  - On the bark of trees that grow where no other trees have grown before they
      were planted.
VI  - 3
IP  - 2
PG  - 1-9
FAU - Oak, Ann
AU  - Oak A
JT  - Wood
PT  - Journal Article

PMID- 10000002
OWN - NLM
DP  - 2021 Jun
TI  - On leaves.
VI  - 4
IP  - 1
PG  - 5-7
FAU - Elm, Ben
AU  - Elm B
JT  - Forest
PT  - Journal Article
NBIB
env/bin/python - <<'PY'
from pathlib import Path

import nbib
from pybtex.database import parse_file

entries = parse_file("papers.nbib", bib_format="nbib").entries
entry = entries["Oak2020"]
for field in ("title", "journal", "date", "volume", "pages"):
    print(f"{field}: {entry.fields[field]}")
authors = [str(person) for person in entry.persons["author"]]
print("authors:", authors)
assert len(entries) == 1
assert authors == ["Oak, Ann", "Elm, Ben"]
assert "before theywere planted.; On leaves." in entry.fields["title"]
assert entry.fields["journal"] == "Wood; Forest"
records = nbib.read(Path("papers.nbib").read_text())
assert [len(record["authors"]) for record in records] == [1, 1]
assert "before they were planted." in records[0]["title"]
PY
echo "as stated: two papers in a file of PubMed are one paper of two authors"
