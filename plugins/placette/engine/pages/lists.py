"""The contents of the lists: home, categories, tags, periods, archives, authors, plan, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby

from babel.dates import format_date

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.library.models import AreaKind
from placette.engine.pages.contents import (
    ArchivesContent,
    Content,
    HomeContent,
    LatestContent,
    ListContent,
    SiteMapContent,
    TermsContent,
    WordsContent,
)
from placette.engine.pages.desk import Desk
from placette.engine.pages.groups import Groups
from placette.engine.pages.page_views import AddressView, SiteMapSectionView
from placette.engine.pages.views import LinkView, PaginationView, TermView
from placette.features.agenda.agenda_pages import agenda_addresses, event_links, next_entries
from placette.features.authors.kind import PROFILE
from placette.features.authors.lists import ORDERS, places
from placette.features.communities import planning as gatherings
from placette.features.pages.kind import PAGE
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.series.episodes import series_links, series_terms
from placette.features.territory.area_pages import area_terms, map_content, map_link, places_content
from placette.features.territory.commune_pages import place_terms
from placette.features.walks import planning as walks

_LATEST = 6
_NEWEST_OF_YEAR = 60
"""Posts of a year that the archives show; the others are a step away, on the year's own pages."""
_POSTS_ON_PLAN = 300
"""Posts that the site map lists one by one; a larger site's map leads to the years."""


def cut_list(content: ListContent, articles: tuple[str, ...], pagination: PaginationView) -> ListContent:
    """One page of a list that has several."""
    return content._replace(articles=articles, pagination=pagination)


def year_of(article: Article) -> tuple[int, ...]:
    """The year a post appeared in."""
    return (article.date.year,)


def month_of(article: Article) -> tuple[int, ...]:
    """The month a post appeared in."""
    return article.date.year, article.date.month


def months(articles: Iterable[Article], desk: Desk) -> tuple[TermView, ...]:
    """The months of a year's posts, from the first on."""
    groups = [list(group) for _, group in groupby(articles, key=month_of)]
    pattern = desk.urls.settings["MONTH_ARCHIVE_URL"]
    return tuple(
        TermView(
            format_date(group[0].date, "MMMM", locale=desk.lang),
            desk.build.base + pattern.format(date=group[0].date),
            len(group),
        )
        for group in reversed(groups)
    )


def category_terms(desk: Desk) -> tuple[TermView, ...]:
    """The categories that have posts, by name."""
    return _terms("CATEGORY", desk.categories, desk)


def tag_terms(desk: Desk) -> tuple[TermView, ...]:
    """The tags that have posts, by name."""
    return _terms("TAG", desk.tags, desk)


def _terms(kind: str, groups: Groups, desk: Desk) -> tuple[TermView, ...]:
    ordered = sorted(groups.values(), key=lambda group: fold(group[0].name))
    return tuple(desk.term(kind, term, len(articles)) for term, articles in ordered)


def _home(desk: Desk) -> HomeContent:
    published = desk.build.of(POST)
    signed = dict.fromkeys(key for article in published for key in article.authors if key in desk.people)
    writers = [key for key in signed if not desk.people[key].past]
    latest = tuple(article.path for article in published[: _LATEST + 1])
    events = next_entries(desk.events.values(), desk, desk.settings.coming)
    told = desk.atlas.told_of(sorted(desk.told)) if desk.atlas else ()
    return HomeContent(
        articles=latest,
        categories=category_terms(desk),
        people=tuple(writers[: desk.settings.faces]),
        places=places(desk.articles, desk),
        told=told,
        taking_part=gatherings.taking_part(desk),
        events=events,
    )


def _archives(desk: Desk) -> ArchivesContent:
    years = []
    for (year,), group in groupby(desk.build.of(POST), key=year_of):
        articles = list(group)
        url = desk.urls.settings["YEAR_ARCHIVE_URL"].format(date=datetime(year, 1, 1))
        term = TermView(f"{year}", desk.build.base + url, len(articles))
        years.append((term, months(articles, desk), tuple(a.path for a in articles[:_NEWEST_OF_YEAR])))
    return ArchivesContent(tuple(years))


def _categories(desk: Desk) -> TermsContent:
    return TermsContent(desk.say(N_("Categories")), desk.say(N_("What is written about here.")), category_terms(desk))


def _tags(desk: Desk) -> TermsContent:
    return TermsContent(desk.say(N_("Key words")), desk.say(N_("Every key word, by name.")), tag_terms(desk))


