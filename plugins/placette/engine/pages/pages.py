"""From a request to the view of its page: one function a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from placette.engine.base.message import N_
from placette.engine.pages.contents import (
    ArchivesContent,
    AuthorContent,
    GoneContent,
    HomeContent,
    LatestContent,
    ListContent,
    PageContent,
    PeopleContent,
    PostContent,
    SeriesContent,
    SiteMapContent,
    WordsContent,
)
from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.machine_contents import AddressesContent
from placette.engine.pages.page_views import (
    AddressesView,
    ArchivesView,
    ArticleView,
    AuthorsView,
    AuthorView,
    GoneView,
    HomeView,
    ListView,
    NotFoundView,
    PageView,
    PartView,
    PeopleGroupView,
    PersonCountView,
    SeriesView,
    SiteMapView,
    WordsView,
    YearView,
)
from placette.engine.pages.phrases import LEADS, language_name, lead_in, numbered, qr_view
from placette.engine.pages.requests import Request
from placette.engine.pages.views import CreditView, HeadingView, LicenceView
from placette.engine.texts.values import Body
from placette.features.agenda.event_pages import EVENT_PAGES, entry_views, event_views
from placette.features.authors.lists import PARTS
from placette.features.communities.composing import GATHERING_PAGES, joined_views, taking_part_view, terms_view
from placette.features.posts.article import Article
from placette.features.series.episodes import episode_views, instalment_view
from placette.features.territory.atlas import INSET
from placette.features.territory.place_pages import (
    around_view,
    drawing_of,
    map_view,
    moved_view,
    places_view,
    where_view,
)
from placette.features.walks.composing import WALK_PAGES

_WITHDRAWN = {
    "post": N_("This text was withdrawn at the request of the person who had written it."),
    "person": N_("This person no longer writes here and has asked that their name be taken out."),
    "page": N_("There is nothing at this address any more."),
    "any": N_("What stood at this address was withdrawn at the request of the person who had written it."),
}


def compose(request: Request, look: Lookup) -> Any:
    """The view of a page; raises ``KeyError`` for a template that has none."""
    return _VIEWS[request.kind](request, request.content, look)


def _article(request: Request, content: PostContent, look: Lookup) -> ArticleView:
    article, desk = look.article(content.article), look.desk
    body, licence = look.body(article), article.licence
    return ArticleView(
        head=head_of(request, article.title, article.summary, look, article),
        card=look.card(article.path),
        authors=_counted(zip(article.authors, content.counts, strict=True), look),
        credits=_credits(article, look),
        modified=date_view(article.modified, desk.lang) if article.modified else None,
        body_html=body.html,
        headings=_headings(body),
        tags=tuple(desk.term("TAG", tag) for tag in article.tags),
        licence=LicenceView(licence.label, licence.url, licence.spdx),
        shares=look.shares(article),
        related=look.cards_of(content.related),
        previous=look.card(content.older) if content.older else None,
        next=look.card(content.newer) if content.newer else None,
        qr=qr_view(desk.urls.absolute(article.url)),
        instalment=instalment_view(content.instalment, article.episode, look) if content.instalment else None,
        where=where_view(article, desk),
        joined=joined_views(content.joined, look),
        events=event_views(content.events, look),
    )


def _credits(article: Article, look: Lookup) -> tuple[CreditView, ...]:
    """The byline's parts: the authors, then each role beside them."""
    parts = [("authors", look.desk.say(N_("Text by")), article.authors)]
    parts += [(role.value, look.desk.say(LEADS[role]), keys) for role, keys in article.roles]
    shown = ((role, lead, look.people(keys)) for role, lead, keys in parts)
    lang = look.desk.lang
    return tuple(
        CreditView(role, lead_in(lead, people[0].name, lang), people) for role, lead, people in shown if people
    )


def _page(request: Request, content: PageContent, look: Lookup) -> PageView:
    page = look.page(content.page)
    head, body = head_of(request, page.title, page.summary, look, page), look.body(page)
    return PageView(head, page.title, page.summary, page.lang, body.html, _headings(body))


def _author(request: Request, content: AuthorContent, look: Lookup) -> AuthorView:
    profile, lang = look.profile(content.author), look.desk.lang
    return AuthorView(
        head=head_of(request, profile.name, profile.description or profile.name, look, profile),
        person=look.desk.people[content.author],
        count=content.total,
        since=profile.since,
        languages=tuple(language_name(code, lang) for code in profile.languages),
        biography_html=look.html(profile),
        links=look.links_of(content.author),
        feed_url=request.feeds[0].url if request.feeds else "",
        cards=look.cards_of(content.articles),
        parts=tuple(PartView(r.value, look.desk.say(PARTS[r]), look.cards_of(paths)) for r, paths in content.parts),
        partners=look.people(content.partners),
        places=content.places,
        pagination=content.pagination,
        series=content.series,
    )


