"""What somebody wrote as an answer, made into a value: a title, a name, a commune, what a photo shows."""

from __future__ import annotations

import re

from placette.desks.letters.answering.plain_lines import in_one_line
from placette.desks.letters.letter import WRITER, YOU_CHOOSE
from placette.engine.base.text import fold

_LIMITS = {"title": 150, "summary": 300, "alt": 300, "caption": 300}
"""Characters of the longest value, as the information block has them; 140 for what isn't here."""
_SHORT = 140
_QUOTES = ' \t\u00a0\u202f"“”«»*_'
_CALLS = {
    "title": r"(?:je (?:propose|dirais|mettrais)|i suggest|(?:ce )?serait|c['’]est)\s*:?\s+",
    "signature": r"(?:(?:vous pouvez|you can)\s+)?"
    r"(?:(?:je signe(?:rai)?|mettre|signer|signez|sign[ée]e?|mettez|mon nom (?:est|c['’]est)|je m['’]appelle"
    r"|put|write|my name is|sign(?:ed)?(?: it)?(?: as)?|par|juste|simplement|just)\s*:?\s+)+",
    "credit": r"(?:(?:toutes? )?(?:les )?(?:photos?|images?|pictures?)\s*(?:de|par|by|:|sont de|are by)\s*)"
    r"|(?:(?:elles (?:sont|ont [ée]t[ée])\s+)?prises? par|c['’]est|(?:they were )?taken by|par|by|de)\s+",
    "commune": r"(?:(?:c['’]est|[àa]|il s['’]agit de|(?:la )?commune de|it is|it['’]s|in)\s+)+|(?:la )?commune d['’]",
    "category": r"(?:dans|in|plut[ôo]t|je dirais|rather)\s+",
}
_PLEASE = re.compile(r"[\s,]+(?:svp|stp|s['’]il (?:vous|te) pla[îi]t|please|merci)[\s.!]*$", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"(?:je )?(?:ne )?sais (?:pas|plus).*|aucune? idee.*|pas d idee.*|[?.!… -]*|(?:i )?don t know.*|no idea.*|rien"
    r"|aucune?|non|oui|yes|no|ok|okay|d accord|nothing|merci|thanks|thank you|idem|(?:oui|non|yes|no) ?,.*"
)
_LEFT_TO_US = re.compile(
    r"(?:faites )?comme vous .*|(?:c est )?(?:a |au )?(?:vous|votre) (?:de |qui |choix).*|choisissez.*|you choose.*"
    r"|(?:i )?don t mind.*|as you (?:like|wish).*|up to you.*|peu importe.*"
)
_NO_SHORT_ANSWER = re.compile(r"(?:non|oui|yes|no)\b[ ,.].*|merci .*|voir .*|see .*")
"""No name, place or picture; a title may begin so («Non au béton», «Merci les pompiers»)."""
_MYSELF = re.compile(
    r"(?:(?:c est|ce sont) )?(?:moi|mes photos|moi meme|les miennes)(?:(?: meme)? .*)?|je les ai .*|j ai pris .*"
    r"|(?:i did|me|myself|mine)|i took .*|it was me.*|my own.*"
)


def plain_answer(code: str, text: str) -> str:
    """The value that ``text`` gives for the gap ``code`` (or ``caption``); empty where it is no answer or too long."""
    joined = in_one_line(" ".join(text.split("\n")), 2000).strip(_QUOTES)
    folded = _folded(joined)
    if _LEFT_TO_US.fullmatch(folded):
        return YOU_CHOOSE if code == "category" else ""
    if _NO_ANSWER.fullmatch(folded) or (code not in {"title", "summary"} and _NO_SHORT_ANSWER.fullmatch(folded)):
        return ""
    if code == "credit" and _MYSELF.fullmatch(folded):
        return WRITER
    called = re.sub(f"^(?:{_CALLS[code]})", "", joined, flags=re.IGNORECASE) if code in _CALLS else joined
    value = re.sub(_PLEASE, "", called.strip(_QUOTES))
    if code not in {"summary", "alt", "caption"}:
        value = re.sub(r"(?<!\b[A-ZÀ-Ý])[.;,]+$", "", value).strip(_QUOTES)
    return value if len(value) <= _LIMITS.get(code, _SHORT) else ""


def _folded(text: str) -> str:
    return re.sub(r"[’'`´ \u00a0\u202f]+", " ", fold(text)).strip(" .!…")
