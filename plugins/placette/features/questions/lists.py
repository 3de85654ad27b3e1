"""The lists of questions: all of them, and by service, by commune, by subject, without counts or ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil
from statistics import median
from typing import NamedTuple

from placette.engine.base.dates import long_date
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.rendering import views
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import FEW, DialogueItem, DialoguePart, numbered
from placette.engine.rendering.features import PEOPLE, Request
from placette.engine.rendering.lists import Collection, Member, Paged, Single, announced, head_of, list_url, members_of
from placette.engine.rendering.site import Lookup, Site, SlotsView, date_view, once_a_build, place_slug
from placette.engine.texts.body import first_words
from placette.features.letterbox import LetterboxSettings, LetterKind, sending_way
from placette.features.questions.exchanges import (
    LABELS,
    QuestionState,
    days_of,
    exchange_of,
    is_open,
    promise,
    site_exchanges,
    state_label,
    states,
    to_verify,
)
from placette.features.questions.question import SignedAnswer


class QuestionLineView(NamedTuple):
    """A question in a list: ``state`` is a word for style sheets, ``label`` its words, with how long it took."""

    title: str
    url: str
    lang: str
    state: str
    label: str
    asked: views.DateView
    to: views.PersonView | None


class QuestionGroupView(NamedTuple):
    """Questions below a heading; ``id`` is its anchor."""

    id: str
    title: str
    lines: tuple[QuestionLineView, ...]


class QuestionWayView(NamedTuple):
    """Lists of questions that lead to each other: «Par service»."""

    label: str
    links: tuple[views.LinkView, ...]


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """Questions, open ones first: all of them, or those of a list."""

    head: views.HeadView
    title: str
    introduction: str
    overline: str
    index_url: str  # the list of all, for the others
    feed_url: str
    facts: tuple[str, ...]
    groups: tuple[QuestionGroupView, ...]
    ways: tuple[QuestionWayView, ...]
    pagination: views.PaginationView


class CorrectionView(NamedTuple):
    """A correction and its day."""

    day: views.DateView
    text: str


class AskedView(NamedTuple):
    """A question in full. ``people`` are those who asked, if they wished to be named."""

    title: str  # the heading; empty for the question itself, whose title is the page's
    lang: str
    body_html: str
    day: views.DateView
    consent: str
    people: tuple[views.PersonView, ...]


class SignedAnswerView(NamedTuple):
    """A signed answer. ``took`` is how long it took; ``stale``: it is to be verified."""

    title: str
    lang: str
    body_html: str
    day: views.DateView
    took: str
    people: tuple[views.PersonView, ...]
    readers: tuple[views.PersonView, ...]
    sources: tuple[views.LinkView, ...]
    valid_until: views.DateView | None
    stale: bool
    corrections: tuple[CorrectionView, ...]


class TurnView(NamedTuple):
    """A question and its answer; without one, ``waits`` is how long already. ``anchor`` is its own."""

    anchor: str
    asked: AskedView
    answer: SignedAnswerView | None
    waits: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with all that followed it."""

    head: views.HeadView
    title: str
    lang: str
    state: str
    label: str
    to: views.PersonView | None
    category: views.TermView | None
    places: tuple[views.PlaceView, ...]
    stops: tuple[tuple[str, views.DateView], ...]  # the days of its road: asked, handed over, answered, closed
    turns: tuple[TurnView, ...]
    posts: tuple[views.LinkView, ...]
    index_url: str
    licence: views.LicenceView
    qr: views.QrView
    slots: SlotsView


class MonthQuestionView(NamedTuple):
    """A question on the home page, with the first words of its answer and who signs it."""

    title: str
    url: str
    lang: str
    words: str
    answer_lang: str
    day: views.DateView | None
    people: tuple[views.PersonView, ...]
    label: str
    index_url: str


@dataclass(frozen=True, slots=True)
class AskView:
    """How to ask, with its delays; ``hint`` says what ``send_url`` opens. ``before`` was answered lately."""

    head: views.HeadView
    receipt: str
    answer: str
    so_far: str
    send_url: str
    hint: str
    telephone: str
    counter: str
    before: tuple[QuestionLineView, ...]
    ways: tuple[QuestionWayView, ...]
    index_url: str


