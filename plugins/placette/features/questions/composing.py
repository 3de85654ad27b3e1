"""From the request of a question's page to its view, and what other pages and feeds show of it."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup, date_view, places_of
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import slot_views
from placette.engine.pages.texts import licence_view, qr_view
from placette.engine.pages.views import DateView, LinkView
from placette.engine.texts.beginnings import first_words
from placette.features.posts import card_of, category_term
from placette.features.questions.exchange import Exchange, ExchangeTurn, QuestionState
from placette.features.questions.gathering import exchange_of, exchanges
from placette.features.questions.lists import QUESTIONS
from placette.features.questions.planning import QuestionContent
from placette.features.questions.question import PublishingConsent, Question, SignedAnswer
from placette.features.questions.views import (
    AskedView,
    CorrectionView,
    MonthQuestionView,
    QuestionView,
    SignedAnswerView,
    TurnView,
)

_CONSENTS = {
    PublishingConsent.FORM: N_("Published with the agreement given in the form."),
    PublishingConsent.MAIL: N_("Published with the agreement given by e-mail."),
    PublishingConsent.PAPER: N_("Published with the agreement given on paper."),
    PublishingConsent.SPOKEN: N_("Published with the agreement given in person."),
}
_NAMED = ("id", "href", "aria-labelledby", "aria-describedby", "aria-details")
"""Attributes that hold anchors of a text."""
_BEGINNING = "texte-"
"""How the anchors of every text begin (``engine/texts``)."""


def anchored(html: str, anchor: str) -> str:
    """The HTML of a text that stands on a page beside others: its anchors begin with its own."""
    if _BEGINNING not in html:
        return html
    tree = LexborHTMLParser(html, is_fragment=True)
    for name in _NAMED:
        for node in tree.css(f"[{name}]"):
            words = (node.attributes[name] or "").split(" ") if name != "href" else [node.attributes[name] or ""]
            node.attrs[name] = " ".join(_own(word, anchor) for word in words)
    return tree.html or ""


def _own(word: str, anchor: str) -> str:
    mark = "#" if word.startswith("#") else ""
    bare = word.removeprefix("#")
    return f"{mark}{_BEGINNING}{anchor}-{bare.removeprefix(_BEGINNING)}" if bare.startswith(_BEGINNING) else word


def compose_question(request: Request, content: QuestionContent, look: Lookup) -> QuestionView:
    """The view of a question's page."""
    exchange, desk = exchange_of(content.question, look), look.desk
    question = exchange.question
    facts = zip(exchange.turns, content.days, content.stale, strict=True)
    return QuestionView(
        head=head_of(request, question.title, question.summary, look, exchange),
        title=question.title,
        lang=question.lang,
        state=content.state,
        label=content.label,
        to=look.person(question.to) if question.to else None,
        category=category_term(question.category, desk) if question.category and content.category else None,
        places=places_of(question.communes, desk),
        stops=tuple((desk.say(label), day) for label, day in _stops(exchange, QuestionState(content.state), desk)),
        turns=tuple(_turn(turn, days, look, stale=stale) for turn, days, stale in facts),
        posts=tuple(_post(path, look) for path in content.posts),
        index_url=list_url(QUESTIONS, desk),
        licence=licence_view(question.licence),
        qr=qr_view(desk.absolute(question.url)),
        slots=slot_views(request, question, look),
    )


def _post(path: str, look: Lookup) -> LinkView:
    card = card_of(path, look)
    return LinkView(card.title, card.url)


def _stops(exchange: Exchange, state: QuestionState, desk: Desk) -> Iterator[tuple[str, DateView]]:
    """The days of a question's road."""
    question = exchange.question
    yield N_("Asked on"), date_view(question.asked, desk.lang)
    if question.forwarded:
        yield N_("Handed over on"), date_view(question.forwarded, desk.lang)
    if exchange.turns[0].answer:
        yield N_("Answered on"), date_view(exchange.turns[0].answer.date, desk.lang)
    if question.closed and state is QuestionState.CLOSED:
        yield N_("Closed on"), date_view(question.closed, desk.lang)


