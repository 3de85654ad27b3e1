"""The lists of questions: all of them, and by service, by commune, by subject, without counts or ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from statistics import median
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.dates import long_date
from placette.engine.base.translation import N_
from placette.engine.rendering import views
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import FEW, DialogueItem, DialogueItemView, DialoguePart, FeedEntry, numbered
from placette.engine.rendering.features import PEOPLE, Collection, Lookup, Member, Request, Single, Site
from placette.engine.rendering.lists import Paged, head_of, list_url, member_links
from placette.engine.rendering.site import date_view, once_a_build, place_slug
from placette.engine.texts.body import first_words
from placette.features.exchanges import ExchangeFeed
from placette.features.letterbox import LetterboxSettings, LetterKind, sending_way
from placette.features.questions.exchanges import (
    LABELS,
    Exchange,
    QuestionState,
    days_of,
    exchange_of,
    promise,
    site_exchanges,
    state_label,
    states,
    to_verify,
)
from placette.features.questions.question import Question, SignedAnswer

_NAMED = ("id", "href", "aria-labelledby", "aria-describedby", "aria-details")  # attributes with anchors of a text
_BEGINNING = "texte-"  # the prefix of every text's anchors (``engine/texts``)


class QuestionGroupView(NamedTuple):
    """Questions below a heading; ``id`` is its anchor."""

    id: str
    title: str
    lines: tuple[DialogueItemView, ...]


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
    before: tuple[DialogueItemView, ...]
    ways: tuple[QuestionWayView, ...]
    index_url: str


QUESTIONS = PageAddress("QUESTIONS")
ASK = PageAddress("QUESTION_ASK")
BY_SERVICE = PageAddress("QUESTION_SERVICE", passing=True)
BY_COMMUNE = PageAddress("QUESTION_COMMUNE", passing=True)
BY_SUBJECT = PageAddress("QUESTION_SUBJECT", passing=True)
TITLE = N_("Questions")
_LINES = 5  # questions that take as much room in a list as one post: each is a line or two
_INTRODUCTION = N_("One question, one signed answer, with its sources. Anybody may ask.")
_ASK_TITLE = N_("Ask a question")
_ASK_ABOUT = N_("To a service, an elected person, the team. The answer is signed, with its sources, for all to read.")


class QuestionList(NamedTuple):
    """One page of a list of questions (slugs); the list of all has neither a ``name`` nor a ``kind``."""

    name: str
    kind: str
    ways: tuple[QuestionWayView, ...]
    slugs: tuple[str, ...]
    pagination: views.PaginationView


@once_a_build
def ordered(site: Site) -> tuple[str, ...]:
    """Return the questions (slugs): those that wait, the longest first, then the others, the newest answer first."""
    exchanges = site_exchanges(site)
    waiting = {slug for slug in exchanges if states(site)[slug].is_open}
    settled = sorted(exchanges.keys() - waiting, key=lambda slug: (exchanges[slug].latest, slug), reverse=True)
    return (*sorted(waiting, key=lambda slug: (exchanges[slug].question.asked, slug)), *settled)


def anchored(html: str, anchor: str) -> str:
    """Return the HTML of a text that is on a page beside others: its anchors begin with its own."""
    if _BEGINNING not in html:
        return html
    tree = LexborHTMLParser(html, is_fragment=True)
    for name in _NAMED:
        for node in tree.css(f"[{name}]"):
            words = (node.attributes[name] or "").split(" ") if name != "href" else [node.attributes[name] or ""]
            node.attrs[name] = " ".join(_anchor(word, anchor) for word in words)
    return tree.html or ""


def _anchor(word: str, anchor: str) -> str:
    mark = "#" if word.startswith("#") else ""
    bare = word.removeprefix("#")
    return f"{mark}{_BEGINNING}{anchor}-{bare.removeprefix(_BEGINNING)}" if bare.startswith(_BEGINNING) else word


def question_entry(slug: str, look: Lookup) -> FeedEntry:
    """Return a question with its answers, as feeds show it."""
    exchange = exchange_of(slug, look)
    question = exchange.question
    signers = dict.fromkeys(key for answer in exchange.answers for key in answer.authors)
    return FeedEntry(
        url=question.url,
        title=question.title,
        summary=question.summary,
        lang=question.lang,
        date=question.asked,
        modified=exchange.latest,
        html=lambda: _whole(exchange, look),
        licence=question.licence,
        people=look.people((*question.authors, *signers)),
        subjects=(question.category.name,) if question.category else (),
        communes=question.communes,
    )


def _whole(exchange: Exchange, look: Lookup) -> str:
    """Return all questions and answers of an exchange, in order."""
    parts = []
    for number, turn in enumerate(exchange.turns):
        parts += [anchored(look.html(turn.asked), f"q{number}")]
        parts += [anchored(look.html(turn.answer), f"r{number}")] if turn.answer else []
    return "<hr>".join(parts)


@once_a_build
def _newest(site: Site) -> Mapping[str, str]:
    """Return the questions (slugs) by source path, in the order of their feed."""
    exchanges = site_exchanges(site)
    slugs = sorted(exchanges, key=lambda slug: (exchanges[slug].latest, slug), reverse=True)
    return {exchanges[slug].question.path: slug for slug in slugs}


QUESTION_FEED = ExchangeFeed(FeedAddress("QUESTION_FEED"), TITLE, _newest, question_entry, QUESTIONS)


def _of_service(question: Question, site: Site) -> Iterator[tuple[str, str]]:
    if person := site.ask(PEOPLE).get(question.to):
        yield question.to, person.name


def _of_communes(question: Question, site: Site) -> Iterator[tuple[str, str]]:
    communes = (site.build.communes.by_code[code] for code in question.communes)
    yield from ((place_slug(commune), commune.name) for commune in communes)


def _of_subject(question: Question, _site: Site) -> Iterator[tuple[str, str]]:
    if question.category:
        yield question.category.slug, question.category.name


_WAYS = (
    (BY_SERVICE, N_("By service"), _of_service),
    (BY_COMMUNE, N_("By commune"), _of_communes),
    (BY_SUBJECT, N_("By subject"), _of_subject),
)
"""The lists of some questions: the address of each, its name, and in which ones a question is (slugs and names)."""


def _members(label: str, lists: Callable[[Question, Site], Iterator[tuple[str, str]]], site: Site) -> Iterator[Member]:
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for slug in ordered(site):
        for pair in lists(site_exchanges(site)[slug].question, site):
            groups[pair].append(slug)
    for (name, title), slugs in groups.items():
        yield Member(name, title, slugs, partial(QuestionList, title, label, ()), fed=False)


LISTS = {
    label: Collection(
        address, "question_list", partial(_members, label, lists), None, "", 0, order, _LINES, newest_first=False
    )
    for order, (address, label, lists) in enumerate(_WAYS, 134)
}


def _ways(site: Site) -> tuple[QuestionWayView, ...]:
    """Return the lists that the list of all leads to, each in the order of the alphabet."""
    ways = ((label, member_links(collection, site)) for label, collection in LISTS.items())
    return tuple(QuestionWayView(site.say(label), tuple(links)) for label, links in ways if links)


def _index(site: Site) -> Paged | None:
    def page(slugs: tuple[str, ...], pagination: views.PaginationView) -> QuestionList:
        return QuestionList("", "", _ways(site) if pagination.is_first else (), slugs, pagination)

    return Paged(ordered(site), site.page_size * _LINES, page) if site_exchanges(site) else None


QUESTION_LIST = Single(
    QUESTIONS,
    "questions",
    _index,
    TITLE,
    95,
    132,
    feed=QUESTION_FEED.address,
    entries=lambda site: len(site_exchanges(site)),
    finds=N_("Read questions and their answers."),
)


class AskContent(NamedTuple):
    """Answered questions (slugs), how many there are, the days that half of their answers took, the first list."""

    before: tuple[str, ...]
    answered: int
    half: int
    ways: tuple[QuestionWayView, ...]


def _ask(site: Site) -> AskContent | None:
    """Return how to ask on a site that answers questions; nothing where nobody takes any."""
    settings, exchanges = site.options("LETTERBOX", LetterboxSettings), site_exchanges(site)
    if not (exchanges and (settings.is_open or settings.telephone or settings.counter)):
        return None
    settled = (slug for slug in ordered(site) if not states(site)[slug].is_open)
    days = {slug: days_of(turn, site) for slug in settled if (turn := exchanges[slug].turns[0]).answer}
    half = max(1, ceil(median(days.values()))) if len(days) > 1 else 0
    return AskContent(tuple(days)[:FEW], len(days), half, _ways(site)[:1])


ASK_PAGE = Single(
    ASK,
    "ask",
    _ask,
    _ASK_TITLE,
    96,
    137,
    fed=False,
    entries=lambda site: int(site.once(_ask) is not None),
    invites=True,
    frame="ask",
    finds=_ASK_ABOUT,
)


def compose_ask(request: Request, content: AskContent, look: Lookup) -> AskView:
    """Return the page on how to ask."""
    site, settings = look.site, look.site.options("LETTERBOX", LetterboxSettings)
    say, ngettext = site.say, site.words.ngettext

    def days(count: int) -> str:
        return ngettext("{count} working day", "{count} working days", count).format(count=count)

    def line(slug: str) -> DialogueItemView:
        took = took_label(days_of(exchange_of(slug, look).turns[0], site), site)
        label = f"{say(LABELS[QuestionState.ANSWERED])} {took}"
        return line_view(slug, look)._replace(state=QuestionState.ANSWERED.value, label=label)

    so_far = say(N_("{count} answers so far, half of them within {days}.")) if content.half else ""
    send_url, hint = sending_way(LetterKind.QUESTION, site)
    return AskView(
        head=head_of(request, say(_ASK_TITLE), say(_ASK_ABOUT), look),
        receipt=days(settings.receipt_days) if settings.is_open else "",
        answer=days(promise(site).days),
        so_far=so_far.format(count=content.answered, days=days(content.half)),
        send_url=send_url,
        hint=say(hint) if hint else "",
        telephone=settings.telephone,
        counter=settings.counter,
        before=tuple(map(line, content.before)),
        ways=content.ways,
        index_url=list_url(QUESTIONS, site),
    )


def took_label(days: int, site: Site) -> str:
    """Return how long an answer took: «après 6 jours ouvrés»."""
    after = site.words.ngettext("after {count} working day", "after {count} working days", days)
    return after.format(count=days) if days else site.say(N_("in less than a working day"))


def item_view(slug: str, site: Site) -> DialogueItemView:
    """Return a question as lists show it: its state, and the day on which it was asked."""
    question, state = site_exchanges(site)[slug].question, states(site)[slug]
    day = date_view(question.asked, site.lang)
    return DialogueItemView(
        question.title, site.base + question.url, question.lang, state.value, state_label(slug, site), day
    )


def line_view(slug: str, look: Lookup) -> DialogueItemView:
    """Return a question in a list of questions."""
    to = exchange_of(slug, look).question.to
    return item_view(slug, look.site)._replace(to=look.people((to,)) if to else ())


def compose_list(request: Request, content: QuestionList, look: Lookup) -> QuestionsView:
    """Return one page of a list of questions."""
    site, days = look.site, promise(look.site).days
    title = site.say(N_("Questions: {name}")).format(name=content.name) if content.name else site.say(TITLE)
    facts = site.words.ngettext(
        "We promise an answer within {count} working day.", "We promise an answer within {count} working days.", days
    ).format(count=days)
    groups = []
    for key, label, is_open in (
        ("open", N_("Waiting for an answer"), True),
        ("answered", N_("Answered and closed"), False),
    ):
        slugs = [slug for slug in content.slugs if states(site)[slug].is_open is is_open]
        lines = tuple(line_view(slug, look) for slug in slugs)
        groups += [QuestionGroupView(key, site.say(label), lines)] if lines else []
    return QuestionsView(
        head=head_of(request, numbered(title, content.pagination, site.say), site.say(_INTRODUCTION), look),
        title=title,
        introduction=site.say(_INTRODUCTION),
        overline=site.say(content.kind) if content.kind else "",
        index_url=list_url(QUESTIONS, site) if content.kind else "",
        feed_url=QUESTION_FEED.url(site),
        facts=() if content.kind else (facts,),
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
    """Yield the waiting questions, the longest first, then the newest answers: of each the first, to what is shown."""
    exchanges = site_exchanges(site)
    waiting = [slug for slug in ordered(site) if states(site)[slug].is_open]
    answered = [slug for slug in ordered(site) if slug not in waiting and exchanges[slug].answers]
    for slug in waiting[:FEW]:
        question = exchanges[slug].question
        state = "late" if states(site)[slug] is QuestionState.UNANSWERED else "open"
        view = item_view(slug, site)._replace(state=state)
        yield DialogueItem(_WAITING, view, question.authors, (question.to,) if question.to else ())
    for slug in answered[:FEW]:
        answer = exchanges[slug].answers[0]
        view = item_view(slug, site)._replace(
            state="settled",
            label=_warning(answer, site),
            day=date_view(answer.date, site.lang),
            words=first_words(answer.body.html),
            words_lang=answer.lang,
        )
        yield DialogueItem(_ANSWERED, view, answer.authors)


def _warning(answer: SignedAnswer, site: Site) -> str:
    """Return the warning before an outdated or corrected answer."""
    if to_verify(answer, site.build.now.date()):
        return site.say(N_("To be verified"))
    if answer.corrections:
        return site.say(N_("Corrected on {day}")).format(day=long_date(answer.corrections[0][0], site.lang))
    return ""
