// What is fetched when somebody begins to search: it takes over the field that search.js has made. «SAID» are the words
// that it says, in the site's language: they come with the script.
import { equipField } from "./field.js";
import { openIndex } from "./index.js";
import { makeLoader } from "./loading.js";
import { equipLost } from "./lost.js";
import { equipPage } from "./page.js";
import { makeWhere } from "./results.js";

// Milliseconds.
const PATIENCE = 1000;

/** When the last sheet of the page, that of search, has come: a sheet that came after what is found would move it. */
const dressed = () => new Promise((done) => {
  const sheet = [...document.querySelectorAll("[rel=stylesheet]")].at(-1);
  if (!sheet || sheet.sheet) done();
  else {
    for (const end of ["load", "error"]) sheet.addEventListener(end, done);
    setTimeout(done, PATIENCE);
  }
});

const begin = () => {
  const box = document.querySelector("[data-search]");
  const home = new URL(".", document.querySelector("[rel=home]").href);
  const page = document.querySelector("[data-search-place]");
  const lost = document.querySelector("[data-search-lost]");
  const lang = document.body.lang || document.documentElement.lang;
  // In the page or not: on a narrow screen the masthead has a link instead.
  const { input } = box;
  const url = input.dataset.searchInput;
  let index = null;

  /** An index that could not be opened is opened anew when somebody tries again. */
  const search = async (query, options) => {
    index ??= openIndex(makeLoader(new URL("data/", url).href), lang);
    try {
      return await index.search(query, options);
    } catch (error) {
      index = null;
      throw error;
    }
  };
  const address = (query) => `${url}?${new URLSearchParams({ q: query })}`;
  // Not before it has been laid out where it stands: what was seen elsewhere and is shown in the same moment has moved.
  const show = () => requestAnimationFrame(() => requestAnimationFrame(box.show));
  const found = { search, where: makeWhere(home, location.protocol), address, lang, words: SAID, home };

  if (page) equipPage(input, found).then(show);
  else equipField(input, box, found);
  if (lost) equipLost(lost, found).then(show);
};

dressed().then(begin);
