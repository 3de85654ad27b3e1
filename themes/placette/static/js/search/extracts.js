// The words of a query marked in a title, and in the bit of a text where most of them stand.
import { remembering } from "./remembering.js";
import { stem } from "./stems.js";
import { joined, wordsOf } from "./words.js";

const LENGTH = 200;
const BEFORE = 60;
const RUN = /[\p{L}\p{N}\p{M}\u00AD]+/gu;

const wordOf = remembering((run) => joined(wordsOf(run)), 2e4);
const initialOf = remembering((letter) => wordOf(letter)[0], 2e4);

/**
 * A text and its words with their places, folded when one is compared; parts of a word around an apostrophe or a hyphen
 * are words here.
 */
const readText = (value) => {
  const text = typeof value === "string" ? value.replace(/\s+/gu, " ").trim() : "";
  const tokens = [...text.matchAll(RUN)].map(({ 0: run, index }) => ({ run, start: index, end: index + run.length }));
  return { text, tokens };
};

const partsOf = remembering(({ t, s, x }) => [t, s, x].map(readText), 200);

/**
 * What tells whether a word of a text answers the query («matches» gives the number of the query's word, or -1), and
 * the «forms» that several words of a text may have together.
 */
export const matcherOf = (entries, spans) => {
  const wanted = entries.map(({ word, begun, rows }) => ({
    begun: begun && word,
    terms: new Set([word, ...rows.map(([term]) => term)])
  }));
  const forms = [...entries, ...spans].map(({ word }) => word);
  const initials = new Set([...forms, ...wanted.flatMap(({ terms }) => [...terms])].map((form) => initialOf(form[0])));
  const matches = (word, lang) => {
    const root = stem(word, lang);
    return wanted.findIndex(
      ({ begun, terms }) => terms.has(word) || terms.has(root) || (begun && word.startsWith(begun))
    );
  };
  return { matches, forms, initials };
};

/** The places of a text to mark, {start, end, which}, in order and apart from each other. */
const marksOf = ({ tokens }, { matches, forms, initials }, lang) => {
  const marks = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const { run, start } = tokens[at];
    if (!initials.has(initialOf(run[0]))) continue;
    const word = wordOf(run);
    const which = matches(word, lang);
    let last = which < 0 ? -1 : at;
    // Several words of the text may be one of the query: «puydedome», «aujourdhui», «1048».
    for (
      let next = at + 1, form = word;
      next < tokens.length && forms.some((other) => other.startsWith(form));
      next += 1
    ) {
      form += wordOf(tokens[next].run);
      if (forms.includes(form)) last = next;
    }
    if (last >= 0) {
      marks.push({ start, end: tokens[last].end, which: Math.max(which, 0) });
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

/**
 * {title, extract} of a document, each as [part, whether it is marked], and «titled»: how many words of the query its
 * title holds. The summary serves where the text says nothing.
 */
export const shownOf = (document, matcher) => {
  const [title, summary, body] = partsOf(document).map((part) => [part.text, marksOf(part, matcher, document.l)]);
  const titled = new Set(title[1].map(({ which }) => which)).size;
  return { title: parted(...title), extract: extractOf(...(body[1].length || !summary[0] ? body : summary)), titled };
};
