#!/usr/bin/env bash
# biber 2.18 (Debian 2.18-1), seen 2026-11-29.
#
# BibLaTeX's granular @xdata names one item of a list by its number: {xdata=house-author-2} is the
# second author of the entry house, and biber takes the second. Of a list that holds no names,
# {xdata=house-location-2}, biber takes the first item, whatever the number, without a warning.
#
# Fails if that changes. biber 2.18 has to be installed.
set -euo pipefail
biber --version | grep -q "2\.18" || { echo "needs biber 2.18"; exit 77; }
cd "$(mktemp -d)"
cat > refs.bib <<'BIB'
@xdata{house, author = {Oak, Ann and Elm, Ben and Ash, Cy}, location = {Bern and Rome and Oslo},
  publisher = {First Press and Second Press and Third Press}}
@book{bark, author = {xdata=house-author-2}, title = {On Bark}, location = {xdata=house-location-2},
  publisher = {xdata=house-publisher-3}, date = {2020}}
BIB
biber --tool --output-resolve --output-file=read.bib refs.bib > log
cat read.bib
grep -q "AUTHOR = {Elm, Ben}" read.bib
grep -q "LOCATION = {Bern}" read.bib
grep -q "PUBLISHER = {First Press}" read.bib
if grep -q "WARN" log; then exit 1; fi
echo "as stated: the second name, but the first place and the first publisher"
