"""What networks and search engines are told about each page, absolute addresses throughout."""

from __future__ import annotations

from plugins.core.build import Build
from plugins.core.models import Article, Profile
from plugins.core.networks import fediverse_creator, profile_url
from plugins.core.views import SocialImageView, SocialView
from plugins.sharing.cards import card_alt
from plugins.sharing.publisher import Publisher, Shown, card_path, subject_of
from plugins.sharing.shapes import SHAPES
from plugins.sharing.structured import Crumb, Picture, article_json_ld, profile_json_ld, website_json_ld

_LOCALES = {"fr": "fr_FR", "en": "en_GB", "oc": "oc_FR"}
"""Open Graph's form of a language."""


def social_of(shown: Shown, build: Build, publisher: Publisher) -> SocialView:
    """What is told about a page."""
    images = card_images(shown, build, publisher)
    if isinstance(shown, Article):
        return article_social(shown, build, publisher, images)
    if isinstance(shown, Profile):
        return profile_social(shown, build, publisher, images)
    return site_social(publisher, images)


def card_images(shown: Shown, build: Build, publisher: Publisher) -> tuple[SocialImageView, ...]:
    """The cards of a page, the wide one first; none where none are drawn."""
    if not publisher.cards:
        return ()
    subject = subject_of(shown, build, publisher)
    alt = card_alt(subject, publisher.site.name, publisher.translate)
    return tuple(
        SocialImageView(
            publisher.site.url + card_path(subject, shape, publisher), shape.width, shape.height, "image/jpeg", alt
        )
        for shape in SHAPES
    )


def article_social(
    article: Article, build: Build, publisher: Publisher, images: tuple[SocialImageView, ...]
) -> SocialView:
    """Open Graph and JSON-LD of a post."""
    site, people = publisher.site, publisher.people
    image = Picture(images[0].url, images[0].width, images[0].height, images[0].alt) if images else None
    trail = (Crumb(site.name, site.url),)
    communes = [build.communes.by_code[code] for code in article.communes]
    return SocialView(
        type="article",
        images=images,
        locale=_LOCALES.get(article.lang, article.lang),
        json_ld=article_json_ld(article, site, people, communes, image, trail),
        published=article.date.isoformat(),
        modified=(article.modified or article.date).isoformat(),
        author_urls=tuple(site.url + people[key].url for key in article.authors if key in people),
        fediverse_creators=tuple(h for key in article.authors if key in people for h in _handles(people[key])),
    )


def site_social(publisher: Publisher, images: tuple[SocialImageView, ...]) -> SocialView:
    """What is told about every page that has nothing of its own to tell."""
    site = publisher.site
    return SocialView("website", images, _LOCALES.get(site.lang, site.lang), website_json_ld(site))


def profile_social(
    profile: Profile, build: Build, publisher: Publisher, images: tuple[SocialImageView, ...]
) -> SocialView:
    """Open Graph and JSON-LD of an author's page."""
    site = publisher.site
    communes = [build.communes.by_code[code] for code in profile.communes]
    same_as = [url for name, written in profile.links if (url := profile_url(name, written))]
    json_ld = profile_json_ld(profile, site, communes, same_as)
    locale = _LOCALES.get(site.lang, site.lang)
    return SocialView("profile", images, locale, json_ld, fediverse_creators=_handles(profile))


def _handles(profile: Profile) -> tuple[str, ...]:
    return tuple(handle for name, written in profile.links if (handle := fediverse_creator(name, written)))
