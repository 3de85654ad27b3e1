"""Calls for posts and consultations: the value, its stage, the front matter and its checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from placette.engine.base.translation import N_
from placette.engine.content.kinds import PERSON, Draft, Extension, Making, Reference, Relations, TextKind
from placette.engine.content.neighbours import Called, Neighbours, Outline
from placette.engine.content.options import ReadingOptions, Term
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts import fields as f
from placette.engine.texts.front_matter import Matter, authors_key, key, signer_key
from placette.engine.texts.values import Body, Licence
from placette.features.communities import COMMUNITY
from placette.features.exchanges import Due, Why, by_urgency, check_order, midnights, speakers_among
from placette.features.posts import POST
from placette.features.translations import PostNames


class Stage(StrEnum):
    """The stage of a consultation."""

    COMING = "coming"
    RUNNING = "running"
    PENDING = "pending"
    """It has ended without a published decision."""
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Call:
    """A call for posts; with a ``question`` it is a consultation before a decision.

    ``authors`` (keys) ask; it is open until ``closes``, the end of its ``deadline``. ``decision`` is what
    ``decided_by`` (a key) decided on the day ``decided``; all three are empty until then.
    """

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    deadline: datetime
    closes: datetime
    opens: datetime
    """The first day of a consultation; of a call for posts, long ago."""
    authors: tuple[str, ...]
    category: Term | None
    community: str
    """The slug of the community it is addressed to, or empty."""
    licence: Licence
    question: str = ""
    decision: str = ""
    decided: datetime | None = None
    decided_by: str = ""
    report: str = ""
    """The post on the result, as it is written."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


def stage_of(call: Call, now: datetime) -> Stage | None:
    """Return the stage of a consultation, None for a call that isn't one; a decision counts from its day on."""
    if not call.question:
        return None
    if call.decided and call.decided <= now:
        return Stage.DECIDED
    if call.closes <= now:
        return Stage.PENDING
    return Stage.RUNNING if call.opens <= now else Stage.COMING


def is_open(call: Call, now: datetime) -> bool:
    """Return whether a call can be answered."""
    return call.opens <= now < call.closes


def open_calls(calls: Iterable[Call], now: datetime) -> list[Call]:
    """Return the calls that can be answered now, the most urgent first."""
    return sorted((call for call in calls if is_open(call, now)), key=lambda call: (call.closes, call.slug))


def days_pending(call: Call, now: datetime) -> int:
    """Return the days for which a decision has been missing; 0 where none is."""
    return (now.date() - call.deadline.date()).days if stage_of(call, now) is Stage.PENDING else 0


def due_consultations(calls: Iterable[Call], now: datetime) -> list[Due]:
    """Return the consultations without a decision, the longest waiting first."""
    return by_urgency(
        Due(Why.UNDECIDED, call.path, call.deadline.date(), days=days, title=call.title, who=call.authors)
        for call in calls
        if (days := days_pending(call, now))
    )


def moments_of(calls: Iterable[Call], now: datetime) -> Iterator[datetime]:
    """Yield when pages change by themselves: a call closes, opens, is decided; midnight while a decision is missing."""
    for call in calls:
        yield call.closes
        yield from (call.opens, call.decided or call.opens) if call.question else ()
        if days_pending(call, now):
            yield from midnights(now)


_LONG_AGO = datetime(1990, 1, 1)
"""When a call for posts began, which has no first day."""
LONGEST = 1000
"""Characters of a decision: a longer one is a post, which ``report`` names."""


