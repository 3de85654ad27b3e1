"""The lists of questions: all of them, and by whom they ask, by commune, by subject. Nobody is counted or ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member, Paged, Single, announced, list_url, members_of
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.places import place_slug
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.requests import Request
from placette.engine.pages.texts import numbered
from placette.engine.pages.views import LinkView, PaginationView
from placette.features.questions.exchange import QuestionState, is_open
from placette.features.questions.gathering import exchange_of, exchanges, promise, said_of, states
from placette.features.questions.views import QuestionGroupView, QuestionLineView, QuestionsView, QuestionWayView

QUESTIONS = PageAddress("QUESTIONS")
BY_SERVICE = PageAddress("QUESTION_SERVICE", passing=True)
BY_COMMUNE = PageAddress("QUESTION_COMMUNE", passing=True)
BY_SUBJECT = PageAddress("QUESTION_SUBJECT", passing=True)
QUESTION_FEED = FeedAddress("QUESTION_FEED")
TITLE = N_("Questions")
_LINES = 5
"""Questions that take as much room in a list as one post: each is a line or two."""
_INTRODUCTION = N_("One question, one signed answer, with its sources. Anybody may ask.")


class QuestionListContent(NamedTuple):
    """One page of a list of questions: each by slug with its state and how that is said; ``overline`` is its kind."""

    title: str
    introduction: str
    overline: str
    facts: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...]
    ways: tuple[QuestionWayView, ...]
    pagination: PaginationView


def ordered(desk: Desk) -> tuple[str, ...]:
    """The questions (slugs): those that wait, the longest first, then the others, the newest answer first."""
    return desk.once(_ordered)


def _ordered(desk: Desk) -> tuple[str, ...]:
    found, stands = exchanges(desk), states(desk)
    waiting = [slug for slug in found if is_open(stands[slug])]
    settled = [slug for slug in found if not is_open(stands[slug])]
    waiting.sort(key=lambda slug: (found[slug].question.asked, slug))
    settled.sort(key=lambda slug: (found[slug].latest, slug), reverse=True)
    return (*waiting, *settled)


def line_of(slug: str, desk: Desk) -> tuple[str, str, str]:
    """A question in a list, as planned."""
    return slug, states(desk)[slug].value, said_of(slug, desk)


def _content(
    title: str,
    introduction: str,
    overline: str,
    facts: tuple[str, ...],
    ways: Callable[[], tuple[QuestionWayView, ...]],
    desk: Desk,
    slugs: tuple[str, ...],
    pagination: PaginationView,
) -> QuestionListContent:
    lines = tuple(line_of(slug, desk) for slug in slugs)
    shown = ways() if pagination.number == 1 else ()
    return QuestionListContent(title, introduction, overline, facts, lines, shown, pagination)


def _members(
    overline: str, titles: Iterable[tuple[str, str, str]], groups: dict[str, list[str]], desk: Desk
) -> Iterator[Member]:
    """A list for each of ``titles`` (key of ``groups``, slug, name)."""
    for key, slug, name in titles:
        pattern = desk.say(N_("Questions: {name}"))
        title = pattern.format(name=name)
        content = partial(_content, title, desk.say(_INTRODUCTION), desk.say(overline), (), tuple, desk)
        yield Member(slug, name, groups[key], content, fed=False)


def _grouped(desk: Desk, keys: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for slug in ordered(desk):
        for key in keys(slug):
            groups[key].append(slug)
    return groups


def _by_service(desk: Desk) -> Iterator[Member]:
    found, people = exchanges(desk), desk.ask(PEOPLE)
    groups = _grouped(desk, lambda slug: filter(None, [found[slug].question.to]))
    return _members(_SERVICES, ((key, key, people[key].name) for key in groups if key in people), groups, desk)


def _by_commune(desk: Desk) -> Iterator[Member]:
    found, known = exchanges(desk), desk.build.communes.by_code
    groups = _grouped(desk, lambda slug: found[slug].question.communes)
    return _members(_COMMUNES, ((code, place_slug(known[code]), known[code].name) for code in groups), groups, desk)


def _by_subject(desk: Desk) -> Iterator[Member]:
    found = exchanges(desk)
    terms = {term.slug: term for one in found.values() if (term := one.question.category)}
    groups = _grouped(desk, lambda slug: [term.slug for term in (found[slug].question.category,) if term])
    return _members(_SUBJECTS, ((slug, slug, terms[slug].name) for slug in groups), groups, desk)


_SERVICES, _COMMUNES, _SUBJECTS = N_("By service"), N_("By commune"), N_("By subject")
LISTS = (
    Collection(BY_SERVICE, "question_list", _by_service, listing_order=134, short=_LINES),
    Collection(BY_COMMUNE, "question_list", _by_commune, listing_order=135, short=_LINES),
    Collection(BY_SUBJECT, "question_list", _by_subject, listing_order=136, short=_LINES),
)


def _ways(desk: Desk) -> tuple[QuestionWayView, ...]:
    """The lists that the list of all leads to, each in the order of the alphabet."""
    found = []
    for label, collection in zip((_SERVICES, _COMMUNES, _SUBJECTS), LISTS, strict=True):
        address = desk.addresses[collection.address]
        members = sorted(members_of(collection, desk), key=lambda member: (fold(member.label), member.slug))
        links = tuple(LinkView(member.label, desk.base + address.path(member.slug)) for member in members)
        found += [QuestionWayView(desk.say(label), links)] if links else []
    return tuple(found)


def _index(desk: Desk) -> Paged | None:
    if not exchanges(desk):
        return None
    facts, say = promise(desk), desk.say
    told = desk.words.ngettext(
        "We promise an answer within {count} working day.",
        "We promise an answer within {count} working days.",
        facts.days,
    ).format(count=facts.days)
    content = partial(_content, say(TITLE), say(_INTRODUCTION), "", (told,), partial(_ways, desk), desk)
    return Paged(ordered(desk), desk.page_size * _LINES, content)


QUESTION_LIST = Single(
    QUESTIONS, "questions", _index, TITLE, 95, 132, feed=QUESTION_FEED, entries=lambda desk: len(exchanges(desk))
)


def line_view(line: tuple[str, str, str], look: Lookup) -> QuestionLineView:
    """A question in a list, to be shown."""
    slug, state, label = line
    exchange, desk = exchange_of(slug, look), look.desk
    question = exchange.question
    url, asked = desk.base + question.url, date_view(question.asked, desk.lang)
    to = look.person(question.to) if question.to else None
    return QuestionLineView(question.title, url, question.lang, state, label, asked, to)


def compose_list(request: Request, content: QuestionListContent, look: Lookup) -> QuestionsView:
    """One page of a list of questions."""
    desk = look.desk
    title = numbered(content.title, content.pagination.number, desk.say)
    waiting = [line for line in content.lines if is_open(QuestionState(line[1]))]
    settled = [line for line in content.lines if not is_open(QuestionState(line[1]))]
    named = (("open", N_("Waiting for an answer"), waiting), ("answered", N_("Answered and closed"), settled))
    groups = (
        QuestionGroupView(key, desk.say(label), tuple(line_view(line, look) for line in lines))
        for key, label, lines in named
        if lines
    )
    feeds = announced(QUESTION_FEED, "", desk.say(TITLE), desk)
    return QuestionsView(
        head=head_of(request, title, content.introduction, look),
        title=content.title,
        introduction=content.introduction,
        overline=content.overline,
        index_url=list_url(QUESTIONS, desk) if content.overline else "",
        feed_url=feeds[0].url if feeds else "",
        facts=content.facts,
        groups=tuple(groups),
        ways=content.ways,
        pagination=content.pagination,
    )
