"""Pictures that come with an answer: in the place of one that there is, or beside the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from placette.desks.letters.answering.answer_parts import AnswerPart
from placette.desks.letters.answering.greetings import bare_words
from placette.desks.letters.letter import Case, Picture

_ONE = r"(?:meme|bonne|nouvelle|autre|photo|image|version)"
_GOOD = r"(?:qualite|definition|resolution|taille|photo|image|version|one|quality|picture)"
_INSTEAD = re.compile(
    rf"\b(?:la|les) (?:re)?(?:voici|voila)\b|\b(?:voici|voila) (?:la|une|l) {_ONE}\b"
    rf"|\bremplac\w*|\ben (?:mieux|plus grand|grand)\b|\b(?:bonne|meilleure|haute|grande|pleine) {_GOOD}\b"
    rf"|\bhere (?:it is|is a better)\b|\b(?:better|larger) {_GOOD}\b|\b(?:je la )?renvoie\b|\bci jointe?\b"
    r"|\binstead\b|\breplac\w*|\battached\b|\bfull size\b"
)


def brings_picture(part: AnswerPart) -> bool:
    """Whether a part says that the photo it names comes along («Photo 2 : la voici en mieux»)."""
    named = part.label is not None and part.label.code == "alt" and len(part.label.about) == 1
    return named and bool(_INSTEAD.search(bare_words(part.text)))


def sent_pictures(
    came: Sequence[Picture], parts: Iterable[AnswerPart], names: Sequence[str], case: Case
) -> tuple[tuple[Picture, ...], bool]:
    """The pictures under the names that they are to have, and whether each announced one was found.

    As many as are announced take the places of those that are named, in order. The others get names that are free: a
    telephone calls each of its photos ``image0.jpeg``. One that there is already isn't there twice.
    """
    targets = [part.label.about[0] for part in parts if part.label and brings_picture(part)]
    if targets and len(targets) == len(came):
        return tuple(replace(picture, name=name) for picture, name in zip(came, targets, strict=True)), True
    known = {picture.data for picture in (*case.letter.written.pictures, *case.answers.pictures)}
    taken, kept = {name.lower() for name in names}, list[Picture]()
    for picture in came:
        if picture.data not in known:
            kept.append(replace(picture, name=_free(picture.name, taken)))
            taken.add(kept[-1].name.lower())
    return tuple(kept), not targets


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, f".{ending}") if dot else (name, "")
    candidates = (f"{stem}{f'-{number}' if number else ''}{ending}" for number in (0, *range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate.lower() not in taken)
