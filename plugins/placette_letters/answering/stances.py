"""Recognise yes and no in people's words, and their subject: anything doubtful is neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

import yaml

from placette import LICENCES, Translate, fold
from placette_letters.answering.mails import in_one_line
from placette_letters.answering.questions import CONSENTS, LICENCE, MINORS, PEOPLE, kept_wording, proposed_licence
from placette_letters.letter import Case, Consent

_BY, _BY_SA, _OPEN, _RESERVED = (licence.label for licence in LICENCES)
_CREATIVE = re.compile(
    r"\bcc ?by(?P<more>(?: ?(?:sa|nc|nd))*)(?: ?v? ?(?P<version>\d(?:\.\d)?))?\b|\bby ?(?P<short>sa)\b"
)
_OTHERS = (
    (re.compile(r"\blicence ouverte(?: ?v? ?(?P<version>\d(?:\.\d)?))?\b|\betalab(?: 2\.0)?\b"), _OPEN),
    (re.compile(r"\btous (?:les )?droits(?: reserves?)?\b|\ball rights? reserved\b"), _RESERVED),
)
_FOREIGN = re.compile(r"\bcc ?0\b|\bcc zero\b|\b(?:cc )?(?:by )?n[cd]\b|\bpublic domain\b|\bdomaine public\b|\bgpl\b")
_LICENCE_DOUBT = re.compile(
    r"\?|\b(?:pas|ni|sauf|jamais|surtout pas|not|never|except|ou|or|sinon|peut etre|maybe|je crois|i think|si|if)\b"
)


def names_of_licences(text: str) -> tuple[str, ...]:
    """The labels of the list that a text names, and ``""`` for a licence that isn't on it, in their order here."""
    plain = _words_of_licence(text)
    found = {_creative(one) for one in _CREATIVE.finditer(plain)}
    for pattern, label in _OTHERS:
        found |= {label if _is_two(one) else "" for one in pattern.finditer(plain)}
    found |= {""} if _FOREIGN.search(plain) else set()
    return tuple(sorted(found))


def licence_chosen(text: str) -> str:
    """The one licence that a text chooses beyond doubt; empty otherwise («CC BY ou CC BY-SA», «pas CC BY»)."""
    names = names_of_licences(text)
    if len(names) != 1 or _LICENCE_DOUBT.search(
        _words_of_licence(re.sub(r"^\s*(?:non|no)\b[\s,.:;]*", "", text, flags=re.IGNORECASE))
    ):
        return ""
    return names[0]


def without_licences(text: str) -> str:
    """The text with each name of a licence as the one word “licence”, so that its stops end no clause."""
    short = re.compile(
        r"cc[ _-]*by(?:[ _-]*(?:sa|nc|nd))*(?:[ _-]*v?\d(?:\.\d)?)?|\bby[ _-]sa\b|licence ouverte(?: ?v?\d(?:\.\d)?)?"
        r"|tous (?:les )?droits r[ée]serv[ée]s?|all rights? reserved",
        re.IGNORECASE,
    )
    return short.sub("licence", text)


def _creative(found: re.Match[str]) -> str:
    if found["short"]:
        return _BY_SA
    if found["version"] not in {None, "4", "4.0"}:
        return ""
    return {"": _BY, "sa": _BY_SA}.get((found["more"] or "").strip(), "")


def _is_two(found: re.Match[str]) -> bool:
    return found.groupdict().get("version") in {None, "2", "2.0"}


def _words_of_licence(text: str) -> str:
    return re.sub(r"[\s_’'-]+", " ", fold(text)).strip()


EVERYTHING = "everything"  # A yes to that is a yes to all that was asked
_FEW = 2  # Words that a greeting or a name takes
_LONGEST = 2000  # Characters of an answer that are looked at; a consent needs fewer


class Stance(StrEnum):
    """The meaning of some words: yes, no or unclear."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Firmness(IntEnum):
    """How firm a yes is, and so whether it needs its question beside it."""

    SIGN = 1
    WEAK = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Position:
    """A person's answer to one question. ``none_shown``: there is no one whose agreement is needed."""

    stance: Stance
    firmness: Firmness = Firmness.STRONG
    none_shown: bool = False


