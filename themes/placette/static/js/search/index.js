// The engine of search: opens an index and answers queries. It never fails for a query, only where the index has no root.
import { matcherOf, shownOf } from "./extracts.js";
import { counted, filtered, isFiltered } from "./facets.js";
import { findTerms } from "./finding.js";
import { readQuery } from "./query.js";
import { rank } from "./ranking.js";
import { openShards } from "./shards.js";

const NO_FILTERS = {};

const text = (value) => (typeof value === "string" ? value : "");
/** An address below the site's root; nothing else may come out of a damaged index. */
const addressOf = (value) => (/^(?:[a-z][a-z0-9+.-]*:|[\\/]|\s)/i.test(text(value)) ? "" : text(value));
const whole = (value, otherwise) => (Number.isFinite(value) && value >= 0 ? Math.floor(value) : otherwise);

const hitOf = ({ number, named, held, score, why }, document, matcher, explain) => ({
  number,
  kind: text(document.k),
  url: addressOf(document.u),
  ...shownOf(document, matcher),
  when: text(document.w),
  place: text(document.p),
  author: text(document.a),
  lang: text(document.l),
  ...(explain ? { why: { named, held, score, terms: why } } : {}),
});

const answer = async (shards, lang, query, { typing = false, limit = 10, from = 0, filters, facets = false, explain = false }) => {
  const reader = await shards.reader();
  const read = readQuery(query, { typing, lang, langs: reader.langs });
  const narrowing = read.words.length && (facets || isFiltered(filters)) ? reader.facets() : undefined;
  const found = await findTerms(reader, read);
  let ranked = await rank(reader, found);
  const values = await narrowing;
  const counts = facets ? counted(ranked, values ?? new Map(), filters ?? NO_FILTERS) : null;
  if (isFiltered(filters)) ranked = filtered(ranked, values ?? new Map(), filters);
  const first = whole(from, 0);
  const page = ranked.slice(first, first + whole(limit, 10));
  const documents = await Promise.all(page.map(({ number }) => reader.document(number)));
  const matcher = matcherOf(found.entries.length ? found.entries : read.words.map((word) => ({ word, rows: [], begun: read.begun })));
  const hits = page.map((entry, at) => hitOf(entry, documents[at], matcher, explain)).filter(({ url, title }) => url || title.length);
  return { words: read.words, corrected: found.corrected, total: ranked.length, hits, facets: counts, damaged: reader.damaged };
};

/** An index of which «load(name)» brings the files; «lang» is the language of the page. */
export const openIndex = (load, lang) => {
  const shards = openShards(load);
  return { search: (query, options) => answer(shards, lang, query, options ?? {}) };
};
