// The field in the masthead: what is found stands below it as one types. The pattern is the combobox of WAI-ARIA 1.2.
import { QUERY_LENGTH } from "./address.js";
import { optionsOf } from "./results.js";
import { makeSay, numberSaid, PAUSE } from "./wording.js";

export const equipField = (input, box, { search, where, address, lang, words }) => {
  const list = document.createElement("div");
  const said = document.createElement("p");
  let asked = 0;
  let typing = 0;
  let active = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const activate = (option) => {
    if (active) active.ariaSelected = "false";
    active = option ?? null;
    if (active) {
      active.ariaSelected = "true";
      active.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", active.id);
    } else input.removeAttribute("aria-activedescendant");
  };
  const open = (shown) => {
    list.hidden = !shown;
    input.ariaExpanded = String(shown);
    activate(null);
  };
  const say = makeSay(said);
  const close = () => {
    asked += 1;
    clearTimeout(typing);
    open(false);
    say("");
  };
  const note = (text) => {
    list.replaceChildren(
      Object.assign(document.createElement("p"), { className: "search-list__note", textContent: text })
    );
    // No option is in it: it is no list to choose from.
    list.hidden = false;
    input.ariaExpanded = "false";
    activate(null);
    say(text);
  };
  const look = async () => {
    const mine = asked += 1;
    const query = input.value.slice(0, QUERY_LENGTH);
    if ([...query.trim()].length < 2) {
      close();
      return;
    }
    try {
      const found = await search(query, {
        typing: true,
        from: 0,
        limit: 10,
        filters: {},
        facets: false,
        explain: false
      });
      if (mine !== asked || document.activeElement !== input) return;
      const number = numberSaid(found.total, words, lang);
      if (!found.total) {
        note(number);
        return;
      }
      const chosen = active?.href;
      const all = { url: address(query), label: `${words.all} (${found.total.toLocaleString(lang)})` };
      list.replaceChildren(...optionsOf(found.hits, { kinds: found.kinds, where, all }));
      open(true);
      list.scrollTop = 0;
      // An answer that comes late takes no choice back.
      if (chosen) activate(options().find(({ href }) => href === chosen));
      say(number);
    } catch {
      if (mine === asked) note(words.failed);
    }
  };
  const step = (by) => {
    const all = options();
    if (list.hidden || !all.length) {
      look();
      return;
    }
    // Beyond the last option, and before the first, is the field itself.
    const at = all.indexOf(active) + by;
    activate(active || by > 0 ? all[at] : all.at(-1));
  };
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Escape: () => {
      if (!list.hidden) close();
      else input.value = "";
    },
  };

  list.className = "search-list";
  list.id = "search-list";
  list.role = "listbox";
  list.ariaLabel = words.label;
  list.hidden = true;
  said.className = "visually-hidden";
  said.role = "status";
  input.setAttribute("aria-controls", list.id);
  box.append(list, said);

  input.addEventListener("input", () => {
    clearTimeout(typing);
    activate(null);
    typing = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && active) {
      event.preventDefault();
      active.click();
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  input.addEventListener("blur", close);
  // The field keeps the focus while an option is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (input.value) look();
};
