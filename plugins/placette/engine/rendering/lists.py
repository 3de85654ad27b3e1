"""Lists, each a row of its feature: lists of posts with pages and feeds, and pages of which there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, NamedTuple

from placette.engine.base.text import fold
from placette.engine.content.addresses import address_of
from placette.engine.content.build import Build
from placette.engine.content.linking import propose_targets
from placette.engine.findings.problems import Problem, blocks, in_order
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.features import (
    Above,
    Collection,
    Feature,
    Lookup,
    Member,
    Request,
    Single,
    Site,
)
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import SlotsView, once_a_build, plan_slots, slot_views
from placette.engine.rendering.views import BreadcrumbsView, FeedView, HeadView, LinkView, PaginationView, TermView

ENTRIES = 10
"""Posts in a feed: each new one makes five feeds or more again, and readers fetch them every hour."""
SITE_FEED = FeedAddress("FEED_ALL")
"""The feeds of the whole site."""


class Paged(NamedTuple):
    """A long page of which there is one: its items, how many are on a page, what makes the content of one page."""

    items: Sequence[Any]
    size: int
    content: Callable[[tuple[Any, ...], PaginationView], Any]


class Leaf(NamedTuple):
    """One page of a long list: its file, its address, its place, its items (posts, people)."""

    save_as: str
    url: str
    pagination: PaginationView
    items: tuple[Any, ...]


def leaves(
    file: str, url: str, items: Sequence[Any], size: int, site: Site, *, newest_first: bool = False
) -> list[Leaf]:
    """Return the pages of a list, ``size`` items on each; ``file`` and ``url`` are those of the first.

    With ``newest_first``, 1 is the oldest page, and the first page takes in what fills no page yet: it has half of
    ``size`` items to half more. Then no page but the first changes with a new item, but once in ``size`` times.
    """
    count = max(1, (len(items) + size // 2) // size if newest_first else -(-len(items) // size))
    begin = len(items) - (count - 1) * size if newest_first else size
    starts = [0, *range(begin, begin + (count - 1) * size, size), len(items)]
    numbers = range(count, 0, -1) if newest_first else range(1, count + 1)
    places = [(file, url), *(site.paginate(file, url, number) for number in numbers[1:])]
    urls = ["", *(site.base + path for _, path in places), ""]
    total = 0 if newest_first else count
    return [
        Leaf(*place, PaginationView(number, total, urls[at], urls[at + 2]), tuple(items[starts[at] : starts[at + 1]]))
        for at, (number, place) in enumerate(zip(numbers, places, strict=True))
    ]


def member_pages(collection: Collection, site: Site) -> Iterator[Request]:
    """Yield the pages of every list of a collection."""
    address = site.addresses[collection.address]
    for member in members_of(collection, site):
        feeds = feeds_of(collection, member, site)
        file, url = address.file(member.slug, member.date), address.path(member.slug, member.date)
        size, newest = site.page_size * collection.short, collection.newest_first
        for leaf in leaves(file, url, member.posts, size, site, newest_first=newest):
            content = member.content(leaf.items, leaf.pagination)
            slots = plan_slots(collection.template, member.about, site, first=leaf.pagination.is_first)
            yield Request(collection.template, leaf.save_as, leaf.url, content, feeds, slots)


def members_of(collection: Collection, site: Site) -> Sequence[Member]:
    """Return the lists of a collection; none where the settings leave out its pages."""
    cache = site.kept.setdefault("members", {})
    if collection.address not in cache:
        cache[collection.address] = tuple(collection.members(site)) if site.addresses[collection.address] else ()
    members: Sequence[Member] = cache[collection.address]
    return members


def member_links(collection: Collection, site: Site) -> list[LinkView]:
    """Return a link to each list, in the order of their names."""
    address, shown = site.addresses[collection.address], [m for m in members_of(collection, site) if not m.quiet]
    ordered = sorted(shown, key=lambda member: (_rank(member), member.slug))
    return [LinkView(m.shown or m.label, site.base + address.path(m.slug, m.date)) for m in ordered]


def _rank(member: Member) -> Any:
    return fold(member.shown or member.label) if member.rank is None else member.rank


def feeds_of(collection: Collection, member: Member, site: Site) -> tuple[FeedView, ...]:
    """Return the feeds that the pages of a list announce."""
    label = f"{member.label} – {site.site_name}"
    feeds = announced(collection.feed, member.slug, label, site) if collection.feed and member.fed else ()
    also = site.also_announced(member.about, label) if collection.feed and member.about is not None else ()
    return (*feeds, *also)


@once_a_build
def site_feeds(site: Site) -> tuple[FeedView, ...]:
    """Return the feeds of the whole site that most pages announce: that of all posts."""
    return announced(SITE_FEED, "", site.site_name, site)


@once_a_build
def every_feed(site: Site) -> tuple[FeedView, ...]:
    """Return these and what features announce, on the home page and on pages about the objects of lists."""
    return (*site_feeds(site), *site.also_announced(None, site.site_name))


def announced(feed: FeedAddress, slug: str, label: str, site: Site) -> tuple[FeedView, ...]:
    """Return a feed in each of its forms, as pages announce it."""
    places = ((site.addresses.file(feed.form(form.end)).format(slug=slug), form.mime) for form in site.feed_forms)
    return tuple(FeedView(label, site.base + path, mime) for path, mime in places if path)


class FeedContent(NamedTuple):
    """A feed's title (empty for the whole site), its texts (source paths), the address of the page that lists them.

    One that isn't ``whole`` has the summaries of its texts: those of lists, since the site's has each text already.
    """

    title: str
    texts: tuple[str, ...]
    page: str = ""
    whole: bool = True


def feed_requests(
    feed: FeedAddress, slug: str, title: str, posts: Sequence[str], site: Site, page: str = "", *, whole: bool = True
) -> Iterator[Request]:
    """Yield a request for each form of a feed; they follow each other, for they share their texts."""
    content = FeedContent(title, tuple(posts[:ENTRIES]), page, whole)
    for form in site.feed_forms:
        path = site.addresses.file(feed.form(form.end)).format(slug=slug)
        yield Request(form.kind, path, path, content)


def member_feeds(collection: Collection, site: Site) -> Iterator[Request]:
    """Yield the feeds of every list of a collection."""
    address = site.addresses[collection.address]
    for member in members_of(collection, site) if collection.feed else ():
        if member.fed and collection.feed:
            posts, page = member.newest or member.posts, address.path(member.slug, member.date)
            yield from feed_requests(collection.feed, member.slug, member.label, posts, site, page, whole=False)


def single_requests(single: Single, site: Site) -> Iterator[Request]:
    """Yield the page of which there is one, or its pages; none where it is left out or has nothing to show."""
    address = site.addresses[single.address]
    file, feeds = address.save_as or single.file, (single.feeds or site_feeds)(site) if single.fed else ()
    if single.feed:
        feeds = (*announced(single.feed, "", f"{site.say(single.label)} – {site.site_name}", site), *feeds)
    content = site.once(single.content) if file else None
    if isinstance(content, Paged):
        for leaf in leaves(file, address.url, content.items, content.size, site):
            page_content = content.content(leaf.items, leaf.pagination)
            yield Request(single.template, leaf.save_as, leaf.url, page_content, feeds)
    elif content is not None:
        yield Request(single.template, file, address.url, content, feeds, plan_slots(single.template, single, site))


def list_url(page: PageAddress, site: Site) -> str:
    """Return the printed address of a list, for menus and the like; empty where it is left out or too short."""
    return "" if site.addresses[page].url in short_lists(site) else site.index_url(page)


@once_a_build
def short_lists(site: Site) -> Mapping[str, tuple[int, int]]:
    """Return the lists that only the site map leads to, by address: how many entries they have, of how many."""
    lists = (single for feature in site.features for single in feature.singles if site.addresses[single.address])
    counts = {one.address: (one.entries(site), one.least) for one in lists if one.entries}
    return {site.addresses[page].url: (count, least) for page, (count, least) in counts.items() if count < least}


def index_link(single: Single, site: Site) -> LinkView | None:
    """Return a link to a page of which there is one, where there is one."""
    url = site.index_url(single.address)
    return LinkView(site.say(single.label), url) if url and site.once(single.content) is not None else None


def breadcrumbs_of(request: Request, name: str, description: str, site: Site, about: Any) -> BreadcrumbsView:
    """Return the breadcrumbs of a page, for machines; ``about`` is the value that it is about, or None."""
    kind = site.page_kinds[request.kind]
    url = site.absolute(request.path or request.save_as.removesuffix("index.html"))
    home, above = LinkView(site.site_name, site.absolute("")), _above(kind.above, site, about)
    is_above = above and above.path not in short_lists(site)
    trail = (home, LinkView(above.label, site.absolute(above.path))) if above and is_above else (home,)
    return BreadcrumbsView(kind.schema, name, description, url, trail)


def _above(declared: PageAddress | Callable[[Site, Any], Above | None] | None, site: Site, about: Any) -> Above | None:
    """Return the page above another; that of a list is called as the list is."""
    if not isinstance(declared, PageAddress):
        return declared(site, about) if declared else None
    single, address = site.once(_singles)[declared], site.addresses[declared]
    return Above(site.say(single.label), address.url) if address else None


def _singles(site: Site) -> dict[PageAddress, Single]:
    return {single.address: single for feature in site.features for single in feature.singles}


def head_of(
    request: Request,
    title: str,
    description: str,
    look: Lookup,
    about: Any = None,
    robots: str = "",
    embedded: str = "",
) -> HeadView:
    """Return the head of a page; its title ends with the site's name. ``embedded`` is the path of its oEmbed file."""
    site = look.site
    crumbs = breadcrumbs_of(request, title, description, site, about)
    return HeadView(
        title=title if title == site.site_name else f"{title} – {site.site_name}",
        name=title,
        description=description,
        canonical_url=crumbs.url,
        lang=site.lang,
        social=site.ask(Ports.SOCIAL)(about, crumbs, look),
        feeds=request.feeds,
        oembed_url=site.absolute(embedded) if embedded else "",
        webmention_url=site.ask(Ports.WEBMENTION)(about),
        alternates=site.ask(Ports.ALTERNATES)(about, site),
        robots="noindex" if site.build.preview else robots,
        mining=site.ask(Ports.MINING).of(about),
        report_url=site.ask(Ports.REPORTING)(title, crumbs.url),
    )


