"""Questions: one question, one signed and dated answer, and its corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from placette.engine.base.translation import N_
from placette.engine.rendering import views
from placette.engine.rendering.entries import DialogueItemView, licence_view, qr_view
from placette.engine.rendering.features import (
    Feature,
    Listing,
    Lookup,
    MapSection,
    PageKind,
    Request,
    SharedKind,
    Site,
    Slot,
)
from placette.engine.rendering.lists import TermsSectionView, head_of, list_url
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import (
    SlotsView,
    date_view,
    once_a_build,
    places_of,
    plan_slots,
    slot_views,
)
from placette.engine.texts.body import first_words
from placette.features.exchanges import WORDS
from placette.features.posts import articles, cards_of, categories, category_term
from placette.features.questions import lists
from placette.features.questions.exchanges import (
    QUESTION_PAGE,
    Exchange,
    ExchangeTurn,
    QuestionState,
    answer_days,
    days_of,
    describe_question,
    exchange_of,
    exchanges_in,
    question_marks,
    question_moments,
    searched_questions,
    site_exchanges,
    state_label,
    states,
    to_verify,
)
from placette.features.questions.kinds import ANSWER, FOLLOW_UP, QUESTION, AskingSettings
from placette.features.questions.question import SignedAnswer

__all__ = [
    "FEATURE",
    "Exchange",
    "SignedAnswer",
    "exchanges_in",
    "register",
]

_AT_A_PLACE = 5  # questions that another page shows at the most
_ON_PLAN = 100  # questions that the site map lists one by one


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
    """A question on the home page, with the first words of its answer and who signs it; the address of all of them."""

    item: DialogueItemView
    index_url: str


def question_requests(site: Site) -> Iterator[Request]:
    """Yield the page of each question, and their feed.

    Its content is the question (slug), whether its category has a page, and the posts that are shown (source paths).
    """
    for slug, exchange in site_exchanges(site).items():
        question = exchange.question
        has_category = question.category is not None and question.category.slug in categories(site)
        content = slug, has_category, tuple(path for path in question.posts if path in articles(site))
        slots = plan_slots("question", question, site)
        file, feeds = site.addresses[QUESTION_PAGE].file(slug), lists.QUESTION_FEED.announced(site)
        yield Request("question", file, question.url, content, feeds, slots)
    yield from lists.QUESTION_FEED.requests(site)


def question_sections(site: Site) -> Iterator[MapSection]:
    """Yield the section of the site map."""
    questions = [site_exchanges(site)[slug].question for slug in lists.ordered(site)[:_ON_PLAN]]
    links = [views.LinkView(question.title, site.base + question.url) for question in questions]
    yield MapSection(95, site.say(lists.TITLE), links)


def question_listings(site: Site) -> Iterator[Listing]:
    """Yield the pages for robots."""
    exchanges = site_exchanges(site).values()
    return (Listing(133, exchange.question.url, exchange.latest.isoformat()) for exchange in exchanges)


@once_a_build
def _about(site: Site) -> Mapping[str, list[str]]:
    """Return the questions (slugs) about each post (source path) and commune (code), and to each recipient (key)."""
    about: dict[str, list[str]] = {}
    for slug in lists.ordered(site):
        question = site_exchanges(site)[slug].question
        for key in (*question.posts, *question.communes, f"to {question.to}"):
            about.setdefault(key, []).append(slug)
    return about


def _section(key: Callable[[Any], str], title: str, about: Any, site: Site) -> TermsSectionView | None:
    """Return the questions about a place, a text or a recipient."""
    slugs = _about(site).get(key(about) if about else "", [])[:_AT_A_PLACE]
    items = [lists.item_view(slug, site) for slug in slugs]
    terms = tuple(views.TermView(item.title, item.url, 0, item.label) for item in items)
    return TermsSectionView("questions", site.say(title), terms) if terms else None


_OF_POST = partial(_section, attrgetter("path"), N_("Questions about this text"))
_OF_COMMUNE = partial(_section, attrgetter("code"), lists.TITLE)
_OF_RECIPIENT = partial(_section, lambda profile: f"to {profile.key}", N_("Questions asked here"))


def question_of_month(_about: None, site: Site) -> str:
    """Return the question (slug) of the home page: the last answered that needn't be verified."""
    exchanges, today = site_exchanges(site), site.build.now.date()
    answers = {slug: exchange.answers[-1] for slug, exchange in exchanges.items() if exchange.answers}
    valid = [slug for slug, answer in answers.items() if not to_verify(answer, today)]
    return max(valid, key=lambda slug: (answers[slug].date, slug), default="")


