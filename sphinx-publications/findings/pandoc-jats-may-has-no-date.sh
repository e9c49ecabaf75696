#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17), seen 2026-11-30.
#
# A month in JATS's references is a word or a number, <month>May</month> or <month>5</month>. pandoc makes the date
# 2020-May or 2020-5 of it, which its own citations do not read: the year goes with the month, and the work is
# cited as "n.d."; with 05, as pandoc writes, or 12 the date is there. Groups are lost as well: of a paper by a
# person and an institute, in <collab> or in the <string-name> that pandoc writes, the person is the only author.
#
# Fails if that changes. The package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pypandoc_binary==1.17
env/bin/python - <<'PY'
import json
from pathlib import Path

import pypandoc

PAGE = """<article><front><article-meta><title-group><article-title>Trees</article-title></title-group>
</article-meta></front><body><p>See <xref ref-type="bibr" rid="bark">1</xref>.</p></body><back><ref-list>
<ref id="bark"><element-citation publication-type="journal"><person-group person-group-type="author">
<name><surname>Oak</surname><given-names>Ann</given-names></name>{group}</person-group>
<article-title>On bark</article-title><source>Wood</source><year>2020</year>{month}<volume>3</volume>
</element-citation></ref></ref-list></back></article>"""


def read(month="", group=""):
    text = PAGE.format(month=month, group=group)
    [item] = json.loads(pypandoc.convert_text(text, "csljson", format="jats"))
    return item, pypandoc.convert_text(text, "plain", format="jats", extra_args=["--citeproc"])


for month in ("", "<month>05</month>", "<month>12</month>"):
    item, printed = read(month)
    assert item["issued"]["date-parts"][0][0] == 2020 and "(Oak 2020)" in printed
for month in ("<month>5</month>", "<month>May</month>"):
    item, printed = read(month)
    print(month, item["issued"], printed)
    assert item["issued"]["date-parts"] == [] and "n.d." in printed and "2020" not in printed
assert [author["family"] for author in read(group="<collab>Institute of Wood</collab>")[0]["author"]] == ["Oak"]
work = {"id": "bark", "type": "article-journal", "title": "On bark", "author": [
    {"family": "Oak", "given": "Ann"}, {"literal": "Institute of Wood"}]}
Path("refs.json").write_text(json.dumps([work]))
jats = pypandoc.convert_text(
    "See @bark.", "jats+element_citations", format="markdown",
    extra_args=["--standalone", "--citeproc", "--bibliography=refs.json"],
)
assert "<string-name>Institute of Wood</string-name>" in jats
[item] = json.loads(pypandoc.convert_text(jats, "csljson", format="jats"))
print(item["author"])
assert [author["family"] for author in item["author"]] == ["Oak"]
PY
echo "as stated: a work of May has no date, and a group is no author"
