"""Lets readers share: plain links, cards for networks, data for machines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple, Protocol

from placette.engine.base.message import N_
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature, MapSection, PageKind, Slot
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Single, index_link
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import CARD, SOCIAL, Picture
from placette.engine.pages.requests import Request
from placette.engine.pages.views import HeadView, ShareView
from placette.features.sharing.card_files import write_cards
from placette.features.sharing.links import share_links
from placette.features.sharing.publisher import publisher_of
from placette.features.sharing.settings import LOCALE, SharingSettings
from placette.features.sharing.social import card_picture, social_of

__all__ = ["FEATURE", "register"]

SHARE = PageAddress("SHARE")
_SHARED = ("article", "event", "walk")
"""The pages that offer it."""


class WordsContent(NamedTuple):
    """The title and first sentence of a page whose text is its template's."""

    title: str
    introduction: str


class WordsView(NamedTuple):
    """A page whose text is its template's: how to share on Mastodon."""

    head: HeadView
    title: str
    introduction: str


class SharesView(NamedTuple):
    """Where a post can be shared."""

    shares: tuple[ShareView, ...]
    title: str


def _words(desk: Desk) -> WordsContent:
    """How to share a post on Mastodon by hand."""
    introduction = N_("Mastodon is many servers that talk to each other: nobody but you knows which one is yours.")
    return WordsContent(desk.say(N_("Share on Mastodon")), desk.say(introduction))


SHARE_PAGE = Single(SHARE, "share", _words, N_("Share on Mastodon"), listing_order=80, fed=False)


def _compose_words(request: Request, content: WordsContent, look: Lookup) -> WordsView:
    head = head_of(request, content.title, content.introduction, look)
    return WordsView(head, content.title, content.introduction)


class Shared(Protocol):
    """What can be shared: a post, an event, a walk."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def summary(self) -> str:
        """A sentence about it, or nothing."""

    @property
    def url(self) -> str:
        """Its address from the site's root."""


def _wanted(_about: Shared, desk: Desk) -> bool:
    return bool(desk.options("SHARING", SharingSettings).targets)


def _shares(about: Shared, _content: bool, look: Lookup) -> SharesView:
    """Where a text can be shared."""
    desk, publisher = look.desk, publisher_of(look.desk)
    settings, url = desk.options("SHARING", SharingSettings), publisher.site.url + about.url
    links = share_links(about.title, url, about.summary, settings, desk.index_url(SHARE))
    found = (ShareView(x.key, publisher.translate(x.label), x.url, x.composer, x.server) for x in links)
    return SharesView(tuple(found), about.title)


def _sections(desk: Desk) -> Iterator[MapSection]:
    link = index_link(SHARE_PAGE, desk)
    yield MapSection(10, desk.say(N_("About this site")), [link] if link else [])


def _card(desk: Desk) -> Picture:
    return partial(card_picture, desk=desk)


def _social(_desk: Desk) -> Any:
    return social_of


FEATURE = Feature(
    name="sharing",
    order=120,
    settings={"SHARING": SharingSettings},
    addresses=(SHARE,),
    pages=(PageKind("share", _compose_words, "WebPage"),),
    singles=(SHARE_PAGE,),
    slots=tuple(Slot(page, "foot", "share", "shares", _wanted, _shares) for page in _SHARED),
    offers={CARD: _card, SOCIAL: _social},
    sections=_sections,
    files=write_cards,
    words=LOCALE,
)
register = FEATURE.register
