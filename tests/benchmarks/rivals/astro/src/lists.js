// The posts, newest first, and what pages say of them.
import { getCollection } from "astro:content";

export { chunked, grouped, slugged } from "../grouping.js";

export const dated = (post) => new Date(`${post.data.date}Z`);
export const address = (post) => `/${post.data.date.slice(0, 4)}/${post.id}/`;
export const day = (date) => date.toLocaleDateString("fr", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
export const summary = (post) => post.rendered.html.replace(/<[^>]*>/g, "").slice(0, 200);

export async function newest() {
  return (await getCollection("posts")).sort((a, b) => (a.data.date < b.data.date ? 1 : -1));
}
