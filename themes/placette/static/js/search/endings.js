// What the stemmers of both languages share: the regions of a word, and rules for endings of which the longest decides.
const PAST_VOWEL = /^[^aeiouy]*[aeiouy]+[^aeiouy]/u;

/**
 * Rules are rows [endings, region, what]: an ending that lies in the region is replaced by a text, or by what a
 * function makes of the word without it. The map has [region, what] for each ending.
 */
export const rulesOf = (rows) =>
  new Map(rows.flatMap(([endings, ...rule]) => endings.split(" ").map((ending) => [ending, rule])));

/** The word after the rule of its longest ending; undefined when none holds. Endings reach back to the place «from». */
export const shortened = (word, rules, regions, from = 0) => {
  for (let start = Math.max(from, word.length - 9); start < word.length; start += 1) {
    const rule = rules.get(word.slice(start));
    if (rule) {
      const [region, what] = rule;
      const rest = word.slice(0, start);
      if (start < regions[region]) return undefined;
      return what.call ? what(rest, regions) : rest + what;
    }
  }
  return undefined;
};

/** The word without an ending that lies in a region; undefined when it has another, or the region is shorter. */
export const dropped = (word, ending, region) => {
  const rest = word.slice(0, -ending.length);
  return word.endsWith(ending) && rest.length >= region ? rest : undefined;
};

/**
 * How far a pattern that is anchored at the beginning reaches from a place on; the whole text where it doesn't match.
 */
export const reach = (text, pattern, from = 0) => {
  const found = text.slice(from).match(pattern);
  return found ? from + found[0].length : text.length;
};

/** Where the regions of a word begin: after the vowels and one other letter, once (the first may differ) and twice. */
export const regionsOf = (word, first = PAST_VOWEL) => {
  const r1 = reach(word, first);
  return { start: 0, r1, r2: reach(word, PAST_VOWEL, r1) };
};
