"""The site's own texts: about, charter, legal notices …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple, Protocol

from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.companions import Photos
from placette.engine.content.kinds import OWN_PAGES, Making, Rights, TextKind
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.entries import Searched, Writing, headings_of
from placette.engine.rendering.features import Feature, Listing, Lookup, MapSection, PageKind, Request, Site
from placette.engine.rendering.lists import head_of
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.searched import searched_text
from placette.engine.rendering.site import SlotsView, ViewsSettings, plan_slots, slot_views
from placette.engine.rendering.views import HeadingView, HeadView, LinkView
from placette.engine.texts import fields as f
from placette.engine.texts.front_matter import Matter, key
from placette.engine.texts.values import Body

__all__ = ["FEATURE", "PAGE", "Page", "PageContent", "register"]


@dataclass(frozen=True, slots=True)
class Page:
    """A text of the site itself: charter, legal notices …"""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


class PageMatter(Matter):
    """The front matter of a page of the site itself."""

    title: f.Title = key("The title.", "titre", example="Charte")
    summary: f.Sentence = key(
        "One sentence for search engines.", "résumé", "chapeau", example="Ce que nous publions.", default=""
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    imported: f.ImportMark = key(
        "Where it was before, and marks by which placette import knows it.",
        "importé",
        example=f.IMPORTED,
        contact="any",
        default="",
    )


def _page(making: Making[PageMatter]) -> Page:
    draft, title, summary = making.draft, making.say(making.matter.title), making.say(making.matter.summary)
    return Page(draft.path, draft.slug, making.url, title, summary, making.lang, making.body)


PAGE = TextKind(
    name="page",
    place=r"pages/[^/]+\.md",
    schema=PageMatter,
    value=Page,
    address="PAGE",
    changed=N_("the page {what} changed"),
    make=_page,
    beside=(Photos("pages"),),
    rights=Rights(code="proposal-page"),
    found=OWN_PAGES,
)

PAGE_ADDRESS = PageAddress("PAGE")
BEFORE = "before"
"""The place above the text of a page (``Prefaced``)."""
_CONTRIBUTE = N_("Write an article, send a text, publish a post, contribute, take part.")
OPENING = "opening"
"""The part that replaces a page's title and first sentence; such a page is as wide as a list, without contents."""


class PageContent(NamedTuple):
    """A page of the site's own texts, by slug."""

    page: str


class PageView(NamedTuple):
    """A page of the site's own texts."""

    head: HeadView
    title: str
    summary: str
    lang: str
    body_html: str
    headings: tuple[HeadingView, ...]
    slots: SlotsView


class Prefaced(Protocol):
    """A block ``before`` a page: the table of contents begins with its headings."""

    @property
    def headings(self) -> tuple[HeadingView, ...]:
        """Return the headings in order."""


def _requests(site: Site) -> Iterator[Request]:
    for page in site.build.of(PAGE):
        content, slots = PageContent(page.slug), plan_slots("page", page, site)
        yield Request("page", f"{page.url}index.html", page.url, content, slots=slots)


def _compose(request: Request, content: PageContent, look: Lookup) -> PageView:
    page = look.named(PAGE, content.page)
    body = look.body(page)
    head = head_of(request, page.title, page.summary, look, page)
    slots = slot_views(request, page, look)
    before: tuple[Prefaced, ...] = tuple(part.value for part in slots.places[BEFORE])
    headings = (*(heading for part in before for heading in part.headings), *headings_of(body))
    return PageView(head, page.title, page.summary, page.lang, body.html, headings, slots)


def _urls(site: Site) -> Mapping[str, str]:
    return {page.slug: site.base + page.url for page in site.build.of(PAGE)}


def _listed(site: Site) -> Iterator[Listing]:
    return (Listing(10, page.url) for page in site.build.of(PAGE))


def _sections(site: Site) -> Iterator[MapSection]:
    pages = sorted(site.build.of(PAGE), key=lambda page: fold(page.title))
    yield MapSection(10, site.say(N_("About this site")), [LinkView(p.title, site.base + p.url) for p in pages])


def _searched(site: Site) -> Iterator[Searched]:
    """Yield the texts, which are found by what visitors may do there, too."""
    slots, write = site.slots_of("page"), site.options("VIEWS", ViewsSettings).write_page
    for page in site.build.of(PAGE):
        planned = plan_slots("page", page, site)
        finds = [_CONTRIBUTE if page.slug == write else "", *(slots[at].finds(content) for at, content in planned)]
        purpose, text = " ".join(map(site.say, filter(None, finds))), searched_text(OWN_PAGES, page, site)
        yield text._replace(mark=f"{text.mark}\n{purpose}", read=partial(_read, text, purpose))


def _read(found: Searched, purpose: str) -> Writing:
    return replace(found.read(), purpose=purpose)


FEATURE = Feature(
    name="pages",
    order=110,
    kinds=(PAGE,),
    addresses=(PAGE_ADDRESS,),
    pages=(PageKind("page", _compose, "WebPage", places=(OPENING, BEFORE)),),
    requests=_requests,
    offers={Ports.PAGE_URLS: _urls},
    listed=_listed,
    searched=_searched,
    sections=_sections,
)
register = FEATURE.register
