"""The register of decisions: texts refused, removed, corrected or restored, the reasons, the results of appeals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from html import escape
from itertools import groupby

from placette.engine.base.dates import long_date, month_name
from placette.engine.base.translation import N_
from placette.engine.content.kinds import SearchedKind
from placette.engine.content.options import ReadingSettings
from placette.engine.rendering.addresses import FeedAddress
from placette.engine.rendering.entries import FeedEntry, Searched, Writing
from placette.engine.rendering.features import (
    Collection,
    Feature,
    InPost,
    Lookup,
    Member,
    PageKind,
    Request,
    Single,
    Site,
    Slot,
)
from placette.engine.rendering.lists import head_of
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import ViewsSettings, day_view, mark_of, once_a_build
from placette.engine.rendering.views import LinkView, PaginationView
from placette.engine.texts.values import LICENCES, find_licence
from placette.features.decisions import counts
from placette.features.decisions.counts import (
    REGISTER,
    REGISTER_YEAR,
    DecisionsSettings,
    register_moments,
    unlisted_reasons,
)
from placette.features.decisions.decision import (
    AGAINST,
    CORRESPONDENCE,
    DECISION,
    DECISION_FOLDER,
    SHOWN_ON_POSTS,
    Correspondence,
    LetterFacts,
    PublicDecision,
    Redress,
    Ruling,
    Statement,
    appeal_end,
    redress_of,
)
from placette.features.exchanges import WORDS, ExchangeFeed
from placette.features.legal import LegalSettings
from placette.features.posts import Article, articles

__all__ = [
    "AGAINST",
    "CORRESPONDENCE",
    "DECISION_FOLDER",
    "FEATURE",
    "Correspondence",
    "LetterFacts",
    "Ruling",
    "Statement",
    "register",
]

_OPEN_OWN = N_("Appeals may be made until {day}. {how}")
_SOMEBODY = N_("somebody who did not take this decision")


def _spoken(day: date, site: Site) -> str:
    return long_date(datetime.combine(day, time()), site.lang)


def examiner(site: Site) -> str:
    """Return who examines appeals."""
    capacity = site.options("DECISIONS", DecisionsSettings).appeal_to
    return capacity or site.options("LEGAL", LegalSettings).mediation or site.say(_SOMEBODY)


def decision_view(path: str, look: Lookup) -> counts.DecisionView:
    """Return a decision as the register shows it."""
    site, decision = look.site, look.text(DECISION, counts.decisions(look.site)[path])
    person = look.person(decision.by) if decision.by else None
    return counts.DecisionView(
        anchor=decision.anchor,
        url=site.base + counts.decision_path(decision, site),
        day=day_view(decision.day, site.lang),
        ruling=decision.ruling.value,
        label=site.say(WORDS["rulings"][decision.ruling]["label"]),
        article=counts.article_of(decision.article, site),
        reasons=decision.reasons,
        person=person,
        capacity=decision.capacity or ("" if person else decision.by),
        post=_post(decision, look),
        facts=tuple(_facts(decision, site)),
        redress=tuple(_redress(decision, site)),
    )


def _post(decision: PublicDecision, look: Lookup) -> LinkView | None:
    """Return the text concerned, once it is public."""
    post = articles(look.site).get(decision.post)
    if post is None:
        return None
    look.note(f"card {post.path}")
    return LinkView(post.title, look.site.base + post.url)


def _facts(decision: PublicDecision, site: Site) -> Iterator[str]:
    if decision.receipt:
        yield site.say(N_("Letter {number}")).format(number=decision.receipt)
    delay = counts.delay_of(decision, counts.receipts(site), counts.count_of(site))
    if delay is not None:
        pattern = site.words.ngettext("Decided in {count} working day", "Decided in {count} working days", delay)
        yield pattern.format(count=delay)
    if decision.named:
        yield site.say(N_("About a text by {name}, who wishes to be named")).format(name=decision.named)
    if decision.automated:
        yield site.say(N_("A program took part in it"))


def _redress_today(decision: PublicDecision, site: Site) -> Redress:
    return redress_of(decision, site.options("DECISIONS", DecisionsSettings).appeal_days, site.build.now.date())


def _redress(decision: PublicDecision, site: Site) -> Iterator[str]:
    end = appeal_end(decision, site.options("DECISIONS", DecisionsSettings).appeal_days)
    state = _redress_today(decision, site)
    if state is Redress.OPEN and end:
        pattern = site.say(_OPEN_OWN if decision.appeal else N_("Appeals may be made until {day}, to {who}."))
        yield pattern.format(day=_spoken(end, site), who=examiner(site), how=decision.appeal)
    elif state is Redress.UNUSED and end:
        yield site.say(N_("There was no appeal until {day}.")).format(day=_spoken(end, site))
    elif state is Redress.EXAMINED and decision.appealed:
        yield site.say(N_("An appeal of {day} is being examined.")).format(day=_spoken(decision.appealed, site))
    elif state is Redress.SETTLED and decision.outcome and decision.settled:
        yield site.say(WORDS["outcomes"][decision.outcome]["label"]).format(day=_spoken(decision.settled, site))
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


def decision_entry(decision: PublicDecision, look: Lookup) -> FeedEntry:
    """Return a decision, as the feed of the register shows it."""
    site, view = look.site, decision_view(decision.path, look)
    title = view.label
    if view.article and view.article.label:
        title = site.say(N_("{ruling}: {article}")).format(ruling=view.label, article=view.article.label)
    day, modified = (
        datetime.combine(day, time(), site.build.now.tzinfo) for day in (decision.day, decision.settled or decision.day)
    )
    return FeedEntry(
        url=counts.decision_path(decision, site),
        title=title,
        summary=decision.reasons,
        lang=site.lang,
        date=day,
        modified=modified,
        html=lambda: "".join(f"<p>{escape(line)}</p>" for line in (decision.reasons, *view.facts, *view.redress)),
        licence=find_licence(site.options("READING", ReadingSettings).licence) or LICENCES[0],
        people=(view.person,) if view.person else (),
    )


REGISTER_FEED = ExchangeFeed(FeedAddress("REGISTER_FEED"), TITLE, counts.decisions, decision_entry, REGISTER)


def _years(site: Site) -> tuple[str, ...] | None:
    """Return the years of the register, which are its content: what they hold has marks."""
    return tuple(counts.by_year(site)) or None


REGISTER_PAGE = Single(
    REGISTER,
    "register",
    _years,
    TITLE,
    155,
    165,
    feed=REGISTER_FEED.address,
    entries=lambda site: len(counts.decisions(site)),
)


def _members(site: Site) -> Iterator[Member]:
    for year in counts.by_year(site):
        title = site.say(_YEAR_TITLE).format(year=year)
        content = partial(_year_content, year, tuple(counts.by_year(site)))
        yield Member(year, title, (), content, date=datetime(int(year), 1, 1), rank=-int(year))


def _year_content(
    year: str, years: tuple[str, ...], _posts: tuple[str, ...], _page: PaginationView
) -> tuple[str, tuple[str, ...]]:
    return year, years


REGISTER_YEARS = Collection(
    REGISTER_YEAR, "register_year", _members, section=TITLE, section_order=105, listing_order=166
)


def register_marks(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the decisions that pages look at, each with the state of its appeal today, and the numbers of each year."""
    for path, decision in counts.decisions(site).items():
        facts, article = tuple(_facts(decision, site)), counts.article_of(decision.article, site)
        yield f"decision {path}", mark_of((decision.mark, _redress_today(decision, site).value, facts, article))
    for year, decisions in counts.by_year(site).items():
        table = counts.count_table(_months_of(year, site), decisions, site)
        yield f"decision {year}", mark_of((table, [decision.path for decision in decisions]))


