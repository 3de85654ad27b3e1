"""Every file that the views write, as requests: decided from the whole build before any is composed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from plugins.core.dates import month_name
from plugins.core.message import N_
from plugins.core.models import Article, Profile
from plugins.core.views import LinkView, PaginationView
from plugins.views import lists
from plugins.views.desk import Desk
from plugins.views.gone import gone_requests
from plugins.views.groups import by_helper
from plugins.views.requests import (
    AddressesContent,
    AuthorContent,
    Content,
    FeedContent,
    ListContent,
    PageContent,
    PostContent,
    Request,
)

ENTRIES = 20
"""Posts in a feed."""
_PER_SITEMAP = 45_000
"""Addresses in one file; the protocol (sitemaps.org) takes 50,000."""

Paginate = Callable[[str, str, int], list[tuple[str, str]]]
"""From a list's file, its address and how many posts it has to the file and address of each of its pages."""
Related = Sequence[tuple[str, ...]]
"""For each published post, in order, the posts to read next (source paths)."""


def plan_site(desk: Desk, paginate: Paginate, related: Related) -> list[Request]:
    """One request for each file; raises ``ValueError`` for two that want one file."""
    newest = desk.build.published[0].path if desk.build.published else ""
    requests = [
        *_posts(desk, related),
        *(_whole("page", page.url, page.url + "index.html", PageContent(page.path), desk) for page in desk.build.pages),
        *_authors(desk, paginate),
        *_terms(desk, paginate),
        *_periods(desk, paginate),
        *_singles(desk, newest),
        *_feeds(desk),
        *gone_requests(desk),
    ]
    wanted = [request for request in requests if request.save_as]  # an empty setting leaves a page out
    twice = [path for path, times in Counter(request.save_as for request in wanted).items() if times > 1]
    if twice:
        raise ValueError(f"several pages would be written to {', '.join(sorted(twice))}")
    return wanted


def _posts(desk: Desk, related: Related) -> Iterator[Request]:
    published, save_as = desk.build.published, str(desk.urls.settings["ARTICLE_SAVE_AS"])
    paths = ["", *(article.path for article in published), ""]
    for number, article in enumerate(published):
        counts = tuple(len(desk.written[key]) for key in article.authors)
        content = PostContent(article.path, counts, paths[number], paths[number + 2], related[number])
        target = save_as.format(date=article.date, slug=article.slug)
        feeds = (*lists.site_feeds(desk), _category_feed(article, desk))
        yield Request("article", target, article.url, content, article.path, feeds)


def _category_feed(article: Article, desk: Desk) -> LinkView:
    path = desk.urls.settings["CATEGORY_FEED_ATOM"].format(slug=article.category.slug)
    return LinkView(f"{article.category.name} – {desk.site_name}", desk.build.base + path)


def _authors(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    helped = by_helper(desk.build.published)
    for profile in desk.build.profiles:
        articles = desk.written.get(profile.key, [])
        for page, cut in _pages("AUTHOR", profile.key, articles, desk, paginate):
            content = AuthorContent(
                author=profile.key,
                count=len(articles),
                articles=cut,
                contributions=tuple(helped.get(profile.key, ())) if page.number == 1 else (),
                pagination=page.pagination,
            )
            yield Request("author", page.save_as, page.url, content, (cut or ("",))[0], _author_feeds(profile, desk))


def _author_feeds(profile: Profile, desk: Desk) -> tuple[LinkView, ...]:
    path = desk.urls.settings["AUTHOR_FEED_ATOM"].format(slug=profile.key)
    return (LinkView(f"{profile.name} – {desk.site_name}", desk.build.base + path),)


def _terms(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    for kind, groups in (("CATEGORY", desk.categories), ("TAG", desk.tags)):
        overline = desk.say(N_("Category")) if kind == "CATEGORY" else desk.say(N_("Key word"))
        for term, articles in groups.values():
            feed = desk.urls.settings["CATEGORY_FEED_ATOM"].format(slug=term.slug) if kind == "CATEGORY" else ""
            for page, cut in _pages(kind, term.slug, articles, desk, paginate):
                content = ListContent(
                    overline=overline,
                    title=term.name,
                    introduction=term.description,
                    description=term.description or f"{overline} : {term.name}",
                    feed_title=f"{term.name} – {desk.site_name}" if feed else "",
                    feed=desk.build.base + feed if feed else "",
                    articles=cut,
                    pagination=page.pagination,
                )
                yield Request(kind.lower(), page.save_as, page.url, content, cut[0])


def _periods(desk: Desk, paginate: Paginate) -> Iterator[Request]:
    for kind, key in (("YEAR", lists.year_of), ("MONTH", lists.month_of)):
        for _, group in groupby(desk.build.published, key=key):
            articles = list(group)
            first = articles[0].date
            content = ListContent(
                overline=desk.say(N_("Archives")),
                title=month_name(first, desk.lang) if kind == "MONTH" else f"{first.year}",
                introduction="",
                description=desk.say(N_("Posts of this period.")),
                feed_title="",
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
        yield Request("period_archives", page.save_as, page.url, own, cut[0])


def _pages(
    kind: str, slug: str, paths: Sequence[str], desk: Desk, paginate: Paginate, date: datetime | None = None
) -> Iterator[tuple[lists.Leaf, tuple[str, ...]]]:
    """Each page of a long list with the posts it shows."""
    settings, size = desk.urls.settings, int(desk.urls.settings["DEFAULT_PAGINATION"])
    name, url = (str(settings[f"{kind}_{end}"]).format(slug=slug, date=date) for end in ("SAVE_AS", "URL"))
    leaves = lists.leaves(paginate(name, url, len(paths)), desk.build.base)
    for number, leaf in enumerate(leaves):
        yield leaf, tuple(paths[number * size : (number + 1) * size])


def _singles(desk: Desk, newest: str) -> Iterator[Request]:
    """The pages of which there is one, each with a template of its own."""
    settings = desk.urls.settings
    for template, make in lists.SINGLES.items():
        save_as = settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
        yield _whole(template, settings.get(f"{template.upper()}_URL", ""), save_as, make(desk), desk, newest)
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
    yield Request("robots", settings["ROBOTS_SAVE_AS"], "", AddressesContent((), absolute(name)))


def _whole(kind: str, url: str, save_as: str, content: Content, desk: Desk, illustration: str = "") -> Request:
    feeds = () if kind in {"page", "authors", "plan", "404"} else lists.site_feeds(desk)
    return Request(kind, save_as, url, content, illustration, feeds)


def _feeds(desk: Desk) -> Iterator[Request]:
    """The feeds of the site, of each category and of each author."""
    settings, published = desk.urls.settings, desk.build.published
    yield _feed(settings["FEED_ALL_ATOM"], "", [article.path for article in published])
    for term, articles in desk.categories.values():
        yield _feed(settings["CATEGORY_FEED_ATOM"].format(slug=term.slug), term.name, articles)
    for profile in desk.build.profiles:
        path = settings["AUTHOR_FEED_ATOM"].format(slug=profile.key)
        yield _feed(path, profile.name, desk.written.get(profile.key, []))


def _feed(path: str, title: str, articles: Sequence[str]) -> Request:
    return Request("feed", path, path, FeedContent(title, tuple(articles[:ENTRIES])))
