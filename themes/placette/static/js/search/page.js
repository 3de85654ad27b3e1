// The page for searching: results as one types, filters, an address that says all of it.
import { further, QUERY_LENGTH, readAddress, writeAddress } from "./address.js";
import { makeFilters } from "./filters.js";
import { resultOf } from "./results.js";
import { filled, makeSay, numberSaid, PAUSE } from "./wording.js";

/** Equips the page; the answer to what its address or its field asks for. */
export const equipPage = (input, { search, where, lang, words }) => {
  const part = (name) => document.querySelector(`[data-search-${name}]`);
  const [said, corrected, damaged, failed, none] = ["said", "corrected", "damaged", "failed", "none"].map(part);
  const [results, count, list, more, book] = ["results", "count", "list", "more", "book"].map(part);
  const explainable = part("place").hasAttribute("data-explains");
  let state = readAddress(location.search);
  let asked = 0;
  let typing = 0;
  const say = makeSay(said);

  const keep = (push) => {
    const address = location.pathname + writeAddress(state);
    try {
      if (push) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch { /* Too often, or a copy on a disk: the results are shown all the same. */ }
  };
  const hide = (...parts) => { for (const one of parts) one.hidden = true; };
  /** Show the index as in a book, or hide it: a large one stands elsewhere. */
  const leaf = (open) => { if (book) book.hidden = !open; };
  const shut = () => {
    hide(corrected, damaged, failed, none, results);
    filters.hide();
  };

  const show = (found, from) => {
    const options = { kinds: found.ones, where, level: "h3", explains: explainable && state.explains };
    const items = found.hits.map((hit) => resultOf(hit, options));
    if (from) list.append(...items);
    else list.replaceChildren(...items);
    const number = numberSaid(found.total, words, lang);
    count.textContent = number;
    corrected.textContent = found.corrected
      .map(([word, other]) => filled(corrected.dataset.searchCorrected, { word, other }))
      .join(" ");
    part("none-said").textContent = filled(none.dataset.searchNone, { query: state.query.trim() });
    corrected.hidden = !corrected.textContent || !found.total;
    damaged.hidden = !found.damaged;
    failed.hidden = true;
    none.hidden = found.total > 0;
    results.hidden = !found.total;
    more.hidden = state.shown >= found.total || further(state.shown) === state.shown;
    filters.show(found.facets ?? {}, state.filters, found.kinds);
    say([corrected.hidden ? "" : corrected.textContent, number].join(" ").trim());
    return items;
  };
  /** Look, and show what was found unless something else was asked meanwhile. */
  const look = async (from = 0) => {
    const mine = asked += 1;
    const { query, shown } = state;
    const tooShort = [...query.trim()].length < 2;
    leaf(tooShort);
    if (tooShort) {
      shut();
      say("");
      return [];
    }
    try {
      const find = () =>
        search(query, {
          typing: true,
          from,
          limit: shown - from,
          filters: state.filters,
          facets: true,
          explain: explainable && state.explains
        });
      let found = await find();
      if (mine === asked && !found.total && Object.keys(state.filters).length) {
        // Lists offer no choice that leaves nothing: it came from an old address, or with other words.
        state = { ...state, filters: {} };
        keep(false);
        found = await find();
      }
      return mine === asked ? show(found, from) : [];
    } catch {
      if (mine !== asked) return [];
      shut();
      leaf(true);
      failed.hidden = false;
      say(failed.textContent.trim());
      return [];
    }
  };
  const filters = makeFilters(part("filters"), (name, value) => {
    const { [name]: _, ...others } = state.filters;
    state = { ...state, filters: value ? { ...others, [name]: value } : others, shown: readAddress("").shown };
    keep(true);
    look();
  });
  const typed = () => {
    const query = input.value.slice(0, QUERY_LENGTH);
    if (query !== state.query) state = { ...readAddress(""), query, explains: state.explains };
    keep(false);
    return look();
  };

  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(typed, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      clearTimeout(typing);
      typed();
    }
  });
  more.addEventListener("click", async () => {
    const from = state.shown;
    state = { ...state, shown: further(state.shown) };
    keep(true);
    // The button may be gone, or far below: reading goes on with the first new result.
    const [first] = await look(from);
    first?.querySelector("a").focus();
  });
  addEventListener("popstate", () => {
    state = readAddress(location.search);
    input.value = state.query;
    look();
  });

  // What was typed meanwhile comes before what the address says.
  if (input.value) return typed();
  input.value = state.query;
  return look();
};