QUESTIONS = PageAddress("QUESTIONS")
ASK = PageAddress("QUESTION_ASK")
BY_SERVICE = PageAddress("QUESTION_SERVICE", passing=True)
BY_COMMUNE = PageAddress("QUESTION_COMMUNE", passing=True)
BY_SUBJECT = PageAddress("QUESTION_SUBJECT", passing=True)
QUESTION_FEED = FeedAddress("QUESTION_FEED")
TITLE = N_("Questions")
_LINES = 5  # questions that take as much room in a list as one post: each is a line or two
_INTRODUCTION = N_("One question, one signed answer, with its sources. Anybody may ask.")


class QuestionListContent(NamedTuple):
    """One page of a list of questions: each by slug with its state and its label; ``overline`` is the list's kind."""

    title: str
    introduction: str
    overline: str
    facts: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...]
    ways: tuple[QuestionWayView, ...]
    pagination: views.PaginationView


@once_a_build
def ordered(site: Site) -> tuple[str, ...]:
    """The questions (slugs): those that wait, the longest first, then the others, the newest answer first."""
    found, stands = site_exchanges(site), states(site)
    waiting = {slug for slug in found if is_open(stands[slug])}
    settled = sorted(found.keys() - waiting, key=lambda slug: (found[slug].latest, slug), reverse=True)
    return (*sorted(waiting, key=lambda slug: (found[slug].question.asked, slug)), *settled)


def line_of(slug: str, site: Site) -> tuple[str, str, str]:
    """A question in a list, as planned."""
    return slug, states(site)[slug].value, state_label(slug, site)


def _content(
    title: str,
    introduction: str,
    overline: str,
    facts: tuple[str, ...],
    ways: Callable[[], tuple[QuestionWayView, ...]],
    site: Site,
    slugs: tuple[str, ...],
    pagination: views.PaginationView,
) -> QuestionListContent:
    lines = tuple(line_of(slug, site) for slug in slugs)
    shown = ways() if pagination.is_first else ()
    return QuestionListContent(title, introduction, overline, facts, lines, shown, pagination)


def _members(
    overline: str, titles: Iterable[tuple[str, str, str]], groups: dict[str, list[str]], site: Site
) -> Iterator[Member]:
    """A list for each of ``titles`` (key of ``groups``, slug, name)."""
    for key, slug, name in titles:
        title = site.say(N_("Questions: {name}")).format(name=name)
        content = partial(_content, title, site.say(_INTRODUCTION), site.say(overline), (), tuple, site)
        yield Member(slug, name, groups[key], content, fed=False)


