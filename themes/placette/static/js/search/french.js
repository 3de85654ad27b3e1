// Snowball's French stems (https://snowballstem.org/algorithms/french/stemmer.html) of words that have no accents any
// more. A vowel that stands for a consonant is a capital meanwhile.
import { dropped, reach, regionsOf, rulesOf, shortened } from "./endings.js";

const CONSONANT = /[aeiouy](?:[ui](?=[aeiouy])|y)|y(?=[aeiouy])|qu/g;
const R_V = /^(?:[aeiouy]{2}.|col|par|tap|ni[aeiouy]|.[^aeiouy]*[aeiouy])/u;
const ADVERB = /([aiouy])ments?$|[ae]mment$/;

const withIc = (rest, { r2 }) => dropped(rest, "ic", r2) ?? rest.replace(/ic$/, "iqU");

const withEus = (rest, { r1, r2 }) => {
  if (rest.length >= r2) return rest;
  return rest.length >= r1 ? `${rest}eux` : undefined;
};

const withEment = (rest, regions) => {
  const { r2 } = regions;
  if (rest.endsWith("eus")) return withEus(rest.slice(0, -3), regions) ?? rest;
  const shorter = dropped(rest, "iv", r2);
  return dropped(shorter ?? "", "at", r2) ?? shorter ?? dropped(rest, "abl", r2) ?? dropped(rest, "iqU", r2) ?? rest;
};

const withIf = (rest, regions) => {
  const shorter = dropped(rest, "at", regions.r2);
  return shorter === undefined ? rest : withIc(shorter, regions);
};

const afterConsonant = (rest) => (/[^aeiouy]$/.test(rest) ? rest : undefined);

const NOUNS = rulesOf([
  ["ance ances iqUe iqUes isme ismes able ables iste istes eux", "r2", ""],
  ["atrice atrices ateur ateurs ation ations", "r2", withIc],
  ["logie logies", "r2", "log"],
  ["usion usions ution utions", "r2", "u"],
  ["ence ences", "r2", "ent"],
  ["ement ements", "rv", withEment],
  ["if ifs ive ives", "r2", withIf],
  ["eaux", "start", "eau"],
  ["aux", "r1", "al"],
  ["oux", "start", (rest) => (/[bhjlnp]$/.test(rest) ? `${rest}ou` : undefined)],
  ["euse euses", "start", withEus],
  ["issement issements", "r1", afterConsonant],
]);
const VERBS_IN_I = rulesOf([[
  "ira ie isse issante i irai ir iras ies isses issantes is irais issais irions issions irons issons issants it irait"
  + " issait issant iraIent issaIent irent issent iront iriez issiez irez issez",
  "rv",
  (rest, { rv }) => (rest.length > rv ? afterConsonant(rest) : undefined),
]]);
const VERBS = rulesOf([
  ["ions", "r2", ""],
  ["era erai er eras eais erais erions erons erait eraIent eront ez iez eriez erez", "rv", ""],
  ["a asse ante ai as asses antes assions ants ait ant aIent assent assiez", "rv",
    (rest, { rv }) => dropped(rest, "e", rv) ?? rest],
  ["aise aises ais", "rv", (rest) => (/^.al$|auv$/u.test(rest) ? undefined : rest)],
]);
const RESIDUES = rulesOf([
  ["e", "rv", ""],
  ["ier Ier", "rv", "i"],
  ["ion", "r2", (rest, { rv }) => (rest.length > rv && /[st]$/.test(rest) ? rest : undefined)],
]);

/** A verb or an adjective that has become an adverb. */
const withoutAdverb = (text, { rv }) => {
  const found = text.match(ADVERB);
  return found && found.index >= rv ? text.slice(0, found.index + 1) + (found[1] ? "" : "nt") : text;
};

const stemOf = (word) => {
  const text = word.replace(CONSONANT, (found) => found.slice(0, -1) + found.at(-1).toUpperCase());
  const regions = { ...regionsOf(text), rv: reach(text, R_V) };
  const left = withoutAdverb(text, regions);
  const ended = (left === text ? shortened(text, NOUNS, regions) : undefined)
    ?? shortened(left, VERBS_IN_I, regions, regions.rv)
    ?? shortened(left, VERBS, regions, regions.rv);
  const bare = left.replace(/([^aious])s$/u, "$1");
  return (ended?.replace(/Y$/, "i") ?? shortened(bare, RESIDUES, regions, regions.rv) ?? bare)
    .replace(/(?:ell|eill|enn|onn|ett)$/, (double) => double.slice(0, -1))
    .toLowerCase();
};

/** The stem of a folded French word: a concertation is no concert. */
export const frenchStem = (word) => {
  const found = stemOf(word);
  const noun = /ations?$/.test(word) ? word.slice(0, word.lastIndexOf("ion")) : "";
  return noun.length > found.length ? noun : found;
};
