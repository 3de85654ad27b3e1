"""What other pages and readers get of decisions: a line on posts, entries of feeds, what search and machines read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from functools import partial
from html import escape

from placette.engine.base.message import N_
from placette.engine.library.settings import ReadingSettings
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.features import InPost
from placette.engine.pages.lookup import Lookup, mark_of
from placette.engine.pages.searched import Searched, SearchedKind, Writing
from placette.engine.texts.licences import LICENCES, find_licence
from placette.features.decisions.articles import article_of
from placette.features.decisions.decision import SHOWN_ON_POSTS, PublicDecision
from placette.features.decisions.pages import TITLE, register_url
from placette.features.decisions.register import (
    REGISTER_YEAR,
    DecisionToday,
    by_year,
    decision_path,
    decisions,
    entry_today,
)
from placette.features.decisions.views import DecidedView
from placette.features.decisions.wording import decision_view, ruling_title
from placette.features.posts import Article

_SEARCHED = SearchedKind("decision", N_("Decisions of a year"), TITLE, 85)


def _by_post(desk: Desk) -> Mapping[str, tuple[PublicDecision, ...]]:
    """What posts say themselves, by source path, the oldest first."""
    found: defaultdict[str, list[PublicDecision]] = defaultdict(list)
    for one in reversed(tuple(decisions(desk).values())):
        if one.post and one.ruling in SHOWN_ON_POSTS:
            found[one.post].append(one)
    return {path: tuple(ones) for path, ones in found.items()}


def decided(article: Article, desk: Desk) -> tuple[DecisionToday, ...]:
    """The decisions that a post shows, as they stand today."""
    return tuple(entry_today(one, desk) for one in desk.once(_by_post).get(article.path, ()))


def decided_view(_article: Article, entries: tuple[DecisionToday, ...], look: Lookup) -> DecidedView:
    """The same, to be shown."""
    return DecidedView(tuple(decision_view(entry, look) for entry in entries), register_url(look.desk))


def decided_in_post(article: Article, desk: Desk) -> InPost:
    """A post's corrections in the words of schema.org."""
    found = desk.once(_by_post).get(article.path, ())
    if not found:
        return InPost()
    comments = [
        {
            "@type": "CorrectionComment",
            "text": one.reasons,
            "datePublished": one.day.isoformat(),
            "url": desk.absolute(decision_path(one, desk)),
        }
        for one in found
    ]
    return InPost(parts=tuple(f"decision {one.path}" for one in found), properties={"correction": comments})


def decision_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A decision, as the feed of the register shows it."""
    desk = look.desk
    decision = decisions(desk).get(path)
    if decision is None:
        return None
    look.note(f"decision {path}")
    view = decision_view(entry_today(decision, desk), look)
    article = view.article.label if view.article else ""
    licence = find_licence(desk.options("READING", ReadingSettings).licence) or LICENCES[0]
    moment = datetime.combine(decision.settled or decision.day, time(), desk.build.now.tzinfo)
    lines = (decision.reasons, *view.facts, *view.redress)
    return FeedEntry(
        url=decision_path(decision, desk),
        title=ruling_title(decision, article, desk),
        summary=decision.reasons,
        lang=desk.lang,
        date=datetime.combine(decision.day, time(), desk.build.now.tzinfo),
        modified=moment,
        html=lambda: "".join(f"<p>{escape(line)}</p>" for line in lines),
        licence=licence,
        people=(view.person,) if view.person else (),
    )


def searched_years(desk: Desk) -> Iterator[Searched]:
    """The page of each year: what was decided, by which article, why."""
    for year, found in desk.once(by_year).items():
        articles = tuple(dict.fromkeys(a.name for one in found if (a := article_of(one.article, desk))))
        yield Searched(
            kind=_SEARCHED,
            url=desk.addresses[REGISTER_YEAR].path(year),
            title=f"{desk.say(TITLE)} {year}",
            mark=mark_of((articles, tuple(one.mark for one in found))),
            read=partial(_read, found, articles),
            lang=desk.lang,
            date=datetime.combine(found[0].day, time(), desk.build.now.tzinfo),
        )


def _read(found: tuple[PublicDecision, ...], articles: tuple[str, ...]) -> Writing:
    texts = (text for one in found for text in (one.reasons, one.settlement) if text)
    return Writing(html=tuple(f"<p>{escape(text)}</p>" for text in texts), subjects=articles)
