// The corpus as an Eleventy site: the same texts, lists and feeds as the small Hugo site.
import footnotes from "markdown-it-footnote";
import { chunked, grouped, slugged } from "./grouping.js";

export default function (config) {
  config.amendLibrary("md", (library) => library.set({ typographer: true }).use(footnotes));
  config.addCollection("posts", (api) => api.getFilteredByGlob("content/articles/*.md").reverse());
  config.addCollection("home", (api) => chunked("/", "Banc", newest(api)));
  config.addCollection("terms", (api) => grouped(newest(api)));
  config.addCollection("termPages", (api) => grouped(newest(api)).flatMap((term) => chunked(term.url, term.name, term.posts)));
  config.addFilter("slugged", slugged);
  config.addFilter("day", (date) => date.toLocaleDateString("fr", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }));
  config.addFilter("summary", (html) => (html || "").replace(/<[^>]*>/g, "").slice(0, 200));
  config.addPassthroughCopy("photos");
  config.setQuietMode(true);
  return { dir: { input: "content", includes: "../includes", output: "public" }, markdownTemplateEngine: false };
}

function newest(api) {
  return api.getFilteredByGlob("content/articles/*.md").reverse();
}
