// Makes both forms of MiniSearch's index: node make.mjs DOCUMENTS.json FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import MiniSearch from "minisearch";
import { options } from "./minisearch.mjs";

const MOST = 48_000; // characters of a part, unless one term alone has more

const [source, folder] = process.argv.slice(2);
const documents = JSON.parse(readFileSync(source, "utf8"));
globalThis.snowballFactory = createRequire(import.meta.url)("snowball-stemmers");
const index = new MiniSearch(options());
documents.forEach((document, id) => index.add({ ...document, id }));
const made = JSON.parse(JSON.stringify(index));

const write = (name, value) => writeFileSync(`${folder}/${name}.json`, JSON.stringify(value));

const divide = (prefix, terms, parts) => {
  const size = terms.reduce((sum, term) => sum + JSON.stringify(term).length, 0);
  if (prefix && (size <= MOST || terms.length === 1)) return parts.set(prefix, terms);
  const below = new Map();
  for (const term of terms) {
    const longer = term[0].slice(0, prefix.length + 1);
    below.set(longer, [...(below.get(longer) ?? []), term]);
  }
  if (below.has(prefix)) parts.set(prefix, below.get(prefix));
  below.delete(prefix);
  for (const [longer, some] of below) divide(longer, some, parts);
  return parts;
};

mkdirSync(`${folder}/one`, { recursive: true });
mkdirSync(`${folder}/parts`, { recursive: true });
write("one/index", { index: made, shown: documents.map(({ url, title, summary }) => ({ u: url, t: title, s: summary })) });
const { index: terms, ...root } = made;
const parts = divide("", terms, new Map());
write("parts/root", { ...root, leaves: [...parts.keys()] });
for (const [prefix, some] of parts) write(`parts/t-${prefix}`, some);
documents.forEach(({ url, title, summary, text }, id) =>
  write(`parts/d-${id.toString(36)}`, { u: url, t: title, s: summary, x: text.slice(0, 6000) }),
);
