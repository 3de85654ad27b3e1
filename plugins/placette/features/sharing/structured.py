"""What search engines and networks are told about a page, as JSON-LD in the words of schema.org.

Every function gives a plain dictionary, ready for ``json.dumps``. Whoever prints it inside a
``<script>`` element must escape ``<``: the texts come from contributors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from placette.engine.library.models import Commune
from placette.engine.pages.views import BearingsView
from placette.engine.texts.values import Licence, Spot
from placette.features.authors.profile import Kind, Profile
from placette.features.posts.article import Article
from placette.features.posts.roles import ROLE_NAMES
from placette.features.series.series import Series

JsonLd = dict[str, Any]

CONTEXT = "https://schema.org"
PERSONS = frozenset({Kind.RESIDENT, Kind.ELECTED, Kind.GUEST})
"""The kinds that are one human being; the others are organisations."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site that publishes: ``url`` is the absolute address of its home page, with its last slash."""

    name: str
    url: str
    lang: str
    description: str = ""
    territory: tuple[str, ...] = ()
    """The names of its parts, for what is about all of it."""
    logo_url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at an absolute address; sizes in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


def article_json_ld(
    article: Article,
    site: Site,
    people: Mapping[str, Profile],
    communes: Sequence[Commune],
    image: Picture | None,
    bearings: BearingsView,
    series: Series | None = None,
    event: JsonLd | None = None,
) -> JsonLd:
    """A post and the way to it.

    ``people`` maps profile keys to profiles; an author or a role without profile is named as written. ``series`` is
    the story of which the post is an episode, ``event`` the node of what it announces. Raises ``ValueError`` for a date
    without time zone.
    """
    url = site.url + article.url
    posting = filled(
        {
            "@type": "BlogPosting",
            "@id": f"{url}#article",
            "url": url,
            "mainEntityOfPage": url,
            "headline": article.title,
            "description": article.summary,
            "datePublished": _moment(article.date),
            "dateModified": _moment(article.modified or article.date),
            "inLanguage": article.lang,
            "articleSection": article.category.name,
            "keywords": [tag.name for tag in article.tags],
            "wordCount": article.body.words,
            "author": [agent(key, people, site) for key in article.authors],
            "contributor": list(_contributors(article, people, site)),
            "contentLocation": _locations(article, communes, site),
            "image": image_node(image) if image else None,
            "isPartOf": _wholes(site, series),
            "position": article.episode if series else None,
            "publisher": _publisher(site),
            **licence_of(article.licence),
        }
    )
    return _graph(posting, breadcrumbs(bearings), *([event] if event else []))


def page_json_ld(bearings: BearingsView, site: Site) -> JsonLd:
    """A list of posts or a page of the site's own texts, and the way to it."""
    page = {
        "@type": bearings.kind,
        "@id": f"{bearings.url}#page",
        "url": bearings.url,
        "name": bearings.name,
        "description": bearings.description,
        "inLanguage": site.lang,
        "isPartOf": _reference(site, "WebSite", "website"),
        "breadcrumb": {"@id": f"{bearings.url}#breadcrumb"},
        "publisher": {"@id": f"{site.url}#publisher"},
    }
    return _graph(filled(page), breadcrumbs(bearings), _publisher(site))


def website_json_ld(site: Site) -> JsonLd:
    """The site itself and who publishes it, for the home page."""
    website = _reference(site, "WebSite", "website") | {
        "description": site.description,
        "inLanguage": site.lang,
        "publisher": {"@id": f"{site.url}#publisher"},
    }
    return _graph(filled(website), _publisher(site))


def profile_json_ld(
    profile: Profile,
    site: Site,
    communes: Sequence[Commune],
    bearings: BearingsView,
    same_as: Sequence[str] = (),
    portrait: Picture | None = None,
) -> JsonLd:
    """An author's page and the way to it. ``same_as`` are the absolute addresses of the author elsewhere on the web."""
    person = profile.kind in PERSONS
    entity = filled(
        author_node(profile, site)
        | {
            "description": profile.description,
            "image": image_node(portrait) if portrait else None,
            "sameAs": list(same_as),
            "homeLocation" if person else "location": [place_node(commune) for commune in communes],
            "knowsLanguage": list(profile.languages),
            **_office(profile),
        }
    )
    page = {
        "@type": "ProfilePage",
        "@id": f"{bearings.url}#page",
        "url": bearings.url,
        "name": bearings.name,
        "inLanguage": site.lang,
        "isPartOf": _reference(site, "WebSite", "website"),
        "breadcrumb": {"@id": f"{bearings.url}#breadcrumb"},
        "mainEntity": entity,
    }
    return _graph(page, breadcrumbs(bearings))


