"""Asks whoever sits at the keyboard for what is missing, one question after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from placette.desks.intake.answers import one_line
from placette.desks.intake.questions import Given, Needs, first_unusable, given, missing
from placette.engine.base.message import N_
from placette.engine.texts.licences import LICENCES

ALT = N_("{photo}: what it shows, for those who cannot see it (- if it only decorates)")
CAPTION = N_("{photo}: caption, if you like")
CREDIT = N_("Who made the photos (photo by Name)")
LICENCE = N_("Licence of the photos ({choices})")
MINORS = N_("Can a child be recognised? none, or authorised: and the reference of the parents’ consent")

_TRIES = 3

Ask = Callable[[str, Mapping[str, str]], str]
"""Asks one of the questions above, filled with these values; returns what was typed."""


class UnansweredError(Exception):
    """A question that needs an answer got none, several times in a row."""


def complete(answers: Given, photos: Sequence[str], needs: Needs, ask: Ask) -> Given:
    """The answers, completed. ``photos`` are the names to use in questions. Raises ``UnansweredError``."""
    known = _about_each(answers, photos, ask)
    lacking = missing(known, len(photos), needs)
    if "--credit" in lacking:
        credit = _answer(CREDIT, {}, ask)
        known = replace(given([], [], credit, known.licence, known.minors), alts=known.alts, captions=known.captions)
    if "--licence" in lacking and not known.licence:
        choices = ", ".join(licence.label for licence in LICENCES)
        typed = _answer(LICENCE, {"choices": choices}, ask, _is_licence)
        known = replace(known, licence=given([], [], "", typed, "").licence)
    if "--minors" in lacking:
        known = replace(known, minors=_answer(MINORS, {}, ask, _is_minors))
    return known


def _about_each(answers: Given, photos: Sequence[str], ask: Ask) -> Given:
    """The answers with a description and a caption for each photo that has no description yet."""
    alts, captions = list(answers.alts), list(answers.captions)
    for place, name in enumerate(photos):
        if place >= len(alts):
            alts.append(_answer(ALT, {"photo": name}, ask))
            captions += [one_line(ask(CAPTION, {"photo": name}))] if place >= len(captions) else []
    return replace(answers, alts=tuple(alts), captions=tuple(captions))


def _answer(question: str, values: Mapping[str, str], ask: Ask, accepts: Callable[[str], bool] = bool) -> str:
    for _ in range(_TRIES):
        typed = one_line(ask(question, values))
        if accepts(typed):
            return typed
    raise UnansweredError(question)


def _is_licence(typed: str) -> bool:
    return bool(typed) and not first_unusable(given([], [], "", typed, ""), 0, Needs())


def _is_minors(typed: str) -> bool:
    return bool(typed) and not first_unusable(Given(minors=typed), 0, Needs())