def _series(request: Request, content: SeriesContent, look: Lookup) -> SeriesView:
    series, desk = look.series(content.series), look.desk
    title = numbered(series.title, content.pagination.number, desk.say)
    return SeriesView(
        head=head_of(request, title, series.summary, look),
        title=series.title,
        lang=series.lang,
        summary=series.summary,
        introduction_html=look.html(series),
        finished=series.finished,
        count=content.total,
        people=look.people(content.people),
        index_url=desk.urls.of_index("SERIES_INDEX"),
        feed_url=content.feed,
        episodes=episode_views(content.episodes, look),
        pagination=content.pagination,
    )


def _home(request: Request, content: HomeContent, look: Lookup) -> HomeView:
    cards = look.cards_of(content.articles)
    return HomeView(
        head=head_of(request, look.desk.site_name, look.desk.baseline, look),
        lead=cards[0] if cards else None,
        latest=cards[1:],
        categories=content.categories,
        people=look.people(content.people),
        places=content.places,
        taking_part=taking_part_view(content.taking_part, look),
        events=entry_views(content.events, look),
        drawing=drawing_of(content.places, content.told, look.desk, INSET),
    )


def _list(request: Request, content: ListContent, look: Lookup) -> ListView:
    title = numbered(content.title, content.pagination.number, look.desk.say)
    return ListView(
        head=head_of(request, title, content.description, look, content.subject),
        overline=content.overline,
        title=content.title,
        introduction=content.introduction,
        feed_url=content.feed,
        cards=look.cards_of(content.articles),
        pagination=content.pagination,
        periods=content.periods,
        people=look.people(content.people),
        around=around_view(content.around, look) if content.around else None,
        walks=content.walks,
        events=entry_views(content.events, look),
        calendar_url=next((feed.url for feed in request.feeds if feed.type == "text/calendar"), ""),
    )


def _archives(request: Request, content: ArchivesContent, look: Lookup) -> ArchivesView:
    title = look.desk.say(N_("All posts"))
    years = tuple(YearView(year, months, look.cards_of(paths)) for year, months, paths in content.years)
    return ArchivesView(head_of(request, title, look.desk.say(N_("Every post, by year.")), look), title, years)


def _authors(request: Request, content: PeopleContent, look: Lookup) -> AuthorsView:
    title = content.title
    groups = tuple(PeopleGroupView(label, _counted(people, look)) for label, people in content.groups)
    head = head_of(request, title, look.desk.say(N_("Everyone who writes here.")), look)
    return AuthorsView(head, title, content.orders, groups)


def _counted(people: Iterable[tuple[str, int]], look: Lookup) -> tuple[PersonCountView, ...]:
    return tuple(PersonCountView(person, count) for key, count in people if (person := look.person(key)))


def _plan(request: Request, content: SiteMapContent, look: Lookup) -> SiteMapView:
    title = look.desk.say(N_("Site map"))
    return SiteMapView(
        head_of(request, title, look.desk.say(N_("Every page of the site.")), look), title, content.sections
    )


def _not_found(request: Request, content: LatestContent, look: Lookup) -> NotFoundView:
    title = look.desk.say(N_("This page does not exist"))
    return NotFoundView(head_of(request, title, title, look, robots="noindex"), title, look.cards_of(content.articles))


def _words(request: Request, content: WordsContent, look: Lookup) -> WordsView:
    head = head_of(request, content.title, content.introduction, look)
    return WordsView(head, content.title, content.introduction)


def _gone(request: Request, content: GoneContent, look: Lookup) -> GoneView:
    """Without its address in the head: that of a person may resemble their name."""
    title = look.desk.say(N_("Page not kept") if content.what == "page" else N_("Withdrawn"))
    sentence = look.desk.say(_WITHDRAWN[content.what])
    head = head_of(request, title, sentence, look, robots="noindex")._replace(canonical_url="")
    return GoneView(head, title, sentence)


def _addresses(_request: Request, content: AddressesContent, _look: Lookup) -> AddressesView:
    return AddressesView(content.addresses, content.sitemap_url, content.closed)


def _headings(body: Body) -> tuple[HeadingView, ...]:
    return tuple(HeadingView(heading.id, heading.text, heading.level) for heading in body.headings)


_VIEWS: dict[str, Callable[[Request, Any, Lookup], Any]] = {
    **EVENT_PAGES,
    **GATHERING_PAGES,
    **WALK_PAGES,
    "404": _not_found,
    "archives": _archives,
    "article": _article,
    "author": _author,
    "authors": _authors,
    "categories": terms_view,
    "category": _list,
    "commune": _list,
    "communes": places_view,
    "gone": _gone,
    "index": _home,
    "map": map_view,
    "moved": moved_view,
    "page": _page,
    "period_archives": _list,
    "plan": _plan,
    "robots": _addresses,
    "series": _series,
    "series_index": terms_view,
    "share": _words,
    "sitemap": _addresses,
    "sitemaps": _addresses,
    "tag": _list,
    "tags": terms_view,
}
