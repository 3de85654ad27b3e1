"""A recipe: what its file may say, and the value made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import attrgetter

from placette import (
    FOR_SIGNERS,
    PERSON,
    Body,
    Licence,
    Making,
    Matter,
    Reference,
    Signed,
    TextKind,
    key,
)
from placette import fields as f

signer_key = partial(key, whose="signer")
"""A field whose value is up to those who sign the recipe."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe. ``minutes`` is the time from the first gesture to the table; ``body`` tells what to do."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    authors: tuple[str, ...]
    communes: tuple[str, ...]
    licence: Licence
    minutes: int
    portions: int
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


class RecipeMatter(Matter):
    """The front matter of a recipe; the text below it tells what to do."""

    title: f.Title = signer_key("The title.", "titre", example="La truffade de Léa")
    summary: f.Sentence = signer_key("One sentence for lists.", "résumé", example="Des pommes de terre et de la tome.")
    date: f.Day = signer_key("The day it was written.", example="2026-10-11")
    authors: f.Keys = signer_key(
        "Whose recipe it is: keys of authors.", "auteurs", example="[lea-montel]", min_length=1
    )
    minutes: int = signer_key("How long it takes, in minutes.", "temps", example="50", ge=1, le=10_000)
    portions: int = signer_key("For how many it is.", "personnes", example="4", ge=1, le=500)
    commune: f.Communes = signer_key(
        "Where it comes from: INSEE code or name.", "lieu", example='"63113"', default_factory=list
    )


def _make(making: Making[RecipeMatter]) -> Recipe:
    matter = making.matter
    return Recipe(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary),
        lang=making.lang,
        date=making.moment(matter.date),
        authors=making.meant(PERSON, matter.authors),
        communes=making.communes,
        licence=making.licence,
        minutes=matter.minutes,
        portions=matter.portions,
        body=making.body,
    )


RECIPE = TextKind(
    name="recipe",
    place=r"recipes/[^/]+\.md",
    schema=RecipeMatter,
    value=Recipe,
    address="RECIPE",
    changed="the recipe {what} changed",
    make=_make,
    refers=(Reference("authors", PERSON),),
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_SIGNERS,
)