def _months_of(year: str, site: Site) -> list[counts.MonthCount]:
    return [count for count in counts.counted_months(site) if f"{count.month:%Y}" == year]


def register_url(site: Site) -> str:
    """Return the printed address of the register; empty where there is none."""
    return site.index_url(REGISTER) if counts.decisions(site) else ""


def compose_register(request: Request, years: tuple[str, ...], look: Lookup) -> counts.RegisterView:
    """Return the register as a whole."""
    site, say, decisions = look.site, look.site.say, counts.decisions(look.site)
    for year in years:
        look.note(f"decision {year}")
    promise = say(N_("Each refusal may be appealed against within {days} days; {who} examines appeals.")).format(
        days=site.options("DECISIONS", DecisionsSettings).appeal_days, who=examiner(site)
    )
    months = counts.counted_months(site)
    return counts.RegisterView(
        head=head_of(request, say(TITLE), say(_INTRODUCTION), look),
        title=say(TITLE),
        introduction=say(_INTRODUCTION),
        facts=(promise, say(N_("Nobody is named who doesn’t want to be."))),
        chart=counts.month_chart(months, site),
        counts=counts.count_table(months, decisions.values(), site),
        articles=counts.article_table(decisions.values(), site),
        notes=tuple(map(say, _NOTES)),
        latest=tuple(decision_view(path, look) for path in tuple(decisions)[:_LATEST]),
        years=_year_links(years, site),
        feed_url=REGISTER_FEED.url(site),
        charter_url=site.ask(Ports.PAGE_URLS).get(site.options("VIEWS", ViewsSettings).charter_page, ""),
    )


