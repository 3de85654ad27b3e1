// Words that say nothing by themselves, as in features/search/words.py: a test compares both lists.
const FRENCH = `
a ai ainsi alors as au aucun aucune aussi autre autres aux avec avoir c ca car ce ceci cela celle celles celui ces cet
cette ceux chaque chez ci comme d dans de depuis des donc dont du elle elles en encore entre es est et etaient etait
etant ete etre eu eux fait fut ici il ils j je jusque l la le les leur leurs lors lorsque lui m ma mais me meme memes
mes moi mon n ne ni nos notre nous on ont ou par parce pas pendant peu peut plus pour pourquoi puis puisque qu quand
que quel quelle quelles quels qui quoi s sa sans se selon ses si soi soit son sont sous sur t ta te tes toi ton tous
tout toute toutes tres tu un une vers voici voila vos votre vous y
`;
const ENGLISH = `
a about after all also am an and any are as at be because been before being between both but by can could did do does
doing during each for from had has have having he her here hers him his how i if in into is it its just me more most
my no nor not of on only or other our ours out over own s same she should so some such t than that the their theirs
them then there these they this those through to too under until up us very was we were what when where which while
who whom why will with would you your yours
`;

const wordsIn = (list) => new Set(list.trim().split(/\s+/));

/** By language. */
export const STOP_WORDS = new Map([["fr", wordsIn(FRENCH)], ["en", wordsIn(ENGLISH)]]);
