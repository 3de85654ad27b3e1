"""Questions: one question, one signed and dated answer, and its corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.text import nearest
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.build import Build
from placette.engine.content.kinds import Commune
from placette.engine.rendering.entries import FeedEntry, licence_view, qr_view
from placette.engine.rendering.features import (
    ANSWERED,
    Feature,
    Listing,
    MapSection,
    PageKind,
    Request,
    SharedKind,
    Slot,
)
from placette.engine.rendering.lists import TermsSectionView, announced, feed_requests, head_of, list_url
from placette.engine.rendering.site import Lookup, Site, as_planned, date_view, places_of, plan_slots, slot_views
from placette.engine.rendering.views import DateView, LinkView, TermView
from placette.engine.texts.body import first_words
from placette.features.authors import Profile
from placette.features.posts import Article, articles, cards_of, categories, category_term
from placette.features.questions import lists
from placette.features.questions.exchanges import (
    QUESTION_PAGE,
    Due,
    DueQuestion,
    Exchange,
    ExchangeTurn,
    QuestionState,
    answer_days,
    days_of,
    describe_question,
    due_questions,
    exchange_of,
    exchanges_in,
    moments_of,
    promise_of,
    searched_questions,
    site_exchanges,
    state_label,
    states,
    to_verify,
)
from placette.features.questions.kinds import ANSWER, FOLLOW_UP, QUESTION, AskingSettings, configure
from placette.features.questions.lists import (
    BY_COMMUNE,
    BY_SERVICE,
    BY_SUBJECT,
    LISTS,
    QUESTION_FEED,
    QUESTION_LIST,
    QUESTIONS,
    compose_list,
    discussed_questions,
)
from placette.features.questions.question import FollowUp, PublishingConsent, Question, SignedAnswer, consent_named

__all__ = [
    "ANSWER",
    "FEATURE",
    "FOLLOW_UP",
    "QUESTION",
    "AskingSettings",
    "Due",
    "DueQuestion",
    "Exchange",
    "FollowUp",
    "PublishingConsent",
    "Question",
    "SignedAnswer",
    "consent_named",
    "due_questions",
    "exchanges_in",
    "promise_of",
    "register",
]


_AT_A_PLACE = 5  # questions that another page shows at the most
_ON_PLAN = 100  # questions that the site map lists one by one


class QuestionContent(NamedTuple):
    """A question (slug): its state and the state's label; of each turn its days, and whether it must be verified.

    ``category`` says whether its category has a page, ``posts`` are those that are shown (source paths).
    """

    question: str
    state: str
    label: str
    days: tuple[int, ...]
    stale: tuple[bool, ...]
    category: bool
    posts: tuple[str, ...]


def question_requests(site: Site) -> Iterator[Request]:
    """The page of each question, and their feed."""
    found, title = site_exchanges(site), site.say(lists.TITLE)
    feeds = announced(lists.QUESTION_FEED, "", f"{title} – {site.site_name}", site) if found else ()
    for slug, exchange in found.items():
        save_as, url = site.addresses[QUESTION_PAGE].file(slug), exchange.question.url
        slots = plan_slots("question", exchange.question, site)
        yield Request("question", save_as, url, _content(exchange, site), feeds, slots)
    if found:
        newest = sorted(found, key=lambda slug: (found[slug].latest, slug), reverse=True)
        paths = [found[slug].question.path for slug in newest]
        yield from feed_requests(lists.QUESTION_FEED, "", title, paths, site, site.addresses[lists.QUESTIONS].url)


def _content(exchange: Exchange, site: Site) -> QuestionContent:
    question, today, known = exchange.question, site.build.now.date(), articles(site)
    slug, term = question.slug, question.category
    return QuestionContent(
        question=slug,
        state=states(site)[slug].value,
        label=state_label(slug, site),
        days=tuple(days_of(turn, site) for turn in exchange.turns),
        stale=tuple(bool(turn.answer and to_verify(turn.answer, today)) for turn in exchange.turns),
        category=term is not None and term.slug in categories(site),
        posts=tuple(path for path in question.posts if path in known),
    )


def question_sections(site: Site) -> Iterator[MapSection]:
    """The section of the site map."""
    found = site_exchanges(site)
    shown = [found[slug].question for slug in lists.ordered(site)[:_ON_PLAN]]
    yield MapSection(95, site.say(lists.TITLE), [LinkView(one.title, site.base + one.url) for one in shown])


def question_listings(site: Site) -> Iterator[Listing]:
    """The pages for robots."""
    return (Listing(133, one.question.url, one.latest.isoformat()) for one in site_exchanges(site).values())


def question_marks(site: Site) -> Iterator[tuple[str, str]]:
    """The parts that pages look at."""
    return ((f"question {slug}", exchange.mark) for slug, exchange in site_exchanges(site).items())


def _about(site: Site) -> dict[tuple[str, str], list[str]]:
    """The questions (slugs) about each post and commune, and those to each recipient."""
    found: dict[tuple[str, str], list[str]] = {}
    for slug in lists.ordered(site):
        question = site_exchanges(site)[slug].question
        about = (("post", question.posts), ("commune", question.communes), ("recipient", (question.to,)))
        for one in ((kind, key) for kind, keys in about for key in keys):
            found.setdefault(one, []).append(slug)
    return found


def _section(kind: str, key: str, title: str, site: Site) -> TermsSectionView | None:
    slugs = site.once(_about).get((kind, key), [])
    found = [site_exchanges(site)[slug].question for slug in slugs[:_AT_A_PLACE]]
    terms = tuple(TermView(one.title, site.base + one.url, 0, state_label(one.slug, site)) for one in found)
    return TermsSectionView("questions", site.say(title), terms) if terms else None


def questions_about(article: Article, site: Site) -> TermsSectionView | None:
    """The questions about a post."""
    return _section("post", article.path, N_("Questions about this text"), site)


def questions_at(commune: Commune | None, site: Site) -> TermsSectionView | None:
    """The questions about a commune."""
    return _section("commune", getattr(commune, "code", ""), lists.TITLE, site)


def questions_to(profile: Profile, site: Site) -> TermsSectionView | None:
    """The questions that a service or an elected official was asked."""
    return _section("recipient", profile.key, N_("Questions asked here"), site)


def check_question_of_month(site: Site) -> None:
    """Raise ``SettingError`` where the setting names no question; one that waits or is a draft may be named ahead."""
    chosen = site.options("ASKING", AskingSettings).question_of_month
    build = site.build
    known = {one.slug for one in (*build.of(QUESTION), *build.drafts(QUESTION), *build.scheduled(QUESTION))}
    if chosen and known and chosen not in known:
        (meant, *_) = [*nearest(chosen, known, 1), *sorted(known)]
        raise SettingError(f"ASKING_QUESTION_OF_MONTH = {chosen!r}  →  {meant!r}")


def question_of_month(_about: None, site: Site) -> tuple[str, str] | None:
    """Return the question of the home page: the setting's, or the last answered that needn't be verified."""
    found, today = site_exchanges(site), site.build.now.date()
    chosen = site.options("ASKING", AskingSettings).question_of_month if found else ""
    if chosen not in found:
        answered = [slug for slug, one in found.items() if one.answers and not to_verify(one.answers[-1], today)]
        chosen = max(answered, key=lambda slug: (found[slug].answers[-1].date, slug), default="")
    return (chosen, state_label(chosen, site)) if chosen else None


_CONSENTS = {
    PublishingConsent.FORM: N_("Published with the agreement given in the form."),
    PublishingConsent.MAIL: N_("Published with the agreement given by e-mail."),
    PublishingConsent.PAPER: N_("Published with the agreement given on paper."),
    PublishingConsent.SPOKEN: N_("Published with the agreement given in person."),
}
_NAMED = ("id", "href", "aria-labelledby", "aria-describedby", "aria-details")  # attributes with anchors of a text
_BEGINNING = "texte-"  # the prefix of every text's anchors (``engine/texts``)


def anchored(html: str, anchor: str) -> str:
    """Return the HTML of a text that is on a page beside others: its anchors begin with its own."""
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


def compose_question(request: Request, content: QuestionContent, look: Lookup) -> lists.QuestionView:
    """The view of a question's page."""
    exchange, site = exchange_of(content.question, look), look.site
    question = exchange.question
    facts = zip(exchange.turns, content.days, content.stale, strict=True)
    return lists.QuestionView(
        head=head_of(request, question.title, question.summary, look, exchange),
        title=question.title,
        lang=question.lang,
        state=content.state,
        label=content.label,
        to=look.person(question.to) if question.to else None,
        category=category_term(question.category, site) if question.category and content.category else None,
        places=places_of(question.communes, site),
        stops=tuple((site.say(label), day) for label, day in _stops(exchange, QuestionState(content.state), site)),
        turns=tuple(_turn(turn, days, look, stale=stale) for turn, days, stale in facts),
        posts=tuple(LinkView(card.title, card.url) for card in cards_of(content.posts, look)),
        index_url=list_url(lists.QUESTIONS, site),
        licence=licence_view(question.licence),
        qr=qr_view(site.absolute(question.url)),
        slots=slot_views(request, question, look),
    )


