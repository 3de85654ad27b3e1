// What a search found, as elements. Everything is put in as text: nothing of the index or of the query is ever markup.
const element = (tag, className, ...content) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
};

/** A text in parts; what was looked for is marked. */
const marked = (parts) => parts.map(([text, isMarked]) => (isMarked ? element("mark", "", text) : text));

/** Where pages lie: the home page's folder, in a copy on a disk too, where an address needs the name of its file. */
export const makeWhere = (home, protocol) => (url) => {
  const found = URL.canParse(url, home) ? new URL(url, home) : home;
  if (!found.href.startsWith(home.href)) return home.href;
  if (protocol === "file:" && found.pathname.endsWith("/")) found.pathname += "index.html";
  return found.href;
};

/** Let a link lead to a result: on another site too, which has not been looked at. */
const lead = (link, { out, url }, where) => {
  link.href = out || where(url);
  if (out) link.rel = "nofollow ugc noopener";
  return link;
};

const hostOf = ({ out }) => (out ? new URL(out).host.replace(/^www\./, "") : "");
const details = (hit) => [hit.when, hit.place, hit.author, hostOf(hit)].filter(Boolean).join(" · ");

/** A result on a page: its kind, its title, an extract, when, where, by whom; ``why`` where that is asked for. */
export const resultOf = (hit, { kinds, where, level, explains }) => {
  const link = lead(element("a", "found__link", ...marked(hit.title)), hit, where);
  const title = element(level, "found__title", link);
  const extract = element("p", "found__extract", ...marked(hit.extract));
  if (hit.lang && hit.lang !== document.documentElement.lang) title.lang = extract.lang = hit.lang;
  const item = element(
    "li",
    "found",
    element("p", "found__kind", kinds.get(hit.kind) ?? ""),
    title,
    extract,
    element("p", "meta", details(hit))
  );
  if (explains) item.append(
    element("pre", "found__why", typeof hit.why === "string" ? hit.why : JSON.stringify(hit.why, null, 1))
  );
  for (const part of [...item.children]) if (!part.textContent) part.remove();
  return item;
};

const optionOf = (id, ...content) => {
  const option = element("a", "search-list__option", ...content);
  option.id = id;
  option.tabIndex = -1;
  option.role = "option";
  option.ariaSelected = "false";
  return option;
};

/** What a field proposes: the results by kind, below the name of each, then the way to all of them. */
export const optionsOf = (hits, { kinds, where, all }) => {
  const order = [...kinds.keys()];
  const groups = hits.reduce((found, hit) => found.set(hit.kind, [...(found.get(hit.kind) ?? []), hit]), new Map());
  const rank = ([kind, [{ placed }]]) => (placed ? -1 : order.indexOf(kind));
  const ordered = [...groups].sort((one, other) => rank(one) - rank(other));
  let number = 0;
  const found = ordered.map(([kind, these]) => {
    // A list of options may hold groups with a name, no paragraphs: those who see read it there.
    const heading = element("p", "search-list__heading", kinds.get(kind) ?? "");
    heading.ariaHidden = "true";
    const group = element("div", "", heading);
    group.role = "group";
    group.ariaLabel = heading.textContent;
    for (const hit of these) {
      number += 1;
      const title = element("span", "", ...marked(hit.title));
      if (hit.lang) title.lang = hit.lang;
      group.append(lead(optionOf(`found-${number}`, title, " ", element("span", "meta", details(hit))), hit, where));
    }
    return group;
  });
  return [...found, Object.assign(optionOf("found-all", all.label), { href: all.url })];
};
