// A word in which one letter is wrong, missing, too many, or changed places with its neighbour.
import { stem } from "./stems.js";

const SHORTEST = 4;
const MOST = 3;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Whether one such error turns one word into the other. */
export const isNear = (one, other) => {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  const shorter = Math.min(one.length, other.length) - start;
  while (end < shorter && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && right === left[1] + left[0]);
};

/** Whether something that begins so may be near a word of which the first half is right. */
const mayBegin = (prefix, word, half) => {
  if (!(prefix + word.slice(prefix.length)).startsWith(word.slice(0, half))) return false;
  return [-1, 0, 1].some((shift) => {
    const begun = word.slice(0, prefix.length + shift);
    return begun === prefix || isNear(begun, prefix);
  });
};

/** All words that one error after the first half would have turned into this one. */
const meant = function* (word, half) {
  for (let at = half; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    if (after) yield before + after.slice(1);
    if (after.length > 1) yield before + after[1] + after[0] + after.slice(2);
    for (const letter of LETTERS) {
      yield before + letter + after;
      if (after) yield before + letter + after.slice(1);
    }
  }
};

const reversed = (text) => [...text].reverse().join("");

/**
 * The terms that a word for which nothing is found may mean, likelier first: [term, word] with the word that has this stem.
 * An error is in the first half or in the second: terms that agree with the other half are looked through.
 */
export const corrections = async (reader, word, langs) => {
  if (word.length < SHORTEST || /\p{N}/u.test(word)) return [];
  const targets = [...new Set([word, ...langs.map((lang) => stem(word, lang))])].filter((target) => target.length > 2);
  /** The word that a term may stand for, with the ending that was typed; undefined when it is too far. */
  const meantBy = (term) => {
    const near = targets.find((target) => isNear(term, target));
    return near && term + (word.startsWith(near) ? word.slice(near.length) : "");
  };
  const half = Math.floor(word.length / 2);
  const ends = targets.map((target) => [reversed(target), Math.max(Math.ceil(target.length / 2) - 1, 1)]);
  const [byBeginning, byEnding] = await Promise.all([
    reader.inLeaves((leaf) => !leaf.startsWith("_") && mayBegin(leaf, word, half)),
    reader.inEndings((end) => ends.some(([target, part]) => mayBegin(end, target, part))),
  ]);
  const often = new Map([...byEnding, ...byBeginning].filter(([term]) => !term.startsWith("_")));
  const found = new Map([...often.keys()].map((term) => [term, meantBy(term)]).filter(([, other]) => other));
  for (const other of meant(word, half)) {
    for (const lang of langs) {
      const term = stem(other, lang);
      if (often.has(term) && !targets.includes(term)) found.set(term, other);
    }
  }
  const likely = (term) => Math.log2(often.get(term) + 1) + (term[0] === word[0] ? 2 : 0);
  return [...found].sort(([a], [b]) => likely(b) - likely(a) || (a < b ? -1 : 1)).slice(0, MOST);
};
