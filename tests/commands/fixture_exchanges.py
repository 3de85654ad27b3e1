"""Invented exchanges, some with a person's name or contact, in any field and in any spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from random import Random

from placette.engine.base.files import walk_files
from placette.engine.base.text import fold
from placette.engine.base.unicode_text import skeleton

EXCHANGES = 200
_GIVEN = ("Anne", "Élise", "Jean-Marc", "Zoé", "Óscar", "Thi Mai", "Paul", "Inès")
_SURNAMES = ("Quintardel", "Bessonat", "Vidalinche", "Chabrousse", "Nguyễnat", "Théveyrat", "Fourvelin", "Mazoyrac")
PEOPLE = {f"somebody-{at}": f"{_GIVEN[at % 8]} {_SURNAMES[(at + at // 8) % 8]}" for at in range(64)}
"""Residents who wrote nothing: their names stand on no page."""
_PICTURES = (".jpg", ".png", ".ico", ".woff2", ".gz", ".br", ".avif", ".webp")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")
_PLAIN = "Le chemin du haut est coupé depuis mai. Quand sera-t-il rouvert ?"
_SAID = "Les travaux finissent en juillet ; le chemin rouvrira ensuite."
_REASON = "Le texte donne des tarifs, et un lien pour réserver. Son auteur y tenait."
_SHORT = "J’y suis passé hier, et le chemin était rouvert."


@dataclass(frozen=True)
class Secret:
    """A secret: ``written`` is its form in a text, ``core`` the part to search for."""

    written: str
    core: str


@dataclass
class Invented:
    """One exchange. ``planted`` names the text that holds its ``secret``: None for one that may be published."""

    number: int
    secret: Secret | None = None
    planted: str = ""
    said: dict[str, str] = field(default_factory=dict)
    """The words by place («ask text»)."""


def secret_for(place: str, chance: Random) -> Secret:
    """A name, a number or an address, in one of the ways in which people write them."""
    name = chance.choice(list(PEOPLE.values()))
    last = name.rpartition(" ")[2]
    ways = [*_named(name, last), *_reached(chance)]
    if place.startswith("reply"):
        ways = [one for one in ways if one.written in {name, name.upper()} or one.core != last]
    return chance.choice(ways)


def _named(name: str, last: str) -> Iterator[Secret]:
    written = (name, name.upper(), name.lower(), name.replace(" ", "-"), name.replace("a", "\u0430", 1))  # Cyrillic
    yield from (
        Secret(one, last) for one in (*written, f"{name[:2]}\u00ad{name[2:]}", f"Mme {last}", f"Monsieur {last}")
    )


def _reached(chance: Random) -> Iterator[Secret]:
    digits = "0" + chance.choice("1234567") + "".join(chance.choice("0123456789") for _ in range(8))
    joined = chance.choice((" ", ".", "-", "", "\u00a0")).join(digits[at : at + 2] for at in range(0, 10, 2))
    yield from (Secret(one, digits[1:]) for one in (joined, f"+33 {joined[1:]}", f"+33 (0){joined[1:]}"))
    user = f"{fold(chance.choice(_SURNAMES))}.{chance.randrange(10_000)}"
    hidden = (f"{user} (at) courrier.example", f"{user} arobase courrier point example")
    yield from (Secret(one, user) for one in (f"{user}@courrier.example", *hidden))


FIELDS = {
    "ask title": "{}, quand rouvrira le chemin ?",
    "ask text": "Le chemin est coupé.\n\nDemandez à {}, qui le sait.",
    "further text": "Merci. Et pour {} aussi ?",
    "answer text": "Bonjour {},\n\nles travaux finissent en juillet.",
    "answer source": "Le courrier de {}",
    "answer correction": "Le nom de {} a été ôté.",
    "decide reasons": "Le texte de {} donne des tarifs. Son auteur y tenait.",
    "decide by": "{}, pour la rédaction",
    "decide appeal": "Écrire à {}, en deux lignes.",
    "reply text": "Je l’ai dit à {} hier, et le chemin était rouvert.",
}
"""Where a hand or a letter may put something, and how."""


def exchanges(seed: int, fields: tuple[str, ...], count: int = EXCHANGES) -> list[Invented]:
    """Some exchanges: three in four hold a secret, in one of ``fields``."""
    chance, found = Random(seed), []
    for number in range(count):
        made = Invented(number)
        if chance.random() < 0.75:
            made.planted = chance.choice(fields)
            made.secret = secret_for(made.planted, chance)
            made.said[made.planted] = FIELDS[made.planted].format(made.secret.written)
        found.append(made)
    return found


def words(made: Invented, place: str) -> str:
    """Return the words of a place in an exchange."""
    plain = {"ask title": f"Le chemin numéro {made.number} rouvrira-t-il ?", "ask text": _PLAIN, "further text": _PLAIN}
    plain |= {"answer text": _SAID, "answer source": "Le calendrier", "decide reasons": _REASON, "reply text": _SHORT}
    plain |= {"decide by": "la rédaction", "decide appeal": "", "answer correction": ""}
    return made.said.get(place, plain[place])


def leaks(folder: Path, made: Iterable[Invented]) -> list[str]:
    """Return each secret that is readable in the files of a folder, in any form, with the file."""
    texts = (name for name in walk_files(folder) if not name.endswith(_PICTURES))
    return [
        f"{name}: {core}" for name in texts for core in leaks_in((folder / name).read_text("utf-8", "replace"), made)
    ]


def leaks_in(text: str, made: Iterable[Invented]) -> list[str]:
    """The secrets in one text."""
    shown = _INVISIBLE.sub("", unescape(text))
    digits = re.sub(r"(?<=\d)(?:\(0\)|[ .\u00a0\u202f()/-])+(?=\d)", "", shown)
    seen = f"{fold(shown)} {fold(skeleton(fold(shown)))}"
    cores = dict.fromkeys(one.secret.core for one in made if one.secret)
    return [core for core in cores if (core in digits if core.isdigit() else fold(core) in seen)]
