// Sentences with their values, and when they are said. The words come with the script or the page, in its language.

/** A sentence with its values in the place of their names: «{number} results». */
export const filled = (pattern, values) =>
  pattern.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? values[name] : whole));

/** «No result», «1 result», «12 results», in the plural that the language wants. */
export const numberSaid = (number, words, lang) => {
  if (!number) return words.none;
  const form = new Intl.PluralRules(lang).select(number) === "one" ? words.one : words.other;
  return filled(form, { number: number.toLocaleString(lang) });
};

// Milliseconds without typing after which it rests, for those who listen.
const REST = 900;

/** Has a status read aloud once typing rests: a number for each letter would be too many. */
export const makeSay = (status) => {
  let waiting = 0;
  return (words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { status.textContent = words; }, REST);
  };
};

// Milliseconds: letters that follow each other at once are one question.
export const PAUSE = 150;
