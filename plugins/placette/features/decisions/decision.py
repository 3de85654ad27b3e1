"""A decision about a text, as the register shows it: ruling, reason, decider, appeal and its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, StringConstraints

from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.checks import check_people
from placette.engine.content.kinds import (
    PERSON,
    Anchored,
    BodyForm,
    Draft,
    Making,
    Reference,
    Relations,
    Rights,
    TextKind,
)
from placette.engine.content.neighbours import Neighbours, Outline
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.features import Service
from placette.engine.texts import fields as f
from placette.engine.texts.fields import is_slug
from placette.engine.texts.front_matter import Matter, key
from placette.engine.texts.others import named_in, names_among, titled_in, words_of
from placette.engine.texts.sanitizer import anchor
from placette.engine.texts.values import Body
from placette.features.authors import AuthorKind
from placette.features.exchanges import check_order, speakers_among, values_by_word
from placette.features.letterbox import RECEIPT


class Ruling(StrEnum):
    """The kinds of decisions."""

    REFUSED = "refused"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"
    CORRECTED = "corrected"
    KEPT = "kept"
    """A report was examined, and nothing follows."""


AGAINST = frozenset({Ruling.REFUSED, Ruling.CHANGED, Ruling.REMOVED})
"""Decisions against a text: the charter must give the reason, and the writer may appeal."""
SHOWN_ON_POSTS = frozenset({Ruling.CHANGED, Ruling.RESTORED, Ruling.CORRECTED})
"""Decisions that the post itself shows."""


class AppealOutcome(StrEnum):
    """The results of an appeal."""

    UPHELD = "upheld"
    REVERSED = "reversed"
    AMENDED = "amended"


class Redress(StrEnum):
    """The state of an appeal."""

    NONE = "none"
    """Nothing that anybody would appeal against."""
    OPEN = "open"
    UNUSED = "unused"
    EXAMINED = "examined"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """A decision. ``article`` is an anchor of the charter; ``by`` the key of a profile, else ``capacity`` is the role.

    ``post`` is the source path of the text concerned, ``named`` the person where they want to be. Texts may be empty,
    and days None.
    """

    path: str
    slug: str
    ruling: Ruling
    day: date
    article: str
    by: str
    capacity: str
    reasons: str
    received: date | None
    receipt: str
    post: str
    named: str
    automated: bool
    appeal: str
    until: date | None
    appealed: date | None
    outcome: AppealOutcome | None
    settled: date | None
    settlement: str
    url: str = ""
    """Always empty: the register of a year is one page."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""

    @property
    def anchor(self) -> str:
        """The anchor on the page of its year."""
        return f"d-{self.slug}"


def appeal_end(decision: PublicDecision, days: int) -> date | None:
    """Return the last day for an appeal, ``days`` after the decision unless it has its own; None if there is nothing to
    appeal against.
    """
    if decision.until:
        return decision.until
    may = decision.ruling in AGAINST or decision.ruling is Ruling.KEPT
    return decision.day + timedelta(days=days) if may else None


def redress_of(decision: PublicDecision, days: int, today: date) -> Redress:
    """Return the state of the appeal on a day; ``days`` are those that a site gives."""
    if decision.outcome and decision.settled and decision.settled <= today:
        return Redress.SETTLED
    if decision.appealed and decision.appealed <= today:
        return Redress.EXAMINED
    end = appeal_end(decision, days)
    if end is None:
        return Redress.NONE
    return Redress.OPEN if today <= end else Redress.UNUSED


LONGEST = 500
"""Characters of the reasons: two sentences, three at the most."""
_RULINGS, _OUTCOMES = values_by_word("rulings", Ruling), values_by_word("outcomes", AppealOutcome)
_RULING_WORDS = (N_("refused"), N_("changed"), N_("removed"), N_("restored"), N_("corrected"), N_("kept"))
_OUTCOME_WORDS = (N_("upheld"), N_("reversed"), N_("amended"))
_ANSWERS = {**dict.fromkeys(("yes", "oui", "true"), True), **dict.fromkeys(("no", "non", "false"), False)}


