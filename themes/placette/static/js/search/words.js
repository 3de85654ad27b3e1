// The words of a text as the index writes them: the twin of features/search/words.py. A test compares them word by
// word.
/** Characters of a word that count. */
export const LONGEST = 40;
const ACUTE_ALONE = /\u00B4/g;
// Marks on letters, and signs that show nothing but sit inside words.
const UNSEEN = /[\u00AD\u200C-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\p{M}/gu;
const APOSTROPHES = /[\u2018\u2019\u201B\u02BB\u02BC\u2032`]/g;
const UNDIVIDED = new Map(
  "œ oe,æ ae,ß ss,ø o,ł l,đ d,ð d,þ th,ı i,ħ h,ŋ n,ŧ t,ς σ".split(",").map((pair) => pair.split(" "))
);
const UNDIVIDED_LETTER = new RegExp(`[${[...UNDIVIDED.keys()].join("")}]`, "g");
const GROUPED = /(^|[^\p{L}\p{N}])([0-9]{1,3}(?: [0-9]{3})+)(?![\p{L}\p{N}])/gu;
const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;
const ELISIONS = new Set("l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split(" "));
const SAINTS = new Map([["st", "saint"], ["ste", "sainte"], ["sts", "saints"], ["stes", "saintes"]]);

/** A text without accents, capitals and ligatures, its apostrophes all of one kind. */
const folded = (text) => text
  .replace(ACUTE_ALONE, "'")
  .normalize("NFKD")
  .replace(UNSEEN, "")
  .toLowerCase()
  .replace(UNDIVIDED_LETTER, (letter) => UNDIVIDED.get(letter))
  .replace(APOSTROPHES, "'");

/** What apostrophes leave of a word: l'eau → eau, town's → town, aujourd'hui → aujourdhui. */
const withoutApostrophes = (run) => {
  const parts = run.split("'");
  const last = parts.pop();
  const kept = parts.filter((part) => !ELISIONS.has(part));
  if (last !== "s" || !kept.length) kept.push(last);
  return kept.join("");
};

const cut = (word) => (word.length > LONGEST ? [...word].slice(0, LONGEST).join("") : word);

/** The folded words of a text in order, stop words too. */
export const wordsOf = (text) => {
  const runs =
    folded(text)
      .replace(GROUPED, (_, before, figures) => before + figures.replaceAll(" ", ""))
      .match(WORD) ?? [];
  return runs.map((run) => {
    const word = cut(run.includes("'") ? withoutApostrophes(run) : run);
    return SAINTS.get(word) ?? word;
  });
};

/** Words written as one, as a name without its spaces. */
export const joined = (words) => words.join("");
