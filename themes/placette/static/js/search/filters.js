// What results can be narrowed to: only what is among them, with how many. Lists of the browser's own kind.
import { FILTERS } from "./address.js";

/** Fills ``place`` with a list for each filter; ``change`` is told which was set to what (empty: to anything). */
export const makeFilters = (place, change) => {
  const { any, undated, ...labels } = place.dataset;
  const lists = new Map(FILTERS.map((name) => {
    const select = document.createElement("select");
    const label = document.createElement("label");
    select.className = "search-filters__list";
    label.className = "search-filters__label";
    label.append(labels[name], select);
    select.addEventListener("change", () => change(name, select.value));
    place.append(label);
    return [name, select];
  }));
  const option = (value, text, chosen) => new Option(text, value, false, value === chosen);

  return {
    show(facets, filters, kinds) {
      const said = { kind: (key) => kinds.get(key) ?? key, year: (key) => (key === "0" ? undated : key) };
      for (const [name, select] of lists) {
        const chosen = filters[name] ?? "";
        const found = facets[name] ?? [];
        const options = found.map(
          ([value, number]) => option(value, `${said[name]?.(value) ?? value} (${number})`, chosen)
        );
        // What was chosen stays, although nothing is found there any more: it can be taken back.
        if (chosen && !found.some(([value]) => value === chosen)) options.push(
          option(chosen, said[name]?.(chosen) ?? chosen, chosen)
        );
        select.replaceChildren(option("", any, chosen), ...options);
        select.parentElement.hidden = options.length < 2 && !chosen;
      }
      place.hidden = [...lists.values()].every((select) => select.parentElement.hidden);
    },
    hide() { place.hidden = true; },
  };
};
