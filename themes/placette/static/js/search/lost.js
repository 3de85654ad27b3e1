// On the page that says that an address leads nowhere: what its words find.
import { resultOf } from "./results.js";

const PROPOSED = 5;
const SAYS_NOTHING = new Set(["html", "htm", "php", "index", "page", "www"]);

/** The words of an address below ``home``; a number alone (a year) says too little. */
export const wordsOfPath = (path, home) => {
  let read = path.startsWith(home) ? path.slice(home.length) : path;
  try {
    read = decodeURIComponent(read);
  } catch { /* As it is written. */ }
  const words = read.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word && !SAYS_NOTHING.has(word.toLowerCase()));
  return words.some((word) => /\p{L}/u.test(word)) ? words.filter((word) => !/^\d+$/.test(word)).join(" ") : "";
};

export const equipLost = async (section, { search, where, home }) => {
  const query = wordsOfPath(location.pathname, home.pathname);
  if (query.length < 2) return;
  try {
    const found = await search(query, {
      typing: false,
      from: 0,
      limit: PROPOSED,
      filters: {},
      facets: false,
      explain: false
    });
    const options = { kinds: found.ones, where, level: "h3", explains: false };
    const own = found.hits.filter(({ out }) => !out);
    section.querySelector("[data-search-list]").replaceChildren(...own.map((hit) => resultOf(hit, options)));
    section.hidden = !own.length;
  } catch { /* Without index there is nothing to propose. */ }
};