TERMS = "terms"
"""The kind of these pages, which is their template."""


class TermsSectionView(NamedTuple):
    """Names below a heading, on a page of another kind; ``id`` is the heading's anchor."""

    id: str
    title: str
    terms: tuple[TermView, ...]


class TermsView(NamedTuple):
    """Names, each with its address; a request has no head and no slots yet."""

    title: str
    introduction: str
    terms: tuple[TermView, ...]
    head: HeadView | None = None
    slots: SlotsView | None = None


def compose_terms(request: Request, content: TermsView, look: Lookup) -> TermsView:
    """Return the view of such a page."""
    head = head_of(request, content.title, content.introduction, look)
    return content._replace(head=head, slots=slot_views(request, None, look))


def plan_site(site: Site) -> list[Request]:
    """Return one request for each file; raises ``ValueError`` for two that want one file."""
    requests = first_requests(site)
    twice = [path for path, times in Counter(request.save_as for request in requests).items() if times > 1]
    if twice:
        raise ValueError(f"several pages would be written to {', '.join(sorted(twice))}")
    return [*requests, *site.ask(Ports.LATER)]


@once_a_build
def first_requests(site: Site) -> list[Request]:
    """Return the requests that features make without knowing those of the others."""
    requests = [request for feature in site.features for request in _requests(feature, site)]
    newest = site.ask(Ports.NEWEST)
    requests += feed_requests(SITE_FEED, "", "", newest, site)
    return [request for request in requests if request.save_as]  # an empty setting leaves a page out


