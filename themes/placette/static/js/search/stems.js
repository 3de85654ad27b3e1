// The stems of words: the twin of features/search/stems.py. A test compares them word by word.
import { englishStem } from "./english.js";
import { frenchStem } from "./french.js";
import { remembering } from "./remembering.js";

const STEMMERS = new Map([["fr", remembering(frenchStem, 2e4)], ["en", remembering(englishStem, 2e4)]]);

/** The stem of a folded word; the word itself in other languages, with a digit, or when it is short. */
export const stem = (word, lang) => {
  const stemmer = STEMMERS.get(lang);
  return stemmer && /^\P{N}{3,}$/u.test(word) ? stemmer(word) : word;
};

/** Words with a space between them, each as its stem. */
export const stemsIn = (words, lang) => words.split(" ").map((word) => stem(word, lang)).join(" ");