def _turn(turn: ExchangeTurn, days: int, look: Lookup, *, stale: bool) -> TurnView:
    asked, desk, number = turn.asked, look.desk, _number(turn)
    anchor = f"q{number}"
    view = AskedView(
        title=desk.say(N_("Asked further")) if number else "",
        lang=asked.lang,
        body_html=anchored(look.html(asked), anchor) if number else look.html(asked),  # others may link into it
        day=date_view(asked.asked, desk.lang),
        consent=desk.say(_CONSENTS[asked.consent]),
        people=look.people(asked.authors),
    )
    answer = _answer(turn.answer, days, f"r{number}", look, stale=stale) if turn.answer else None
    ngettext = desk.words.ngettext
    waits = ngettext("This has waited for {count} working day.", "This has waited for {count} working days.", days)
    waiting = waits.format(count=days) if days else desk.say(N_("This has waited for less than a working day."))
    return TurnView(anchor, view, answer, "" if answer else waiting)


def _number(turn: ExchangeTurn) -> int:
    return 0 if isinstance(turn.asked, Question) else turn.asked.number


def _answer(answer: SignedAnswer, days: int, anchor: str, look: Lookup, *, stale: bool) -> SignedAnswerView:
    desk = look.desk
    after = desk.words.ngettext("after {count} working day", "after {count} working days", days).format(count=days)
    return SignedAnswerView(
        title=desk.say(N_("The answer")),
        lang=answer.lang,
        body_html=anchored(look.html(answer), anchor),
        day=date_view(answer.date, desk.lang),
        took=after if days else desk.say(N_("in less than a working day")),
        people=look.people(answer.authors),
        readers=look.people(answer.readers),
        sources=tuple(LinkView(source.label, source.url) for source in answer.sources),
        valid_until=date_view(answer.valid_until, desk.lang) if answer.valid_until else None,
        stale=stale,
        corrections=tuple(CorrectionView(date_view(one.day, desk.lang), one.text) for one in answer.corrections),
    )


def month_view(_about: None, content: tuple[str, str], look: Lookup) -> MonthQuestionView:
    """The question of the month, for the home page."""
    slug, label = content
    exchange, desk = exchange_of(slug, look), look.desk
    question = exchange.question
    answer = exchange.answers[-1] if exchange.answers else None
    return MonthQuestionView(
        title=question.title,
        url=desk.base + question.url,
        lang=question.lang,
        words=first_words(look.html(answer)) if answer else question.summary,
        answer_lang=answer.lang if answer else question.lang,
        day=date_view(answer.date, desk.lang) if answer else None,
        people=look.people(answer.authors) if answer else (),
        label=label,
        index_url=list_url(QUESTIONS, desk),
    )


def question_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A question with its answers in a feed; None where none lies at ``path``."""
    slug = look.desk.once(_by_path).get(path)
    if slug is None:
        return None
    exchange = exchange_of(slug, look)
    question = exchange.question
    signed = dict.fromkeys(key for answer in exchange.answers for key in answer.authors)
    return FeedEntry(
        url=question.url,
        title=question.title,
        summary=question.summary,
        lang=question.lang,
        date=question.asked,
        modified=exchange.latest,
        html=lambda: _whole(exchange, look),
        licence=question.licence,
        people=look.people((*question.authors, *signed)),
        subjects=(question.category.name,) if question.category else (),
        communes=question.communes,
    )


def _by_path(desk: Desk) -> dict[str, str]:
    return {exchange.question.path: slug for slug, exchange in exchanges(desk).items()}


def _whole(exchange: Exchange, look: Lookup) -> str:
    """Everything that was asked and answered, in order."""
    parts = []
    for number, turn in enumerate(exchange.turns):
        parts += [anchored(look.html(turn.asked), f"q{number}")]
        parts += [anchored(look.html(turn.answer), f"r{number}")] if turn.answer else []
    return "<hr>".join(parts)
