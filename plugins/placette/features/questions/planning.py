"""The pages of questions and their feed, and what other pages show of questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.text import nearest
from placette.engine.library.models import Commune
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above, Listing, MapSection
from placette.engine.pages.lists import announced, feed_requests
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import plan_slots
from placette.engine.pages.terms import TermsSectionView
from placette.engine.pages.views import LinkView, TermView
from placette.features.authors import Profile
from placette.features.posts import Article, articles, categories
from placette.features.questions.exchange import Exchange, to_verify
from placette.features.questions.gathering import QUESTION_PAGE, days_of, exchanges, said_of, states
from placette.features.questions.lists import QUESTION_FEED, QUESTIONS, TITLE, ordered
from placette.features.questions.question_kind import QUESTION
from placette.features.questions.settings import AskingSettings

_AT_A_PLACE = 5
"""Questions that another page shows at the most."""
_ON_PLAN = 100
"""Questions that the site map lists one by one."""


class QuestionContent(NamedTuple):
    """A question (slug): where it stands and how that is said; of each turn its days, and whether it is to be verified.

    ``category`` says whether its category has a page, ``posts`` are those that are shown (source paths).
    """

    question: str
    state: str
    label: str
    days: tuple[int, ...]
    stale: tuple[bool, ...]
    category: bool
    posts: tuple[str, ...]


def question_requests(desk: Desk) -> Iterator[Request]:
    """The page of each question, and their feed."""
    found, title = exchanges(desk), desk.say(TITLE)
    feeds = announced(QUESTION_FEED, "", f"{title} – {desk.site_name}", desk) if found else ()
    for slug, exchange in found.items():
        save_as, url = desk.addresses[QUESTION_PAGE].file(slug), exchange.question.url
        slots = plan_slots("question", exchange.question, desk)
        yield Request("question", save_as, url, _content(exchange, desk), feeds, slots)
    if found:
        newest = sorted(found, key=lambda slug: (found[slug].latest, slug), reverse=True)
        paths = [found[slug].question.path for slug in newest]
        yield from feed_requests(QUESTION_FEED, "", title, paths, desk, desk.addresses[QUESTIONS].url)


def _content(exchange: Exchange, desk: Desk) -> QuestionContent:
    question, today, known = exchange.question, desk.build.now.date(), articles(desk)
    slug, term = question.slug, question.category
    return QuestionContent(
        question=slug,
        state=states(desk)[slug].value,
        label=said_of(slug, desk),
        days=tuple(days_of(turn, desk) for turn in exchange.turns),
        stale=tuple(bool(turn.answer and to_verify(turn.answer, today)) for turn in exchange.turns),
        category=term is not None and term.slug in categories(desk),
        posts=tuple(path for path in question.posts if path in known),
    )


def questions_above(desk: Desk, _about: object) -> Above | None:
    """The page above that of a question."""
    address = desk.addresses[QUESTIONS]
    return Above(desk.say(TITLE), address.url) if address else None


def question_sections(desk: Desk) -> Iterator[MapSection]:
    """The section of the site map."""
    found = exchanges(desk)
    shown = [found[slug].question for slug in ordered(desk)[:_ON_PLAN]]
    yield MapSection(95, desk.say(TITLE), [LinkView(one.title, desk.base + one.url) for one in shown])


def question_listings(desk: Desk) -> Iterator[Listing]:
    """The pages for robots."""
    return (Listing(133, one.question.url, one.latest.isoformat()) for one in exchanges(desk).values())


def question_marks(desk: Desk) -> Iterator[tuple[str, str]]:
    """The parts that pages look at."""
    return ((f"question {slug}", exchange.mark) for slug, exchange in exchanges(desk).items())


def titled_questions(desk: Desk) -> Iterator[tuple[str, str]]:
    """Their addresses and titles."""
    return ((one.question.url, one.question.title) for one in exchanges(desk).values())


def placed_questions(desk: Desk) -> Iterator[str]:
    """The communes that they name."""
    return (code for one in exchanges(desk).values() for code in one.question.communes)


def _section(slugs: list[str], title: str, desk: Desk) -> TermsSectionView | None:
    found = [exchanges(desk)[slug].question for slug in slugs[:_AT_A_PLACE]]
    terms = tuple(TermView(one.title, desk.base + one.url, 0, said_of(one.slug, desk)) for one in found)
    return TermsSectionView("questions", desk.say(title), terms) if terms else None


def questions_about(article: Article, desk: Desk) -> TermsSectionView | None:
    """The questions about a post."""
    slugs = desk.once(_by_post).get(article.path, [])
    return _section(slugs, N_("Questions about this text"), desk)


def _by_post(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slug in ordered(desk):
        for path in exchanges(desk)[slug].question.posts:
            found.setdefault(path, []).append(slug)
    return found


def questions_at(commune: Commune | None, desk: Desk) -> TermsSectionView | None:
    """The questions about a commune."""
    code = getattr(commune, "code", "")
    return _section(desk.once(_by_commune).get(code, []), TITLE, desk) if code else None


def _by_commune(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slug in ordered(desk):
        for code in exchanges(desk)[slug].question.communes:
            found.setdefault(code, []).append(slug)
    return found


def questions_to(profile: Profile, desk: Desk) -> TermsSectionView | None:
    """The questions that a service or an elected official was asked."""
    return _section(desk.once(_by_recipient).get(profile.key, []), N_("Questions asked here"), desk)


def _by_recipient(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slug in ordered(desk):
        found.setdefault(exchanges(desk)[slug].question.to, []).append(slug)
    return found


def check_question_of_month(desk: Desk) -> None:
    """Raise ``SettingError`` where the setting names no question; one that waits or is a draft may be named ahead."""
    chosen = desk.options("ASKING", AskingSettings).question_of_month
    build = desk.build
    known = {one.slug for one in (*build.of(QUESTION), *build.drafts(QUESTION), *build.scheduled(QUESTION))}
    if chosen and known and chosen not in known:
        (meant, *_) = [*nearest(chosen, known, 1), *sorted(known)]
        raise SettingError(f"ASKING_QUESTION_OF_MONTH = {chosen!r}  →  {meant!r}")


def question_of_month(_about: None, desk: Desk) -> tuple[str, str] | None:
    """The question (slug, how it is said to stand) of the home page: the setting's, or the one answered last.

    An answer that is to be verified is no news.
    """
    found, today = exchanges(desk), desk.build.now.date()
    chosen = desk.options("ASKING", AskingSettings).question_of_month if found else ""
    if chosen not in found:
        answered = [slug for slug, one in found.items() if one.answers and not to_verify(one.answers[-1], today)]
        chosen = max(answered, key=lambda slug: (found[slug].answers[-1].date, slug), default="")
    return (chosen, said_of(chosen, desk)) if chosen else None
