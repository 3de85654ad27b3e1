"""The people and the hashtags of an announcement: a person's handle if they have one on the network, else the name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from placette.engine.base.message import N_
from placette.engine.base.networks import handle_on
from placette.engine.base.text import fold
from placette.engine.library.models import Term
from placette.features.authors.profile import Profile
from placette.features.posts.article import Article

_BY = N_("By {names}")


def credits_of(
    article: Article, people: Mapping[str, Profile], network: str, translate: Callable[[str], str]
) -> tuple[str, ...]:
    """The authors, then each role: «Par @lea@serveur.example», «Photos : Marc Teyssot».

    Those who have a handle on ``network`` are given by it.
    """
    parts = [(_BY, article.authors), *((role.credit, keys) for role, keys in article.roles)]
    return tuple(
        translate(lead).format(names=", ".join(_called(key, people, network) for key in keys))
        for lead, keys in parts
        if keys
    )


def hashtags(tags: Iterable[Term], category: Term) -> tuple[str, ...]:
    """A post's tags, then its category, as hashtags, each once: «marché de Noël» gives «#MarchéDeNoël».

    Accents stay: every network folds or keeps them, and screen readers pronounce the words correctly. Capitals show
    where words begin, for them too. Digits alone aren't a hashtag (Mastodon, X), so they are left out.
    """
    found: dict[str, str] = {}
    for term in (*tags, category):
        words = _words(term.name)
        joined = "".join(word[:1].upper() + word[1:] for word in words)
        if any(not character.isdigit() for character in joined):
            found.setdefault(fold(joined), f"#{joined}")
    return tuple(found.values())


def _words(name: str) -> Sequence[str]:
    """The words of a name: runs of letters with their marks, and digits."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in composed).split()


def _called(key: str, people: Mapping[str, Profile], network: str) -> str:
    if key not in people:
        return key
    return handle_on(network, dict(people[key].links).get(network, "")) or people[key].name
