"""What machines read about a post: JSON-LD in the words of schema.org, Open Graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from placette.engine.library.models import Commune
from placette.engine.pages.features import InPost
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import AGENTS, HANDLES, PEOPLE
from placette.engine.pages.structured import (
    JsonLd,
    Website,
    agent,
    breadcrumbs,
    filled,
    geo_node,
    graph,
    image_node,
    licence_of,
    moment_of,
    open_graph_locale,
    place_node,
    publisher_node,
    reference,
    website_of,
)
from placette.engine.pages.views import BearingsView, SocialImageView, SocialView
from placette.engine.texts.values import Spot
from placette.features.posts.article import Article
from placette.features.posts.recordings import recording_node


def describe_post(
    article: Article, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD of a post, with what features say of it."""
    desk = look.desk
    found = [feature.in_post(article, desk) for feature in desk.features if feature.in_post]
    _note_parts(article, found, look)
    people, handles = desk.ask(PEOPLE), desk.ask(HANDLES)
    authors = [people[key] for key in article.authors if key in people]
    return SocialView(
        type="article",
        images=images,
        locale=open_graph_locale(article.lang),
        json_ld=article_json_ld(
            article,
            website_of(desk),
            desk.ask(AGENTS),
            [desk.build.communes.by_code[code] for code in article.communes],
            images[0] if images else None,
            bearings,
            found,
        ),
        published=article.date.isoformat(),
        modified=(article.modified or article.date).isoformat(),
        section=article.category.name,
        tags=tuple(tag.name for tag in article.tags),
        authors=tuple(author.name for author in authors),
        author_urls=tuple(desk.absolute(author.url.removeprefix(desk.base)) for author in authors),
        fediverse_creators=tuple(handle for author in authors for handle in handles.get(author.key, ())),
    )


def _note_parts(article: Article, found: Iterable[InPost], look: Lookup) -> None:
    for key in {*article.authors, *(key for _, keys in article.roles for key in keys)}:
        look.note(f"person {key}")
    for part in (part for one in found for part in one.parts):
        look.note(part)
    look.note(f"card {article.path}")  # its photo


def article_json_ld(
    article: Article,
    site: Website,
    agents: Mapping[str, JsonLd],
    communes: Sequence[Commune],
    image: SocialImageView | None,
    bearings: BearingsView,
    found: Sequence[InPost] = (),
) -> JsonLd:
    """A post and the way to it. Raises ``ValueError`` for a date without time zone.

    ``found`` is what features say of it. An author or a role without profile (``agents``) is named as written.
    """
    url = site.url + article.url
    wholes = [reference(site, "WebSite", "website"), *(whole for one in found for whole in one.wholes)]
    posting = filled(
        {
            "@type": "BlogPosting",
            "@id": f"{url}#article",
            "url": url,
            "mainEntityOfPage": url,
            "headline": article.title,
            "description": article.summary,
            "datePublished": moment_of(article.date),
            "dateModified": moment_of(article.modified or article.date),
            "inLanguage": article.lang,
            "articleSection": article.category.name,
            "keywords": [tag.name for tag in article.tags],
            "wordCount": article.body.words,
            "author": [agent(key, agents) for key in article.authors],
            "contributor": list(_contributors(article, agents)),
            "contentLocation": _locations(article, communes, site.territory),
            "image": image_node(image) if image else None,
            "audio": recording_node(article.recording, site),
            "isPartOf": wholes if len(wholes) > 1 else wholes[0],
            "position": next((one.position for one in found if one.position), None),
            "publisher": publisher_node(site),
            **licence_of(article.licence),
        }
    )
    for one in found:
        posting |= one.properties
    return graph(posting, breadcrumbs(bearings), *(node for one in found for node in one.nodes))


def _contributors(article: Article, agents: Mapping[str, JsonLd]) -> Iterable[JsonLd]:
    """Roles in the pattern of schema.org/Role: the property is repeated inside the role."""
    for role, keys in article.roles:
        for key in keys:
            yield {"@type": "Role", "roleName": role.agent, "contributor": agent(key, agents)}


def _locations(article: Article, communes: Sequence[Commune], territory: tuple[str, ...]) -> list[JsonLd]:
    if article.whole_territory and territory:
        return [{"@type": "AdministrativeArea", "name": name} for name in territory]
    places = [place_node(commune) for commune in communes]
    return [*places, _spot(article.spot, places)] if article.spot else places


def _spot(spot: Spot, communes: list[JsonLd]) -> JsonLd:
    """The place that a post names, in its commune if there is one alone."""
    around = communes[0] if len(communes) == 1 else None
    return filled({"@type": "Place", "name": spot.name, "geo": geo_node(spot.point), "containedInPlace": around})