def compose_register_year(
    request: Request, content: tuple[str, tuple[str, ...]], look: Lookup
) -> counts.RegisterYearView:
    """Return the decisions of a year."""
    (year, years), site = content, look.site
    look.note(f"decision {year}")
    title, introduction = site.say(_YEAR_TITLE).format(year=year), site.say(_INTRODUCTION)
    months = groupby(counts.by_year(site)[year], key=lambda decision: counts.month_of(decision.day))
    return counts.RegisterYearView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        register=LinkView(site.say(TITLE), site.index_url(REGISTER)),
        counts=counts.count_table(_months_of(year, site), counts.by_year(site)[year], site),
        months=tuple(
            counts.RegisterMonthView(
                f"m-{month:%Y-%m}",
                month_name(datetime.combine(month, time()), site.lang),
                tuple(decision_view(decision.path, look) for decision in decisions),
            )
            for month, decisions in months
        ),
        years=_year_links(years, site, year),
    )


def _year_links(years: tuple[str, ...], site: Site, current: str = "") -> tuple[LinkView, ...]:
    address = site.addresses[REGISTER_YEAR]
    return tuple(LinkView(year, site.base + address.path(year), current=year == current) for year in years)


_SEARCHED = SearchedKind("decision", N_("Decisions of a year"), TITLE, 85)


@once_a_build
def _by_post(site: Site) -> Mapping[str, tuple[PublicDecision, ...]]:
    """Return the decisions that posts show (source paths), the oldest first."""
    decisions: defaultdict[str, tuple[PublicDecision, ...]] = defaultdict(tuple)
    for decision in counts.decisions(site).values():
        if decision.post and decision.ruling in SHOWN_ON_POSTS:
            decisions[decision.post] = (decision, *decisions[decision.post])
    return decisions


def decided(article: Article, site: Site) -> tuple[str, ...]:
    """Return the decisions (source paths) that a post shows."""
    return tuple(decision.path for decision in _by_post(site).get(article.path, ()))


def decided_view(_article: Article, paths: tuple[str, ...], look: Lookup) -> counts.DecidedView:
    """Return the view of these decisions."""
    return counts.DecidedView(tuple(decision_view(path, look) for path in paths), register_url(look.site))


def decided_in_post(article: Article, site: Site) -> InPost:
    """Return a post's corrections in the words of schema.org."""
    decisions = _by_post(site).get(article.path, ())
    comments = [
        {
            "@type": "CorrectionComment",
            "text": decision.reasons,
            "datePublished": decision.day.isoformat(),
            "url": site.absolute(counts.decision_path(decision, site)),
        }
        for decision in decisions
    ]
    parts = tuple(f"decision {decision.path}" for decision in decisions)
    return InPost(parts=parts, properties={"correction": comments}) if decisions else InPost()


def searched_years(site: Site) -> Iterator[Searched]:
    """Yield the page of each year: its decisions, by which article, why."""
    for year, decisions in counts.by_year(site).items():
        articles = tuple(
            dict.fromkeys(a.label for decision in decisions if (a := counts.article_of(decision.article, site)))
        )
        yield Searched(
            kind=_SEARCHED,
            url=site.addresses[REGISTER_YEAR].path(year),
            title=f"{site.say(TITLE)} {year}",
            mark=mark_of((articles, tuple(decision.mark for decision in decisions))),
            read=partial(_read, decisions, articles),
            lang=site.lang,
            date=datetime.combine(decisions[0].day, time(), site.build.now.tzinfo),
        )


def _read(found: tuple[PublicDecision, ...], articles: tuple[str, ...]) -> Writing:
    texts = (text for decision in found for text in (decision.reasons, decision.settlement) if text)
    return Writing(html=tuple(f"<p>{escape(text)}</p>" for text in texts), subjects=articles)


FEATURE = Feature(
    name="decisions",
    order=119,
    settings={"DECISIONS": DecisionsSettings},
    kinds=(DECISION,),
    addresses=(REGISTER, REGISTER_YEAR, REGISTER_FEED.address),
    pages=(
        PageKind("register", compose_register),
        PageKind("register_year", compose_register_year, above=REGISTER),
    ),
    collections=(REGISTER_YEARS,),
    singles=(REGISTER_PAGE,),
    requests=REGISTER_FEED.requests,
    slots=(Slot("article", "after", "decisions", "decided", decided, decided_view),),
    entry=REGISTER_FEED.find_entry,
    in_post=decided_in_post,
    marks=register_marks,
    searched=searched_years,
    moments=register_moments,
    offers={Ports.REGISTER_URL: register_url},
    lacking=unlisted_reasons,
)
register = FEATURE.register
