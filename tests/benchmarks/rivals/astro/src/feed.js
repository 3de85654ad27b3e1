import { address, dated } from "./lists.js";

const SITE = "https://banc.example";
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

const item = (post) => `<item><title>${escaped(post.data.title)}</title><link>${SITE}${address(post)}</link><guid>${SITE}${address(post)}</guid>
<pubDate>${dated(post).toUTCString()}</pubDate>
<description>${escaped(post.rendered.html)}</description></item>`;

export function feed(name, url, posts) {
  const items = posts.slice(0, 20).map(item).join("");
  const head = `<title>${escaped(name)}</title><link>${SITE}${url}</link><description></description>`;
  return new Response(`<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>${head}\n${items}</channel></rss>\n`);
}