class CallMatter(Matter):
    """The front matter of a call for posts; with ``question`` it is a consultation."""

    title: f.Title = key("The title.", "titre", example="Racontez-nous vos lavoirs")
    summary: f.Sentence = key(
        "One sentence for lists and search engines.",
        "résumé",
        "chapeau",
        example="Un lavoir, une photo, un souvenir.",
        min_length=1,
    )
    deadline: f.Day = key(
        "The last day; the call stays open until that evening.", "échéance", "date_limite", example="2027-04-30"
    )
    authors: f.Keys = authors_key("Who asks: keys of authors.", example="[equipe]", min_length=1)
    category: f.ShortText = key("The category it is about.", "rubrique", "catégorie", example="Patrimoine", default="")
    community: f.ShortText = key(
        "The community it is addressed to.", "communauté", example="arrivees-recentes", default=""
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    question: f.Sentence = key(
        "What is asked before something is decided: it makes the call a consultation.",
        example="Faut-il déplacer l’arrêt du centre ?",
        default="",
    )
    opens: f.Day | None = key(
        "The first day of a consultation.", "ouverture", "ouvre_le", example="2027-03-01", default=None
    )
    decision: Annotated[str, f.limited(LONGEST), f.Bound(LONGEST)] = key(
        "What was decided once the consultation had ended, and why.",
        "décision",
        example="L’arrêt est déplacé ; la place reste desservie à la demande.",
        default="",
    )
    decided: f.Day | None = key(
        "The day of the decision.", "décidé_le", "décidée_le", example="2027-05-20", default=None
    )
    decided_by: f.ShortText = key(
        "Who decided: the key of a profile that says in what capacity.",
        "décidé_par",
        "décidée_par",
        example="pole-mobilites",
        default="",
    )
    report: f.ShortText = key(
        "The post that tells what was said and decided: the name of its folder.",
        "bilan",
        "compte_rendu",
        example="navette-d-ete-vos-arrets",
        default="",
    )


_PARTS = ("opens", "decision", "decided", "decided_by", "report")
"""The keys that a call for posts alone doesn't have."""
_SIGNED = ("decided", "decided_by")


@dataclass(frozen=True, slots=True)
class ConsultedOutline:
    """The references of a consultation: its decider and its report, as written, each with its line.

    ``year`` is that of its end: the report is no post of a later one, unless the name has a year.
    """

    decided_by: str
    decided_line: int
    report: str
    report_line: int
    year: int


def _check(draft: Draft, matter: CallMatter, _neighbours: Neighbours, _options: ReadingOptions) -> Iterator[Problem]:
    """Yield missing parts of a consultation, and days in another order."""
    names = [name for name in _PARTS if getattr(matter, name)]
    if not matter.question:
        yield from (draft.problem("consultation-question", name) for name in names)
        return
    end = f"{matter.deadline:%Y-%m-%d}"
    if matter.opens is None:
        yield draft.problem("consultation-opens", "question", day=end)
    else:
        yield from check_order(draft, "consultation-days", [("deadline", matter.deadline)], matter.opens)
    if not matter.decision:
        yield from (draft.problem("consultation-undecided", name) for name in _SIGNED if name in names)
    elif not (matter.decided and matter.decided_by):
        yield draft.problem("consultation-unsigned", "decision")
    if matter.decided and matter.decided <= matter.deadline:
        yield draft.problem("consultation-early", "decided", value=f"{matter.decided:%Y-%m-%d}", day=end)


def check_consulted(outlines: list[Outline[Any]]) -> Iterator[Problem]:
    """Yield decisions by people without a capacity, and reports that no post is; nothing on a site without any."""
    consulted = [(outline.path, outline.extra) for outline in outlines if isinstance(outline.extra, ConsultedOutline)]
    if not consulted:
        return
    speakers = speakers_among(outlines)
    posts = PostNames(outline.path for outline in outlines if outline.kind == POST.name)
    for path, consultation in consulted:
        if speakers.lacks_capacity(consultation.decided_by):
            yield problem("consultation-capacity", path, consultation.decided_line, 1, value=consultation.decided_by)
        report, year = consultation.report, consultation.year
        if report and len(posts.meant(report, f"articles/{year}/")) != 1:
            yield problem("consultation-report", path, consultation.report_line, 1, value=report)


NEW_CALL = N_("Check the spelling: a call keeps its name once it is closed.")
"""The proposal when no call is close."""


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[ConsultedOutline]:
    matter = draft.matter
    if not isinstance(matter, CallMatter):
        return outline
    extra = ConsultedOutline(
        decided_by=matter.decided_by,
        decided_line=draft.entry("decided_by").line,
        report=matter.report,
        report_line=draft.entry("report").line,
        year=(matter.decided or matter.deadline).year,
    )
    return replace(outline, extra=extra if matter.decided_by or matter.report else None)


def _call(making: Making[CallMatter]) -> Call:
    """Return a call; its last day is counted in the site's zone, where a day may have 23 or 25 hours."""
    matter = making.matter
    return making.filled(
        Call,
        closes=making.moment(matter.deadline + timedelta(days=1)),
        opens=making.moment(matter.opens or _LONG_AGO),
        report=matter.report,
    )


CALL = TextKind(
    name="call",
    place=r"calls/[^/]+\.md",
    schema=CallMatter,
    value=Call,
    address="CALL",
    changed=N_("the call {what} changed"),
    days=("deadline", "opens", "decided"),
    check=_check,
    make=_call,
    refers=(Reference("authors", PERSON), Reference("decided_by", PERSON), Reference("community", COMMUNITY.name)),
    called=Called("call-unknown", NEW_CALL),
    relations=Relations(_outline, ConsultedOutline, check_consulted),
)


class AnsweringKeys(Matter):
    """The keys of a post for calls."""

    call: f.ShortText = signer_key(
        "The call for posts it answers: its title, or its file's name in calls/.",
        "appel",
        example="vos-lavoirs",
        default="",
    )


@dataclass(frozen=True, slots=True)
class AnsweredCall:
    """The slug of the call for posts that a post answers, or empty."""

    call: str = ""


ANSWERS: Extension[AnsweringKeys] = Extension(
    *(POST.name, AnsweringKeys, "featured", AnsweredCall), refers=(Reference("call", CALL.name, fills="call"),)
)
