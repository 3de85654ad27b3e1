// Which documents answer a query best. For each word the best of its terms counts; those with all words come first.
const FIRST_KINDS = new Set(["person", "place"]);
const MOST_NAMED = 30;

const rarity = (docs, df) => Math.log(1 + (docs - df + 0.5) / (df + 0.5));

/** The best value of each document among the rows, with the term that gave it. */
const bestOf = (docs, rows) => {
  const best = new Map();
  for (const [term, { df, found }, factor] of rows) {
    const worth = rarity(docs, df) * factor;
    for (const [number, weight] of found) {
      if (worth * weight > (best.get(number)?.[1] ?? 0)) best.set(number, [term, worth * weight]);
    }
  }
  return best;
};

const byRank = (a, b) => b.named - a.named || b.score * b.held - a.score * a.held || b.number - a.number;

/**
 * The documents in order: {number, named, held, score, terms}. «named» is 1 for a document with exactly this name, 2
 * for a person or a place with it; «held» tells how many of the words that count it holds, «terms» what each word gave
 * by which term.
 */
export const rank = async (reader, { entries, names }) => {
  const ranked = new Map();
  const at = (number) => {
    if (!ranked.has(number)) ranked.set(number, { number, named: 0, held: 0, score: 0, terms: [] });
    return ranked.get(number);
  };
  const add = (word, rows, held) => {
    for (const [number, [term, value]] of bestOf(reader.docs, rows)) {
      const document = at(number);
      document.held += held;
      document.score += value;
      document.terms.push([word, term, value]);
    }
  };
  for (const { word, rows, optional } of entries) add(word, rows, optional ? 0 : 1);
  add("", names.beginning, 0);
  if (names.exact) {
    add("", [["", names.exact, 1]], 0);
    const numbers = names.exact.found.map(([number]) => number);
    for (const number of numbers) at(number).named = 1;
    await Promise.all(numbers.slice(-MOST_NAMED).map(async (number) => {
      if (FIRST_KINDS.has((await reader.document(number)).k)) at(number).named = 2;
    }));
  }
  return [...ranked.values()].sort(byRank);
};
