#!/usr/bin/env bash
# htmldate 1.11.0, trafilatura 2.3.1 (PyPI), seen 2026-11-30.
#
# Google Scholar takes a year alone in citation_publication_date where the day is not known. htmldate, from which
# trafilatura has its dates, reads that tag, but passes over the year if the text has a whole date somewhere: a paper
# of 2020 about trees that were planted in 2011 is of 3 March 2011. With a day in the tag it is of that day.
#
# Fails if that changes. The packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet htmldate==1.11.0 trafilatura==2.3.1 lxml-html-clean==0.4.6
env/bin/python - <<'PY'
from htmldate import find_date
from trafilatura import extract_metadata

PAGE = """<html><head><title>On bark</title><meta name="citation_title" content="On bark">
<meta name="citation_author" content="Ann Oak"><meta name="citation_publication_date" content="{date}"></head>
<body><main><h1>On bark</h1><p>Bark is the skin of trees. {text}</p></main></body></html>"""


def read(date, text=""):
    page = PAGE.format(date=date, text=text)
    found = {find_date(page), find_date(page, original_date=True), extract_metadata(page).date}
    print(date, "|", text, "|", *found)
    [day] = found
    return day


planted = "The trees were planted on 3 March 2011."
assert read("2020").startswith("2020")
assert read("2020", planted) == "2011-03-03"
assert read("2020", "Received 3 March 2019, accepted 4 April 2020.") == "2019-03-03"
assert read("2020/05/04", planted) == "2020-05-04"
PY
echo "as stated: a paper of 2020 is of the day in 2011 that it tells of"
