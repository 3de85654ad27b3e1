// The files of the index: which one holds a term, what they say. Nothing in them is believed before it was looked at.
import { facetsOf } from "./facets.js";
import { HIGHEST, postingsOf } from "./postings.js";
import { stemsIn } from "./stems.js";

const FORM = 4;
/** Files of either kind that a word with a typing error is looked for in. */
const MOST_GUESSED = 6;

const strings = (value) => (Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : []);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The part of a file's name that stands for a prefix: letters that a name can't hold are numbers. */
const nameOf = (prefix) => [...prefix]
  .map((letter) => (/[a-z0-9_]/.test(letter) ? letter : `-${letter.codePointAt(0).toString(16)}-`)).join("");

/** What several of a kind are called (1), or one (2), by key, in the order of their groups. */
const labelsOf = (kinds, at) => new Map((Array.isArray(kinds) ? kinds : []).filter((kind) => strings(kind).length === 3)
  .map((kind) => [kind[0], kind[at]]));

/** By word, and by its stem, the words that mean the same. */
const alikeIn = (groups, langs) => new Map((Array.isArray(groups) ? groups : []).map(strings).flatMap((group) => (
  group.flatMap((words) => ["", ...langs].map((lang) => [stemsIn(words, lang), group])))));

const rootOf = ({ form, docs, langs, leaves, nodes, ends, years, kinds, apart, alike }) => {
  if (form !== FORM || !(docs >= 0 && docs < HIGHEST)) throw new Error(form);
  const [prefixes, divided, endings] = [leaves, nodes, ends].map((list) => new Set(strings(list)));
  return {
    docs,
    langs: strings(langs),
    leaves: prefixes,
    nodes: divided,
    ends: endings,
    years: strings(years),
    apart: isObject(apart) ? apart : {},
    alike: alikeIn(alike, strings(langs)),
    kinds: labelsOf(kinds, 1),
    ones: labelsOf(kinds, 2)
  };
};

/** The longest of the prefixes that a text begins with; undefined when there is none. */
const longestPrefix = (text, prefixes) => {
  for (let length = text.length; length >= 0; length -= 1) {
    const prefix = text.slice(0, length);
    if (prefixes.has(prefix)) return prefix;
  }
  return undefined;
};

/** What the groups know of a term, and what the newest documents hold: those have the larger numbers. */
const together = (one, other) => (
  one && other ? { df: one.df + other.df, found: [...one.found, ...other.found] } : one ?? other);

/** Files that were loaded stay in memory; one that failed is asked for again at the next search. */
export const openShards = (load, lang) => {
  const kept = new Map();
  let opened;
  let narrowing;

  const file = (name) => {
    if (!kept.has(name)) {
      const loading = Promise.resolve().then(() => load(name));
      kept.set(name, loading);
      loading.catch(() => kept.delete(name));
    }
    return kept.get(name);
  };
  /** Without its root nothing can be found in an index. */
  const root = async () => {
    try {
      opened ??= file("root").then(rootOf);
      return await opened;
    } catch (cause) {
      opened = undefined;
      kept.delete("root");
      throw Object.assign(new Error("no root", { cause }), { name: "IndexError" });
    }
  };

  /** What one search reads with: it notes whether anything was missing or damaged. */
  const reader = async () => {
    const { docs, langs, leaves, nodes, ends, years, kinds, ones, apart, alike } = await root();
    const self = { docs, lang, langs, kinds, ones, alike, damaged: false };
    const read = async (name) => {
      try {
        const value = await file(name);
        if (isObject(value)) return value;
      } catch { /* It is noted, as is what holds something else. */ }
      self.damaged = true;
      return {};
    };
    const held = (shard, term) => {
      if (!Object.hasOwn(shard, term)) return undefined;
      const found = postingsOf(shard[term], docs);
      if (!found) self.damaged = true;
      return found;
    };
    const postings = (shard, term) => together(held(shard, term), held(apart, term));
    const leafOf = async (term) => {
      const leaf = longestPrefix(term, leaves);
      return leaf === undefined ? {} : read(`t-${nameOf(leaf)}`);
    };

    const widest = (terms, prefixes, kind, written) => {
      const groups = new Map();
      for (const term of terms) {
        const prefix = longestPrefix(written(term), prefixes);
        if (prefix !== undefined) groups.set(prefix, [...(groups.get(prefix) ?? []), term]);
      }
      const most = [...groups].sort(([, one], [, other]) => other.length - one.length).slice(0, MOST_GUESSED);
      return Promise.all(most.map(async ([prefix, wanted]) => [await read(kind + nameOf(prefix)), wanted]));
    };

    /** The postings of a term; undefined when no text holds it. */
    self.term = async (term) => postings(await leafOf(term), term);
    /** [term, postings] of what begins so: all of them in a leaf, the best in a summary. */
    self.beginning = async (prefix) => {
      const shard = nodes.has(prefix) ? await read(`s-${nameOf(prefix)}`) : await leafOf(prefix);
      return [...new Set([...Object.keys(shard), ...Object.keys(apart)])].filter((term) => term.startsWith(prefix))
        .map((term) => [term, postings(shard, term)]).filter(([, found]) => found);
    };
    /**
     * How many characters all terms of the leaf of a word have in common; where there is no such leaf, up to the first
     * wrong one.
     */
    self.commonTo = (word) => {
      const leaf = longestPrefix(word, leaves);
      if (leaf !== undefined) return leaf.length;
      let known = 0;
      while (
        known < word.length && [...leaves].some((prefix) => prefix.startsWith(word.slice(0, known + 1)))
      ) known += 1;
      return known + 1;
    };
    /**
     * [term, how many documents hold it] of those terms that there are. Few files are asked for: those of most terms.
     */
    self.byBeginning = async (terms) => {
      const shards = await widest(terms, leaves, "t-", (term) => term);
      return [[{}, [...terms].filter((term) => Object.hasOwn(apart, term))], ...shards].flatMap(
        ([shard, wanted]) => wanted.map((term) => [term, postings(shard, term)?.df]).filter(([, df]) => df)
      );
    };
    /** The same by files of endings, whose prefixes are written from the end: they tell about how often. */
    self.byEnding = async (terms) => {
      const shards = await widest(terms, ends, "e-", (term) => [...term].reverse().join(""));
      return [...[...terms].map((term) => [term, held(apart, term)?.df]).filter(([, df]) => df),
        ...shards.flatMap(([shard]) => String(shard.terms).split(" ")
          .map((term, at) => [term, 2 ** (Number(shard.often?.[at]) || 0)]).filter(([term]) => terms.has(term)))];
    };
    self.document = (number) => read(`d-${number.toString(16)}`);
    self.facets = async () => {
      const [named, ...byYear] = await Promise.all([read("facets"), ...years.map((year) => read(`y-${nameOf(year)}`))]);
      if (narrowing) return narrowing;
      const values = facetsOf(named, byYear.map((value, at) => [years[at], value]));
      if (!self.damaged) narrowing = values;
      return values;
    };
    return self;
  };
  return { reader };
};
