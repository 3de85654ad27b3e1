"""Posts: their pages, their cards on every list, categories, key words, archives, the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.base.translation import N_
from placette.engine.library.build import Build
from placette.engine.library.kinds import Term
from placette.engine.pages.features import (
    ALTERNATES,
    NEWEST,
    Feature,
    FileKind,
    Listing,
    MapSection,
    PageKind,
    Request,
    SharedKind,
    Slot,
)
from placette.engine.pages.lists import ENTRIES, TERMS, Single, compose_terms
from placette.engine.pages.site import Site, as_planned
from placette.engine.pages.views import LinkView
from placette.features.posts import lists as addresses
from placette.features.posts.article_page import (
    OEMBED,
    category_above,
    compose_article,
    compose_home,
    compose_not_found,
    counted,
    credits_of,
    home_request,
    language_name,
    latest_content,
    lead_in,
    post_requests,
    write_oembed,
)
from placette.features.posts.kind import POST, Ties
from placette.features.posts.lists import (
    CATEGORY_LISTS,
    MONTH_LISTS,
    TAG_LISTS,
    YEAR_LISTS,
    archives_above,
    archives_content,
    article_of,
    articles,
    by_key,
    calendar_url,
    card_of,
    cards_of,
    categories,
    categories_above,
    categories_content,
    category_term,
    company_of,
    compose_archives,
    compose_list,
    feed_url,
    of_areas,
    of_communes,
    post_marks,
    published,
    tags,
    tags_above,
    tags_content,
    written,
)
from placette.features.posts.motifs import motifs_of
from placette.features.posts.schema import Article, ArticleMatter, Role
from placette.features.posts.structured import (
    article_subject,
    category_subject,
    describe_post,
    points_of,
    post_entry,
    searched_posts,
)

__all__ = [
    "FEATURE",
    "POST",
    "Article",
    "ArticleMatter",
    "Role",
    "Ties",
    "article_of",
    "articles",
    "by_key",
    "calendar_url",
    "card_of",
    "cards_of",
    "categories",
    "category_term",
    "counted",
    "credits_of",
    "feed_url",
    "language_name",
    "lead_in",
    "motifs_of",
    "of_areas",
    "of_communes",
    "points_of",
    "published",
    "register",
    "written",
]

_POSTS_ON_PLAN = 300  # posts that the site map lists one by one; a larger site's map leads to the years


def _requests(site: Site) -> Iterator[Request]:
    yield from post_requests(site)
    if site.addresses[addresses.INDEX]:
        yield home_request(site)


def _newest(site: Site) -> tuple[str, ...]:
    return tuple(article.path for article in published(site)[:ENTRIES])


def _listed(site: Site) -> Iterator[Listing]:
    if site.addresses[addresses.INDEX]:
        yield Listing(0, "")
    alternates = site.ask(ALTERNATES)
    for article in published(site):
        changed = (article.modified or article.date).isoformat()
        yield Listing(200, article.url, changed, alternates(article, site))


def _sections(site: Site) -> Iterator[MapSection]:
    shown = published(site)
    if len(shown) <= _POSTS_ON_PLAN:
        links = [LinkView(article.title, site.base + article.url) for article in shown]
    else:
        links = [LinkView(term.name, term.url) for term, _, _ in archives_content(site)]
    yield MapSection(300, site.say(N_("Posts")), links)


def _posts(site: Site) -> int:
    return len(published(site))


def _categories(site: Site) -> int:
    return len(categories(site))


def _shown_categories(site: Site) -> Iterator[Term]:
    found = {article.category.slug: article.category for article in reversed(published(site))}
    return (found[slug] for slug in sorted(found))


def _moments(build: Build) -> Iterator[datetime]:
    """When scheduled posts appear, the newest one did (clocks are turned back), and a chosen one ceases to lead."""
    shown = build.of(POST)
    yield from (article.date for article in (*build.scheduled(POST), *shown[:1]))
    yield from (article.featured for article in shown if article.featured)


FEATURE = Feature(
    name="posts",
    order=10,
    kinds=(POST,),
    addresses=(
        *(addresses.ARTICLE, addresses.OEMBED_FILE, addresses.INDEX, addresses.NOT_FOUND, addresses.ARCHIVES),
        *(addresses.CATEGORY, addresses.CATEGORY_FEED, addresses.CATEGORIES, addresses.TAG, addresses.TAGS),
        *(addresses.YEAR, addresses.MONTH),
    ),
    pages=(
        PageKind("404", compose_not_found, "WebSite"),
        PageKind("archives", compose_archives),
        PageKind(
            "article",
            compose_article,
            above=category_above,
            places=("overline", "joined", "after", "aside", "foot", "below"),
        ),
        PageKind(TERMS, compose_terms, places=("below",)),
        PageKind("category", compose_list, above=categories_above),
        PageKind("index", compose_home, "WebSite", places=("after", "beside", "calls")),
        PageKind("period_archives", compose_list, above=archives_above),
        PageKind("tag", compose_list, above=tags_above),
        PageKind("tags", compose_terms),
        FileKind(OEMBED, write_oembed),
    ),
    collections=(CATEGORY_LISTS, TAG_LISTS, YEAR_LISTS, MONTH_LISTS),
    slots=(Slot(TERMS, "below", "terms", "company", company_of, as_planned),),
    singles=(
        Single(
            *(addresses.ARCHIVES, "archives", archives_content, N_("All posts"), 10, 30),
            entries=_posts,
            frame="archives",
        ),
        Single(
            *(addresses.CATEGORIES, TERMS, categories_content, N_("Categories"), 40, 40),
            entries=_categories,
            frame="categories",
        ),
        Single(addresses.TAGS, "tags", tags_content, N_("Tags"), 60, 60, entries=lambda site: len(tags(site))),
        Single(addresses.NOT_FOUND, "404", latest_content, fed=False, file="404.html"),
    ),
    requests=_requests,
    entry=post_entry,
    offers={NEWEST: _newest},
    marks=post_marks,
    listed=_listed,
    sections=_sections,
    shared=(
        SharedKind(Article, describe_post, article_subject, published),
        SharedKind(Term, subject=category_subject, carded=_shown_categories),
    ),
    moments=_moments,
    searched=searched_posts,
)
register = FEATURE.register
