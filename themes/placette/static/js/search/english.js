// Snowball's English stems (https://snowballstem.org/algorithms/english/stemmer.html) of words without apostrophes.
// A «y» that stands for a consonant is a capital meanwhile.
import { longestEnding, reach, rulesOf } from "./endings.js";

const WHOLE = new Map(Object.entries({
  skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli", singly: "singl",
}));
for (const word of "andes atlas bias cosmos howe news sky".split(" ")) WHOLE.set(word, word);
const R_1 = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers|[^aeiouy]*[aeiouy]+[^aeiouy])/u;
const R_2 = /^[^aeiouy]*[aeiouy]+[^aeiouy]/u;
const SHORT = /[^aeiouy][aeiouy][^aeiouwxyY]$|^[aeiouy][^aeiouy]$|past$/u;
const VOWEL = /[aeiouy]/;

const withoutPlural = (word) => {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.slice(0, /^..+ie[ds]$/u.test(word) ? -2 : -1);
  return /[aeiouy].*[^su]s$/u.test(word) ? word.slice(0, -1) : word;
};

const withoutTense = (word, r1) => {
  const ending = word.match(/(?:eed|ed|ing)(?:ly)?$/)?.[0];
  if (!ending) return word;
  const rest = word.slice(0, -ending.length);
  if (ending.startsWith("ee")) return rest.length < r1 || /^(?:succ|proc|exc)$/.test(rest) ? word : `${rest}ee`;
  if (ending === "ing") {
    if (/^[^aeiouy]y$/u.test(rest)) return `${rest.slice(0, -1)}ie`;
    if (/^(?:even|cann|inn|earr|herr|out)$/.test(rest)) return word;
  }
  if (!VOWEL.test(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/([bdfgmnprt])\1$/.test(rest)) return /^[aeo]..$/.test(rest) ? rest : rest.slice(0, -1);
  return rest.length === r1 && SHORT.test(rest) ? `${rest}e` : rest;
};

// What an ending becomes; those with a condition on the letter before it stand apart.
const DERIVED = rulesOf([
  ["tional", "tion"], ["enci", "ence"], ["anci", "ance"], ["abli", "able"], ["entli", "ent"], ["izer ization", "ize"],
  ["ational ation ator", "ate"], ["alism aliti alli", "al"], ["fulness fulli", "ful"], ["ousli ousness", "ous"],
  ["iveness iviti", "ive"], ["biliti bli", "ble"], ["ogist ogi", "og"], ["lessli", "less"], ["li", ""],
]);
const BEFORE = new Map([["ogi", /l$/], ["li", /[cdeghkmnrt]$/], ["ion", /[st]$/]]);
const FORMED = rulesOf([["tional", "tion"], ["ational", "ate"], ["alize", "al"], ["icate iciti ical", "ic"], ["ful ness ative", ""]]);
const LAST = rulesOf([["al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion", ""]]);

/** Replace the longest ending that has a rule, if it lies in the region. */
const replaced = (word, rules, regionOf) => {
  const ending = longestEnding(word, rules);
  if (ending === undefined) return word;
  const rest = word.slice(0, -ending.length);
  return rest.length >= regionOf(ending) && (BEFORE.get(ending)?.test(rest) ?? true) ? rest + rules.get(ending) : word;
};

const withoutLast = (word, r1, r2) => {
  const rest = word.slice(0, -1);
  const silent = word.endsWith("e") && (rest.length >= r2 || (rest.length >= r1 && !SHORT.test(rest)));
  return silent || (word.endsWith("ll") && rest.length >= r2) ? rest : word;
};

/** The stem of a folded English word. */
export const englishStem = (word) => {
  if (WHOLE.has(word)) return WHOLE.get(word);
  const text = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const r1 = reach(text, R_1);
  const r2 = reach(text, R_2, r1);
  let stem = withoutTense(withoutPlural(text), r1).replace(/(.[^aeiouy])[yY]$/u, "$1i");
  stem = replaced(stem, DERIVED, () => r1);
  stem = replaced(stem, FORMED, (ending) => (ending === "ative" ? r2 : r1));
  stem = replaced(stem, LAST, () => r2);
  return withoutLast(stem, r1, r2).toLowerCase();
};
