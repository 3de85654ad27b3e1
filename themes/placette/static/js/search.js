// The link to search becomes a field of its size. What searches is fetched when somebody begins to, and takes over
// there.
const box = document.querySelector("[data-search]");
const link = box?.querySelector("a");
// Milliseconds.
const PATIENCE = 1500;

const equip = () => {
  // On the page for it, the field stands there.
  const own = document.querySelector("[data-search-place]");
  const input = document.createElement("input");
  const [url] = link.href.split("#");
  // What comes after an answer waits for it a little, so that nothing moves before the eyes.
  const after = document.querySelector(own ? "[data-search-book]" : "[data-search-lost] ~ *");
  const show = () => { if (after) after.style.visibility = ""; };
  // Where servers let no text become the address of a script, the one that the page names may.
  const trusted = globalThis.trustedTypes?.createPolicy("search", { createScriptURL: () => box.dataset.src });
  let asked = false;

  const load = () => {
    if (asked) return;
    asked = true;
    const { href, src } = box.dataset;
    if (href && !own) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
    const script = document.createElement("script");
    script.src = trusted ? trusted.createScriptURL("") : src;
    script.addEventListener("error", () => {
      asked = false;
      show();
      for (const failed of document.querySelectorAll("[data-search-failed]")) failed.hidden = false;
    });
    document.head.append(script);
  };

  /** An address asks already. */
  const ask = () => {
    if (after) after.style.visibility = "hidden";
    setTimeout(show, PATIENCE);
    load();
  };

  Object.assign(input, {
    type: "search",
    className: "search-box__in",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: false,
    enterKeyHint: "search"
  });
  input.placeholder = input.ariaLabel = link.ariaLabel;
  input.dataset.searchInput = url;
  Object.assign(box, { input, show });
  for (const begun of ["focus", "input"]) input.addEventListener(begun, load);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || own) return;
    event.preventDefault();
    if (!input.hasAttribute("aria-activedescendant")) location.assign(
      `${url}?${new URLSearchParams({ q: input.value.slice(0, 200) })}`
    );
  });

  if (own) {
    const begin = () => { if (location.hash === "#search") input.focus(); };
    own.append(input);
    if (location.search) ask();
    begin();
    // Browsers take the focus away again when they have scrolled to where the address leads.
    addEventListener("load", begin);
    addEventListener("hashchange", begin);
    return;
  }
  const wide = matchMedia("(width >= 48rem)");
  const fit = () => (wide.matches ? link.replaceWith(input) : input.replaceWith(link));
  input.role = "combobox";
  input.ariaExpanded = "false";
  input.ariaAutoComplete = "list";
  wide.addEventListener("change", fit);
  fit();
  if (document.querySelector("[data-search-lost]")) ask();
};

// A copy of a part of the site has no search: its link leads to the site.
if (box?.dataset.src && link.protocol === location.protocol && link.host === location.host) equip();