def _graph(*nodes: JsonLd) -> JsonLd:
    return {"@context": CONTEXT, "@graph": list(nodes)}


def filled(node: JsonLd) -> JsonLd:
    """``node`` without what is empty: a search engine takes an empty value for an error."""
    return {key: value for key, value in node.items() if value not in ("", None, 0, [])}


def _moment(moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise ValueError(f"a date without time zone: {moment.isoformat()}")
    return moment.isoformat(timespec="seconds")


def author_node(profile: Profile, site: Site) -> JsonLd:
    """A person or an organisation that has a page here."""
    url = site.url + profile.url
    kind = "Person" if profile.kind in PERSONS else "Organization"
    return {"@type": kind, "@id": f"{url}#author", "name": profile.name, "url": url}


def _office(profile: Profile) -> JsonLd:
    """In what capacity somebody speaks: a person's mandate, the body that a service belongs to."""
    if profile.kind in PERSONS:
        return {"jobTitle": profile.office}
    return {"parentOrganization": {"@type": "Organization", "name": profile.office} if profile.office else None}


def agent(key: str, people: Mapping[str, Profile], site: Site) -> JsonLd:
    """Somebody who took part; without profile, as written."""
    return author_node(people[key], site) if key in people else {"@type": "Person", "name": key}


def _contributors(article: Article, people: Mapping[str, Profile], site: Site) -> Iterable[JsonLd]:
    """Roles in the pattern of schema.org/Role: the property is repeated inside the role."""
    for role, keys in article.roles:
        for key in keys:
            yield {"@type": "Role", "roleName": ROLE_NAMES[role], "contributor": agent(key, people, site)}


def _locations(article: Article, communes: Sequence[Commune], site: Site) -> list[JsonLd]:
    if article.whole_territory and site.territory:
        return [{"@type": "AdministrativeArea", "name": name} for name in site.territory]
    places = [place_node(commune) for commune in communes]
    return [*places, _spot(article.spot, places)] if article.spot else places


def _spot(spot: Spot, communes: list[JsonLd]) -> JsonLd:
    """The place that a post names, in its commune if there is one alone."""
    around = communes[0] if len(communes) == 1 else None
    return filled({"@type": "Place", "name": spot.name, "geo": _geo(spot.point), "containedInPlace": around})


def _geo(point: tuple[float, float] | None) -> JsonLd | None:
    return {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]} if point else None


def place_node(commune: Commune) -> JsonLd:
    """A commune with the code of the INSEE's «Code officiel géographique», its only unambiguous name."""
    told = {
        "@type": "Place",
        "name": commune.name,
        "identifier": {"@type": "PropertyValue", "propertyID": "INSEE", "value": commune.code},
        "geo": _geo(commune.point),
        "containedInPlace": {"@type": "AdministrativeArea", "name": commune.department},
    }
    return filled(told)


def licence_of(licence: Licence) -> JsonLd:
    """A licence that grants something, or a notice that all rights are reserved."""
    if not licence.url:
        return {"copyrightNotice": licence.label}
    work = {"@type": "CreativeWork", "name": licence.label, "url": licence.url, "identifier": licence.spdx}
    return {"license": filled(work)}


def image_node(picture: Picture) -> JsonLd:
    """A picture."""
    return filled(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "caption": picture.alt,
        }
    )


def _reference(site: Site, kind: str, anchor: str) -> JsonLd:
    return {"@type": kind, "@id": f"{site.url}#{anchor}", "name": site.name, "url": site.url}


def _wholes(site: Site, series: Series | None) -> JsonLd | list[JsonLd]:
    """What a post is part of: the site, and its series if it has one."""
    website = _reference(site, "WebSite", "website")
    if not series:
        return website
    url = site.url + series.url
    return [website, {"@type": "CreativeWorkSeries", "@id": f"{url}#series", "name": series.title, "url": url}]


def _publisher(site: Site) -> JsonLd:
    logo = {"@type": "ImageObject", "url": site.logo_url} if site.logo_url else None
    return filled(_reference(site, "Organization", "publisher") | {"logo": logo})


def breadcrumbs(bearings: BearingsView) -> JsonLd:
    """The way to a page, from the home page to the page itself."""
    crumbs = [(crumb.label, crumb.url) for crumb in bearings.trail]
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate([*crumbs, (bearings.name, bearings.url)], start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{bearings.url}#breadcrumb", "itemListElement": steps}