def _grouped(site: Site, keys: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for slug in ordered(site):
        for key in keys(slug):
            groups[key].append(slug)
    return groups


def _by_service(site: Site) -> Iterator[Member]:
    found, people = site_exchanges(site), site.ask(PEOPLE)
    groups = _grouped(site, lambda slug: filter(None, [found[slug].question.to]))
    return _members(_SERVICES, ((key, key, people[key].name) for key in groups if key in people), groups, site)


def _by_commune(site: Site) -> Iterator[Member]:
    found, known = site_exchanges(site), site.build.communes.by_code
    groups = _grouped(site, lambda slug: found[slug].question.communes)
    return _members(_COMMUNES, ((code, place_slug(known[code]), known[code].name) for code in groups), groups, site)


def _by_subject(site: Site) -> Iterator[Member]:
    found = site_exchanges(site)
    terms = {term.slug: term for one in found.values() if (term := one.question.category)}
    groups = _grouped(site, lambda slug: [term.slug for term in (found[slug].question.category,) if term])
    return _members(_SUBJECTS, ((slug, slug, terms[slug].name) for slug in groups), groups, site)


_SERVICES, _COMMUNES, _SUBJECTS = N_("By service"), N_("By commune"), N_("By subject")
LISTS = (
    Collection(BY_SERVICE, "question_list", _by_service, listing_order=134, short=_LINES, newest_first=False),
    Collection(BY_COMMUNE, "question_list", _by_commune, listing_order=135, short=_LINES, newest_first=False),
    Collection(BY_SUBJECT, "question_list", _by_subject, listing_order=136, short=_LINES, newest_first=False),
)


def _ways(site: Site) -> tuple[QuestionWayView, ...]:
    """The lists that the list of all leads to, each in the order of the alphabet."""
    found = []
    for label, collection in zip((_SERVICES, _COMMUNES, _SUBJECTS), LISTS, strict=True):
        address = site.addresses[collection.address]
        members = sorted(members_of(collection, site), key=lambda member: (fold(member.label), member.slug))
        links = tuple(views.LinkView(member.label, site.base + address.path(member.slug)) for member in members)
        found += [QuestionWayView(site.say(label), links)] if links else []
    return tuple(found)


def _index(site: Site) -> Paged | None:
    if not site_exchanges(site):
        return None
    facts, say = promise(site), site.say
    summary = site.words.ngettext(
        "We promise an answer within {count} working day.",
        "We promise an answer within {count} working days.",
        facts.days,
    ).format(count=facts.days)
    content = partial(_content, say(TITLE), say(_INTRODUCTION), "", (summary,), partial(_ways, site), site)
    return Paged(ordered(site), site.page_size * _LINES, content)


QUESTION_LIST = Single(
    QUESTIONS,
    "questions",
    _index,
    TITLE,
    95,
    132,
    feed=QUESTION_FEED,
    entries=lambda site: len(site_exchanges(site)),
    finds=N_("Read questions and their answers."),
)


class AskContent(NamedTuple):
    """The address that takes questions, with a sentence; answered questions, each with its days; the days of half."""

    send_url: str
    hint: str
    before: tuple[tuple[str, int], ...]
    answered: int
    half: int
    ways: tuple[QuestionWayView, ...]


def _ask(site: Site) -> AskContent | None:
    """Return how to ask on a site that answers questions; nothing where nobody takes any."""
    own, found = site.options("LETTERBOX", LetterboxSettings), site_exchanges(site)
    if not (found and (own.is_open or own.telephone or own.counter)):
        return None
    answered = [slug for slug in ordered(site) if not is_open(states(site)[slug]) and found[slug].answers]
    days = {slug: days_of(found[slug].turns[0], site) for slug in answered if found[slug].turns[0].answer}
    half = max(1, ceil(median(days.values()))) if len(days) > 1 else 0
    before = tuple(days.items())[:FEW]
    return AskContent(*sending_way(LetterKind.QUESTION, site), before, len(days), half, _ways(site)[:1])


_ASK_TITLE = N_("Ask a question")
_ASK_ABOUT = N_("To a service, an elected person, the team. The answer is signed, with its sources, for all to read.")


def _asks(site: Site) -> int:
    return int(site.once(_ask) is not None)


ASK_PAGE = Single(
    ASK, "ask", _ask, _ASK_TITLE, 96, 137, fed=False, entries=_asks, invites=True, frame="ask", finds=_ASK_ABOUT
)


def compose_ask(request: Request, content: AskContent, look: Lookup) -> AskView:
    """The page on how to ask."""
    site, own = look.site, look.site.options("LETTERBOX", LetterboxSettings)
    say, ngettext, delays = site.say, site.words.ngettext, (own.receipt_days, promise(site).days, content.half)
    patterns = [ngettext("{count} working day", "{count} working days", count) for count in delays]
    receipt, answer, half = (pattern.format(count=count) for pattern, count in zip(patterns, delays, strict=True))
    so_far = say(N_("{count} answers so far, half of them within {days}.")) if content.half else ""
    state, said = QuestionState.ANSWERED, say(LABELS[QuestionState.ANSWERED])
    before = ((slug, state.value, f"{said} {took_said(count, site)}") for slug, count in content.before)
    return AskView(
        head=head_of(request, say(_ASK_TITLE), say(_ASK_ABOUT), look),
        receipt=receipt if own.is_open else "",
        answer=answer,
        so_far=so_far.format(count=content.answered, days=half),
        send_url=content.send_url,
        hint=say(content.hint) if content.hint else "",
        telephone=own.telephone,
        counter=own.counter,
        before=tuple(line_view(line, look) for line in before),
        ways=content.ways,
        index_url=list_url(QUESTIONS, site),
    )


def took_said(days: int, site: Site) -> str:
    """Return how long an answer took: «après 6 jours ouvrés»."""
    after = site.words.ngettext("after {count} working day", "after {count} working days", days)
    return after.format(count=days) if days else site.say(N_("in less than a working day"))


def line_view(line: tuple[str, str, str], look: Lookup) -> QuestionLineView:
    """A question in a list, to be shown."""
    slug, state, label = line
    exchange, site = exchange_of(slug, look), look.site
    question = exchange.question
    url, asked = site.base + question.url, date_view(question.asked, site.lang)
    to = look.person(question.to) if question.to else None
    return QuestionLineView(question.title, url, question.lang, state, label, asked, to)


def compose_list(request: Request, content: QuestionListContent, look: Lookup) -> QuestionsView:
    """One page of a list of questions."""
    site = look.site
    title = numbered(content.title, content.pagination, site.say)
    waiting = [line for line in content.lines if is_open(QuestionState(line[1]))]
    settled = [line for line in content.lines if not is_open(QuestionState(line[1]))]
    named = (("open", N_("Waiting for an answer"), waiting), ("answered", N_("Answered and closed"), settled))
    groups = (
        QuestionGroupView(key, site.say(label), tuple(line_view(line, look) for line in lines))
        for key, label, lines in named
        if lines
    )
    feeds = announced(QUESTION_FEED, "", site.say(TITLE), site)
    return QuestionsView(
        head=head_of(request, title, content.introduction, look),
        title=content.title,
        introduction=content.introduction,
        overline=content.overline,
        index_url=list_url(QUESTIONS, site) if content.overline else "",
        feed_url=feeds[0].url if feeds else "",
        facts=content.facts,
        groups=tuple(groups),
        ways=content.ways,
        pagination=content.pagination,
    )


_part = partial(DialoguePart, kind="questions", more=N_("All the questions"), listed_at=QUESTIONS)
_ASKED, _SIGNED = (
    N_("What was asked, whom, and for how long."),
    N_("Each answer is signed and dated, and gives its sources."),
)
_WAITING = _part(key="waiting", title=N_("Waiting for an answer"), about=_ASKED, order=5)
_ANSWERED = _part(key="answered", title=N_("Answered lately"), about=_SIGNED, order=6)


def discussed_questions(site: Site) -> Iterator[DialogueItem]:
    """Yield the waiting questions, the longest first, then the newest answers."""
    stands = states(site)
    waiting = [slug for slug in ordered(site) if is_open(stands[slug])]
    answered = [slug for slug in ordered(site) if not is_open(stands[slug]) and site_exchanges(site)[slug].answers]
    yield from (_waiting(slug, site) for slug in waiting[:FEW])
    yield from (_answered(slug, site) for slug in answered[:FEW])


def _waiting(slug: str, site: Site) -> DialogueItem:
    """A question without its words: its title asks."""
    question = site_exchanges(site)[slug].question
    return DialogueItem(
        part=_WAITING,
        url=site.base + question.url,
        title=question.title,
        lang=question.lang,
        state="late" if states(site)[slug] is QuestionState.UNANSWERED else "open",
        label=state_label(slug, site),
        day=question.asked,
        people=question.authors,
        to=(question.to,) if question.to else (),
    )


def _answered(slug: str, site: Site) -> DialogueItem:
    """The first answer, for it is the one to the question that is shown."""
    exchange = site_exchanges(site)[slug]
    question, answer = exchange.question, exchange.answers[0]
    return DialogueItem(
        part=_ANSWERED,
        url=site.base + question.url,
        title=question.title,
        lang=question.lang,
        state="settled",
        label=_marked(answer, site),
        day=answer.date,
        words=first_words(site.build.body_of(answer).html),
        words_lang=answer.lang,
        people=answer.authors,
    )


def _marked(answer: SignedAnswer, site: Site) -> str:
    """Return the warning before an outdated or corrected answer."""
    if to_verify(answer, site.build.now.date()):
        return site.say(N_("To be verified"))
    if answer.corrections:
        return site.say(N_("Corrected on {day}")).format(day=long_date(answer.corrections[0].day, site.lang))
    return ""
