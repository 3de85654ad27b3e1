// Lists of posts: by category, author and keyword, and in pages of ten.
const LISTED = 10;
const KINDS = { categories: "categories", auteurs: "auteurs", mots: "tags" };

export function slugged(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
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
