// Snowball's English stems (https://snowballstem.org/algorithms/english/stemmer.html) of words without apostrophes.
// A «y» that stands for a consonant is a capital meanwhile.
import { regionsOf, rulesOf, shortened } from "./endings.js";

const WHOLE = new Map(
  "skis skies idly gently ugly early only singly andes atlas bias cosmos howe news sky".split(" ").map((word, at) => [
    word, ["ski", "sky", "idl", "gentl", "ugli", "earli", "onli", "singl"][at] ?? word,
  ])
);
const R_1 = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers|[^aeiouy]*[aeiouy]+[^aeiouy])/u;
const SHORT = /[^aeiouy][aeiouy][^aeiouwxyY]$|^[aeiouy][^aeiouy]$|past$/u;

const withoutPlural = (word) => {
  if (/sses$|..ie[ds]$/u.test(word)) return word.slice(0, -2);
  return /ie[ds]$|[aeiouy].*[^su]s$/u.test(word) ? word.slice(0, -1) : word;
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
  if (!/[aeiouy]/.test(rest)) return word;
  if (/([bdfgmnprt])\1$/.test(rest)) return /^[aeo]..$/.test(rest) ? rest : rest.slice(0, -1);
  return /(?:at|bl|iz)$/.test(rest) || (rest.length === r1 && SHORT.test(rest)) ? `${rest}e` : rest;
};

const after = (letters, put) => (rest) => (letters.test(rest) ? rest + put : undefined);

const DERIVED = rulesOf([
  ...[["tional", "tion"], ["enci", "ence"], ["anci", "ance"],
    ["abli", "able"], ["entli", "ent"], ["izer ization", "ize"]],
  ...[["ational ation ator", "ate"], ["alism aliti alli", "al"], ["fulness fulli", "ful"], ["ousli ousness", "ous"]],
  ...[["iveness iviti", "ive"], ["biliti bli", "ble"], ["ogist", "og"], ["lessli", "less"]],
  ...[["ogi", after(/l$/, "og")], ["li", after(/[cdeghkmnrt]$/, "")]],
].map(([endings, put]) => [endings, "r1", put]));
const FORMED = rulesOf([
  ["tional", "r1", "tion"], ["ational", "r1", "ate"], ["alize", "r1", "al"], ["icate iciti ical", "r1", "ic"],
  ["ful ness", "r1", ""], ["ative", "r2", ""],
]);
const LAST = rulesOf([
  ["al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize", "r2", ""],
  ["ion", "r2", after(/[st]$/, "")],
]);
const SILENT = rulesOf([
  ["e", "r1", (rest, { r2 }) => (rest.length >= r2 || !SHORT.test(rest) ? rest : undefined)],
  ["l", "r2", after(/l$/, "")],
]);

/** The stem of a folded English word. */
export const englishStem = (word) => {
  if (WHOLE.has(word)) return WHOLE.get(word);
  const text = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const regions = regionsOf(text, R_1);
  const bare = withoutTense(withoutPlural(text), regions.r1).replace(/(.[^aeiouy])[yY]$/u, "$1i");
  return [DERIVED, FORMED, LAST, SILENT]
    .reduce((left, rules) => shortened(left, rules, regions) ?? left, bare)
    .toLowerCase();
};
