#!/usr/bin/env bash
# bibutils 7.2 (Debian 7.2-2), seen 2026-11-30.
#
# Word keeps the sources of a document as XML, and bibutils has programs that write and read it. The one that
# reads, wordbib2xml, takes title, volume, pages, publisher and town alone: of every source, written by Word or by
# bibutils itself, authors, editors, year, month, journal, issue and type are gone, without a warning.
#
# Fails if that changes. bibutils 7.2 has to be installed.
set -euo pipefail
wordbib2xml --version 2>&1 | grep "version 7\.2" > /dev/null || { echo "needs bibutils 7.2"; exit 77; }
cd "$(mktemp -d)"
cat > word.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">
<b:Source><b:Tag>Oak20</b:Tag><b:SourceType>JournalArticle</b:SourceType>
<b:Author><b:Author><b:NameList>
<b:Person><b:Last>Oak</b:Last><b:First>Ann</b:First></b:Person>
<b:Person><b:Last>Elm</b:Last><b:First>Ben</b:First></b:Person>
</b:NameList></b:Author></b:Author>
<b:Title>On Bark</b:Title><b:JournalName>Wood</b:JournalName><b:Year>2020</b:Year>
<b:Month>May</b:Month><b:Volume>3</b:Volume><b:Issue>2</b:Issue><b:Pages>1-9</b:Pages></b:Source>
</b:Sources>
XML
cat > refs.bib <<'BIB'
@article{Oak20, author = {Oak, Ann and Elm, Ben}, title = {On Bark}, journal = {Wood}, volume = 3,
  number = 2, pages = {1--9}, year = 2020, month = may}
BIB
bib2xml refs.bib 2> log | xml2wordbib > own.xml 2> log
for tag in "<b:Last>Oak</b:Last>" "<b:Year>2020</b:Year>" "<b:Issue>2</b:Issue>"; do
  grep -q "$tag" own.xml
  grep -q "$tag" word.xml
done
for file in word own; do
  wordbib2xml "$file.xml" 2> log | xml2bib > "$file.bib" 2> log
  cat "$file.bib"
  grep -q 'title="On Bark"' "$file.bib"
  grep -q 'pages="1--9"' "$file.bib"
  grep -q "@Misc{Oak20" "$file.bib"
  if grep -qiE "oak,|elm|author|2020|may|number" "$file.bib"; then exit 1; fi
done
echo "as stated: sources of Word have no authors and no year"
