#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17), bibutils 7.2 (Debian 7.2-2), seen 2026-11-30.
#
# Reading EndNote's XML, pandoc names the issue `number` and the pages `pages`, which CSL calls `issue` and `page`.
# No style prints the pages, and Chicago puts the issue where the page belongs: an article in 3 (2), pages 101-109,
# stands in "3: 2". Editors and DOIs are not read at all, and a paper at a conference is a preprint. bibutils
# reads issue, pages and DOI from the same file.
#
# Fails if that changes. bibutils 7.2 has to be installed; the rest is installed in a temporary folder.
set -euo pipefail
endx2xml --version 2>&1 | grep "version 7\.2" > /dev/null || { echo "needs bibutils 7.2"; exit 77; }
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pypandoc_binary==1.17
cat > refs.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<xml><records>
<record><rec-number>1</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>Oak, Ann</author></authors></contributors>
<titles><title>On bark</title><secondary-title>Wood</secondary-title></titles>
<periodical><full-title>Wood</full-title></periodical>
<pages>101-109</pages><volume>3</volume><number>2</number><dates><year>2020</year></dates>
<electronic-resource-num>10.5555/bark</electronic-resource-num></record>
<record><rec-number>2</rec-number><ref-type name="Conference Paper">47</ref-type>
<contributors><authors><author>Elm, Ben</author></authors>
<secondary-authors><author>Fir, Cy</author></secondary-authors></contributors>
<titles><title>On leaves</title><secondary-title>Proceedings of Trees</secondary-title></titles>
<pages>5-7</pages><dates><year>2019</year></dates><publisher>Forest Press</publisher></record>
</records></xml>
XML
env/bin/python - <<'PY'
import json

import pypandoc

bark, leaves = json.loads(pypandoc.convert_file("refs.xml", "csljson", format="endnotexml"))
print(bark, leaves, sep="\n")
assert (bark["number"], bark["pages"]) == ("2", "101-109")
assert not {"issue", "page", "DOI"} & bark.keys()
assert leaves["type"] == "article" and "editor" not in leaves
options = ["--citeproc", "--wrap=none"]
text = pypandoc.convert_file("refs.xml", "plain", format="endnotexml", extra_args=options)
print(text)
assert "Wood 3: 2." in text and "101" not in text and "Fir" not in text
assert "Preprint, Forest Press" in text
PY
endx2xml refs.xml 2> log | xml2bib > read.bib 2> log
cat read.bib
for field in 'number="2"' 'pages="101--109"' 'doi="10.5555/bark"' 'pages="5--7"'; do
  grep -q "$field" read.bib
done
echo "as stated: the issue of an article is its page"
