"""A territory's blog of any size, invented from a seed: the same posts for us and for the rivals.

Posts are as mixed as people's are: short, usual and long ones (120, 400, 1,200 words), with headings, lists,
quotations, tables, notes, links; some have a photo, announce an event, were replied to, or are in English. For N posts
there are N/25 authors, 12 categories, 200 tags and 300 communes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO

from PIL import Image

from tests.benchmarks.measuring import ROOT
from tests.benchmarks.photos import draw_photo

SEED = 63
CATEGORIES = (
    *("Randonnée", "Patrimoine", "Histoire", "Cuisine", "Marché", "Fête"),
    *("Savoir-faire", "Nature", "Musique", "Arrivées récentes", "Concertation", "Coulisses"),
)
TAGS, COMMUNES, POSTS_PER_AUTHOR, DAYS = 200, 300, 25, 3650
"""Posts spread over ten years."""
AUVERGNE = "territory.json"
_LENGTHS, _WEIGHTS = (120, 400, 1200), (45, 40, 15)
"""Words of a post, and how many in a hundred have so many: 394 on average."""
_ENGLISH, _REPLIED = 0.1, 0.2
"""Shares of the posts that are in English, or were replied to."""
_ONE_ANNOUNCES, _ONE_SHOWS = 12, 50
"""One post in so many announces an event, or has a photo: not by chance, since photos cost more than all the rest."""
_PHOTOS, _PHOTO_SIZE = 8, (1000, 750)
"""Drawn ones that all photos are copies of; each has a corner of its own, so that none is made only once."""
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
_ENGLISH_FORMS = (
    "We walked to the {thing} before breakfast, and the water was the only sound.",
    'Nobody here translates "{other}"; you point at the {thing} and people smile.',
    "In 1987 the {thing} still had *its own key*, which hung behind the bakery door.",
    "**The {thing}** belongs to the village -- it says so in a deed of 1904.",
    "See [the page about the {thing}](https://exemple.example/{number}) before you leave.",
    "Between the {other} and the {thing} there are 312 steps; our neighbour counts them every day.",
)
_SAID = (
    "J'y suis passée la semaine dernière, et l'eau coulait encore.",
    "Mon grand-père racontait la même chose, à quelques pierres près.",
    "Il manque à ce récit le chemin du haut, que presque personne ne prend plus.",
    "Merci pour les dates ; je les cherchais depuis longtemps.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, its département and the intercommunalité that it belongs to."""

    code: str
    name: str
    department: str
    group: str
    point: tuple[float, ...]
    """Latitude and longitude, or nothing."""


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
    """Markdown; a photo in it is ``photo.jpg``."""
    lang: str = "fr"
    event: datetime | None = None
    """When what it announces begins; it lasts two hours, at the village hall."""
    replies: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The folder and the address of the post."""
        return f"billet-{self.number}"

    @property
    def has_photo(self) -> bool:
        """Whether its text shows one."""
        return "](photo.jpg " in self.body


@dataclass(frozen=True, slots=True)
class Corpus:
    """All posts, oldest first."""

    posts: tuple[Post, ...]

    @property
    def authors(self) -> int:
        """How many people write."""
        return max(1, len(self.posts) // POSTS_PER_AUTHOR)


@cache
def places() -> tuple[Place, ...]:
    """As many communes as a corpus names."""
    listed = json.loads((ROOT / AUVERGNE).read_text(encoding="utf-8"))
    return tuple(
        Place(code, name, listed["departments"][code[:2]][0], listed["epci"][str(group)], tuple(point))
        for code, name, _preposition, group, _postcode, _people, *point in listed["communes"][:COMMUNES]
    )


@cache
def make_corpus(posts: int) -> Corpus:
    """A corpus of that many posts, always the same one."""
    dice = random.Random(SEED)
    return Corpus(tuple(_post(number, posts, dice) for number in range(posts)))


def edited(corpus: Corpus, run: int) -> Post:
    """A post from the middle with a sentence more, another post each run."""
    post = _middle(corpus, run)
    return replace(post, body=f"{post.body}\n{added_sentence(run)}\n")


def added_sentence(run: int) -> str:
    """The sentence that an edit adds."""
    return f"Une phrase de plus pour le passage numéro {run}."


def retitled(corpus: Corpus, run: int) -> Post:
    """A post from the middle with another title at the same address, not the one that is edited."""
    post = _middle(corpus, run + len(corpus.posts) // 4)
    return replace(post, title=f"{post.title}, une {run + 2}e fois")


def newest(corpus: Corpus, run: int = 0) -> Post:
    """One post more, newer than all: the same each run."""
    del run
    dice = random.Random(SEED + 1)  # not -SEED, which is the same
    return replace(_post(len(corpus.posts), len(corpus.posts), dice), date=_LAST + timedelta(days=1), author=0)


CHANGES: dict[str, Callable[[Corpus, int], Post]] = {"new": newest, "edit": edited, "title": retitled}
"""What people do to a site: the post that is written then."""


@cache
def photo_of(number: int) -> bytes:
    """A photo as a JPEG file, another one for each number."""
    image, target = _drawn_photo(number % _PHOTOS).copy(), BytesIO()
    image.paste(tuple(number.to_bytes(3, "big")), (0, 0, 8, 8))
    image.save(target, "JPEG", quality=90)
    return target.getvalue()


def author_name(number: int) -> str:
    """Return «Personne 12», an invented name."""
    return f"Personne {number}"


def tag_name(number: int) -> str:
    """The name of a tag."""
    return f"{_THINGS[number % len(_THINGS)]} {number}"


@cache
def _drawn_photo(number: int) -> Image.Image:
    return Image.open(BytesIO(draw_photo(number, _PHOTO_SIZE))).convert("RGB")


def _middle(corpus: Corpus, run: int) -> Post:
    posts = corpus.posts
    return posts[(len(posts) // 2 + run) % len(posts)]


def _post(number: int, total: int, dice: random.Random) -> Post:
    thing, lang = dice.choice(_THINGS), "en" if dice.random() < _ENGLISH else "fr"
    written = _LAST - timedelta(minutes=round((total - number) * DAYS * 1440 / total))
    title = f"The {thing}, No. {number}" if lang == "en" else f"Le {thing} n° {number}, {dice.choice(_TIMES)}"
    replies = dice.randint(1, 4) if dice.random() < _REPLIED else 0
    return Post(
        number=number,
        title=title,
        date=written,
        author=dice.randrange(max(1, total // POSTS_PER_AUTHOR)),
        category=dice.choice(CATEGORIES),
        tags=tuple(sorted(dice.sample(range(TAGS), 3))),
        commune=dice.randrange(COMMUNES),
        body=_body(number, lang, dice),
        lang=lang,
        event=(written + timedelta(days=dice.randint(3, 30))).replace(hour=18, minute=30)
        if number % _ONE_ANNOUNCES == 5
        else None,
        replies=tuple(" ".join(dice.sample(_SAID, 2)) for _ in range(replies)),
    )


def _body(number: int, lang: str, dice: random.Random) -> str:
    (wanted,) = dice.choices(_LENGTHS, _WEIGHTS)
    blocks, notes, words = [_text(number, lang, dice)], 0, 0
    while words < wanted:
        if dice.random() < 0.15:
            notes += 1
            blocks[-1] += f"[^{notes}]" if blocks[-1][-1] in ".!?" else f"\n\n{dice.choice(_PEOPLE)}[^{notes}]"
        blocks.append(dice.choice(_BLOCKS)(number, lang, dice))
        words += len(blocks[-1].split())
    if number % _ONE_SHOWS == 3:
        shown, caption = f"Le {dice.choice(_THINGS)}, au fond le {dice.choice(_THINGS)}.", "Un matin"
        blocks.insert(1, f'![{shown}](photo.jpg "{caption} — photo de Camille Aubier, CC BY 4.0")')
    said = (f"[^{note + 1}]: D'après {dice.choice(_PEOPLE)}, en {1900 + dice.randrange(100)}." for note in range(notes))
    return "\n\n".join([*blocks, *said]) + "\n"


def _text(number: int, lang: str, dice: random.Random) -> str:
    return " ".join(_sentence(number, lang, dice) for _ in range(dice.randint(1, 5)))


def _table(number: int, lang: str, dice: random.Random) -> str:
    rows = (f"| {dice.choice(_THINGS)} | {dice.choice(_TIMES)} | {dice.randrange(900)} |" for _ in range(4))
    return "| Lieu | Quand | Marches |\n|---|---|---:|\n" + "\n".join(rows)


_BLOCKS: tuple[Callable[[int, str, random.Random], str], ...] = (
    _text,
    _text,
    _text,
    lambda number, lang, dice: f"## {dice.choice(_THINGS).capitalize()}, {number}\n\n{_text(number, lang, dice)}",
    lambda number, lang, dice: f"### {dice.choice(_TIMES).capitalize()}\n\n{_text(number, lang, dice)}",
    lambda number, lang, dice: "\n".join(f"- {_sentence(number, lang, dice)}" for _ in range(dice.randint(2, 6))),
    lambda number, lang, dice: "\n".join(f"{rank}. {_sentence(number, lang, dice)}" for rank in (1, 2, 3)),
    lambda number, lang, dice: f"> {_text(number, lang, dice)}",
    _table,
)


def _sentence(number: int, lang: str, dice: random.Random) -> str:
    filled = dice.choice(_ENGLISH_FORMS if lang == "en" else _FORMS).format(
        person=dice.choice(_PEOPLE),
        verb=dice.choice(_VERBS),
        thing=dice.choice(_THINGS),
        other=dice.choice(_THINGS),
        time=dice.choice(_TIMES),
        number=number,
    )
    return filled[0].upper() + filled[1:]
