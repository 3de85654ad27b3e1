// Our engine, as `session.mjs` asks it.

export const opener = ({ openIndex }) => async (load) => {
  const index = openIndex(load, "fr");
  return {
    search: async (query, typing) => (await index.search(query, { typing, limit: 10 })).hits.map((hit) => hit.url),
  };
};
