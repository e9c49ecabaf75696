#!/usr/bin/env bash
# rehype-citation 2.3.2 (npm; citations in Markdown sites of unified) with citeproc 2.4.63, seen 2026-11-30.
#
# Two works of one author and year are told apart by letters. citeproc-js, asked for the citation of the
# second, also returns the first anew, with its letter. rehype-citation takes only the one it asked for, so
# that the first is cited as "Oak, 2020" where the list has 2020a and 2020b; cited once more, it has its letter.
# "Elm et al." too may then be either of two papers. Citations in a sentence, @bark, are printed in a style of
# numbers as [NO_PRINTED_FORM].
#
# Fails if that changes. Node is needed; the packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts rehype-citation@2.3.2 citeproc@2.4.63 \
  unified@11.0.5 rehype-parse@9.0.1 rehype-stringify@10.0.1
cat > refs.bib <<'BIB'
@article{bark, author = {Oak, Ann}, title = {On Bark}, journal = {Wood}, year = 2020}
@article{sap, author = {Oak, Ann}, title = {On Sap}, journal = {Wood}, year = 2020}
@article{leaf, author = {Elm, Ben and Fir, Cy and Yew, Eve and Ash, Dan}, title = {On Leaves},
  journal = {Wood}, year = 2020}
@article{twig, author = {Elm, Ben and Fir, Cy and Ash, Dan and Yew, Eve}, title = {On Twigs},
  journal = {Wood}, year = 2020}
BIB
cat > cite.mjs <<'JS'
import assert from "node:assert";
import cite from "rehype-citation";
import parse from "rehype-parse";
import stringify from "rehype-stringify";
import { unified } from "unified";
const printed = async (text, csl) => {
  const page = await unified().use(parse, { fragment: true })
    .use(cite, { bibliography: "refs.bib", path: process.cwd(), csl })
    .use(stringify).process(`<p>${text}</p>`);
  const plain = String(page).replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
  console.log(`${csl}: ${plain}`);
  return plain;
};
const years = await printed("[@bark] and [@sap], so [@bark]; [@leaf] and [@twig]", "apa");
assert(years.startsWith("(Oak, 2020) and (Oak, 2020b), so (Oak, 2020a);"));
assert(years.includes("(Elm et al., 2020) and (Elm, Fir, Ash, et al., 2020)"));
assert(years.includes("Oak, A. (2020a). On Bark.") && years.includes("Oak, A. (2020b). On Sap."));
const numbers = await printed("As @bark says [@sap]", "vancouver");
assert(numbers.startsWith("As [NO_PRINTED_FORM] (1) says (2)"));
JS
node cite.mjs
echo "as stated: the first citation of two of a year has no letter"
