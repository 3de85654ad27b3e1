// MiniSearch with French folding and stems: as one file, and in parts, as `session.mjs` asks it.

const STOP = new Set(
  "a ai au aux avec c ce ces cet cette d dans de des du elle en est et eux il ils j je l la le les leur leurs lui m ma mais me mes meme n ne nos notre nous on ont ou par pas pour qu que qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y".split(" "),
);
const FIELDS = ["title", "headings", "summary", "text", "about"];
const BOOST = { title: 4, headings: 2, summary: 1.5, about: 2 };
const LISTED = 10;

const fold = (word) =>
  word.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFKD").replace(/\p{M}/gu, "");

// The options with which an index is made, and has to be loaded.
export const options = () => {
  const stemmer = globalThis.snowballFactory.newStemmer("french"); // a classic script in browsers
  return {
    fields: FIELDS,
    idField: "id",
    tokenize: (text) => text.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean),
    processTerm: (term) => {
      const plain = fold(term);
      return STOP.has(plain) ? null : stemmer.stem(plain);
    },
  };
};

const settingsOf = (typing, fuzzy) => ({
  boost: BOOST,
  combineWith: "OR",
  fuzzy: fuzzy && ((term) => (term.length > 3 ? 1 : false)),
  prefix: typing ? (term, place, terms) => place === terms.length - 1 : false,
});

// Exact terms first, errors forgiven when some word was found nowhere: its best setting of those that we tried.
const ask = (index, query, typing) => {
  const found = index.search(query, settingsOf(typing, true));
  return found.slice(0, LISTED).map(({ id }) => id);
};

const addresses = (load, found) =>
  Promise.all(found.map(async (id) => (await load(`d-${id.toString(36)}`)).u));

// All in one file, with what is shown of each document.
export const opener = (miniSearch) => async (load) => {
  const { index, shown } = await load("index");
  const whole = miniSearch.default.loadJS(index, options());
  return { search: async (query, typing) => ask(whole, query, typing).map((id) => shown[id].u) };
};

// In parts: «root» with the documents' lengths, the terms below each prefix, and each document.
export const shardOpener = (miniSearch) => async (load) => {
  const made = options();
  const { leaves, ...root } = await load("root");
  const parts = new Map();
  let merged = null;
  const wanted = (query, typing) => {
    const terms = made.tokenize(query).map(made.processTerm).filter(Boolean);
    const home = (term) => leaves.filter((leaf) => term.startsWith(leaf)).sort((a, b) => b.length - a.length).slice(0, 1);
    const begun = typing && terms.length ? leaves.filter((leaf) => leaf.startsWith(terms.at(-1))) : [];
    return [...terms.flatMap(home), ...begun];
  };
  return {
    search: async (query, typing) => {
      const absent = [...new Set(wanted(query, typing))].filter((leaf) => !parts.has(leaf));
      await Promise.all(absent.map(async (leaf) => parts.set(leaf, await load(`t-${leaf}`))));
      if (absent.length || !merged) merged = miniSearch.default.loadJS({ ...root, index: [...parts.values()].flat() }, made);
      return addresses(load, ask(merged, query, typing));
    },
  };
};