Reasons = Annotated[str, f.limited(LONGEST), f.Bound(LONGEST)]
RulingName = Annotated[Ruling, BeforeValidator(lambda value: f.choice(value, _RULINGS, _RULING_WORDS))]
OutcomeName = Annotated[AppealOutcome, BeforeValidator(lambda value: f.choice(value, _OUTCOMES, _OUTCOME_WORDS))]
Answer = Annotated[bool, BeforeValidator(lambda value: f.choice(value, _ANSWERS, (N_("yes"), N_("no"))))]
CharterAnchor = Annotated[str, BeforeValidator(lambda value: f.as_text(value).rpartition("#")[2]), f.Bound(140)]


class DecisionMatter(Matter):
    """The front matter of a decision in the register."""

    decision: RulingName = key(
        "What was decided: refused, changed, removed, restored, corrected, or kept after a report.",
        "décision",
        "mesure",
        example="refused",
    )
    date: f.Day = key("The day of the decision.", "le", "jour", example="2026-10-07")
    article: CharterAnchor = key("The reason, as an anchor of the charter.", "motif", example="publicite", default="")
    by: f.ShortText = key("Who decided: the key of a profile, or a capacity.", "par", example="equipe", min_length=1)
    reasons: Annotated[Reasons, StringConstraints(min_length=1)] = key(
        "Why, in two sentences that name nobody.",
        "raisons",
        "motivation",
        example="Le texte donne les tarifs d’un gîte. Son auteur tenait à les garder.",
    )
    received: f.Day | None = key(
        "The day on which the text or the request arrived; a letter’s receipt knows it already.",
        "reçu",
        "reçue",
        example="2026-10-01",
        default=None,
    )
    receipt: f.ShortText = key(
        "The number of the letter that it is about.", "récépissé", example="2026-0037", default=""
    )
    post: f.ShortText = key(
        "The post concerned, if it may be named: the name of its folder.",
        "billet",
        "texte",
        example="le-lavoir",
        default="",
    )
    named: f.ShortText = key(
        "The name of the person concerned, only if they want it to be read.",
        "nommé",
        "nommée",
        "personne",
        example="Jeanne D.",
        default="",
    )
    consent: f.Day | None = key(
        "The day on which that person agreed to be named.", "accord", example="2026-10-08", default=None
    )
    automated: Answer = key(
        "Whether a program took part in the decision: yes or no.", "automatisé", example="no", default=False
    )
    appeal: f.Sentence = key(
        "How to appeal, where it isn’t as for all decisions.",
        "recours",
        example="Écrire à la médiatrice, en deux lignes.",
        default="",
    )
    appeal_until: f.Day | None = key(
        "The last day for an appeal, where it isn’t as for all decisions.",
        "recours_jusqu_au",
        example="2026-10-22",
        default=None,
    )
    appealed: f.Day | None = key(
        "The day on which somebody appealed.", "recours_reçu", "appel", example="2026-10-12", default=None
    )
    outcome: OutcomeName | None = key(
        "What the appeal came to: upheld, reversed or amended.", "issue", example="reversed", default=None
    )
    outcome_date: f.Day | None = key("The day of that outcome.", "issue_le", example="2026-10-20", default=None)
    outcome_reasons: Reasons = key(
        "Why the appeal came to that.",
        "issue_raisons",
        example="Le texte parle bien du territoire.",
        default="",
    )


TEXTS = ("by", "reasons", "appeal", "outcome_reasons")
"""Keys whose text could identify a person."""
_UNNAMED = frozenset({AuthorKind.SERVICE, AuthorKind.TEAM})
"""The kinds of profiles whose names a decision may contain."""


@dataclass(frozen=True, slots=True)
class DecidedOutline:
    """The facts of a decision for other texts: its decider, the person who wants to be named (as written), its words.

    Each of ``texts`` is the key as it is written, its line, and its words, folded for the search for names.
    """

    by: str
    named: str
    texts: tuple[tuple[str, int, str], ...]


