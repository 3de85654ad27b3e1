"""Every file that the views write, as requests: decided from the whole build before any is composed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from placette.engine.base.dates import month_name
from placette.engine.base.message import N_
from placette.engine.library.models import AreaKind
from placette.engine.pages import lists
from placette.engine.pages.contents import AuthorContent, Content, ListContent, PageContent, PostContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.leaves import Leaf, leaves
from placette.engine.pages.machine_contents import AddressesContent, EmbedContent
from placette.engine.pages.requests import Request
from placette.engine.pages.views import PaginationView
from placette.features.agenda.agenda_pages import agenda_requests
from placette.features.authors.kind import PROFILE
from placette.features.authors.lists import by_helper, partners, parts_of, people_pages, places
from placette.features.communities.planning import gathering_requests, joined_by
from placette.features.departures.gone import gone_requests
from placette.features.feeds.subscriptions import (
    area_feeds,
    author_feeds,
    category_feeds,
    commune_feeds,
    plan_feeds,
    series_feeds,
    site_feeds,
)
from placette.features.pages.kind import PAGE
from placette.features.posts import oembed
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.series.episodes import (
    beside,
    index_content,
    instalment_content,
    series_by_author,
    series_content,
)
from placette.features.territory.area_pages import area_pages, moved_requests
from placette.features.territory.commune_pages import place_pages
from placette.features.walks.planning import walk_requests

_PER_SITEMAP = 45_000
"""Addresses in one file; the protocol (sitemaps.org) takes 50,000."""

Paginate = Callable[[str, str, int], list[tuple[str, str]]]
"""From a list's file, its address and how many posts it has to the file and address of each of its pages."""
Related = Sequence[tuple[str, ...]]
"""For each published post, in order, the posts to read next (source paths)."""


def plan_site(desk: Desk, paginate: Paginate, related: Related) -> list[Request]:
    """One request for each file; raises ``ValueError`` for two that want one file."""
    requests = [
        *_posts(desk, related),
        *(
            _whole("page", page.url, page.url + "index.html", PageContent(page.path), desk)
            for page in desk.build.of(PAGE)
        ),
        *_authors(desk, paginate),
        *_series(desk, paginate),
        *_terms(desk, paginate),
        *_places(desk, paginate),
        *_areas(desk, paginate),
        *moved_requests(desk),
        *_periods(desk, paginate),
        *_singles(desk),
        *plan_feeds(desk),
        *gone_requests(desk),
        *walk_requests(desk),
        *gathering_requests(desk, lambda kind, slug, paths: _pages(kind, slug, paths, desk, paginate)),
        *agenda_requests(desk),
    ]
    wanted = [request for request in requests if request.save_as]  # an empty setting leaves a page out
    twice = [path for path, times in Counter(request.save_as for request in wanted).items() if times > 1]
    if twice:
        raise ValueError(f"several pages would be written to {', '.join(sorted(twice))}")
    return wanted


def _posts(desk: Desk, related: Related) -> Iterator[Request]:
    published, numbers = desk.build.of(POST), {key: len(written) for key, written in desk.written.items()}
    file_of, embedded_of = desk.urls.of_posts("ARTICLE_SAVE_AS"), desk.urls.of_posts(oembed.PATH)
    paths = ["", *(article.path for article in published), ""]
    feeds = {t.slug: (*site_feeds(desk), *category_feeds(t.slug, t.name, desk)) for t, _ in desk.categories.values()}
    for number, article in enumerate(published):
        counts = tuple(map(numbers.__getitem__, article.authors))
        part = instalment_content(article, desk)
        newer, older = beside(part, paths[number], paths[number + 2])
        beyond = joined_by(article, desk), desk.events_about.get(article.path, ())
        content = PostContent(article.path, counts, newer, older, related[number], part, *beyond)
        yield Request("article", file_of(article), article.url, content, feeds[article.category.slug])
        embedded = embedded_of(article)
        yield Request(oembed.OEMBED, embedded, embedded, EmbedContent(article.path))


