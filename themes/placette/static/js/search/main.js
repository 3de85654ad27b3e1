// Begins search in a page.
import { openIndex } from "./index.js";
import { makeLoader } from "./loading.js";

const field = document.querySelector("[data-search-data]");
if (field) openIndex(makeLoader(new URL(field.dataset.searchData, document.baseURI).href), document.documentElement.lang);
