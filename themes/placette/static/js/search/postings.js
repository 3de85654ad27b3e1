// Which documents hold a term, as the files of the index tell it; features/search/postings.py writes it.

/** Numbers of documents tell their day: there are far more of them than documents. */
export const HIGHEST = 2 ** 40;

/**
 * A term's documents: how many hold it, and [number, weight] of the best; undefined for anything else. Each is a
 * difference of numbers in base 32 and a small letter for its weight; how many there are stands before a colon where it
 * is more.
 */
export const postingsOf = (value, docs) => {
  const [, df, text] = String(value).match(/^(?:(\d+):)?([0-9A-Va-o]+)$/) ?? ["", "", ""];
  const found = [];
  let [number, step] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 96) {
      number += step;
      step = 0;
      found.push([number, 2 ** ((code - 96) / 2)]);
    } else step = step * 32 + code - (code > 64 ? 55 : 48);
    if (number + step > HIGHEST) return undefined;
  }
  return found.length ? { df: Math.min(Math.max(df ?? 0, found.length), docs), found } : undefined;
};
