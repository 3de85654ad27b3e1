// What results can be narrowed by: kind, category, commune and year, and how many results each would leave.
const FACETS = ["kind", "category", "commune", "year"];

const list = (value) => (Array.isArray(value) ? value : []);

/** By number of a document, the values of each facet. */
export const facetsOf = (names, byYear) => {
  const found = new Map();
  for (const [year, { n, k, c, m }] of byYear) {
    let number = 0;
    for (const [at, gap] of list(n).entries()) {
      if (!Number.isSafeInteger(gap) || gap < 0) break;
      number += gap;
      const named = (all, indexes) =>
        [list(indexes)[at]]
          .flat()
          .map((index) => list(all)[index])
          .filter((name) => typeof name === "string");
      found.set(number, {
        kind: named(names.kinds, k),
        category: named(names.categories, c),
        commune: named(names.communes, m),
        year: year === "0" ? [] : [year],
      });
    }
  }
  return found;
};

const wantedOf = (filters) =>
  FACETS.filter((facet) => filters?.[facet]).map((facet) => [facet, String(filters[facet])]);

/** Whether any filter is set. */
export const isFiltered = (filters) => wantedOf(filters).length > 0;

/** The results that pass all filters but that of one facet. */
const passing = (ranked, facets, filters, but) => {
  const wanted = wantedOf(filters).filter(([facet]) => facet !== but);
  return ranked.filter(({ number }) => wanted.every(([facet, value]) => facets.get(number)?.[facet].includes(value)));
};

/** The results that pass all filters. */
export const filtered = (ranked, facets, filters) => passing(ranked, facets, filters);

/** For each facet [value, how many results], most first, years by themselves: as if its own filter weren't set. */
export const counted = (ranked, facets, filters) => Object.fromEntries(FACETS.map((facet) => {
  const counts = new Map();
  for (const { number } of passing(ranked, facets, filters, facet)) {
    for (const value of facets.get(number)?.[facet] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const order = facet === "year" ? ([a], [b]) => b - a : ([a, n], [b, m]) => m - n || (a < b ? -1 : 1);
  return [facet, [...counts].sort(order)];
}));
