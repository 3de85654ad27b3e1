// What a visitor typed, as words to look for.
import { STOP_WORDS } from "./stop-words.js";
import { LONGEST, joined, wordsOf } from "./words.js";

const MOST_CHARACTERS = 200;
const MOST_WORDS = 12;

/** French words that need not be held beside others: a coach, summer, and what is asked of something. */
const WEAK = new Set("car ete heure heures horaire horaires adresse telephone tarif tarifs prix contact".split(" "));

/**
 * The words of a query, those that count («wanted», with «optional» ones), the forms that neighbours have when they are
 * written as one, and the name that all of them would be. The last word is still being typed when nothing follows it.
 * Stop words count where there is nothing else, and are looked for beside one word that is only begun.
 */
export const readQuery = (query, { typing, lang, langs }) => {
  const text = typeof query === "string" ? query.slice(0, MOST_CHARACTERS) : "";
  const words = wordsOf(text).slice(0, MOST_WORDS);
  const begun = Boolean(typing) && /[\p{L}\p{N}]\p{M}*$/u.test(text);
  const isStop = (word, of) => STOP_WORDS.get(of)?.has(word) ?? false;
  const every = words.map((word, at) => ({
    word,
    at,
    begun: begun && at === words.length - 1,
    optional: WEAK.has(word) || [lang, ...langs].some((of) => isStop(word, of)),
  }));
  const few = every.every((entry) => entry.begun || entry.optional);
  const none = every.every(({ optional }) => optional);
  const wanted = every
    .filter((entry) => few || entry.begun || !isStop(entry.word, lang))
    .map((entry) => ({ ...entry, optional: entry.optional && !none }));
  const name = joined(words);
  const spans = [];
  for (let first = 0; first + 1 < wanted.length; first += 1) {
    const [from, to] = [wanted[first], wanted[first + 1]];
    for (const parts of [words.slice(from.at, to.at + 1), [from.word, to.word]]) spans.push({
      word: joined(parts), from: from.at, to: to.at
    });
  }
  if (wanted.length) spans.push({ word: name, from: 0, to: words.length - 1 });
  const forms = new Map(
    spans.filter(({ word, from, to }) => from < to && word.length <= LONGEST).map((span) => [span.word, span])
  );
  return { words, wanted, spans: [...forms.values()], name, begun };
};