def _stops(exchange: Exchange, state: QuestionState, site: Site) -> Iterator[tuple[str, DateView]]:
    """The days of a question's road."""
    question = exchange.question
    yield N_("Asked on"), date_view(question.asked, site.lang)
    if question.forwarded:
        yield N_("Handed over on"), date_view(question.forwarded, site.lang)
    if exchange.turns[0].answer:
        yield N_("Answered on"), date_view(exchange.turns[0].answer.date, site.lang)
    if question.closed and state is QuestionState.CLOSED:
        yield N_("Closed on"), date_view(question.closed, site.lang)


def _turn(turn: ExchangeTurn, days: int, look: Lookup, *, stale: bool) -> lists.TurnView:
    asked, site, number = turn.asked, look.site, (0 if isinstance(turn.asked, Question) else turn.asked.number)
    anchor = f"q{number}"
    view = lists.AskedView(
        title=site.say(N_("Asked further")) if number else "",
        lang=asked.lang,
        body_html=anchored(look.html(asked), anchor) if number else look.html(asked),  # others may link into it
        day=date_view(asked.asked, site.lang),
        consent=site.say(_CONSENTS[asked.consent]),
        people=look.people(asked.authors),
    )
    answer = _answer(turn.answer, days, f"r{number}", look, stale=stale) if turn.answer else None
    ngettext = site.words.ngettext
    waits = ngettext("This has waited for {count} working day.", "This has waited for {count} working days.", days)
    waiting = waits.format(count=days) if days else site.say(N_("This has waited for less than a working day."))
    return lists.TurnView(anchor, view, answer, "" if answer else waiting)