def _plan(desk: Desk) -> SiteMapContent:
    """Every published page, for people; of very many posts, the years."""
    base, published = desk.build.base, desk.build.of(POST)
    pages = sorted(desk.build.of(PAGE), key=lambda page: fold(page.title))
    people = sorted(desk.people.values(), key=lambda person: fold(person.name))
    if len(published) <= _POSTS_ON_PLAN:
        posts = [LinkView(article.title, base + article.url) for article in published]
    else:
        posts = [LinkView(term.name, term.url) for term, _, _ in _archives(desk).years]
    sections = (
        (desk.say(N_("Posts")), posts),
        (desk.say(N_("Categories")), [LinkView(term.name, term.url) for term in category_terms(desk)]),
        (desk.say(N_("Communes")), [LinkView(term.name, term.url) for term in place_terms(desk).terms]),
        (desk.say(N_("Intercommunalités")), _area_links(AreaKind.EPCI, desk)),
        (desk.say(N_("Départements")), _area_links(AreaKind.DEPARTMENT, desk)),
        (desk.say(N_("Agenda")), event_links(desk)),
        (desk.say(N_("Series")), series_links(desk)),
        *gatherings.plan_sections(desk),
        walks.plan_section(desk),
        (desk.say(N_("Authors")), [LinkView(person.name, person.url) for person in people]),
        (desk.say(N_("About this site")), [*(LinkView(page.title, base + page.url) for page in pages), *_share(desk)]),
        (desk.say(N_("Lists")), _lists(desk)),
    )
    return SiteMapContent(tuple(SiteMapSectionView(name, tuple(links)) for name, links in sections if links))


def _area_links(kind: AreaKind, desk: Desk) -> list[LinkView]:
    return [LinkView(term.name, term.url) for term in area_terms(kind, desk)]


def _share(desk: Desk) -> list[LinkView]:
    """The page on sharing, unless the settings leave it out."""
    settings = desk.urls.settings
    title, path = desk.say(N_("Share on Mastodon")), settings.get("SHARE_URL", "")
    return [LinkView(title, desk.build.base + path)] if path and settings.get("SHARE_SAVE_AS") else []


def _lists(desk: Desk) -> list[LinkView]:
    names = {
        "ARCHIVES": N_("All posts"),
        "AGENDA": N_("Agenda"),
        "AUTHORS": N_("Authors"),
        "CATEGORIES": N_("Categories"),
        "COMMUNES": N_("Communes"),
        "TAGS": N_("Key words"),
        **({"SERIES_INDEX": N_("Series")} if desk.series else {}),
    }
    links = [
        LinkView(desk.say(name), desk.build.base + desk.urls.settings[f"{key}_URL"])
        for key, name in names.items()
        if desk.urls.settings.get(f"{key}_SAVE_AS")
    ]
    links += [*map_link(desk), *gatherings.index_links(desk), *walks.index_links(desk)]
    feed = desk.urls.settings["FEED_ALL_ATOM"]
    return [*links, *([LinkView(desk.say(N_("Feed")), desk.build.base + feed)] if feed else [])]


def addresses(desk: Desk) -> tuple[AddressView, ...]:
    """Every page, for robots."""
    build, settings, absolute = desk.build, desk.urls.settings, desk.urls.absolute
    dated = [AddressView(absolute(a.url), (a.modified or a.date).isoformat()) for a in build.of(POST)]
    names = ("ARCHIVES", *ORDERS, "CATEGORIES", "COMMUNES", "TAGS", "PLAN")
    lists = [settings[f"{name}_URL"] for name in names if settings.get(f"{name}_SAVE_AS")]
    lists += [link.url.removeprefix(build.base) for link in (*_share(desk), *map_link(desk))]
    lists += [settings["SERIES_INDEX_URL"]] if desk.series and settings.get("SERIES_INDEX_SAVE_AS") else []
    lists += [*gatherings.gathering_addresses(desk), *walks.walk_addresses(desk)]
    lists += agenda_addresses(desk)
    others = [*(page.url for page in build.of(PAGE)), *(profile.url for profile in build.of(PROFILE)), *lists]
    terms = [
        term.url.removeprefix(build.base)
        for term in (*category_terms(desk), *place_terms(desk).terms, *_areas(desk), *series_terms(desk))
    ]
    return (*(plain_address(absolute(path)) for path in ("", *others, *terms)), *dated)


def _areas(desk: Desk) -> list[TermView]:
    return [term for kind in AreaKind for term in area_terms(kind, desk)]


def plain_address(url: str) -> AddressView:
    """An address whose last change nobody tells."""
    return AddressView(url, "")


def _sharing(desk: Desk) -> WordsContent:
    """How to share a post on Mastodon by hand."""
    introduction = N_("Mastodon is many servers that talk to each other: nobody but you knows which one is yours.")
    return WordsContent(desk.say(N_("Share on Mastodon")), desk.say(introduction))


SINGLES: dict[str, Callable[[Desk], Content]] = {
    "404": lambda desk: LatestContent(tuple(article.path for article in desk.build.of(POST)[:3])),
    "archives": _archives,
    "categories": _categories,
    "communes": places_content,
    "index": _home,
    "map": map_content,
    "plan": _plan,
    "share": _sharing,
    "tags": _tags,
}
"""What the pages show of which there is one, by template."""
