// What an address says of a search, and the other way round. Whatever it holds, it is a query of some length.
export const QUERY_LENGTH = 200;
const SHOWN = 10;
const MOST_SHOWN = 200;
export const FILTERS = ["kind", "commune", "category", "year"];

/** The query, the filters and how many results are asked for. */
export const readAddress = (search) => {
  const given = new URLSearchParams(search);
  const shown = Math.ceil(Number(given.get("n")) / SHOWN) * SHOWN || SHOWN;
  return {
    query: (given.get("q") ?? "").slice(0, QUERY_LENGTH),
    filters: Object.fromEntries(FILTERS.filter((name) => given.get(name)).map((name) => [name, given.get(name)])),
    shown: Math.min(Math.max(shown, SHOWN), MOST_SHOWN),
    explains: given.has("explain"),
  };
};

export const writeAddress = ({ query, filters, shown, explains }) => {
  const said = new URLSearchParams(query.trim() ? { q: query.slice(0, QUERY_LENGTH), ...filters } : {});
  if (query.trim() && shown > SHOWN) said.set("n", shown);
  if (explains) said.set("explain", "");
  return said.size ? `?${said}` : "";
};

/** How many more a visitor may ask for. */
export const further = (shown) => Math.min(shown + SHOWN, MOST_SHOWN);
