"""What must be known about photos before they go into a post: answers given, missing and unusable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from placette.desks.intake.answers import (
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
LONG = N_("an answer is too long: {limit} characters at the most for {option}")

_SENTENCE, _SHORT = 300, 140
"""Length limits of a description or caption, and of a credit: those of the information block."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answers given: a description and a caption for each photo, in order; the rest is for all photos."""

    alts: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    credit: str = ""
    licence: str = ""
    minors: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a text doesn't state yet for all its photos. ``licence`` is the label of its own licence, or empty."""

    credit: bool = True
    minors: bool = True
    licence: str = ""


@dataclass(frozen=True, slots=True)
class UnusableAnswer:
    """Why an answer can't be used: a msgid and the values of its placeholders."""

    sentence: str
    values: tuple[tuple[str, str], ...] = ()


def given(alts: list[str], captions: list[str], credit: str, licence: str, minors: str) -> Given:
    """The answers as typed, each on one line. A licence at the end of the credit becomes the licence."""
    name, ending = parted_credit(one_line(credit))
    label = licence_named(one_line(licence)) or one_line(licence)
    return Given(tuple(map(one_line, alts)), tuple(map(one_line, captions)), name, label or ending, one_line(minors))


def needs_of(matter: Matter | None, profile: Matter | None) -> Needs:
    """What the information block and the profile of the first author leave open (``engine/library/claims.py``)."""
    if not isinstance(matter, ArticleMatter):
        return Needs()
    licence = matter.licence or (profile.licence if isinstance(profile, ProfileMatter) else None)
    named = bool(matter.photographers or matter.illustrators)
    return Needs(credit=not named, minors=not matter.minors, licence=licence.label if licence else "")


def missing(answers: Given, count: int, needs: Needs) -> list[str]:
    """The options that are still needed for ``count`` photos."""
    lacking = {
        "--alt": len(answers.alts) < count or not all(answers.alts[:count]),
        "--credit": needs.credit and not answers.credit,
        "--licence": not needs.licence and not answers.licence,
        "--minors": needs.minors and not answers.minors,
    }
    return [option for option, lacks in lacking.items() if lacks]


def first_unusable(answers: Given, count: int, needs: Needs) -> UnusableAnswer | None:
    """The first answer that can't be used; None if all can."""
    return next(_unusable(answers, count, needs), None)


def _unusable(answers: Given, count: int, needs: Needs) -> Iterator[UnusableAnswer]:
    if max(len(answers.alts), len(answers.captions)) > count:
        yield UnusableAnswer(TOO_MANY)
    if answers.licence and not licence_named(answers.licence):
        choices = ", ".join(licence.label for licence in LICENCES)
        yield UnusableAnswer(NO_LICENCE, (("value", answers.licence), ("choices", choices)))
    if answers.minors and not is_minors(answers.minors):
        yield UnusableAnswer(NO_MINORS)
    credit = full_credit(answers_about(answers, 0), needs.licence)
    limits = (("--alt", _SENTENCE, answers.alts), ("--caption", _SENTENCE, answers.captions))
    for option, limit, texts in (*limits, ("--credit", _SHORT, (credit,))):
        if any(len(text) > limit for text in texts):
            yield UnusableAnswer(LONG, (("limit", str(limit)), ("option", option)))


def answers_about(answers: Given, place: int) -> Answers:
    """The answers about the photo at ``place`` (from 0)."""
    return Answers(_at(answers.alts, place), _at(answers.captions, place), answers.credit, answers.licence)


def _at(texts: tuple[str, ...], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def without(answers: Given, failed: set[int]) -> Given:
    """The answers without those about the photos that failed."""
    alts = tuple(alt for place, alt in enumerate(answers.alts) if place not in failed)
    captions = tuple(caption for place, caption in enumerate(answers.captions) if place not in failed)
    return replace(answers, alts=alts, captions=captions)
