// What the stemmers of both languages share: finding the longest ending that a rule knows, and the regions of a word.

/** Rules written as ["ending ending …", rule] as a map from each ending. */
export const rulesOf = (rows) => new Map(rows.flatMap(([endings, rule]) => endings.split(" ").map((ending) => [ending, rule])));

/** The longest ending of a text, from a place on, that has a rule; undefined when there is none. */
export const longestEnding = (text, rules, from = 0) => {
  for (let start = Math.max(from, text.length - 9); start < text.length; start += 1) {
    const ending = text.slice(start);
    if (rules.has(ending)) return ending;
  }
  return undefined;
};

/** How far a pattern that is anchored at the beginning reaches from a place on; the whole text where it doesn't match. */
export const reach = (text, pattern, from = 0) => {
  const found = text.slice(from).match(pattern);
  return found ? from + found[0].length : text.length;
};
