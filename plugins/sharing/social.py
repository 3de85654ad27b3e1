"""What networks and search engines are told about each page, absolute addresses throughout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plugins.core.build import Build
from plugins.core.files import digest
from plugins.core.models import Article, Profile, Series
from plugins.core.networks import fediverse_creator, profile_url
from plugins.core.renditions import plan_renditions
from plugins.core.views import BearingsView, PictureView, SocialView
from plugins.sharing.cards import Colours, card_alt
from plugins.sharing.structured import (
    Picture,
    Site,
    article_json_ld,
    page_json_ld,
    profile_json_ld,
    website_json_ld,
)

FOLDER = "cards"
_VERSION = b"1"
"""Raise it when the drawing of cards changes."""
_LOCALES = {"fr": "fr_FR", "en": "en_GB", "oc": "oc_FR"}
"""Open Graph's form of a language."""
_SIZE = (1200, 630)


@dataclass(frozen=True, slots=True)
class Publisher:
    """The site as sharing needs it: its description for machines, its colours, its words, its authors by key.

    ``cards`` says whether cards are drawn at all.
    """

    site: Site
    colours: Colours
    translate: Callable[[str], str]
    people: Mapping[str, Profile]
    cards: bool = True
    series: Mapping[str, Series] = field(default_factory=dict)
    """By slug."""


def names_of(article: Article, people: Mapping[str, Profile]) -> tuple[str, ...]:
    """The authors' names as the card prints them."""
    return tuple(people[key].name for key in article.authors if key in people)


def places_of(article: Article, build: Build) -> str:
    """«Orcines, Puy-de-Dôme», or the names of several communes."""
    found = [build.communes.by_code[code] for code in article.communes]
    if len(found) == 1:
        return f"{found[0].name}, {found[0].department}"
    return ", ".join(commune.name for commune in found)


def card_key(article: Article, build: Build, publisher: Publisher) -> str:
    """A digest of all that an article's card shows."""
    photo = build.photos[article.photo.path].digest if article.photo else article.category.slug + article.slug
    parts = (article.title, *names_of(article, publisher.people), places_of(article, build), publisher.site.name, photo)
    return digest(_VERSION, repr(publisher.colours).encode(), *(part.encode() for part in parts))


def card_url(article: Article, build: Build, publisher: Publisher) -> str:
    """The address of an article's card from the site's root; it changes with the card."""
    return f"{FOLDER}/{article.slug}-{card_key(article, build, publisher)[:10]}.jpg"


def card_address(article: Article | None, build: Build, publisher: Publisher) -> str:
    """The absolute address of a post's card; empty without a post or where none are drawn."""
    return publisher.site.url + card_url(article, build, publisher) if article and publisher.cards else ""


def card_picture(article: Article, build: Build, publisher: Publisher) -> PictureView | None:
    """A post's card at its absolute address; None where none are drawn."""
    address = card_address(article, build, publisher)
    return PictureView(address, *_SIZE) if address else None


def article_social(article: Article, build: Build, publisher: Publisher, bearings: BearingsView) -> SocialView:
    """Open Graph and JSON-LD of a post."""
    site, people = publisher.site, publisher.people
    alt = card_alt(article.title, names_of(article, people), places_of(article, build), site.name, publisher.translate)
    address = card_address(article, build, publisher)
    image = Picture(address, *_SIZE, alt) if address else None
    communes = [build.communes.by_code[code] for code in article.communes]
    return SocialView(
        type="article",
        image_url=address,
        image_alt=alt,
        image_width=_SIZE[0],
        image_height=_SIZE[1],
        locale=_LOCALES.get(article.lang, article.lang),
        json_ld=article_json_ld(article, site, people, communes, image, bearings, publisher.series.get(article.series)),
        published=article.date.isoformat(),
        modified=(article.modified or article.date).isoformat(),
        section=article.category.name,
        tags=tuple(tag.name for tag in article.tags),
        authors=names_of(article, people),
        author_urls=tuple(site.url + people[key].url for key in article.authors if key in people),
        fediverse_creators=tuple(h for key in article.authors if key in people for h in _handles(people[key])),
    )


def page_social(publisher: Publisher, image_url: str, bearings: BearingsView) -> SocialView:
    """What is told about the site (its home page, or no page in particular), a list or a page of the site's own."""
    site = publisher.site
    told = website_json_ld(site) if bearings.kind == "WebSite" else page_json_ld(bearings, site)
    return SocialView("website", image_url, site.name, *_SIZE, _LOCALES.get(site.lang, site.lang), told)


def profile_social(
    profile: Profile, build: Build, publisher: Publisher, image_url: str, bearings: BearingsView
) -> SocialView:
    """Open Graph and JSON-LD of an author's page."""
    site = publisher.site
    communes = [build.communes.by_code[code] for code in profile.communes]
    same_as = [url for name, written in profile.links if (url := profile_url(name, written))]
    json_ld = profile_json_ld(profile, site, communes, bearings, same_as, _portrait(profile, build, site))
    return SocialView(
        "profile",
        image_url,
        profile.name,
        *_SIZE,
        _LOCALES.get(site.lang, site.lang),
        json_ld,
        fediverse_creators=_handles(profile),
    )


def _portrait(profile: Profile, build: Build, site: Site) -> Picture | None:
    if not profile.photo:
        return None
    rendition = plan_renditions(build.photos[profile.photo.path])[-1]
    return Picture(site.url + rendition.url, rendition.width, rendition.height, profile.photo.alt)


def _handles(profile: Profile) -> tuple[str, ...]:
    return tuple(handle for name, written in profile.links if (handle := fediverse_creator(name, written)))
