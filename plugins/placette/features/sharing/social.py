"""What networks and search engines read about each page, absolute addresses throughout."""

from __future__ import annotations

from typing import Any

from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.structured import open_graph_locale, page_json_ld, website_json_ld, website_of
from placette.engine.pages.views import BearingsView, SocialImageView, SocialView
from placette.engine.texts.pictures import PictureView
from placette.features.sharing.card_alt import card_alt
from placette.features.sharing.publisher import card_path, publisher_of, subject_of
from placette.features.sharing.shapes import SHAPES


def social_of(about: Any, bearings: BearingsView, look: Lookup) -> SocialView:
    """What is written about a page: as the feature describes its value, or as for any page of the site."""
    images = card_images(about, look.desk)
    for feature in look.desk.features:
        if describe := feature.described.get(type(about)):
            described: SocialView = describe(about, bearings, images, look)
            return described
    return _page_social(images, bearings, look.desk)


def _page_social(images: tuple[SocialImageView, ...], bearings: BearingsView, desk: Desk) -> SocialView:
    """The site (its home page, or no page in particular), a list or a page of the site's own."""
    site = website_of(desk)
    nodes = website_json_ld(site) if bearings.kind == "WebSite" else page_json_ld(bearings, site)
    return SocialView("website", images, open_graph_locale(site.lang), nodes)


def card_images(about: Any, desk: Desk) -> tuple[SocialImageView, ...]:
    """The cards of a page, the wide one first; none where none are drawn."""
    publisher = publisher_of(desk)
    if not publisher.cards:
        return ()
    subject = subject_of(about, desk)
    alt = card_alt(subject, publisher.site.name, publisher.translate)
    return tuple(
        SocialImageView(publisher.site.url + card_path(subject, shape, publisher), shape.width, shape.height, alt)
        for shape in SHAPES
    )


def card_picture(about: Any, desk: Desk) -> PictureView | None:
    """A post's wide card at its absolute address; None where none are drawn."""
    images = card_images(about, desk)
    return PictureView(images[0].url, images[0].width, images[0].height) if images else None
