"""What has to be known of photos before they stand in a post: what was given, what is missing, what can't be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from placette.desks.intake.answers import (
    DECORATIVE,
    Answers,
    full_credit,
    is_minors,
    licence_named,
    one_line,
    parted_credit,
)
from placette.engine.base.message import N_
from placette.engine.texts.licences import LICENCES
from placette.engine.texts.schema import Matter
from placette.features.authors.schema import ProfileMatter
from placette.features.posts.schema import ArticleMatter

TOO_MANY = N_("there are more descriptions or captions than photos; each photo has one --alt and one --caption")
NO_LICENCE = N_("“{value}” is not on the list of licences: {choices}")
NO_MINORS = N_("--minors is none, or authorised: and the reference of the parents’ consent (authorised:2026-14)")
LEAD_ALT = N_("the lead picture needs a description: it cannot be decorative")
LONG = N_("an answer is too long: {limit} characters at the most for {option}")

_SENTENCE, _SHORT = 300, 140
"""Characters of a description or caption, and of a credit: what the information block accepts."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered: descriptions and captions one for each photo, in order; the rest for all of them."""

    alts: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    credit: str = ""
    licence: str = ""
    minors: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a text doesn't say yet for all its photos; ``licence`` is the label of the one it does say, or empty."""

    credit: bool = True
    minors: bool = True
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why an answer can't be used: a sentence, and the values of its braces."""

    sentence: str
    values: tuple[tuple[str, str], ...] = ()


def given(alts: list[str], captions: list[str], credit: str, licence: str, minors: str) -> Given:
    """Answers as they were typed, each made one line; a licence that ends the credit is taken from there."""
    name, ending = parted_credit(one_line(credit))
    label = licence_named(one_line(licence)) or one_line(licence)
    return Given(tuple(map(one_line, alts)), tuple(map(one_line, captions)), name, label or ending, one_line(minors))


def needs_of(matter: Matter | None, profile: Matter | None) -> Needs:
    """What the information block leaves open, with the profile of the post's first author (``reading/claims.py``)."""
    if not isinstance(matter, ArticleMatter):
        return Needs()
    licence = matter.licence or (profile.licence if isinstance(profile, ProfileMatter) else None)
    named = bool(matter.photographers or matter.illustrators)
    return Needs(credit=not named, minors=not matter.minors, licence=licence.label if licence else "")


def missing(answers: Given, count: int, needs: Needs) -> list[str]:
    """The options whose answers are needed for ``count`` photos and missing."""
    lacking = {
        "--alt": len(answers.alts) < count or not all(answers.alts[:count]),
        "--credit": needs.credit and not answers.credit,
        "--licence": not needs.licence and not answers.licence,
        "--minors": needs.minors and not answers.minors,
    }
    return [option for option, lacks in lacking.items() if lacks]


def wrong(answers: Given, count: int, needs: Needs, *, lead: bool) -> Wrong | None:
    """The first thing about the answers that can't be; None when all can."""
    return next(_wrong(answers, count, needs, lead), None)


def _wrong(answers: Given, count: int, needs: Needs, lead: bool) -> Iterator[Wrong]:
    if max(len(answers.alts), len(answers.captions)) > count:
        yield Wrong(TOO_MANY)
    if answers.licence and not licence_named(answers.licence):
        choices = ", ".join(licence.label for licence in LICENCES)
        yield Wrong(NO_LICENCE, (("value", answers.licence), ("choices", choices)))
    if answers.minors and not is_minors(answers.minors):
        yield Wrong(NO_MINORS)
    if lead and answers.alts[:1] == (DECORATIVE,):
        yield Wrong(LEAD_ALT)
    credit = full_credit(answers_about(answers, 0), needs.licence)
    limits = (("--alt", _SENTENCE, answers.alts), ("--caption", _SENTENCE, answers.captions))
    for option, limit, texts in (*limits, ("--credit", _SHORT, (credit,))):
        if any(len(text) > limit for text in texts):
            yield Wrong(LONG, (("limit", str(limit)), ("option", option)))


def answers_about(answers: Given, place: int) -> Answers:
    """What was answered about the photo at ``place``."""
    return Answers(_at(answers.alts, place), _at(answers.captions, place), answers.credit, answers.licence)


def _at(texts: tuple[str, ...], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def without(answers: Given, failed: set[int]) -> Given:
    """The answers about the photos that are left."""
    alts = tuple(alt for place, alt in enumerate(answers.alts) if place not in failed)
    captions = tuple(caption for place, caption in enumerate(answers.captions) if place not in failed)
    return replace(answers, alts=alts, captions=captions)
