// The engine of search: opens an index and answers queries. It never fails for a query, only where the index has no
// root.
import { matcherOf, shownOf } from "./extracts.js";
import { counted, filtered, isFiltered } from "./facets.js";
import { findTerms } from "./finding.js";
import { readQuery } from "./query.js";
import { rank } from "./ranking.js";
import { openShards } from "./shards.js";
import { stem } from "./stems.js";
import { wordsOf } from "./words.js";

const FIELDS = { kind: "k", url: "u", when: "w", place: "p", author: "a", lang: "l" };
/** What an address below the site's root never begins with; nothing else may come out of a damaged index. */
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|[\\/\s])/i;
/** What an address on another site begins with. */
const OUTSIDE = /^https?:\/\/[^\s\\]+$/i;

const text = (value) => (typeof value === "string" ? value : "");
const whole = (value, otherwise) => (value >= 0 && value < Infinity ? Math.floor(value) : otherwise);

const hitOf = ({ number, ...why }, document, matcher, explain) => {
  const hit = { number, ...shownOf(document, matcher) };
  for (const [name, key] of Object.entries(FIELDS)) hit[name] = text(document[key]);
  if (ELSEWHERE.test(hit.url)) hit.url = "";
  hit.out = OUTSIDE.test(text(document.o)) && URL.canParse(document.o) ? document.o : "";
  if (explain) hit.why = why;
  return hit;
};

const answer = async (
  shards, lang, query, { typing = false, limit = 10, from = 0, filters, facets = false, explain = false }
) => {
  const reader = await shards.reader();
  const read = readQuery(query, { typing, lang, langs: reader.langs });
  const narrowing = read.words.length && (facets || isFiltered(filters)) ? reader.facets() : undefined;
  const found = await findTerms(reader, read);
  let ranked = await rank(reader, found);
  const values = await narrowing ?? new Map();
  const counts = facets ? counted(ranked, values, filters) : null;
  if (isFiltered(filters)) ranked = filtered(ranked, values, filters);
  const first = whole(from, 0);
  const page = ranked.slice(first, first + whole(limit, 10));
  const documents = await Promise.all(page.map(({ number }) => reader.document(number)));
  const shown = found.entries.length
    ? found.entries
    : read.words.map((word) => ({ word, rows: [], begun: read.begun }));
  const matcher = matcherOf(shown, read.spans);
  const hits = page
    .map((entry, at) => hitOf(entry, documents[at], matcher, explain))
    .filter(({ url, out, title }) => url || out || title.length);
  // A misspelt word may mean several: what it means together with the others, a title of the site's own tells best.
  if (found.corrected.length) hits.sort((one, other) => !!one.out - !!other.out || other.titled - one.titled);
  // A place whose name begins with all that was typed.
  for (const hit of hits) {
    const title = wordsOf(hit.title.map(([part]) => part).join(""));
    hit.placed = hit.kind === "place" && read.words.every((word, at) => title[at] === word);
  }
  hits.sort((one, other) => other.placed - one.placed);
  // Of all words that a correction may mean, one that results hold is what a visitor understands.
  const marked = hits
    .flatMap(({ title, extract }) => [...title, ...extract])
    .flatMap(([part, is]) => (is ? wordsOf(part) : []));
  const corrected = found.corrected.map(([word, term, other]) => (
    [word, marked.find((one) => reader.langs.some((of) => stem(one, of) === term)) ?? other]));
  return {
    words: read.words,
    corrected,
    total: ranked.length,
    hits,
    kinds: reader.kinds,
    ones: reader.ones,
    facets: counts,
    damaged: reader.damaged
  };
};

/** An index of which «load(name)» brings the files; «lang» is the language of the page. */
export const openIndex = (load, lang) => {
  const shards = openShards(load, lang);
  return { search: (query, options) => answer(shards, lang, query, options ?? {}) };
};