def _requests(feature: Feature, site: Site) -> Iterator[Request]:
    yield from feature.requests(site)
    for collection in feature.collections:
        yield from member_pages(collection, site)
        yield from member_feeds(collection, site)
    for single in feature.singles:
        yield from single_requests(single, site)


MOVED, GONE = "moved", "gone"
"""The kinds of these pages, which are their templates."""


class MovedView(NamedTuple):
    """The page at an address that moved: its title, the printed new address, its link text; a request has no head yet.

    Its head has the new address.
    """

    title: str
    url: str
    label: str
    head: HeadView | None = None


def compose_moved(request: Request, content: MovedView, look: Lookup) -> MovedView:
    """Return the page at an address that moved, as that of a commune that is part of another; machines get the new."""
    head = head_of(request, content.title, content.title, look, robots="noindex")
    address = look.site.absolute(content.url.removeprefix(look.site.base))
    return content._replace(head=head._replace(canonical_url=address))


class ProblemsError(Exception):
    """Problems stop a build."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)}")


class DeadLinksError(ProblemsError):
    """Texts lead to pages that the site doesn't have; nothing was made."""


def planned_addresses(site: Site) -> frozenset[str]:
    """Return the addresses of all pages that are printed."""
    return frozenset(address_of(request.save_as) for request in first_requests(site))


def dead_links(listed: Iterable[tuple[str, Problem]], made: Set[str]) -> Iterator[Problem]:
    """Yield the problems of links (each with the address of a page) to pages that are not made."""
    dead = (problem for address, problem in listed if address not in made)
    pages = {address.rstrip("/") for address in made if address.endswith("/")}
    yield from propose_targets(dead, pages, lambda address, _: f"/{address}/")


def refuse_dead_links(site: Site, made: Set[str], files: Iterable[str]) -> None:
    """Raise ``DeadLinksError`` for links of texts that lead neither to an address that is made nor to one of files."""
    suspects = [(address, problem) for address, problem in site.build.listed if address not in made]
    others = {address_of(path) for path in files} if suspects else frozenset()
    if problems := tuple(dead_links(suspects, made | others)):
        raise DeadLinksError(problems)


def with_dead_links(build: Build, site: Callable[[], Site]) -> Build:
    """Return the build with the problems of links to pages that it lacks, as ``refuse_dead_links`` finds them.

    Where something blocks already, it isn't known which pages there would be; then no ``site`` is made.
    """
    if not build.listed or blocks(build.problems):
        return build
    problems = dead_links(build.listed, planned_addresses(site()))
    return replace(build, problems=tuple(sorted({*build.problems, *problems}, key=in_order)))
