"""The home page, and the page for an address that leads nowhere."""

from __future__ import annotations

from typing import TypeVar

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import every_feed, index_link
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.requests import Request
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.slots import plan_slots, slot_views
from placette.engine.pages.views import TermView
from placette.features.posts.addresses import INDEX
from placette.features.posts.article import Article
from placette.features.posts.cards import cards_of
from placette.features.posts.contents import HomeContent, LatestContent
from placette.features.posts.groups import is_featured, leading, published
from placette.features.posts.terms import category_terms
from placette.features.posts.views import HomeView, NotFoundView

T = TypeVar("T")
_LATEST = 7
_SHELVES = 8
"""Categories that the home page names, those with most posts: they share one line."""
_LOST = 3
"""Posts that the page for lost visitors shows."""


def home_request(desk: Desk) -> Request:
    """The home page."""
    address, shown, people, lead = desk.addresses[INDEX], published(desk), desk.ask(PEOPLE), leading(desk)
    signed = dict.fromkeys(key for article in shown for key in article.authors if key in people)
    writers = [key for key in signed if not people[key].past]
    content = HomeContent(
        articles=(lead.path, *_others(lead, shown)) if lead else (),
        is_chosen=lead is not None and is_featured(lead, desk),
        more=len(shown) > _LATEST + 1,
        categories=_several(_weighty(category_terms(desk))),
        people=_several(tuple(writers[: desk.options("VIEWS", ViewsSettings).faces])),
        invites=tuple(link for feature in desk.features for one in feature.invites if (link := index_link(one, desk))),
    )
    return Request("index", address.save_as, address.url, content, every_feed(desk), plan_slots("index", None, desk))


def _others(lead: Article, shown: tuple[Article, ...]) -> list[str]:
    """The newest posts beside the one that leads."""
    return [article.path for article in shown[: _LATEST + 1] if article is not lead][:_LATEST]


def _weighty(terms: tuple[TermView, ...]) -> tuple[TermView, ...]:
    """Those with most posts, in the order that they had."""
    kept = sorted(terms, key=lambda term: -term.count)[:_SHELVES]
    return tuple(term for term in terms if term in kept)


def _several(found: tuple[T, ...]) -> tuple[T, ...]:
    """What a section shows: nothing where there is only one, which the posts above name already."""
    return found if len(found) > 1 else ()


def compose_home(request: Request, content: HomeContent, look: Lookup) -> HomeView:
    """The home page."""
    cards = cards_of(content.articles, look)
    return HomeView(
        head=head_of(request, look.desk.site_name, look.desk.baseline, look),
        lead=cards[0] if cards else None,
        is_chosen=content.is_chosen,
        latest=cards[1:],
        more=content.more,
        categories=content.categories,
        people=look.people(content.people),
        invites=content.invites,
        slots=slot_views(request, None, look),
    )


def latest_content(desk: Desk) -> LatestContent:
    """What the page for lost visitors shows."""
    return LatestContent(tuple(article.path for article in published(desk)[:_LOST]))


def compose_not_found(request: Request, content: LatestContent, look: Lookup) -> NotFoundView:
    """The page for an address that leads nowhere."""
    title = look.desk.say(N_("This page does not exist"))
    head = head_of(request, title, title, look, robots="noindex")
    return NotFoundView(head, title, cards_of(content.articles, look))