_PLAIN_NO = Position(Stance.NO, Firmness.SIGN)  # A no and nothing else, which may go before «aucun enfant»


_DOUBT = Position(Stance.UNCLEAR)


@dataclass(frozen=True, slots=True)
class _Clause:
    words: str
    topics: tuple[str, ...]
    position: Position | None


def _joined(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


_TABLE: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
_STRONG, _WEAK, _SIGN, _NO, _UNCLEAR, _NEGATION = (
    _whole(_joined(_TABLE[name])) for name in ("strong", "weak", "sign", "refusal", "unclear", "negation")
)
_TOPICS = {name: _whole(pattern) for name, pattern in _TABLE["topics"].items()}
_NONE_SHOWN = {
    what: re.compile(f"{_TABLE['nobody_before']}(?:{_joined(_TABLE[f'nobody_{what}'])}){_TABLE['nobody_after']}")
    for what in (PEOPLE, MINORS, "any")
}
_EVERYTHING, _ONE_PERSON, _ONE_PARENT, _BOTH_PARENTS = (
    _whole(_TABLE[name]) for name in ("everything", "one_person", "one_parent", "both_parents")
)
_PLAIN = _whole(re.sub(r"\s*\|\s*", "|", _TABLE["plain"]))
_BACK = _whole(_TABLE["taken_back"])
_EXCEPTION, _OBJECTION, _RESERVE = (
    re.compile(rf"(?:{_TABLE[name]})\b\s*") for name in ("exception", "objection", "reserve")
)
_BREAK = re.compile(
    rf"[.;,!?\n:()]+|(?=\b(?:{_TABLE['exception']}|{_TABLE['objection']}|{_TABLE['reserve']})\b)"
    r"|\b(?:et|and)\b(?= (?:non|oui|pas|d accord|ok|yes|no|not)\b)"
)
_BARE_NO = re.compile(_TABLE["bare_no"])


def positions(text: str, about: str = "") -> dict[str, Position]:
    """Return the yes or no in a text: by consent, ``EVERYTHING``, or ``""`` without a subject.

    ``about`` is the consent beside the words; it is their subject where they name none.
    """
    clauses = _clauses(text, about)
    found: dict[str, list[Position]] = {}
    for clause in clauses:
        if clause.position:
            for topic in clause.topics or (about,):
                found.setdefault(topic, []).append(clause.position)
    if any(clause.position == _DOUBT and not clause.topics for clause in clauses):
        for said in found.values():  # «…, je crois» may be about all that goes before
            said.append(_DOUBT)
    none_shown = any(position.none_shown for said in found.values() for position in said)
    if none_shown and any(_EXCEPTION.match(clause.words) for clause in clauses):
        return dict.fromkeys(found, _DOUBT)  # «personne, sauf ma fille» is neither
    return {topic: _together(said, asks="?" in text) for topic, said in found.items()}


def is_plain(words: str) -> bool:
    """Return whether words are a yes or a licence, and nothing else: «d'accord pour mardi» agrees to something else."""
    rest = _plain(words)
    for pattern in (_WEAK, _STRONG, *_TOPICS.values(), _PLAIN):
        rest = pattern.sub(" ", rest)
    return not re.search(r"\w", rest)


def casts_doubt(text: str, about: str = "") -> bool:
    """Return whether anything in the words is unclear, on any subject."""
    return any(clause.position == _DOUBT for clause in _clauses(text, about))


def says_more(text: str, about: str = "") -> bool:
    """Return whether part of the words is neither a yes or no nor its subject: an editor should read them."""
    return any(clause.position is None and len(clause.words.split()) > _FEW for clause in _clauses(text, about))


def _clauses(text: str, about: str) -> list[_Clause]:
    parts = (part.strip() for part in _BREAK.split(_plain(text[:_LONGEST])) if part)
    # «Pour la licence, oui» and «oui, pour la licence» as one clause each
    joined: list[_Clause] = []
    for clause in [_clause(part, about) for part in parts if part]:
        last = joined[-1] if joined else None
        if last and last.topics and not last.position and clause.position and not clause.topics:
            joined[-1] = _Clause(clause.words, last.topics, _of_topics(last, clause.position))
        elif last and last.position and not last.topics and clause.topics and _only_names(clause):
            joined[-1] = _Clause(last.words, clause.topics, _of_topics(clause, last.position))
        else:
            joined.append(clause)
    return joined


def _plain(text: str) -> str:
    """Folded words and punctuation; apostrophes and hyphens are spaces."""
    return re.sub(r"[ \t]+", " ", re.sub(r"[’'`´*_«»\"“”-]+|\ufe0f", " ", fold(text))).strip()


def _clause(part: str, about: str) -> _Clause:
    objects = _OBJECTION.match(part)
    reserves = objects or _RESERVE.match(part)
    words = part[reserves.end() :] if reserves else part
    if topic := _consent_not_needed(words, about):
        return _Clause(words, (topic,), Position(Stance.YES, none_shown=True))
    # The consents that the words name; one child names those of children
    named = [name for name in CONSENTS if _TOPICS[name].search(words)]
    if MINORS not in named and _TOPICS["one_child"].search(words):
        named.append(MINORS)
    topics, position = (tuple(named) or ((EVERYTHING,) if _EVERYTHING.search(words) else ())), _position(words)
    if MINORS in topics and not _TOPICS[MINORS].search(words):
        position = position and _of_one_child(position)
    if _EXCEPTION.match(words) and topics:
        position = Position(Stance.NO)
    if position is None and (objects or (reserves and (topics or _NEGATION.search(words)))):
        position = _DOUBT  # «oui, mais …» is no plain yes
    if not about and position and position.stance is Stance.YES and not is_plain(words):
        position = _DOUBT
    return _Clause(words, topics, _of_all(position, topics or (about,), words))


def _consent_not_needed(words: str, about: str) -> str:
    """Return the consent that isn't needed, by these words; «personne» alone means so only beside its question."""
    for what in (MINORS, PEOPLE):
        if (what in {about, MINORS} or " " in words) and _NONE_SHOWN[what].fullmatch(words):
            return what
    return about if about in _NONE_SHOWN and _NONE_SHOWN["any"].fullmatch(words) else ""


def _position(words: str) -> Position | None:
    if _BARE_NO.fullmatch(words):
        return _PLAIN_NO
    idiomless = _WEAK.sub(" ", words)  # «pas de souci» is no negation
    no, rest = bool(_NO.search(idiomless)), _NO.sub(" ", idiomless)
    firmness = _firmness(rest) or (Firmness.WEAK if idiomless != words else None)
    if _UNCLEAR.search(words) or (no and firmness):
        return _DOUBT
    if no:
        return Position(Stance.NO)
    if firmness:
        return Position(Stance.UNCLEAR if _NEGATION.search(rest) else Stance.YES, firmness)
    return None


def _firmness(words: str) -> Firmness | None:
    for pattern, firmness in ((_STRONG, Firmness.STRONG), (_WEAK, Firmness.WEAK), (_SIGN, Firmness.SIGN)):
        if pattern.search(words):
            return firmness
    return None


def _of_one_child(position: Position) -> Position:
    """One child who agrees doesn't speak for both parents of each; one who doesn't agree is enough."""
    return position if position.stance is Stance.NO else _DOUBT


def _of_all(position: Position | None, topics: Sequence[str], words: str) -> Position | None:
    """Return an unclear position where one person answers for several."""
    if position and position.stance is not Stance.YES:
        return position
    one_parent = MINORS in topics and _ONE_PARENT.search(words) and not _BOTH_PARENTS.search(words)
    one_person = position and {PEOPLE, MINORS} & set(topics) and _ONE_PERSON.search(words)
    return _DOUBT if one_parent or one_person else position


def _only_names(clause: _Clause) -> bool:
    """Return whether a clause only names the subject of a yes or no before it («pour la licence»)."""
    return clause.position is None and bool(re.match(r"(?:pour|a|aux?|de|for|to|la|les|le) ", clause.words))


def _of_topics(named: _Clause, position: Position) -> Position:
    one_child = MINORS in named.topics and not _TOPICS[MINORS].search(named.words)
    return _of_one_child(position) if one_child else position


def _together(said: list[Position], *, asks: bool) -> Position:
    """Return one position for several on one subject: a contradiction, or a question back, is unclear.

    «Non, aucun enfant» contradicts nothing.
    """
    none_shown = [one for one in said if one.none_shown]
    others = [one for one in said if not one.none_shown and one != _PLAIN_NO] if none_shown else said
    if none_shown:
        return _DOUBT if asks or others else none_shown[0]
    stances = {one.stance for one in others}
    if Stance.YES not in stances and Stance.NO in stances:
        return Position(Stance.NO)
    if stances == {Stance.YES} and not asks:
        return Position(Stance.YES, max(one.firmness for one in others))
    return _DOUBT


_KEPT = 300  # Characters of an answer that are kept with its consent


_CLEAR = re.compile(r"\b(?:oui+|yes+|accept\w*|autoris\w*|agree\w*|consen\w*)\b", re.IGNORECASE)
"""Words that agree to the question even among others."""
_LEADING_NO = re.compile(r"^\s*(?:non|no)\b[\s,.:;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agreed:
    """The agreements and refusals in some words. ``rest``: an editor should read them too."""

    consents: tuple[Consent, ...] = ()
    licence: str = ""
    rest: bool = True


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """The context of a consent: the question, the person, the wording, and the day of the answer."""

    asked: Collection[str]  # The consents that the mail asked for
    case: Case
    translate: Translate
    day: date
    alone: bool = False  # Whether it was the only question


def agreed(text: str, about: str, asking: ConsentAsked) -> Agreed:
    """Return the agreements in the words; ``about`` is the consent whose question is beside them, or empty."""
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
    words = kept_wording(what, asking.case, asking.translate, in_one_line(text, _KEPT))
    return Consent(what, position.stance is Stance.YES, words, asking.day, position.none_shown)


def _licence(text: str, about: str, asking: ConsentAsked) -> str:
    """The licence that the words choose, where one was asked for."""
    if about not in {"", LICENCE} or LICENCE not in asking.asked:
        return ""
    if not about and not is_plain(_LEADING_NO.sub("", without_licences(text))):
        return ""
    chosen = "" if casts_doubt(without_licences(text), about) else licence_chosen(text)
    said = positions(without_licences(text), LICENCE).get(LICENCE)
    return chosen if said is None or said.stance is Stance.YES or _other_instead(text) else ""


def _other_instead(text: str) -> bool:
    """Return the licence of «Non, plutôt CC BY-SA»: the no is to the proposed one."""
    return text.strip().lower().startswith(("non", "no")) and bool(licence_chosen(text))


def _decided(text: str, about: str, asking: ConsentAsked) -> Iterator[tuple[str, Position]]:
    """Yield the consents in the words, with their result, given how near the question is."""
    said = positions(without_licences(text), about)
    everything = said.pop(EVERYTHING, None)
    if "" in said and bool(_BACK.search(_plain(text[:_LONGEST]))):
        yield from ((consent.what, Position(Stance.NO)) for consent in asking.case.answers.consents if consent.agreed)
    for topic, position in said.items():
        elsewhere = position.stance is Stance.YES and not position.none_shown and _may_be_elsewhere(text, topic, asking)
        for what in _meant(topic, position, asking):
            weak = position.stance is Stance.YES and position.firmness < _needed(what, topic, about, asking)
            firm = Position(Stance.UNCLEAR) if weak and what in CONSENTS else position
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
    """Return how firm a yes must be: clear for children, a sign right beside the question for the rest."""
    if what == MINORS:
        return Firmness.STRONG
    if topic and topic == about and not asking.alone:
        return Firmness.SIGN
    return Firmness.WEAK if topic or asking.alone else Firmness.STRONG


def _may_be_elsewhere(text: str, topic: str, asking: ConsentAsked) -> bool:
    """Return whether a yes without a question beside it may be to something else: «d'accord, à mardi»."""
    if asking.alone and _CLEAR.search(text):
        return False
    return (asking.alone or not topic) and not is_plain(without_licences(text))


def _everything(what: str, position: Position) -> Position:
    """A yes to everything isn't one for children: they are asked about by themselves."""
    if position.stance is Stance.YES and (what == MINORS or position.firmness < Firmness.WEAK):
        return Position(Stance.UNCLEAR)
    return position
