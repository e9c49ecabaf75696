#!/usr/bin/env bash
# commonmeta-py 0.312 (PyPI; the converter of Front Matter), seen 2026-11-29.
#
# Software read from CSL-JSON and written as CSL-JSON has the type book, although commonmeta knows what it
# is: its own format says Software, and DataCite's JSON out of it too. Its version stays, which no book has.
#
# Fails if that changes. The package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet commonmeta-py==0.312
env/bin/python - <<'PY'
import json

from commonmeta import Metadata

program = {
    "id": "saw", "type": "software", "title": "Saw", "author": [{"family": "Oak", "given": "Ann"}],
    "URL": "https://example.org/saw", "version": "2.1", "issued": {"date-parts": [[2020]]},
}
read = Metadata(json.dumps(program), via="csl")
csl, own, datacite = (json.loads(read.write(to=form)) for form in ("csl", "commonmeta", "datacite"))
print(csl)
assert own["type"] == "Software"
assert datacite["types"]["resourceTypeGeneral"] == "Software"
assert (csl["type"], csl["version"]) == ("book", "2.1")
PY
echo "as stated: software is a book with a version"
