"""Data of pages for machines, as JSON-LD in the words of schema.org: the parts that several features use.

Every function returns a plain dictionary, ready for ``json.dumps``. Code that prints it inside a ``<script>`` element
must escape ``<``: the texts come from contributors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from placette.engine.content.communes import Commune
from placette.engine.rendering.features import Site
from placette.engine.rendering.site import once_a_build
from placette.engine.rendering.views import BreadcrumbsView, SocialImageView
from placette.engine.texts.values import Licence

JsonLd = dict[str, Any]

CONTEXT = "https://schema.org"
_LOCALES = {"fr": "fr_FR", "en": "en_GB", "oc": "oc_FR"}


@dataclass(frozen=True, slots=True)
class Website:
    """The site that publishes: ``url`` is the absolute address of its home page, with its last slash."""

    name: str
    url: str
    lang: str
    description: str = ""
    territory: tuple[str, ...] = ()
    """The names of its parts, for what is about the whole territory."""
    logo_url: str = ""


@once_a_build
def website_of(site: Site) -> Website:
    """Return the site of a build."""
    territory = tuple(sorted({commune.department for commune in site.build.communes.by_code.values()}))
    return Website(site.site_name, f"{site.origin}/", site.lang, site.baseline, territory)


def open_graph_locale(lang: str) -> str:
    """Open Graph's form of a language."""
    return _LOCALES.get(lang, lang)


def agent(key: str, agents: Mapping[str, JsonLd]) -> JsonLd:
    """Return a person who took part; without profile, as written. ``agents`` are those with one, by key."""
    return agents.get(key) or {"@type": "Person", "name": key}


def page_json_ld(crumbs: BreadcrumbsView, site: Website) -> JsonLd:
    """Return a list of posts or a page of the site's own texts, and the way to it."""
    page = {
        "@type": crumbs.kind,
        "@id": f"{crumbs.url}#page",
        "url": crumbs.url,
        "name": crumbs.name,
        "description": crumbs.description,
        "inLanguage": site.lang,
        "isPartOf": reference(site, "WebSite", "website"),
        "breadcrumb": {"@id": f"{crumbs.url}#breadcrumb"},
        "publisher": {"@id": f"{site.url}#publisher"},
    }
    return graph(filled(page), breadcrumbs(crumbs), publisher_node(site))


def website_json_ld(site: Website, accounts: Iterable[str] = ()) -> JsonLd:
    """Return the site itself and who publishes it, with their accounts elsewhere, for the home page."""
    website = reference(site, "WebSite", "website") | {
        "description": site.description,
        "inLanguage": site.lang,
        "publisher": {"@id": f"{site.url}#publisher"},
    }
    return graph(filled(website), filled(publisher_node(site) | {"sameAs": [*accounts]}))


def graph(*nodes: JsonLd) -> JsonLd:
    """Return nodes side by side."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def filled(node: JsonLd) -> JsonLd:
    """Return ``node`` without empty values: a search engine takes one for an error."""
    return {key: value for key, value in node.items() if value not in ("", None, 0, [])}


def moment_of(moment: datetime) -> str:
    """Return a moment to the second; raises ``ValueError`` for one without time zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"a date without time zone: {moment.isoformat()}")
    return moment.isoformat(timespec="seconds")


def geo_node(point: tuple[float, float] | None) -> JsonLd | None:
    """Return a point in degrees."""
    return {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]} if point else None


def place_node(commune: Commune) -> JsonLd:
    """Return a commune with the code of the INSEE's «Code officiel géographique», its only unambiguous name."""
    node = {
        "@type": "Place",
        "name": commune.name,
        "identifier": {"@type": "PropertyValue", "propertyID": "INSEE", "value": commune.code},
        "geo": geo_node(commune.point),
        "containedInPlace": {"@type": "AdministrativeArea", "name": commune.department},
    }
    return filled(node)


def licence_of(licence: Licence) -> JsonLd:
    """Return a licence that grants something, or a notice that all rights are reserved."""
    if not licence.url:
        return {"copyrightNotice": licence.label}
    work = {"@type": "CreativeWork", "name": licence.label, "url": licence.url, "identifier": licence.spdx}
    return {"license": filled(work)}


def image_node(picture: SocialImageView) -> JsonLd:
    """Return a picture."""
    return filled(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "caption": picture.alt,
        }
    )


def reference(site: Website, kind: str, anchor: str) -> JsonLd:
    """Return the site or who publishes it, by an anchor of the home page."""
    return {"@type": kind, "@id": f"{site.url}#{anchor}", "name": site.name, "url": site.url}


def publisher_node(site: Website) -> JsonLd:
    """Return who publishes the site."""
    logo = {"@type": "ImageObject", "url": site.logo_url} if site.logo_url else None
    return filled(reference(site, "Organization", "publisher") | {"logo": logo})


def breadcrumbs(crumbs: BreadcrumbsView) -> JsonLd:
    """Return the way to a page, from the home page to the page itself."""
    trail = [(crumb.label, crumb.url) for crumb in crumbs.trail]
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate([*trail, (crumbs.name, crumbs.url)], start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{crumbs.url}#breadcrumb", "itemListElement": steps}
