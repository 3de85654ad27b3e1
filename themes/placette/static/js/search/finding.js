// For each word of a query, the terms of the index that stand for it: [term, postings, factor].
import { stem, stemsIn } from "./stems.js";
import { corrections } from "./typing-errors.js";

/** How much a way to find a word counts, beside the word itself. */
const FACTORS = {
  ...{ exact: 1.45, joined: 1.2, begun: 0.8, alone: 0.15, beside: 0.5 },
  ...{ stump: 0.5, elided: 0.6, corrected: 0.5, foreign: 0.7, alike: 0.7 },
};
const SHORTEST_BEGUN = 2;
const SHORTEST_STUMP = 4;
const LONGEST_REST = 5;
const ELIDED = /^(?:[ldjmtsnc]|qu)([aeiouyh].{2,})/u;

const known = (rows) => rows.filter(([, postings]) => postings);

/** The word as it is written, its stem, and, less, what it would be in the other languages. */
const termsOf = async (reader, word) => {
  const own = stem(word, reader.lang);
  const terms = [...new Set([word, own, ...reader.langs.map((lang) => stem(word, lang))])];
  const rows = known(await Promise.all(terms.map(async (term) => (
    [term, await reader.term(term), term === own ? 1 : FACTORS.foreign]))));
  const most = Math.max(...rows.map(([, { df }]) => df));
  return rows.map((row) => (row[0] === word ? [word, { ...row[1], df: most }, word === own ? 1 : FACTORS.exact] : row));
};

/** The documents that hold all words of a synonym («hotel ville»), as one row. */
const rowOf = async (reader, words) => {
  const rows = await Promise.all(words.split(" ").map((word) => termsOf(reader, word)));
  if (!rows.every(({ length }) => length)) return [];
  if (rows.length < 2) return rows[0];
  const [first, ...others] = rows.map(([[, { found }]]) => new Map(found));
  const found = [...first].filter(([number]) => others.every((other) => other.has(number)));
  return found.length ? [[rows[0].at(-1)[0], { df: found.length, found }, 1]] : [];
};

/** [words of a query that have synonyms, the rows of those]; of a word that is being typed, four letters tell. */
const alikeOf = async (reader, entries) => {
  const asked = [];
  for (let from = 0; from < entries.length; from += 1) {
    for (let to = from + 1; to <= Math.min(entries.length, from + 3); to += 1) {
      const covered = entries.slice(from, to);
      const words = covered.map(({ word }) => word).join(" ");
      const begun = covered.at(-1).begun && words.length >= SHORTEST_STUMP;
      const key = begun ? [...reader.alike.keys()].find((one) => one.startsWith(words)) : words;
      const group = reader.alike.get(stemsIn(words, reader.lang)) ?? reader.alike.get(key);
      for (const other of group ?? []) if (other !== key) asked.push([covered, other]);
    }
  }
  return Promise.all(asked.map(async ([covered, other]) => [covered, await rowOf(reader, other)]));
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

/** Exact words come before those that begin so, all the more where there is only one. */
const wordRows = async (reader, entry, alone) => {
  const [exact, begun] = await Promise.all([
    termsOf(reader, entry.word),
    entry.begun ? begunBy(reader, entry.word) : []
  ]);
  const had = new Set(exact.map(([term]) => term));
  const others = begun.filter(([term]) => !term.startsWith("_") && !had.has(term));
  return [...exact, ...weakened(others, had.size ? FACTORS[alone ? "alone" : "beside"] : 1)];
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
  const [names, alike, spanRows, ...wordsRows] = await Promise.all([
    findNames(reader, query),
    alikeOf(reader, wanted),
    Promise.all(spans.map(async (span) => [span, await termsOf(reader, span.word)])),
    ...wanted.map((entry) => wordRows(reader, entry, wanted.length < 2)),
  ]);
  const entries = wanted.map((entry, index) => ({ ...entry, rows: wordsRows[index] }));
  // A name that only begins so comes after what holds the word.
  if (entries.length === 1 && entries[0].rows.some(([, , factor]) => factor >= 1)) {
    names.beginning = weakened(names.beginning, FACTORS.alone);
  }
  for (const [{ from, to }, rows] of spanRows) {
    const covered = entries.filter(({ at }) => at >= from && at <= to);
    for (const entry of covered) entry.rows.push(...weakened(rows, FACTORS.joined / covered.length));
  }
  for (const [covered, rows] of alike) {
    for (const { at } of covered) {
      entries.find((entry) => entry.at === at).rows.push(...weakened(rows, FACTORS.alike / covered.length));
    }
  }
  const corrected = [];
  await Promise.all(entries.filter(({ rows }) => !rows.length).map(async (entry) => {
    const { rows, correction } = await rescued(reader, entry);
    entry.rows = rows;
    if (correction) corrected.push([entry.word, ...correction]);
  }));
  return { entries, names, corrected };
};
