"""A territory's blog of any size, invented from a seed: the same posts for us and for the rivals.

Posts have about 400 words: headings, lists, quotations, emphasis, links, notes. For N posts there are N/25 authors,
12 categories, 200 tags and 300 communes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

SEED = 63
CATEGORIES = (
    *("Randonnée", "Patrimoine", "Histoire", "Cuisine", "Marché", "Fête"),
    *("Savoir-faire", "Nature", "Musique", "Arrivées récentes", "Concertation", "Coulisses"),
)
TAGS, COMMUNES, POSTS_PER_AUTHOR, DAYS = 200, 300, 25, 3650
"""Posts spread over ten years."""
_WORDS = 400
_LAST = datetime(2026, 10, 1, 18, 0)

_THINGS = (
    *("lavoir", "viaduc", "four à pain", "marché", "sentier", "moulin", "verger", "clocher", "lac", "fenil"),
    *("kiosque", "chêne", "rucher", "pont", "ruisseau", "buron", "orgue", "potager", "puits", "jardin"),
)
_PEOPLE = ("la voisine", "le facteur", "une élève", "l'ancien maire", "la boulangère", "un randonneur", "le berger")
_VERBS = ("traverse", "répare", "raconte", "dessine", "surveille", "visite", "mesure", "photographie", "écoute")
_TIMES = ("au petit jour", "vers 18 h 30", "depuis 1887", "chaque 1er mai", "les soirs d'orage", "à la Saint-Jean")
_FORMS = (
    "{person} {verb} le {thing} {time}, et l'on n'entend que l'eau.",
    "On y compte 12 500 pierres : aucune n'est pareille, dit {person}.",
    "Pourquoi le {thing} ? Parce que, {time}, tout le monde s'y retrouve !",
    "Le {thing} est à côté du {other} ; {person} le {verb} encore.",
    "« Ne touchez pas au {thing} », répétait {person}, *sans jamais se fâcher*.",
    "**Le {thing}** appartient à la commune -- c'est écrit dans l'acte de 1904.",
    "Voir [la page du {thing}](https://exemple.example/{number}) avant de partir.",
    "À 850 m d'altitude, {time}, {person} {verb} le {other} puis le {thing}...",
)


@dataclass(frozen=True, slots=True)
class Post:
    """An invented post. ``author``, ``tags`` and ``commune`` are numbers; ``date`` has no zone."""

    number: int
    title: str
    date: datetime
    author: int
    category: str
    tags: tuple[int, ...]
    commune: int
    body: str

    @property
    def slug(self) -> str:
        """The folder and the address of the post."""
        return f"billet-{self.number}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """All posts, oldest first."""

    posts: tuple[Post, ...]

    @property
    def authors(self) -> int:
        """How many people write."""
        return max(1, len(self.posts) // POSTS_PER_AUTHOR)


@cache
def make_corpus(posts: int) -> Corpus:
    """A corpus of that many posts, always the same one."""
    dice = random.Random(SEED)
    return Corpus(tuple(_post(number, posts, dice) for number in range(posts)))


def newest_post(corpus: Corpus) -> Post:
    """One post more, newer than all."""
    dice = random.Random(-SEED)
    return replace(_post(len(corpus.posts), len(corpus.posts), dice), date=_LAST + timedelta(days=1), author=0)


def author_name(number: int) -> str:
    """Return «Personne 12», an invented name."""
    return f"Personne {number}"


def tag_name(number: int) -> str:
    """The name of a tag."""
    return f"{_THINGS[number % len(_THINGS)]} {number}"


def _post(number: int, total: int, dice: random.Random) -> Post:
    thing = dice.choice(_THINGS)
    return Post(
        number=number,
        title=f"Le {thing} n° {number}, {dice.choice(_TIMES)}",
        date=_LAST - timedelta(minutes=round((total - number) * DAYS * 1440 / total)),
        author=dice.randrange(max(1, total // POSTS_PER_AUTHOR)),
        category=dice.choice(CATEGORIES),
        tags=tuple(sorted(dice.sample(range(TAGS), 3))),
        commune=dice.randrange(COMMUNES),
        body=_body(number, dice),
    )


def _body(number: int, dice: random.Random) -> str:
    blocks: list[str] = []
    words = 0
    while words < _WORDS:
        blocks.append(_block(len(blocks), number, dice))
        words += len(blocks[-1].split())
    return "\n\n".join(blocks) + f"\n\n[^1]: D'après {dice.choice(_PEOPLE)}, en 1987.\n"


def _block(position: int, number: int, dice: random.Random) -> str:
    text = " ".join(_sentence(number, dice) for _ in range(3))
    forms = (
        f"{text}{'[^1]' if position == 0 else ''}",
        f"## Autour du {dice.choice(_THINGS)}\n\n{text}",
        "\n".join(f"- {_sentence(number, dice)}" for _ in range(3)),
        f"> {text}",
        f"### {dice.choice(_TIMES).capitalize()}\n\n{text}",
        "\n".join(f"{rank}. {_sentence(number, dice)}" for rank in (1, 2, 3)),
    )
    return forms[position % len(forms)]


def _sentence(number: int, dice: random.Random) -> str:
    filled = dice.choice(_FORMS).format(
        person=dice.choice(_PEOPLE),
        verb=dice.choice(_VERBS),
        thing=dice.choice(_THINGS),
        other=dice.choice(_THINGS),
        time=dice.choice(_TIMES),
        number=number,
    )
    return filled[0].upper() + filled[1:]