def compose_question(request: Request, content: tuple[str, bool, tuple[str, ...]], look: Lookup) -> QuestionView:
    """Return the view of a question's page."""
    slug, has_category, posts = content
    exchange, site = exchange_of(slug, look), look.site
    question, state = exchange.question, states(site)[slug]
    return QuestionView(
        head=head_of(request, question.title, question.summary, look, exchange),
        title=question.title,
        lang=question.lang,
        state=state.value,
        label=state_label(slug, site),
        to=look.person(question.to) if question.to else None,
        category=category_term(question.category, site) if question.category and has_category else None,
        places=places_of(question.communes, site),
        stops=tuple(_stops(exchange, state, site)),
        turns=tuple(_turn(turn, look) for turn in exchange.turns),
        posts=tuple(views.LinkView(card.title, card.url) for card in cards_of(posts, look)),
        index_url=list_url(lists.QUESTIONS, site),
        licence=licence_view(question.licence),
        qr=qr_view(site.absolute(question.url)),
        slots=slot_views(request, question, look),
    )


def _stops(exchange: Exchange, state: QuestionState, site: Site) -> Iterator[tuple[str, views.DateView]]:
    """Yield the days of a question's road."""
    question, answer = exchange.question, exchange.turns[0].answer
    stops = (
        (N_("Asked on"), question.asked),
        (N_("Handed over on"), question.forwarded),
        (N_("Answered on"), answer.date if answer else None),
        (N_("Closed on"), question.closed if state is QuestionState.CLOSED else None),
    )
    return ((site.say(label), date_view(day, site.lang)) for label, day in stops if day)


def _turn(turn: ExchangeTurn, look: Lookup) -> TurnView:
    asked, site, number = turn.asked, look.site, turn.asked.number
    anchor, days, ngettext = f"q{number}", days_of(turn, look.site), look.site.words.ngettext
    view = AskedView(
        title=site.say(N_("Asked further")) if number else "",
        lang=asked.lang,
        body_html=lists.anchored(look.html(asked), anchor) if number else look.html(asked),  # others may link into it
        day=date_view(asked.asked, site.lang),
        consent=site.say(WORDS["consents"][asked.consent]["label"]),
        people=look.people(asked.authors),
    )
    if turn.answer:
        return TurnView(anchor, view, _answer(turn.answer, lists.took_label(days, site), f"r{number}", look), "")
    waits = ngettext("This has waited for {count} working day.", "This has waited for {count} working days.", days)
    waiting = waits.format(count=days) if days else site.say(N_("This has waited for less than a working day."))
    return TurnView(anchor, view, None, waiting)


def _answer(answer: SignedAnswer, took: str, anchor: str, look: Lookup) -> SignedAnswerView:
    site = look.site
    return SignedAnswerView(
        title=site.say(N_("The answer")),
        lang=answer.lang,
        body_html=lists.anchored(look.html(answer), anchor),
        day=date_view(answer.date, site.lang),
        took=took,
        people=look.people(answer.authors),
        readers=look.people(answer.readers),
        sources=tuple(views.LinkView(label, url) for label, url in answer.sources),
        valid_until=date_view(answer.valid_until, site.lang) if answer.valid_until else None,
        stale=to_verify(answer, site.build.now.date()),
        corrections=tuple(CorrectionView(date_view(day, site.lang), text) for day, text in answer.corrections),
    )


def month_view(_about: None, slug: str, look: Lookup) -> MonthQuestionView:
    """Return the question of the month, for the home page."""
    exchange, item = exchange_of(slug, look), lists.item_view(slug, look.site)
    answer = exchange.answers[-1]
    item = item._replace(
        words=first_words(look.html(answer)),
        words_lang=answer.lang,
        day=date_view(answer.date, look.site.lang),
        people=look.people(answer.authors),
    )
    return MonthQuestionView(item, list_url(lists.QUESTIONS, look.site))


FEATURE = Feature(
    name="questions",
    order=85,
    kinds=(QUESTION, FOLLOW_UP, ANSWER),
    settings={"ASKING": AskingSettings},
    addresses=(
        *(QUESTION_PAGE, lists.QUESTIONS, lists.ASK, lists.BY_SERVICE, lists.BY_COMMUNE, lists.BY_SUBJECT),
        lists.QUESTION_FEED.address,
    ),
    pages=(
        PageKind("question", compose_question, "QAPage", above=lists.QUESTIONS, places=("foot",)),
        PageKind("question_list", lists.compose_list, above=lists.QUESTIONS),
        PageKind("questions", lists.compose_list),
        PageKind("ask", lists.compose_ask, above=lists.QUESTIONS),
    ),
    collections=tuple(lists.LISTS.values()),
    singles=(lists.ASK_PAGE, lists.QUESTION_LIST),
    requests=question_requests,
    entry=lists.QUESTION_FEED.find_entry,
    slots=(
        Slot("article", "after", "terms", "term_section", _OF_POST, styled=True),
        Slot("author", "after", "terms", "term_section", _OF_RECIPIENT, first=True, styled=True),
        Slot("commune", "below", "terms", "term_section", _OF_COMMUNE, first=True),
        Slot("index", "after", "question", "question_of_month", question_of_month, month_view),
    ),
    marks=question_marks,
    listed=question_listings,
    sections=question_sections,
    searched=searched_questions,
    dialogue=lists.discussed_questions,
    shared=(SharedKind(Exchange, describe_question),),
    moments=question_moments,
    offers={Ports.ANSWERED: answer_days},
)
register = FEATURE.register