def _authors(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    helped, stories = by_helper(desk.build.of(POST)), series_by_author(desk)
    for profile in desk.build.of(PROFILE):
        articles = desk.written.get(profile.key, [])
        about = (parts_of(helped.get(profile.key, {})), partners(profile.key, articles, desk), places(articles, desk))
        for page, cut in _pages("AUTHOR", profile.key, articles, desk, paginate):
            content = AuthorContent(
                author=profile.key,
                total=len(articles),
                articles=cut,
                parts=about[0] if page.number == 1 else (),
                partners=about[1] if page.number == 1 else (),
                places=about[2] if page.number == 1 else (),
                pagination=page.pagination,
                series=stories.get(profile.key, ()) if page.number == 1 else (),
            )
            feeds = author_feeds(profile.key, profile.name, desk)
            yield Request("author", page.save_as, page.url, content, feeds)


def _series(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    """The pages of every series, and their index where there is one to list."""
    for series in desk.series.values():
        episodes = desk.episodes.get(series.slug, [])
        for page, cut in _pages("SERIES", series.slug, episodes, desk, paginate):
            content = series_content(series, cut, page.pagination, desk)
            yield Request("series", page.save_as, page.url, content, series_feeds(series, desk))
    if desk.series:
        url, save_as = (desk.urls.settings[f"SERIES_INDEX_{end}"] for end in ("URL", "SAVE_AS"))
        yield _whole("series_index", url, save_as, index_content(desk), desk)


def _terms(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    for kind, groups in (("CATEGORY", desk.categories), ("TAG", desk.tags)):
        overline = desk.say(N_("Category")) if kind == "CATEGORY" else desk.say(N_("Key word"))
        for term, articles in groups.values():
            feeds = category_feeds(term.slug, term.name, desk) if kind == "CATEGORY" else ()
            for page, cut in _pages(kind, term.slug, articles, desk, paginate):
                content = ListContent(
                    overline=overline,
                    title=term.name,
                    introduction=term.description,
                    description=term.description or f"{overline} : {term.name}",
                    feed=feeds[0].url if feeds else "",
                    articles=cut,
                    pagination=page.pagination,
                    subject=term if kind == "CATEGORY" else None,
                )
                yield Request(kind.lower(), page.save_as, page.url, content, feeds)


def _places(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    for code, slug, content in place_pages(desk):
        for page, cut in _pages("COMMUNE", slug, desk.told.get(code, []), desk, paginate):
            own = lists.cut_list(content, cut, page.pagination)
            yield Request("commune", page.save_as, page.url, own, commune_feeds(code, desk))


def _areas(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    """The pages of intercommunalités and départements."""
    for kind in AreaKind:
        for area, slug, paths, content in area_pages(kind, desk):
            for page, cut in _pages(kind.value, slug, paths, desk, paginate):
                own = lists.cut_list(content, cut, page.pagination)
                yield Request("commune", page.save_as, page.url, own, area_feeds(area, desk) if paths else ())


def _periods(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    for kind, key in (("YEAR", lists.year_of), ("MONTH", lists.month_of)):
        for _, group in groupby(desk.build.of(POST), key=key):
            articles = list(group)
            first = articles[0].date
            content = ListContent(
                overline=desk.say(N_("Archives")),
                title=month_name(first, desk.lang) if kind == "MONTH" else f"{first.year}",
                introduction="",
                description=desk.say(N_("Posts of this period.")),
                feed="",
                articles=(),
                pagination=PaginationView(1, 1, "", ""),
                periods=lists.months(articles, desk) if kind == "YEAR" else (),
            )
            yield from _period_pages(kind, first, content, articles, desk, paginate)


def _period_pages(
    kind: str, first: datetime, content: ListContent, articles: list[Article], desk: Desk, paginate: Paginate
) -> Iterator[Request]:
    for page, cut in _pages(f"{kind}_ARCHIVE", "", [a.path for a in articles], desk, paginate, first):
        own = lists.cut_list(content, cut, page.pagination)
        yield Request("period_archives", page.save_as, page.url, own)


def _pages(
    kind: str, slug: str, paths: Sequence[str], desk: Desk, paginate: Paginate, date: datetime | None = None
) -> Iterator[tuple[Leaf, tuple[str, ...]]]:
    """Each page of a long list with the posts it shows."""
    settings, size = desk.urls.settings, int(desk.urls.settings["DEFAULT_PAGINATION"])
    name, url = (str(settings[f"{kind}_{end}"]).format(slug=slug, date=date) for end in ("SAVE_AS", "URL"))
    made = leaves(paginate(name, url, len(paths)), desk.build.base)
    for number, leaf in enumerate(made):
        yield leaf, tuple(paths[number * size : (number + 1) * size])


def _singles(desk: Desk) -> Iterator[Request]:
    """The pages of which there is one, each with a template of its own."""
    settings = desk.urls.settings
    for template, make in lists.SINGLES.items():
        save_as = settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
        yield _whole(template, settings.get(f"{template.upper()}_URL", ""), save_as, make(desk), desk)
    for url, save_as, content in people_pages(desk):
        yield _whole("authors", url, save_as, content, desk)
    yield from _robots(desk)


def _robots(desk: Desk) -> Iterator[Request]:
    """The addresses for robots: one list, or an index of several where there are too many for one."""
    found, absolute, settings = lists.addresses(desk), desk.urls.absolute, desk.urls.settings
    name = settings["SITEMAP_SAVE_AS"]
    parts = [found[start : start + _PER_SITEMAP] for start in range(0, len(found), _PER_SITEMAP)]
    if len(parts) > 1:
        names = [name.replace(".xml", f"-{number}.xml") for number in range(1, len(parts) + 1)]
        index = AddressesContent(tuple(lists.plain_address(absolute(part)) for part in names), absolute(name))
        yield Request("sitemaps", name, "", index)
    else:
        names = [name]
    for part, save_as in zip(parts, names, strict=True):
        yield Request("sitemap", save_as, "", AddressesContent(part, absolute(name)))
    yield Request("robots", settings["ROBOTS_SAVE_AS"], "", AddressesContent((), absolute(name), desk.build.preview))


def _whole(kind: str, url: str, save_as: str, content: Content, desk: Desk) -> Request:
    feeds = () if kind in {"page", "authors", "plan", "share", "404"} else site_feeds(desk)
    return Request(kind, save_as, url, content, feeds)
