"""Tells what people write out of politeness from what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from placette.engine.base.text import fold

_YES_OR_NO = r"(?!(?:oui|non|ok|yes|no|daccord|dac|nope|yep)\b)"
_TO_WHOM = (
    r"(?:madame|monsieur|mesdames|messieurs|a (?:vous|tous|toutes|tous et a toutes)|tout le monde|(?:toute )?l equipe"
    r"|equipe|team|everyone|everybody|all|there|sir|madam)"
)
_HELLO = (
    rf"(?:re )?(?:bonjour|bonsoir|salut|coucou|hello|hi|good (?:morning|evening|afternoon))(?: {_TO_WHOM})?"
    rf"(?: {_YES_OR_NO}[^\W\d]+)?|(?:cher|chere|chers|cheres|dear) {_TO_WHOM}(?: [^\W\d]+)?|(?:chere?|dear) [^\W\d]+"
    r"|(?:madame|monsieur|mesdames|messieurs)(?: [^\W\d]+)?"
)
_THANKS = (
    r"(?:(?:un |et )?(?:grand |mille )?merci|thanks|thank you|many thanks)(?: (?:beaucoup|bien|d avance|a vous|a tous"
    r"|infiniment|encore|pour (?:votre|vos|cette|ces|ce|tout)(?: [^\W\d]+)?|de votre [^\W\d]+|de m avoir [^\W\d]+"
    r"|so much|very much|in advance|again|for (?:your|the|this) [^\W\d]+))*"
)
_GOODBYE = (
    r"(?:bien )?cordialement|bien a vous|amicalement|(?:bien )?amities|sinceres salutations|salutations(?: [^\W\d]+)?"
    r"|a (?:bientot|tres vite|plus)|(?:bonne|belle) (?:journee|soiree|semaine|fin de [^\W\d]+)(?: a vous)?"
    r"|(?:kind|best|warm)(?:est)? regards|regards|best wishes|all the best|cheers|sincerely|yours(?: [^\W\d]+)?"
    r"|bises?|bisous"
)
_ANNOUNCED = (
    r"(?:alors |donc )?(?:voici|voila|here are|here is) (?:mes|les|ma|la|my|the) "
    r"(?:reponses?|precisions?|renseignements?|informations?|infos?|answers?)(?: a (?:vos|votre) [^\W\d]+)?"
)
_DEVICE = r"envoye (?:de|depuis) (?:mon|ma) .{2,30}|sent from my .{2,30}"
_POLITE = re.compile("|".join(f"(?:{one})" for one in (_HELLO, _THANKS, _GOODBYE, _ANNOUNCED, _DEVICE)))
_END = re.compile(_GOODBYE)
_SEGMENT = re.compile(r"\s*([^,;:!.?\n–—]*)(?:[,;:!.–—]+|$)\s*")
_LAST_SENTENCE = re.compile(r"(.*[.!?])\s+([^.!?]+)[.!]*\s*")
_NAME_WORDS = 4


def without_greetings(lines: Iterable[str]) -> list[str]:
    """The lines without salutations, thanks and goodbyes, nor the name that signs below a goodbye."""
    kept, ended = list[str](), False
    for line in lines:
        rest = _without_greeting(line)
        if ended and rest.strip():
            rest = "" if _is_name(rest) else rest
            ended = False
        ended = ended or (rest != line and bool(_END.search(bare_words(line))))
        kept.append(rest)
    return kept


def bare_words(text: str) -> str:
    """Folded words with single spaces, and nothing else."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _without_greeting(line: str) -> str:
    """The line without the polite words that it begins with or ends on («Bonjour, oui. Merci» is a yes)."""
    if line.startswith(">"):
        return line
    while line.strip() and (found := _SEGMENT.match(line)) and _POLITE.fullmatch(bare_words(found[1])):
        line = line[found.end() :]
    ending = _LAST_SENTENCE.fullmatch(line)
    return ending[1] if ending and _POLITE.fullmatch(bare_words(ending[2])) else line


def _is_name(line: str) -> bool:
    words = line.split()
    return len(words) <= _NAME_WORDS and not re.search(r"[\d:=?]", line) and words[0][:1].isupper()
