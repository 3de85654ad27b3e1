"""What networks and search engines are told about each page, absolute addresses throughout."""

from __future__ import annotations

from placette.engine.library.build import Build
from placette.engine.pages.shown import Shown
from placette.engine.pages.views import BearingsView, PictureView, SocialImageView, SocialView
from placette.engine.texts.renditions import Place, plan_renditions
from placette.features.agenda.event import Event
from placette.features.agenda.happening_events import event_of
from placette.features.agenda.structured import event_json_ld, event_node
from placette.features.authors.networks import fediverse_creator, profile_url
from placette.features.authors.profile import Profile
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.sharing.card_alt import card_alt
from placette.features.sharing.publisher import Publisher, card_path, subject_of
from placette.features.sharing.shapes import SHAPES
from placette.features.sharing.structured import (
    JsonLd,
    Picture,
    Site,
    article_json_ld,
    page_json_ld,
    profile_json_ld,
    website_json_ld,
)
from placette.features.walks.structured import walk_json_ld
from placette.features.walks.walk import Walk

_LOCALES = {"fr": "fr_FR", "en": "en_GB", "oc": "oc_FR"}
"""Open Graph's form of a language."""


def social_of(shown: Shown, build: Build, publisher: Publisher, bearings: BearingsView) -> SocialView:
    """What is told about a page."""
    images = card_images(shown, build, publisher)
    if isinstance(shown, Article):
        return article_social(shown, build, publisher, images, bearings)
    if isinstance(shown, Event):
        return event_social(shown, build, publisher, images, bearings)
    if isinstance(shown, Profile):
        return profile_social(shown, build, publisher, images, bearings)
    if isinstance(shown, Walk):
        return walk_social(shown, build, publisher, images, bearings)
    return page_social(publisher, images, bearings)


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


def card_picture(article: Article, build: Build, publisher: Publisher) -> PictureView | None:
    """A post's wide card at its absolute address; None where none are drawn."""
    images = card_images(article, build, publisher)
    return PictureView(images[0].url, images[0].width, images[0].height) if images else None


Images = tuple[SocialImageView, ...]


def article_social(
    article: Article, build: Build, publisher: Publisher, images: Images, bearings: BearingsView
) -> SocialView:
    """Open Graph and JSON-LD of a post."""
    site, people = publisher.site, publisher.people
    image = Picture(images[0].url, images[0].width, images[0].height, images[0].alt) if images else None
    communes = [build.communes.by_code[code] for code in article.communes]
    authors = [people[key] for key in article.authors if key in people]
    return SocialView(
        type="article",
        images=images,
        locale=_LOCALES.get(article.lang, article.lang),
        json_ld=article_json_ld(
            article,
            site,
            people,
            communes,
            image,
            bearings,
            publisher.series.get(article.series),
            _announced(article, build, publisher),
        ),
        published=article.date.isoformat(),
        modified=(article.modified or article.date).isoformat(),
        section=article.category.name,
        tags=tuple(tag.name for tag in article.tags),
        authors=tuple(author.name for author in authors),
        author_urls=tuple(site.url + author.url for author in authors),
        fediverse_creators=tuple(handle for author in authors for handle in _handles(author)),
    )


def walk_social(walk: Walk, build: Build, publisher: Publisher, images: Images, bearings: BearingsView) -> SocialView:
    """Open Graph and JSON-LD of a walk."""
    steps = {step.post for step in walk.steps}
    posts = {article.path: article for article in build.of(POST) if article.path in steps}
    communes = [build.communes.by_code[code] for code in walk.communes]
    told = walk_json_ld(walk, publisher.site, publisher.people, communes, posts, bearings)
    return SocialView("website", images, _LOCALES.get(walk.lang, walk.lang), told)


def event_social(
    event: Event, build: Build, publisher: Publisher, images: Images, bearings: BearingsView
) -> SocialView:
    """Open Graph and JSON-LD of an event's page."""
    image = Picture(images[0].url, images[0].width, images[0].height, images[0].alt) if images else None
    organiser = publisher.people.get(event.happening.organiser)
    communes, zone = [build.communes.by_code[code] for code in event.communes], build.now.tzinfo
    told = event_json_ld(event, publisher.site, organiser, communes, image, bearings, zone)
    return SocialView("website", images, _LOCALES.get(event.lang, event.lang), told)


def _announced(article: Article, build: Build, publisher: Publisher) -> JsonLd | None:
    """The node of what a post announces."""
    event = event_of(article)
    if event is None or not publisher.agenda:
        return None
    organiser = publisher.people.get(event.happening.organiser)
    communes = [build.communes.by_code[code] for code in event.communes]
    return event_node(event, publisher.site, organiser, communes, build.now.tzinfo)


def page_social(publisher: Publisher, images: Images, bearings: BearingsView) -> SocialView:
    """What is told about the site (its home page, or no page in particular), a list or a page of the site's own."""
    site = publisher.site
    told = website_json_ld(site) if bearings.kind == "WebSite" else page_json_ld(bearings, site)
    return SocialView("website", images, _LOCALES.get(site.lang, site.lang), told)


def profile_social(
    profile: Profile, build: Build, publisher: Publisher, images: Images, bearings: BearingsView
) -> SocialView:
    """Open Graph and JSON-LD of an author's page."""
    site = publisher.site
    communes = [build.communes.by_code[code] for code in profile.communes]
    same_as = [url for name, written in profile.links if (url := profile_url(name, written))]
    json_ld = profile_json_ld(profile, site, communes, bearings, same_as, _portrait(profile, build, site))
    locale = _LOCALES.get(site.lang, site.lang)
    return SocialView("profile", images, locale, json_ld, fediverse_creators=_handles(profile))


def _portrait(profile: Profile, build: Build, site: Site) -> Picture | None:
    if not profile.photo:
        return None
    rendition = plan_renditions(build.photos[profile.photo.path], Place.FACE)[-1]
    return Picture(site.url + rendition.url, rendition.width, rendition.height, profile.photo.alt)


def _handles(profile: Profile) -> tuple[str, ...]:
    return tuple(handle for name, written in profile.links if (handle := fediverse_creator(name, written)))
