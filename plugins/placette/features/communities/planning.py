"""Communities and calls for posts: what each page shows, and which pages there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.contents import CallContent, CommunityContent, TakingPartContent, TermsContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.leaves import Leaf
from placette.engine.pages.requests import Request
from placette.engine.pages.views import LinkView, TermView
from placette.features.calls.call import Call, open_calls
from placette.features.feeds.subscriptions import community_feeds, site_feeds
from placette.features.posts.article import Article
from placette.features.walks import planning as walks

Pages = Callable[[str, str, Sequence[str]], Iterable[tuple[Leaf, tuple[str, ...]]]]
"""From the prefix of address settings, a slug and the posts of a long list to its pages, each with its posts."""
_ON_HOME = 3
"""Calls that the home page shows; the others are a step away."""
_INDEXES = {"COMMUNITIES": N_("Communities"), "CALLS": N_("Calls for posts")}
"""The lists of what is done together, by the prefix of their address settings."""


def gathering_requests(desk: Desk, pages: Pages) -> Iterator[Request]:
    """The pages of communities and calls, and their lists where there is something to list."""
    for slug, community in desk.communities.items():
        calls = tuple(call.slug for call in _open(desk) if call.community == slug)
        counts = tuple((key, len(desk.written.get(key, ()))) for key in community.referents)
        paths, feeds = desk.joined.get(slug, []), community_feeds(community, desk)
        for leaf, cut in pages("COMMUNITY", slug, paths):
            content = CommunityContent(slug, counts, len(paths), calls, cut, leaf.pagination)
            yield Request("community", leaf.save_as, leaf.url, content, feeds)
    for slug, call in desk.calls.items():
        paths = desk.answered.get(slug, [])
        for leaf, cut in pages("CALL", slug, paths):
            yield Request("call", leaf.save_as, leaf.url, _call_content(call, paths, cut, leaf, desk))
    for prefix, terms in _indexes(desk):
        url, save_as = (str(desk.urls.settings[f"{prefix}_{end}"]) for end in ("URL", "SAVE_AS"))
        yield Request(prefix.lower(), save_as, url, terms, site_feeds(desk))


def _call_content(call: Call, paths: Sequence[str], cut: tuple[str, ...], leaf: Leaf, desk: Desk) -> CallContent:
    community = call.community if call.community in desk.communities else ""
    category = call.category is not None and call.category.slug in desk.categories  # without posts it has no page
    return CallContent(call.slug, _is_open(call, desk), community, category, len(paths), cut, leaf.pagination)


def _open(desk: Desk) -> list[Call]:
    return open_calls(desk.calls.values(), desk.build.now)


def _is_open(call: Call, desk: Desk) -> bool:
    return call.closes > desk.build.now


def _indexes(desk: Desk) -> Iterator[tuple[str, TermsContent]]:
    if desk.communities and desk.urls.of_index("COMMUNITIES"):
        said = N_("Who shares what here, and who answers for it.")
        yield "COMMUNITIES", TermsContent(desk.say(_INDEXES["COMMUNITIES"]), desk.say(said), community_terms(desk))
    if desk.calls and desk.urls.of_index("CALLS"):
        terms = call_terms(desk)
        said = N_("What we would like to read; anybody may answer.") if terms else N_("No call is open at the moment.")
        yield "CALLS", TermsContent(desk.say(_INDEXES["CALLS"]), desk.say(said), terms)


def community_terms(desk: Desk) -> tuple[TermView, ...]:
    """Every community by name, with how many posts it has."""
    ordered = sorted(desk.communities.values(), key=lambda community: (fold(community.title), community.slug))
    counts = {slug: len(paths) for slug, paths in desk.joined.items()}
    base = desk.build.base
    return tuple(TermView(c.title, base + c.url, counts.get(c.slug, 0), c.summary) for c in ordered)


def call_terms(desk: Desk) -> tuple[TermView, ...]:
    """The calls that are open, the most urgent first."""
    pattern, base = desk.say(N_("Until {day}. {summary}")), desk.build.base
    told = ((call, long_date(call.deadline, desk.lang)) for call in _open(desk))
    return tuple(TermView(c.title, base + c.url, 0, pattern.format(day=day, summary=c.summary)) for c, day in told)


def index_links(desk: Desk) -> list[LinkView]:
    """The lists of what is done together."""
    return [LinkView(desk.say(_INDEXES[prefix]), desk.urls.of_index(prefix)) for prefix, _ in _indexes(desk)]


def plan_sections(desk: Desk) -> list[tuple[str, list[LinkView]]]:
    """The sections of the site map: what has closed isn't there."""
    found = (("COMMUNITIES", community_terms(desk)), ("CALLS", call_terms(desk)))
    return [(desk.say(_INDEXES[prefix]), [LinkView(term.name, term.url) for term in terms]) for prefix, terms in found]


def gathering_addresses(desk: Desk) -> list[str]:
    """Addresses for robots, from the site's root; those of closed calls, which ask not to be listed, aren't there."""
    urls = [term.url for term in (*community_terms(desk), *call_terms(desk))]
    return [url.removeprefix(desk.build.base) for url in (*urls, *(link.url for link in index_links(desk)))]


def taking_part(desk: Desk) -> TakingPartContent | None:
    """What the home page says of it; None where nothing is declared."""
    links = (*index_links(desk), *walks.index_links(desk))
    calls = tuple(call.slug for call in _open(desk)[:_ON_HOME])
    return TakingPartContent(calls, links) if links or calls else None


def joined_by(article: Article, desk: Desk) -> tuple[tuple[str, str], ...]:
    """What a post belongs to, as pairs of kind and slug: its communities, then the call that it answers."""
    communities = [("community", slug) for slug in article.communities if slug in desk.communities]
    return (*communities, *([("call", article.call)] if article.call in desk.calls else []))
