#!/usr/bin/env bash
# jats-xml 1.1.1, myst-to-jats 1.0.35 (npm; both by the makers of MyST), seen 2026-11-30.
#
# MyST's own frontmatter says of authors who contributed equally and who is the corresponding author, and
# myst-to-jats writes both into JATS. jats-xml reads JATS as MyST's frontmatter, and has neither any more. Suffixes
# are gone as well, and a group, in the <string-name> that myst-to-jats writes or in a <collab>, is an author whose
# name is a blank.
#
# Fails if that changes. Node is needed; the packages are installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --ignore-scripts jats-xml@1.1.1 myst-to-jats@1.0.35 vfile@5.3.7
cat > read.mjs <<'JS'
import assert from "node:assert";
import { Jats } from "jats-xml";
import { writeJats } from "myst-to-jats";
import { VFile } from "vfile";
const authors = [
  { id: "ann", name: "Ann Oak", nameParsed: { literal: "Ann Oak", given: "Ann", family: "Oak" },
    equal_contributor: true, corresponding: true, email: "ann@example.org" },
  { id: "ben", name: "Ben Elm Jr.",
    nameParsed: { literal: "Ben Elm Jr.", given: "Ben", family: "Elm", suffix: "Jr." }, equal_contributor: true },
  { id: "wood", name: "Institute of Wood", nameParsed: { literal: "Institute of Wood" } },
];
const mdast = { type: "root", children: [{ type: "paragraph", children: [{ type: "text", value: "Bark." }] }] };
const article = { kind: "Article", mdast, frontmatter: { title: "On bark", authors } };
const text = String(writeJats(new VFile(), article, { writeFullArticle: true }).result);
console.log(text);
for (const part of ['corresp="yes" equal-contrib="yes"', "<suffix>Jr.</suffix>", ">Institute of Wood</string-name>"])
  assert(text.includes(part));
const collab = text.replace(/<string-name.*<\/string-name>/, "<collab>Institute of Wood</collab>");
for (const source of [text, collab]) {
  const read = new Jats(source).frontmatter.authors;
  console.log(read);
  assert.deepEqual(read.map(({ name }) => name), ["Ann Oak", "Ben Elm", " "]);
  assert(!/equal|corresp|Jr|Institute/.test(JSON.stringify(read)));
}
JS
node read.mjs
echo "as stated: a group is a blank, and nobody contributed equally"
