"""The register of decisions: texts refused, removed, corrected or restored, the reasons, the results of appeals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from html import escape
from itertools import groupby
from typing import NamedTuple

from placette.engine.base.dates import long_date, month_name
from placette.engine.base.translation import N_
from placette.engine.content.options import ReadingSettings
from placette.engine.content.traits import SearchedKind
from placette.engine.rendering.entries import FeedEntry
from placette.engine.rendering.features import PAGE_URLS, REGISTER_URL, Above, Feature, InPost, PageKind, Request, Slot
from placette.engine.rendering.lists import Collection, Member, Single, announced, feed_requests, head_of
from placette.engine.rendering.searched import Searched, Writing
from placette.engine.rendering.site import Lookup, Site, ViewsSettings, day_view, mark_of
from placette.engine.rendering.views import LinkView, PaginationView
from placette.engine.texts.values import LICENCES, find_licence
from placette.features.decisions import counts
from placette.features.decisions.counts import (
    REGISTER,
    REGISTER_FEED,
    REGISTER_YEAR,
    DecisionsSettings,
    DueDecision,
    Why,
    article_names,
    due_decisions,
    register_moments,
    unlisted_reasons,
)
from placette.features.decisions.decision import (
    AGAINST,
    CORRESPONDENCE,
    DECISION,
    DECISION_FOLDER,
    SHOWN_ON_POSTS,
    AppealOutcome,
    Correspondence,
    LetterFacts,
    PublicDecision,
    Redress,
    Ruling,
    Statement,
    appeal_end,
    names_to_avoid,
    recognised_in,
    redress_of,
)
from placette.features.legal import LegalSettings
from placette.features.posts import Article, articles

__all__ = [
    "AGAINST",
    "CORRESPONDENCE",
    "DECISION",
    "DECISION_FOLDER",
    "FEATURE",
    "AppealOutcome",
    "Correspondence",
    "DecisionsSettings",
    "DueDecision",
    "LetterFacts",
    "PublicDecision",
    "Redress",
    "Ruling",
    "Statement",
    "Why",
    "appeal_end",
    "article_names",
    "due_decisions",
    "names_to_avoid",
    "recognised_in",
    "redress_of",
    "register",
]

RULINGS = {
    Ruling.REFUSED: N_("Refused"),
    Ruling.CHANGED: N_("Changed"),
    Ruling.REMOVED: N_("Removed"),
    Ruling.RESTORED: N_("Restored"),
    Ruling.CORRECTED: N_("Corrected"),
    Ruling.KEPT: N_("Kept after a report"),
}
"""The decision in a word."""
_OUTCOMES = {
    AppealOutcome.UPHELD: N_("On appeal, on {day}: the decision is upheld."),
    AppealOutcome.REVERSED: N_("On appeal, on {day}: the decision is reversed."),
    AppealOutcome.AMENDED: N_("On appeal, on {day}: the decision is changed."),
}
_OPEN_OWN = N_("Appeals may be made until {day}. {how}")
_SOMEBODY = N_("somebody who did not take this decision")


def spoken_day(day: date, lang: str) -> str:
    """A day in words."""
    return long_date(datetime.combine(day, time()), lang)


def examiner(site: Site) -> str:
    """Return who examines appeals."""
    own = site.options("DECISIONS", DecisionsSettings).appeal_to
    return own or site.options("LEGAL", LegalSettings).mediation or site.say(_SOMEBODY)


def decision_view(entry: counts.DecisionToday, look: Lookup) -> counts.DecisionView:
    """A decision as the register shows it."""
    site = look.site
    look.note(f"decision {entry.path}")
    decision = counts.decisions(site)[entry.path]
    person = look.person(decision.by) if decision.by else None
    return counts.DecisionView(
        anchor=decision.anchor,
        url=site.base + counts.decision_path(decision, site),
        day=day_view(decision.day, site.lang),
        ruling=decision.ruling.value,
        label=site.say(RULINGS[decision.ruling]),
        article=entry.article,
        reasons=decision.reasons,
        person=person,
        capacity=decision.capacity or ("" if person else decision.by),
        post=_post(decision, look),
        facts=tuple(_facts(decision, entry, site)),
        redress=tuple(_redress(decision, entry.redress, site)),
    )


def _post(decision: PublicDecision, look: Lookup) -> LinkView | None:
    """The text concerned, once it is public."""
    post = articles(look.site).get(decision.post)
    if post is None:
        return None
    look.note(f"card {post.path}")
    return LinkView(post.title, look.site.base + post.url)


def _facts(decision: PublicDecision, entry: counts.DecisionToday, site: Site) -> Iterator[str]:
    if decision.receipt:
        yield site.say(N_("Letter {number}")).format(number=decision.receipt)
    if entry.delay is not None:
        pattern = site.words.ngettext("Decided in {count} working day", "Decided in {count} working days", entry.delay)
        yield pattern.format(count=entry.delay)
    if decision.named:
        yield site.say(N_("About a text by {name}, who wishes to be named")).format(name=decision.named)
    if decision.automated:
        yield site.say(N_("A program took part in it"))


def _redress(decision: PublicDecision, where: Redress, site: Site) -> Iterator[str]:
    end = appeal_end(decision, site.options("DECISIONS", DecisionsSettings).appeal_days)
    if where is Redress.OPEN and end:
        pattern = site.say(_OPEN_OWN if decision.appeal else N_("Appeals may be made until {day}, to {who}."))
        yield pattern.format(day=spoken_day(end, site.lang), who=examiner(site), how=decision.appeal)
    elif where is Redress.UNUSED and end:
        yield site.say(N_("There was no appeal until {day}.")).format(day=spoken_day(end, site.lang))
    elif where is Redress.EXAMINED and decision.appealed:
        yield site.say(N_("An appeal of {day} is being examined.")).format(day=spoken_day(decision.appealed, site.lang))
    elif where is Redress.SETTLED and decision.outcome and decision.settled:
        yield site.say(_OUTCOMES[decision.outcome]).format(day=spoken_day(decision.settled, site.lang))
        if decision.settlement:
            yield decision.settlement


TITLE = N_("Register of decisions")
_YEAR_TITLE = N_("Register of decisions, {year}")
_INTRODUCTION = N_("What was refused, changed, removed, restored or corrected here, why, and what an appeal came to.")
_NOTES = (
    N_("Arrivals: letters by the day on which they arrived, and what came by other ways and is decided here."),
    N_("Published texts: posts by their date; a translation isn’t counted again."),
    N_("Delay: from arrival to decision, without weekends and public holidays; half of the decisions took no longer."),
)
_LATEST = 5
"""Decisions that the first page shows."""


class RegisterContent(NamedTuple):
    """The register: its numbers as tables and as a drawing, the newest decisions, its years."""

    counts: counts.CountTableView
    articles: counts.CountTableView | None
    chart: counts.ChartView | None
    latest: tuple[counts.DecisionToday, ...]
    years: tuple[str, ...]


class RegisterYearContent(NamedTuple):
    """The decisions of a year, its numbers, and all years."""

    year: str
    counts: counts.CountTableView
    entries: tuple[counts.DecisionToday, ...]
    years: tuple[str, ...]


def _register(site: Site) -> RegisterContent | None:
    found = tuple(counts.decisions(site).values())
    if not found:
        return None
    months = counts.counted_months(site)
    latest = tuple(counts.entry_today(one, site) for one in found[:_LATEST])
    tables = (
        counts.count_table(months, found, site),
        counts.article_table(found, site),
        counts.month_chart(months, site),
    )
    return RegisterContent(*tables, latest, tuple(site.once(counts.by_year)))


REGISTER_PAGE = Single(
    REGISTER,
    "register",
    _register,
    TITLE,
    155,
    165,
    feed=REGISTER_FEED,
    entries=lambda site: len(counts.decisions(site)),
)


def _members(site: Site) -> Iterator[Member]:
    years = site.once(counts.by_year)
    for year, found in years.items():
        content = partial(_year_content, year, found, site)
        yield Member(
            year, site.say(_YEAR_TITLE).format(year=year), (), content, date=datetime(int(year), 1, 1), rank=-int(year)
        )


def _year_content(
    year: str, found: tuple[PublicDecision, ...], site: Site, _posts: tuple[str, ...], _page: PaginationView
) -> RegisterYearContent:
    months: list[counts.MonthCount] = [one for one in counts.counted_months(site) if f"{one.month:%Y}" == year]
    entries = tuple(counts.entry_today(one, site) for one in found)
    return RegisterYearContent(year, counts.count_table(months, found, site), entries, tuple(site.once(counts.by_year)))


REGISTER_YEARS = Collection(
    REGISTER_YEAR, "register_year", _members, section=TITLE, section_order=105, listing_order=166
)


def register_feeds(site: Site) -> Iterator[Request]:
    """The feed of the register."""
    if found := list(counts.decisions(site)):
        yield from feed_requests(REGISTER_FEED, "", site.say(TITLE), found, site, site.addresses[REGISTER].url)


def register_marks(site: Site) -> Iterator[tuple[str, str]]:
    """The decisions that pages look at, and where the appeal of each is today."""
    days, today = site.options("DECISIONS", DecisionsSettings).appeal_days, site.build.now.date()
    for path, decision in counts.decisions(site).items():
        yield f"decision {path}", f"{decision.mark} {redress_of(decision, days, today)}"


def register_url(site: Site) -> str:
    """The printed address of the register; empty where there is none."""
    return site.index_url(REGISTER) if counts.decisions(site) else ""


def compose_register(request: Request, content: RegisterContent, look: Lookup) -> counts.RegisterView:
    """The register as a whole."""
    site = look.site
    title, introduction = site.say(TITLE), site.say(_INTRODUCTION)
    promise = site.say(N_("Each refusal may be appealed against within {days} days; {who} examines appeals.")).format(
        days=site.options("DECISIONS", DecisionsSettings).appeal_days, who=examiner(site)
    )
    feeds = announced(REGISTER_FEED, "", title, site)
    return counts.RegisterView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        facts=(promise, site.say(N_("Nobody is named who doesn’t want to be."))),
        chart=content.chart,
        counts=content.counts,
        articles=content.articles,
        notes=tuple(map(site.say, _NOTES)),
        latest=tuple(decision_view(entry, look) for entry in content.latest),
        years=_years(content.years, site),
        feed_url=feeds[0].url if feeds else "",
        charter_url=site.ask(PAGE_URLS).get(site.options("VIEWS", ViewsSettings).charter_page, ""),
    )


def compose_register_year(request: Request, content: RegisterYearContent, look: Lookup) -> counts.RegisterYearView:
    """The decisions of a year."""
    site = look.site
    title, introduction = site.say(_YEAR_TITLE).format(year=content.year), site.say(_INTRODUCTION)
    return counts.RegisterYearView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        register=LinkView(site.say(TITLE), site.index_url(REGISTER)),
        counts=content.counts,
        months=tuple(_months(content.entries, look)),
        years=_years(content.years, site, content.year),
    )


def _months(entries: tuple[counts.DecisionToday, ...], look: Lookup) -> Iterator[counts.RegisterMonthView]:
    site = look.site

    def month(entry: counts.DecisionToday) -> date:
        return counts.month_of(counts.decisions(site)[entry.path].day)

    for day, found in groupby(entries, key=month):
        views: tuple[counts.DecisionView, ...] = tuple(decision_view(entry, look) for entry in found)
        label = month_name(datetime.combine(day, time()), site.lang)
        yield counts.RegisterMonthView(f"m-{day:%Y-%m}", label, views)


def _years(years: tuple[str, ...], site: Site, current: str = "") -> tuple[LinkView, ...]:
    address = site.addresses[REGISTER_YEAR]
    return tuple(LinkView(year, site.base + address.path(year), current=year == current) for year in years)


_SEARCHED = SearchedKind("decision", N_("Decisions of a year"), TITLE, 85)


def _by_post(site: Site) -> Mapping[str, tuple[PublicDecision, ...]]:
    """Return the decisions on each post (source path), the oldest first."""
    found: defaultdict[str, list[PublicDecision]] = defaultdict(list)
    for one in reversed(tuple(counts.decisions(site).values())):
        if one.post and one.ruling in SHOWN_ON_POSTS:
            found[one.post].append(one)
    return {path: tuple(ones) for path, ones in found.items()}


def decided(article: Article, site: Site) -> tuple[counts.DecisionToday, ...]:
    """Return the decisions that a post shows, with their state today."""
    return tuple(counts.entry_today(one, site) for one in site.once(_by_post).get(article.path, ()))


def decided_view(_article: Article, entries: tuple[counts.DecisionToday, ...], look: Lookup) -> counts.DecidedView:
    """Return the view of these decisions."""
    return counts.DecidedView(tuple(decision_view(entry, look) for entry in entries), register_url(look.site))


def decided_in_post(article: Article, site: Site) -> InPost:
    """A post's corrections in the words of schema.org."""
    found = site.once(_by_post).get(article.path, ())
    if not found:
        return InPost()
    comments = [
        {
            "@type": "CorrectionComment",
            "text": one.reasons,
            "datePublished": one.day.isoformat(),
            "url": site.absolute(counts.decision_path(one, site)),
        }
        for one in found
    ]
    return InPost(parts=tuple(f"decision {one.path}" for one in found), properties={"correction": comments})