def check_decisions(outlines: list[Outline[Any]]) -> Iterator[Problem]:
    """Yield names of profiles in decisions; nothing on a site without any."""
    decided = [(outline.path, outline.extra) for outline in outlines if isinstance(outline.extra, DecidedOutline)]
    if not decided:
        return
    speakers = speakers_among(outlines)
    people = [(slug, name) for slug, name in speakers.titles if speakers.kinds.get(slug) not in _UNNAMED]
    names_sought = names_among(people)
    for path, decision in decided:
        allowed = speakers.find(decision.by, decision.named)
        for entry, line, words in decision.texts:
            names = dict.fromkeys(name for _, name in named_in(words, names_sought, allowed))
            yield from (problem("decision-names", path, line, 1, key=entry, value=name) for name in names)


_DAYS = ("received", "date", "appealed", "outcome_date")
"""Each once, in order of appearance."""
_SHORTEST = 20
"""Characters of the shortest reason."""


def check_decision(
    draft: Draft, matter: DecisionMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield all problems of a decision but those of its article, which the charter knows."""
    if draft.source.body.strip():
        yield problem("decision-body", draft.path, draft.source.body_line)
    if draft.path.split("/")[1] != f"{matter.date:%Y}":
        yield draft.problem("decision-year", "date", day=f"{matter.date:%Y-%m-%d}", year=f"{matter.date:%Y}")
    if matter.decision in AGAINST and not matter.article:
        yield draft.problem("decision-article-none", "decision")
    if len(matter.reasons) < _SHORTEST:
        yield draft.problem("decision-short", "reasons", value=matter.reasons)
    yield from _people(draft, matter, neighbours)
    yield from _days(draft, matter, options)
    if matter.post:
        if not post_path(matter, neighbours):
            yield draft.problem("decision-post", "post", value=matter.post)
        if matter.decision in {Ruling.REFUSED, Ruling.REMOVED} and not matter.named:
            yield draft.problem("decision-secret", "post")


def _people(draft: Draft, matter: DecisionMatter, neighbours: Neighbours) -> Iterator[Problem]:
    """Yield people named against their wish, contacts, surnames behind titles, and a key without profile."""
    if is_slug(matter.by) and matter.by == fold(matter.by):
        yield from check_people(draft, "by", [matter.by], neighbours)
    if matter.named and not matter.consent:
        yield draft.problem("decision-consent", "named", value=matter.named)
    yield from draft.contact_problems()
    for name in TEXTS:
        yield from (draft.problem("decision-names", name, value=t.value) for t in titled_in(getattr(matter, name)))


def _days(draft: Draft, matter: DecisionMatter, options: ReadingOptions) -> Iterator[Problem]:
    """Yield days that haven't come, or that come before those they follow; an outcome without its days."""
    days = [(name, day) for name in _DAYS if (day := getattr(matter, name))]
    for name, day in days:
        if day > options.now.replace(tzinfo=None):
            yield draft.problem("decision-future", name, value=f"{day:%Y-%m-%d}")
    for (_, before), later in pairwise(days):
        yield from check_order(draft, "decision-days", [later], before)
    yield from check_order(draft, "decision-days", [("appeal_until", matter.appeal_until)], matter.date)
    settled = (matter.outcome, matter.outcome_date, matter.outcome_reasons or None)
    if any(settled) and not (matter.outcome and matter.outcome_date and matter.appealed):
        key = next(name for name in ("outcome", "outcome_date", "outcome_reasons") if getattr(matter, name))
        yield draft.problem("decision-outcome", key)


def possible_posts(_draft: Draft | None, matter: DecisionMatter) -> Iterator[str]:
    """Yield the source paths that the name of a post may mean."""
    name = matter.post.strip("/").removeprefix("articles/").removesuffix("/index.md")
    if name.count("/") == 1:
        yield f"articles/{name}/index.md"
    elif name:
        yield from (f"articles/{year}/{name}/index.md" for year in (matter.date.year, matter.date.year - 1))


def post_path(matter: DecisionMatter, neighbours: Neighbours) -> str:
    """Return the source path of the post that is concerned; empty where there is none."""
    return next((path for path in possible_posts(None, matter) if path in neighbours.around.addresses), "")


def anchors_in(draft: Draft, matter: DecisionMatter, options: ReadingOptions) -> Iterator[Anchored]:
    """Yield the article of the charter."""
    if matter.article:
        missing = draft.problem("decision-article", "article", value=matter.article, choices="")
        yield f"pages/{options.charter}.md", anchor(matter.article), missing


DECISION_FOLDER = "decisions"
"""The folder of decisions, from the content folder: ``decisions/2026/10-07-refus.md``."""


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[DecidedOutline]:
    matter = draft.matter
    if not isinstance(matter, DecisionMatter):
        return outline
    entries = ((draft.entry(name), getattr(matter, name)) for name in TEXTS)
    texts = ((entry.key, entry.line, words_of(text)) for entry, text in entries if text)
    file = (draft.slug, 1, words_of(draft.slug.replace("-", " ")))  # its address, which may contain a name
    extra = DecidedOutline(matter.by, matter.named if matter.consent else "", (file, *texts))
    return replace(outline, extra=extra)


def _decision(making: Making[DecisionMatter]) -> PublicDecision:
    matter = making.matter
    person = making.neighbours.find(PERSON, matter.by)
    return making.filled(
        PublicDecision,
        ruling=matter.decision,
        day=matter.date.date(),
        article=matter.article,
        by=person,
        capacity="" if person else making.say(matter.by),
        post=post_path(matter, making.neighbours),
        named=making.say(matter.named) if matter.consent else "",
        until=matter.appeal_until.date() if matter.appeal_until else None,
        settled=matter.outcome_date.date() if matter.outcome_date else None,
        settlement=making.say(matter.outcome_reasons),
    )


DECISION = TextKind(
    name="decision",
    place=rf"{DECISION_FOLDER}/[0-9]{{4}}/[^/]+\.md",
    schema=DecisionMatter,
    value=PublicDecision,
    contacts="decision-contact",
    address="",
    changed=N_("the decision {what} changed"),
    days=(*_DAYS, "consent", "appeal_until"),
    check=check_decision,
    make=_decision,
    refers=(
        *(Reference(key, PERSON, checks=True) for key in ("by", "named")),
        Reference("receipt", RECEIPT.name),
    ),
    asks=possible_posts,
    relations=Relations(_outline, DecidedOutline, check_decisions, anchors_in),
    body=BodyForm(optional=True),
    rights=Rights(code="proposal-decisions"),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of reasons. ``article`` is the charter's name for the reason, ``url`` its address.

    ``law`` is the law that the text breaks, if any; ``title``, ``page`` and ``passage`` name the text; ``by`` decided.
    ``days`` are those for an appeal, which end with ``until`` and which ``examiner`` examines; ``mediation`` is the
    dispute body beside them, ``court_of`` the public body that is sued before the tribunal administratif. Texts may
    be empty.
    """

    ruling: Ruling
    reasons: str
    article: str
    url: str
    by: str
    days: int
    until: date
    examiner: str
    mediation: str = ""
    court_of: str = ""
    law: str = ""
    title: str = ""
    page: str = ""
    passage: str = ""
    reported: bool = False
    """Whether a report led to it."""
    automated: bool = False
    """Whether a program took part."""


class LetterFacts(NamedTuple):
    """A letter's title, and whether it reports another person's text or asks for its correction."""

    title: str
    from_reporter: bool


class Correspondence(NamedTuple):
    """Ways to write to people about decisions. Each may end the task."""

    look_up: Callable[[str], LetterFacts]
    """Return the facts of the letter with a number."""
    send: Callable[[str, Statement], bool]
    """Queue the mail to the writer of a letter, close the letter, remove the draft of a refused one.

    Returns False without an address to answer.
    """
    word: Callable[[Statement], str]
    """Return the mail as text, for a person who is reached in another way."""
    acknowledge: Callable[[str], str]
    """Return the first answer, as text, to a person who reports a page by another way than a letter."""


CORRESPONDENCE: Service[Correspondence] = Service("correspondence")
