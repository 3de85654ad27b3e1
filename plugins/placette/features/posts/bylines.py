"""The words of bylines, and the names of languages."""

from __future__ import annotations

import re

from placette.engine.base.cldr import language_of
from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.views import CreditView
from placette.features.posts.article import Article

_ELIDED = re.compile(r"[aeiou]|y(?![aeiou])|h(?:elene|enri|erve|onore|ubert|ortense|ippolyte|yacinthe)", re.IGNORECASE)
"""Beginnings (without accents) before which French says «d’»: Yves, not Yann; before most in h, both are heard."""
_ARTICLE = re.compile(r"les? ", re.IGNORECASE)
_FRENCH_OF, _FRENCH_BY = " de", " par"


def lead_in(lead: str, name: str, lang: str) -> str:
    """What a byline says before a name, with its last space: «Texte de Léa», «Texte d’Anne», «Texte par Les Amis»."""
    if lang != "fr" or not lead.endswith(_FRENCH_OF):
        return f"{lead} "
    if _ARTICLE.match(name):  # «des Amis» would take away a part of the name
        return f"{lead.removesuffix(_FRENCH_OF)}{_FRENCH_BY} "
    return f"{lead[:-1]}’" if _ELIDED.match(fold(name)) else f"{lead} "


def language_name(code: str, lang: str) -> str:
    """«occitan» for ``oc``; the code itself when CLDR doesn't know it."""
    return language_of(lang).languages.get(code, code)


def credits_of(article: Article, look: Lookup) -> tuple[CreditView, ...]:
    """The byline's parts: the authors, then each role beside them."""
    parts = [("authors", look.desk.say(N_("Text by")), article.authors)]
    parts += [(role.value, look.desk.say(role.lead), keys) for role, keys in article.roles]
    shown = ((role, lead, look.people(keys)) for role, lead, keys in parts)
    lang = look.desk.lang
    return tuple(
        CreditView(role, lead_in(lead, people[0].name, lang), people) for role, lead, people in shown if people
    )
