// Words that say nothing by themselves, as in features/search/words.py: a test compares both lists.
const FRENCH =
`a ai as au aux avec avoir c ca ce ces cet cette ceux chez comme comment d dans de des donc dont du elle elles en es est
et etre eu il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou par
pas plus pour qu quand que quel quelle qui quoi s sa sans se ses si son sont sous sur t ta te tes toi ton tous tout
toute toutes tres tu un une vers vos votre vous y`;
const ENGLISH =
`a about all also am an and any are as at be been but by can could did do does for from had has have he her him his how
i if in into is it its me more my no not of on or our out s she so some t than that the their them then there these
they this those to too up us very was we were what when which who will with would you your`;

/** By language. */
export const STOP_WORDS = new Map(
  [["fr", FRENCH], ["en", ENGLISH]].map(([lang, list]) => [lang, new Set(list.split(/\s+/))])
);
