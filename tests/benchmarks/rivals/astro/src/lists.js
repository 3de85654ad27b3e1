// Lists of posts: by category, author and keyword, and in pages of ten.
import { getCollection } from "astro:content";

const LISTED = 10;
const KINDS = { categories: "categories", auteurs: "auteurs", mots: "tags" };

export function slugged(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

export const dated = (post) => new Date(`${post.data.date}Z`);
export const address = (post) => `/${post.data.date.slice(0, 4)}/${post.id}/`;
export const day = (date) => date.toLocaleDateString("fr", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
export const summary = (post) => post.rendered.html.replace(/<[^>]*>/g, "").slice(0, 200);

export async function newest() {
  return (await getCollection("posts")).sort((a, b) => (a.data.date < b.data.date ? 1 : -1));
}

export function grouped(posts) {
  const terms = new Map();
  for (const post of posts) {
    for (const [key, folder] of Object.entries(KINDS)) {
      for (const name of post.data[key]) {
        const url = `/${folder}/${slugged(name)}/`;
        if (!terms.has(url)) terms.set(url, { kind: folder, name, url, posts: [] });
        terms.get(url).posts.push(post);
      }
    }
  }
  return [...terms.values()];
}

export function chunked(url, name, posts) {
  const total = Math.ceil(posts.length / LISTED);
  const address = (number) => (number === 1 ? url : `${url}page/${number}/`);
  return Array.from({ length: total }, (_, index) => ({
    name,
    number: index + 1,
    total,
    url: address(index + 1),
    newer: index > 0 ? address(index) : "",
    older: index + 1 < total ? address(index + 2) : "",
    posts: posts.slice(index * LISTED, (index + 1) * LISTED),
  }));
}
