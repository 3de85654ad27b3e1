// A word in which one letter is wrong, missing, too many, or changed places with its neighbour.
import { stem } from "./stems.js";

const SHORTEST = 4;
/** Candidates of a word; of one that is still being typed fewer, which need fewer files. */
const [MOST, MOST_TYPING] = [6, 3];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** All words that one such error would have turned into this one, each with the place of the error. */
const meant = function* (word) {
  for (let at = 0; at <= word.length; at += 1) {
    const [before, [letter = "", next = ""], after] = [word.slice(0, at), word.slice(at), word.slice(at + 1)];
    if (next) yield [before + next + letter + after.slice(1), at];
    for (const other of LETTERS) {
      yield [before + other + letter + after, at];
      if (letter) yield [before + other + after, at];
    }
    if (letter) yield [before + after, at];
  }
};

/**
 * The terms that a word for which nothing is found may mean, likelier first: [term, word] with the word that has this
 * stem. After an error behind the beginning that is common to a shard, the term is in that shard; before, it is known
 * by its end.
 */
export const corrections = async (reader, word, typing) => {
  if (word.length < SHORTEST || /\p{N}/u.test(word)) return [];
  const common = reader.commonTo(word);
  const sides = [new Set(), new Set()];
  const words = new Map();
  for (const [other, at] of meant(word)) {
    for (const lang of reader.langs) {
      const term = stem(other, lang);
      sides[at < common ? 1 : 0].add(term);
      if (!words.has(term)) words.set(term, other);
    }
  }
  const known = await Promise.all([reader.byBeginning(sides[0]), reader.byEnding(sides[1])]);
  // First letters are seldom wrong; a stem much shorter than the word is seldom that of the word that was meant.
  const likely = ([term, df]) => (
    Math.log2(df + 1) + (term[0] === word[0] ? 3 : 0) - 1.5 * Math.max(0, word.length - term.length - 1));
  const found = [...new Map(known.flat())].sort((a, b) => likely(b) - likely(a) || (a[0] < b[0] ? -1 : 1));
  return found.slice(0, typing ? MOST_TYPING : MOST).map(([term]) => [term, words.get(term)]);
};