def _answer(answer: SignedAnswer, days: int, anchor: str, look: Lookup, *, stale: bool) -> lists.SignedAnswerView:
    site = look.site
    return lists.SignedAnswerView(
        title=site.say(N_("The answer")),
        lang=answer.lang,
        body_html=anchored(look.html(answer), anchor),
        day=date_view(answer.date, site.lang),
        took=lists.took_said(days, site),
        people=look.people(answer.authors),
        readers=look.people(answer.readers),
        sources=tuple(LinkView(source.label, source.url) for source in answer.sources),
        valid_until=date_view(answer.valid_until, site.lang) if answer.valid_until else None,
        stale=stale,
        corrections=tuple(lists.CorrectionView(date_view(one.day, site.lang), one.text) for one in answer.corrections),
    )


def month_view(_about: None, content: tuple[str, str], look: Lookup) -> lists.MonthQuestionView:
    """The question of the month, for the home page."""
    slug, label = content
    exchange, site = exchange_of(slug, look), look.site
    question = exchange.question
    answer = exchange.answers[-1] if exchange.answers else None
    return lists.MonthQuestionView(
        title=question.title,
        url=site.base + question.url,
        lang=question.lang,
        words=first_words(look.html(answer)) if answer else question.summary,
        answer_lang=answer.lang if answer else question.lang,
        day=date_view(answer.date, site.lang) if answer else None,
        people=look.people(answer.authors) if answer else (),
        label=label,
        index_url=list_url(lists.QUESTIONS, site),
    )


def question_entry(path: str, look: Lookup) -> FeedEntry | None:
    """Return a question with its answers in a feed; None for an unknown ``path``."""
    slug = look.site.once(_by_path).get(path)
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


def _by_path(site: Site) -> dict[str, str]:
    return {exchange.question.path: slug for slug, exchange in site_exchanges(site).items()}


def _whole(exchange: Exchange, look: Lookup) -> str:
    """Return all questions and answers of an exchange, in order."""
    parts = []
    for number, turn in enumerate(exchange.turns):
        parts += [anchored(look.html(turn.asked), f"q{number}")]
        parts += [anchored(look.html(turn.answer), f"r{number}")] if turn.answer else []
    return "<hr>".join(parts)


def _moments(build: Build) -> Iterator[datetime]:
    return moments_of(build)


FEATURE = Feature(
    name="questions",
    order=85,
    kinds=(QUESTION, FOLLOW_UP, ANSWER),
    settings={"ASKING": AskingSettings},
    configure=configure,
    addresses=(QUESTION_PAGE, QUESTIONS, lists.ASK, BY_SERVICE, BY_COMMUNE, BY_SUBJECT, QUESTION_FEED),
    pages=(
        PageKind("question", compose_question, "QAPage", above=QUESTIONS, places=("foot",)),
        PageKind("question_list", compose_list, above=QUESTIONS),
        PageKind("questions", compose_list),
        PageKind("ask", lists.compose_ask, above=QUESTIONS),
    ),
    collections=LISTS,
    singles=(lists.ASK_PAGE, QUESTION_LIST),
    requests=question_requests,
    entry=question_entry,
    slots=(
        Slot("article", "after", "terms", "term_section", questions_about, as_planned, styled=True),
        Slot("author", "after", "terms", "term_section", questions_to, as_planned, first=True, styled=True),
        Slot("commune", "below", "terms", "term_section", questions_at, as_planned, first=True),
        Slot("index", "after", "question", "question_of_month", question_of_month, month_view),
    ),
    marks=question_marks,
    listed=question_listings,
    sections=question_sections,
    searched=searched_questions,
    dialogue=discussed_questions,
    shared=(SharedKind(Exchange, describe_question),),
    moments=_moments,
    offers={ANSWERED: answer_days},
    check=check_question_of_month,
)
register = FEATURE.register
