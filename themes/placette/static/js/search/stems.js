// The stems of words: the twin of features/search/stems.py. A test compares them word by word.
import { englishStem } from "./english.js";
import { frenchStem } from "./french.js";

const STEMMERS = new Map([["fr", frenchStem], ["en", englishStem]]);
const MOST = 20000;
const known = new Map();

/** The stem of a folded word; the word itself in other languages, with a digit, or when it is short. */
export const stem = (word, lang) => {
  const stemmer = STEMMERS.get(lang);
  if (!stemmer || !/^.{3}/u.test(word) || /\p{N}/u.test(word)) return word;
  const key = `${lang} ${word}`;
  if (!known.has(key)) {
    if (known.size >= MOST) known.clear();
    known.set(key, stemmer(word));
  }
  return known.get(key);
};
