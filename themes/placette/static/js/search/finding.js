// For each word of a query, the terms of the index that stand for it: [term, postings, factor].
import { stem } from "./stems.js";
import { corrections } from "./typing-errors.js";

/** How much a way to find a word counts, beside the word itself. */
const FACTORS = { joined: 1.2, begun: 0.8, stump: 0.5, elided: 0.6, corrected: 0.5 };
const SHORTEST_BEGUN = 2;
const SHORTEST_STUMP = 4;
const LONGEST_REST = 5;
const ELIDED = /^(?:[ldjmtsnc]|qu)([aeiouyh].{2,})/u;

const known = (rows) => rows.filter(([, postings]) => postings);

const termsOf = async (reader, word) => {
  const terms = [...new Set([word, ...reader.langs.map((lang) => stem(word, lang))])];
  return known(await Promise.all(terms.map(async (term) => [term, await reader.term(term), 1])));
};

/** What begins so counts as one word: as often as all of it together, less when much is still to be typed. */
const begunBy = async (reader, word, skipped = 0) => {
  if ([...word].length - skipped < SHORTEST_BEGUN) return [];
  const rows = await reader.beginning(word);
  const df = Math.min(rows.reduce((sum, [, postings]) => sum + postings.df, 0), reader.docs);
  return rows.map(([term, { found }]) => [
    term, { df, found }, (FACTORS.begun * word.length) / (word.length + 0.3 * (term.length - word.length)),
  ]);
};

/** The longest term with which a word begins: «volcaniq» is on its way to a word whose stem is shorter than it. */
const stumpOf = async (reader, word) => {
  for (let length = word.length - 1; length >= Math.max(SHORTEST_STUMP, word.length - LONGEST_REST); length -= 1) {
    const rows = known([[word.slice(0, length), await reader.term(word.slice(0, length)), FACTORS.stump]]);
    if (rows.length) return rows;
  }
  return [];
};

const weakened = (rows, factor) => rows.map(([term, postings, own]) => [term, postings, own * factor]);

/** A word for which nothing is found: without its elision, as the beginning of a longer form, or corrected. */
const rescued = async (reader, { word, begun, optional }) => {
  const rest = word.match(ELIDED)?.[1];
  if (rest) {
    const exact = await termsOf(reader, rest);
    const rows = exact.length || !begun ? exact : await begunBy(reader, rest);
    if (rows.length) return { rows: weakened(rows, FACTORS.elided) };
  }
  if (begun) {
    const rows = await stumpOf(reader, word);
    if (rows.length) return { rows };
  }
  if (optional) return { rows: [] };
  const meant = await corrections(reader, word, begun);
  const rows = known(await Promise.all(meant.map(async ([term], at) => (
    [term, await reader.term(term), FACTORS.corrected / (at + 1)]))));
  return { rows, correction: meant.find(([term]) => rows[0]?.[0] === term) };
};

const wordRows = async (reader, entry) => {
  const [exact, begun] = await Promise.all([
    termsOf(reader, entry.word),
    entry.begun ? begunBy(reader, entry.word) : []
  ]);
  const had = new Set(exact.map(([term]) => term));
  return [...exact, ...begun.filter(([term]) => !term.startsWith("_") && !had.has(term))];
};

/** The documents that have a name, and those whose name begins so. */
const findNames = async (reader, { name, begun }) => {
  if (!name) return { exact: undefined, beginning: [] };
  const term = `_${name}`;
  const [exact, beginning] = await Promise.all([reader.term(term), begun ? begunBy(reader, term, 1) : []]);
  return { exact, beginning: beginning.filter(([other]) => other !== term) };
};

/**
 * What a query finds: «entries» with a word's rows each, the documents that bear the query as their name, the rows of
 * names that begin with it, and [word, term, other word] for those that were corrected. All that may be needed is asked
 * for at the same time.
 */
export const findTerms = async (reader, query) => {
  const { wanted, spans } = query;
  const [names, spanRows, ...wordsRows] = await Promise.all([
    findNames(reader, query),
    Promise.all(spans.map(async (span) => [span, await termsOf(reader, span.word)])),
    ...wanted.map((entry) => wordRows(reader, entry)),
  ]);
  const entries = wanted.map((entry, index) => ({ ...entry, rows: wordsRows[index] }));
  for (const [{ from, to }, rows] of spanRows) {
    const covered = entries.filter(({ at }) => at >= from && at <= to);
    for (const entry of covered) entry.rows.push(...weakened(rows, FACTORS.joined / covered.length));
  }
  const corrected = [];
  await Promise.all(entries.filter(({ rows }) => !rows.length).map(async (entry) => {
    const { rows, correction } = await rescued(reader, entry);
    entry.rows = rows;
    if (correction) corrected.push([entry.word, ...correction]);
  }));
  return { entries, names, corrected };
};