def decision_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A decision, as the feed of the register shows it."""
    site = look.site
    decision = counts.decisions(site).get(path)
    if decision is None:
        return None
    look.note(f"decision {path}")
    view = decision_view(counts.entry_today(decision, site), look)
    article = view.article.label if view.article else ""
    titled = site.say(N_("{ruling}: {article}")).format(ruling=view.label, article=article)
    licence = find_licence(site.options("READING", ReadingSettings).licence) or LICENCES[0]
    moment = datetime.combine(decision.settled or decision.day, time(), site.build.now.tzinfo)
    lines = (decision.reasons, *view.facts, *view.redress)
    return FeedEntry(
        url=counts.decision_path(decision, site),
        title=titled if article else view.label,
        summary=decision.reasons,
        lang=site.lang,
        date=datetime.combine(decision.day, time(), site.build.now.tzinfo),
        modified=moment,
        html=lambda: "".join(f"<p>{escape(line)}</p>" for line in lines),
        licence=licence,
        people=(view.person,) if view.person else (),
    )


def searched_years(site: Site) -> Iterator[Searched]:
    """Yield the page of each year: its decisions, by which article, why."""
    for year, found in site.once(counts.by_year).items():
        articles = tuple(dict.fromkeys(a.label for one in found if (a := counts.article_of(one.article, site))))
        yield Searched(
            kind=_SEARCHED,
            url=site.addresses[REGISTER_YEAR].path(year),
            title=f"{site.say(TITLE)} {year}",
            mark=mark_of((articles, tuple(one.mark for one in found))),
            read=partial(_read, found, articles),
            lang=site.lang,
            date=datetime.combine(found[0].day, time(), site.build.now.tzinfo),
        )


def _read(found: tuple[PublicDecision, ...], articles: tuple[str, ...]) -> Writing:
    texts = (text for one in found for text in (one.reasons, one.settlement) if text)
    return Writing(html=tuple(f"<p>{escape(text)}</p>" for text in texts), subjects=articles)


def _above(site: Site, _about: object) -> Above | None:
    address = site.addresses[REGISTER]
    return Above(site.say(TITLE), address.url) if address else None


FEATURE = Feature(
    name="decisions",
    order=119,
    settings={"DECISIONS": DecisionsSettings},
    kinds=(DECISION,),
    addresses=(REGISTER, REGISTER_YEAR, REGISTER_FEED),
    pages=(
        PageKind("register", compose_register),
        PageKind("register_year", compose_register_year, above=_above),
    ),
    collections=(REGISTER_YEARS,),
    singles=(REGISTER_PAGE,),
    requests=register_feeds,
    slots=(Slot("article", "after", "decisions", "decided", decided, decided_view),),
    entry=decision_entry,
    in_post=decided_in_post,
    marks=register_marks,
    searched=searched_years,
    moments=register_moments,
    offers={REGISTER_URL: register_url},
    lacking=unlisted_reasons,
)
register = FEATURE.register
