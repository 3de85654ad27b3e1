"""Consents in an answer: recorded when they are unmistakable, and asked for again when they aren't."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from placette.desks.letters.answering.consents import CONSENTS, LICENCE, MINORS, kept_wording, proposed_licence
from placette.desks.letters.answering.licence_names import licence_chosen, names_of_licences, without_licences
from placette.desks.letters.answering.plain_lines import in_one_line
from placette.desks.letters.answering.stances import (
    EVERYTHING,
    Firmness,
    Position,
    Stance,
    casts_doubt,
    is_plain,
    positions,
    says_more,
    takes_back,
)
from placette.desks.letters.letter import Case, Consent
from placette.engine.problems.problems import Translate

_LONGEST = 300
"""Characters of an answer that are kept with its consent."""


_CLEAR = re.compile(r"\b(?:oui+|yes+|accept\w*|autoris\w*|agree\w*|consen\w*)\b", re.IGNORECASE)
"""Words that agree to what was asked even among others."""
_PLAIN_NO = re.compile(r"^\s*(?:non|no)\b[\s,.:;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What some words agree to or refuse. ``rest``: an editor should read them too."""

    consents: tuple[Consent, ...] = ()
    licence: str = ""
    rest: bool = True


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """What a consent is read with: what was asked, to whom, in which words, and the day of the answer."""

    asked: Collection[str]
    """The consents that the mail asked for."""
    case: Case
    translate: Translate
    day: date
    alone: bool = False
    """Whether nothing else was asked."""


def agreed(text: str, about: str, asking: ConsentAsked) -> Agreed:
    """What the words agree to; ``about`` is the consent whose question they stand beside, or empty."""
    found = dict(_decided(text, about, asking))
    licence = _licence(text, about, asking)
    if licence:
        found[LICENCE] = Position(Stance.YES)
    elif names_of_licences(text) and LICENCE in found and found[LICENCE].stance is Stance.YES:
        found[LICENCE] = Position(Stance.UNCLEAR)
    consents = tuple(
        _consent(what, position, text, asking)
        for what, position in sorted(found.items())
        if position.stance is not Stance.UNCLEAR
    )
    unclear = any(position.stance is Stance.UNCLEAR for position in found.values())
    yes = any(consent.what == LICENCE and consent.agreed for consent in consents)
    chosen = (licence or proposed_licence(asking.case)) if yes else ""
    other = says_more(without_licences(text), about) or bool(names_of_licences(text))
    rest = unclear or not consents or "?" in text or (other and not licence)
    return Agreed(consents, chosen, rest)


def _consent(what: str, position: Position, text: str, asking: ConsentAsked) -> Consent:
    words = kept_wording(what, asking.case, asking.translate, in_one_line(text, _LONGEST))
    return Consent(what, position.stance is Stance.YES, words, asking.day, position.nobody)


def _licence(text: str, about: str, asking: ConsentAsked) -> str:
    """The licence that the words choose, where one was asked for."""
    if about not in {"", LICENCE} or LICENCE not in asking.asked:
        return ""
    if not about and not is_plain(_PLAIN_NO.sub("", without_licences(text))):
        return ""
    chosen = "" if casts_doubt(without_licences(text), about) else licence_chosen(text)
    said = positions(without_licences(text), LICENCE).get(LICENCE)
    return chosen if said is None or said.stance is Stance.YES or _other_instead(text) else ""


def _other_instead(text: str) -> bool:
    """«Non, plutôt CC BY-SA»: the no is to what was proposed."""
    return text.strip().lower().startswith(("non", "no")) and bool(licence_chosen(text))


def _decided(text: str, about: str, asking: ConsentAsked) -> Iterator[tuple[str, Position]]:
    """Each consent that the words are about, with what they come to once it is known how near the question is."""
    said = positions(without_licences(text), about)
    everything = said.pop(EVERYTHING, None)
    if "" in said and takes_back(text):
        yield from ((consent.what, Position(Stance.NO)) for consent in asking.case.answers.consents if consent.agreed)
    for topic, position in said.items():
        elsewhere = position.stance is Stance.YES and not position.nobody and _may_be_elsewhere(text, topic, asking)
        for what in _meant(topic, position, asking):
            firm = _firm(what, position, _needed(what, topic, about, asking))
            yield what, Position(Stance.UNCLEAR) if elsewhere else firm
    if everything:
        for what in sorted(set(asking.asked) - said.keys()):
            yield what, _everything(what, everything)


def _meant(topic: str, position: Position, asking: ConsentAsked) -> tuple[str, ...]:
    """The consents that are meant: a bare yes is to the only one that was asked, a bare no may take back several."""
    if topic:
        return (topic,) if topic in asking.asked or position.stance is Stance.NO else ()
    if len(asking.asked) == 1:
        return tuple(asking.asked)
    return ()


def _needed(what: str, topic: str, about: str, asking: ConsentAsked) -> Firmness:
    """How firm a yes must be: nothing but a clear one for children, a sign right beside the question for the rest."""
    if what == MINORS:
        return Firmness.STRONG
    if topic and topic == about and not asking.alone:
        return Firmness.SIGN
    return Firmness.WEAK if topic or asking.alone else Firmness.STRONG


def _may_be_elsewhere(text: str, topic: str, asking: ConsentAsked) -> bool:
    """Whether a yes that stands beside no question may be to something else: «d'accord, à mardi»."""
    if asking.alone and _CLEAR.search(text):
        return False
    return (asking.alone or not topic) and not is_plain(without_licences(text))


def _firm(what: str, position: Position, needed: Firmness) -> Position:
    weak = position.stance is Stance.YES and position.firmness < needed
    return Position(Stance.UNCLEAR) if weak and what in CONSENTS else position


def _everything(what: str, position: Position) -> Position:
    """A yes to everything isn't one for children: they are asked about by themselves."""
    if position.stance is Stance.YES and (what == MINORS or position.firmness < Firmness.WEAK):
        return Position(Stance.UNCLEAR)
    return position
