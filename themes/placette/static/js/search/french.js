// Snowball's French stems (https://snowballstem.org/algorithms/french/stemmer.html) of words that have no accents any more.
// A vowel that stands for a consonant is a capital meanwhile. Each rule takes the word without its ending, and the
// regions; it returns what the word becomes, or undefined when it doesn't hold.
import { longestEnding, reach, rulesOf } from "./endings.js";

const CONSONANT = /[aeiouy](?:[ui](?=[aeiouy])|y)|y(?=[aeiouy])|qu/g;
const R_V = /^(?:[aeiouy]{2}.|col|par|tap|ni[aeiouy]|.[^aeiouy]*[aeiouy])/u;
const PAST_VOWEL = /^[^aeiouy]*[aeiouy]+[^aeiouy]/u;

const marked = (word) => word.replace(CONSONANT, (found) => found.slice(0, -1) + found.at(-1).toUpperCase());

const without = (rest, ending) => rest.slice(0, rest.length - ending.length);

/** In the second region: replace the ending. */
const inR2 = (put) => (rest, { r2 }) => (rest.length >= r2 ? rest + put : undefined);

const icLeft = (rest, { r2 }) => {
  if (!rest.endsWith("ic")) return rest;
  const shorter = without(rest, "ic");
  return shorter.length >= r2 ? shorter : `${shorter}iqU`;
};

const dropIf = (rest, ending, region) => {
  const shorter = without(rest, ending);
  return rest.endsWith(ending) && shorter.length >= region ? shorter : undefined;
};

const eus = (rest, { r1, r2 }) => {
  if (rest.length >= r2) return rest;
  return rest.length >= r1 ? `${rest}eux` : undefined;
};

const ement = (rest, regions) => {
  if (rest.length < regions.rv) return undefined;
  if (rest.endsWith("eus")) return eus(without(rest, "eus"), regions) ?? rest;
  const shorter = dropIf(rest, "iv", regions.r2);
  if (shorter !== undefined) return dropIf(shorter, "at", regions.r2) ?? shorter;
  return dropIf(rest, "abl", regions.r2) ?? dropIf(rest, "iqU", regions.r2) ?? rest;
};

const STANDARD = rulesOf([
  ["ance ances iqUe iqUes isme ismes able ables iste istes eux", inR2("")],
  ["atrice atrices ateur ateurs ation ations", (rest, regions) => (rest.length >= regions.r2 ? icLeft(rest, regions) : undefined)],
  ["logie logies", inR2("log")],
  ["usion usions ution utions", inR2("u")],
  ["ence ences", inR2("ent")],
  ["ement ements", ement],
  ["if ifs ive ives", (rest, regions) => {
    if (rest.length < regions.r2) return undefined;
    const shorter = dropIf(rest, "at", regions.r2);
    return shorter === undefined ? rest : icLeft(shorter, regions);
  }],
  ["eaux", (rest) => `${rest}eau`],
  ["aux", (rest, { r1 }) => (rest.length >= r1 ? `${rest}al` : undefined)],
  ["oux", (rest) => (/[bhjlnp]$/.test(rest) ? `${rest}ou` : undefined)],
  ["euse euses", eus],
  ["issement issements", (rest, { r1 }) => (rest.length >= r1 && /[^aeiouy]$/.test(rest) ? rest : undefined)],
]);

// After these, endings of verbs are looked for in what is left.
const ADVERBS = rulesOf([
  ["amment", (rest, { rv }) => (rest.length >= rv ? `${rest}ant` : undefined)],
  ["emment", (rest, { rv }) => (rest.length >= rv ? `${rest}ent` : undefined)],
  ["ment ments", (rest, { rv }) => (/[aeiouy]$/.test(rest) && rest.length > rv ? rest : undefined)],
]);
const STANDARD_OR_ADVERB = new Map([...STANDARD, ...ADVERBS]);

const VERBS_IN_I = rulesOf([[
  "ira ie isse issante i irai ir iras ies isses issantes is irais issais irions issions irons issons issants it irait"
  + " issait issant iraIent issaIent irent issent iront iriez issiez irez issez",
  (rest, { rv }) => (rest.length > rv && /[^aeiouy]$/.test(rest) ? rest : undefined),
]]);

const VERBS = rulesOf([
  ["ions", inR2("")],
  ["era erai er eras eais erais erions erons erait eraIent eront ez iez eriez erez", (rest) => rest],
  ["a asse ante ai as asses antes assions ants ait ant aIent assent assiez", (rest, { rv }) => dropIf(rest, "e", rv) ?? rest],
  ["aise aises ais", (rest) => (/^.al$|auv$/u.test(rest) ? undefined : rest)],
]);

/** The word after its longest ending's rule; undefined when no rule holds. Endings reach back to the place «from». */
const shortened = (word, rules, regions, from) => {
  const ending = longestEnding(word, rules, from);
  return ending && rules.get(ending)(without(word, ending), regions);
};

const residual = (word, { rv, r2 }) => {
  const text = word.replace(/([^aious])s$/u, "$1");
  const region = text.slice(rv);
  if (/[Ii]er$/.test(region)) return `${text.slice(0, -3)}i`;
  if (region.endsWith("e")) return text.slice(0, -1);
  return /[st]ion$/.test(region) && text.length - 3 >= r2 ? text.slice(0, -3) : text;
};

/** The stem of a folded French word. */
export const frenchStem = (word) => {
  const text = marked(word);
  const r1 = reach(text, PAST_VOWEL);
  const regions = { rv: reach(text, R_V), r1, r2: reach(text, PAST_VOWEL, r1) };
  const ending = longestEnding(text, STANDARD_OR_ADVERB);
  const changed = ending && STANDARD_OR_ADVERB.get(ending)(without(text, ending), regions);
  const adverb = ADVERBS.has(ending);
  const left = adverb ? changed ?? text : text;
  const found = (adverb ? undefined : changed)
    ?? shortened(left, VERBS_IN_I, regions, regions.rv)
    ?? shortened(left, VERBS, regions, regions.rv);
  const ended = found === undefined ? residual(left, regions) : found.replace(/Y$/, "i");
  return ended.replace(/(ell|eill|enn|onn|ett)$/, (double) => double.slice(0, -1)).toLowerCase();
};
