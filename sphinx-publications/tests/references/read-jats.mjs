// Prints what jats-xml reads of the document on stdin.
import { readFileSync } from "node:fs";
import { Jats } from "jats-xml";
import { toText } from "myst-common";

const jats = new Jats(readFileSync(0, "utf-8"));
const attributes = (node) => Object.fromEntries(Object.entries(node).filter(([key]) => !["type", "children"].includes(key)));
process.stdout.write(JSON.stringify({
  doi: jats.doi ?? "",
  title: toText(jats.articleTitle),
  authors: jats.articleAuthors.map((author) => ({ name: toText(author), ...attributes(author) })),
}));
