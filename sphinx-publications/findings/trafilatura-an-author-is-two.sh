#!/usr/bin/env bash
# trafilatura 2.3.1 (PyPI), seen 2026-11-30.
#
# Google Scholar takes the authors of a page in either order, "Oak, Ann" or "Ann Oak", one in each tag
# citation_author. trafilatura splits them at commas: two authors are four, Oak, Ann, Elm and Ben. In the other
# order Ann Oak is gone beside Ann Oakley, whose name has hers in it. A group is cut at "of", and is nobody where
# it is the only author. Read from JSON-LD, an author within schema.org's Role is left out, and so is a group.
#
# Fails if that changes. The package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet trafilatura==2.3.1 lxml-html-clean==0.4.6
env/bin/python - <<'PY'
import json

from trafilatura import extract_metadata

PAGE = """<html><head><title>On bark</title><meta name="citation_title" content="On bark">
<meta name="citation_publication_date" content="2020/05/04">{head}</head>
<body><main><h1>On bark</h1><p>Bark is the skin of trees.</p></main></body></html>"""


def tags(*names):
    return read("".join(f'<meta name="citation_author" content="{name}">' for name in names))


def json_ld(*authors):
    work = {"@context": "https://schema.org", "@type": "ScholarlyArticle", "name": "On bark", "author": authors}
    return read(f'<script type="application/ld+json">{json.dumps(work)}</script>')


def read(head):
    author = extract_metadata(PAGE.format(head=head)).author
    print(author)
    return author


assert tags("Ann Oak", "Ben Elm") == "Ann Oak; Ben Elm"
assert tags("Oak, Ann", "Elm, Ben") == "Oak; Ann; Elm; Ben"
assert tags("Ann Oak", "Ann Oakley") == "Ann Oakley"
assert tags("Institute of Wood", "Ben Elm") == "Institute; Ben Elm"
assert tags("Institute of Wood") is None
ann, ben = ({"@type": "Person", "name": name} for name in ("Ann Oak", "Ben Elm"))
group = {"@type": "Organization", "name": "Institute of Wood"}
role = {"@type": "Role", "author": ben, "roleName": "corresponding author"}
assert json_ld(ann, ben) == "Ann Oak; Ben Elm"
assert json_ld(ann, role) == "Ann Oak"
assert json_ld(ann, group) == "Ann Oak"
PY
echo "as stated: two authors are four, or one"
