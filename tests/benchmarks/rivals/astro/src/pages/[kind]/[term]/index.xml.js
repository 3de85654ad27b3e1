import { feed } from "../../../feed.js";
import { grouped, newest } from "../../../lists.js";

export async function getStaticPaths() {
  return grouped(await newest()).map((term) => {
    const [, kind, name] = term.url.split("/");
    return { params: { kind, term: name }, props: { term } };
  });
}

export const GET = ({ props: { term } }) => feed(term.name, term.url, term.posts);
