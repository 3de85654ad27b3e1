"""A letter with two photos, its case, and the site that writes back, for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from placette.engine.base.translation import load_catalogue
from placette.engine.findings.problems import Translate
from placette.features.letterbox import LetterKind
from placette_letters.answering.mails import Correspondent
from placette_letters.letter import Case, Gap, Letter, Manuscript, Picture

DAY = datetime(2026, 11, 3, 10, 12, tzinfo=UTC)
TEXT = (
    "Le bassin du bas avait perdu son eau depuis trente ans. Nous l'avons cherchée à quatre, avec une pelle et un"
    " vieux plan. Elle coulait sous la route."
)
NAMES = ("lavoir.jpg", "IMG_2031.jpg")


def translate(lang: str) -> Translate:
    return load_catalogue(lang).gettext


def case_of(names: Sequence[str] = NAMES, claims: str = "", kind: LetterKind = LetterKind.POST) -> Case:
    pictures = tuple(Picture(name, name.encode()) for name in names)
    written = Manuscript(TEXT, "Le lavoir de mon grand-père", pictures)
    fields = {"licence": claims} if claims else {}
    letter = Letter(
        "<a1@voisins.example> 5e", DAY, written, kind, "marie@voisins.example", "Marie Dupont", fields=fields
    )
    return Case("2026-0042", letter)


def correspondent(lang: str = "fr") -> Correspondent:
    url, address = "https://carnets.example", "lettres@carnets.example"
    return Correspondent("Carnets du Haut-Pays", url, address, translate(lang), lang)


def gaps(asked: Iterable[str]) -> tuple[Gap, ...]:
    """«alt lavoir.jpg» as a gap."""
    return tuple(Gap(code, about) for code, _, about in (one.partition(" ") for one in asked))


def unflowed(text: str) -> str:
    """A flowed text with its long lines again, as a mail program shows it."""
    lines = [line[1:] if line.startswith(" ") else line for line in text.split("\n")]
    return "".join(line if line.endswith(" ") else line + "\n" for line in lines).rstrip("\n") + "\n"
