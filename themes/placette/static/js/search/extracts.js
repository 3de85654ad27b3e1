// The words of a query marked in a title, and in the bit of a text where most of them stand.
import { remembering } from "./remembering.js";
import { stem } from "./stems.js";
import { joined, wordsOf } from "./words.js";

const LENGTH = 200;
const BEFORE = 60;
const LONGEST_SPAN = 5;
const RUN = /[\p{L}\p{N}\p{M}\u00AD]+/gu;

const wordOf = remembering((run) => joined(wordsOf(run)), 2e4);

/** The words of a text with their places; parts of a word around an apostrophe or a hyphen are words here. */
const tokensOf = remembering((text) => [...text.matchAll(RUN)].map(({ 0: run, index }) => (
  { start: index, end: index + run.length, word: wordOf(run) })), 200);

/** What tells whether a word of a text answers the query: the number of the query's word, or -1. */
export const matcherOf = (entries) => {
  const wanted = entries.map(({ word, begun, rows }) => ({ begun: begun && word, terms: new Set([word, ...rows.map(([term]) => term)]) }));
  const initials = new Set(wanted.flatMap(({ terms }) => [...terms].map((term) => term[0])));
  const forms = new Set(wanted.flatMap(({ terms }) => [...terms]));
  const matches = (word, lang) => {
    if (!initials.has(word[0])) return -1;
    const root = stem(word, lang);
    return wanted.findIndex(({ begun, terms }) => terms.has(word) || terms.has(root) || (begun && word.startsWith(begun)));
  };
  return { matches, forms };
};

/** The places of a text to mark, {start, end, which}, in order and apart from each other. */
const marksOf = (text, { matches, forms }, lang) => {
  const tokens = tokensOf(text);
  const marks = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const which = matches(tokens[at].word, lang);
    let last = which < 0 ? -1 : at;
    let form = tokens[at].word;
    // Several words of the text may be one of the query: «puydedome», «aujourdhui», «1048».
    for (let next = at + 1; next < Math.min(tokens.length, at + LONGEST_SPAN); next += 1) {
      form += tokens[next].word;
      if (forms.has(form)) last = next;
    }
    if (last >= 0) {
      marks.push({ start: tokens[at].start, end: tokens[last].end, which: Math.max(which, 0) });
      at = last;
    }
  }
  return marks;
};

/** A text as [part, whether it is marked]. */
const parted = (text, marks, from = 0, to = text.length) => {
  const parts = [];
  let at = from;
  const put = (part, marked) => { if (part) parts.push([part, marked]); };
  for (const { start, end } of marks) {
    if (start < from || end > to) continue;
    put(text.slice(at, start), false);
    put(text.slice(start, end), true);
    at = end;
  }
  put(text.slice(at, to), false);
  return parts;
};

/** Where an extract begins and ends: around the place with most of the query's words, never inside a word. */
const placeOf = (text, marks) => {
  let [first, last] = [0, 0];
  let most = 0;
  for (const [at, { start }] of marks.entries()) {
    const near = marks.slice(at, at + 20).filter(({ end }) => end <= start + LENGTH - BEFORE);
    const worth = new Set(near.map(({ which }) => which)).size * 100 + near.length;
    if (worth > most) {
      most = worth;
      [first, last] = [start, near.at(-1)?.end ?? marks[at].end];
    }
  }
  let from = Math.max(0, first - BEFORE);
  if (from) {
    const space = text.indexOf(" ", from - 1);
    from = space < 0 || space >= first ? first : space + 1;
  }
  let to = Math.min(text.length, from + LENGTH);
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), last);
  return [from, to > from ? to : Math.min(text.length, from + LENGTH)];
};

const extractOf = (text, marks) => {
  const [from, to] = placeOf(text, marks);
  const parts = parted(text, marks, from, to);
  if (from) parts.unshift(["… ", false]);
  if (to < text.length) parts.push([" …", false]);
  return parts;
};

const plain = (value) => (typeof value === "string" ? value.replace(/\s+/gu, " ").trim() : "");

/** {title, extract} of a document, each as [part, whether it is marked]. The summary serves where the text says nothing. */
export const shownOf = ({ t, s, x, l }, matcher) => {
  const title = plain(t);
  const [summary, text] = [plain(s), plain(x)].map((part) => [part, marksOf(part, matcher, l)]);
  const [shown, marks] = text[1].length || !summary[0] ? text : summary;
  return { title: parted(title, marksOf(title, matcher, l)), extract: extractOf(shown, marks) };
};
