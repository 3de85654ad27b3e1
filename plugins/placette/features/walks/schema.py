"""What the front matter of a walk may say."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.texts import fields as f
from placette.engine.texts.fields import as_text, fail
from placette.engine.texts.schema import Matter, key

_STEPS, _STEP = 40, 250
"""The most steps of a walk, and characters of one."""


def as_steps(value: Any) -> list[str]:
    """The steps of a walk as written: up to forty; one may come twice."""
    if not isinstance(value, str | list):
        raise fail("value-shape", example="- …")
    steps = [text for item in ([value] if isinstance(value, str) else value) if (text := as_text(item))]
    if len(steps) > _STEPS:
        raise fail("value-many", length=len(steps), limit=_STEPS)
    longest = max(map(len, steps), default=0)
    if longest > _STEP:
        raise fail("value-long", length=longest, limit=_STEP)
    return steps


Steps = Annotated[list[str], BeforeValidator(as_steps)]


class WalkMatter(Matter):
    """The front matter of a walk; what it is like can be written below."""

    title: f.Title = key("The title.", "titre", example="Le tour des lavoirs")
    summary: f.Sentence = key(
        "One sentence for lists and search engines.",
        "résumé",
        "chapeau",
        example="Du lavoir du bas à la fontaine.",
        min_length=1,
    )
    date: f.Day = key("The day it was walked.", example="2026-10-11")
    authors: f.Keys = key(
        "Who walked it: keys of authors.",
        "author",
        "auteur",
        "auteurs",
        "autrice",
        "autrices",
        example="[lea-montel]",
        min_length=1,
    )
    steps: Steps = key(
        "The steps in order: a name or a post's path, then latitude and longitude in brackets.",
        "étapes",
        example="Le lavoir du bas (47.1204, 2.3405)",
    )
    commune: f.Communes = key(
        "Insee code or name; several in a list; * for the whole territory.",
        "communes",
        "lieu",
        example='"*"',
        default_factory=list,
    )
    track: f.FileName = key(
        "The way that was recorded: a GPX file beside the walk.", "trace", example="lavoirs.gpx", default=""
    )
    duration: f.ShortText = key("How long it takes.", "durée", example="une heure et demie", default="")
    difficulty: f.ShortText = key("How hard it is.", "difficulté", example="facile, quelques marches", default="")
    ascent: f.ShortText = key("How much it climbs, in metres.", "dénivelé", example="30 m", default="")
    licence: f.LicenceName | None = key("The licence of the text.", "license", example="CC BY 4.0", default=None)
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
