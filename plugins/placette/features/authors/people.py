"""Profiles as bylines and lists show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from placette.engine.base.networks import PROFILE_LINKS, fediverse_creator, profile_url
from placette.engine.base.text import fold, place_of
from placette.engine.base.translation import N_
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.kinds import Commune
from placette.engine.library.traits import SearchedKind
from placette.engine.pages.desk import Desk, Lookup, mark_of, place_view, places_pattern
from placette.engine.pages.entries import Sitter, Subject, places_line, shot_of
from placette.engine.pages.features import HANDLES, PEOPLE, PERSON_MARKS
from placette.engine.pages.searched import Searched, Writing, place_names
from placette.engine.pages.structured import (
    JsonLd,
    Website,
    breadcrumbs,
    filled,
    graph,
    image_node,
    open_graph_locale,
    place_node,
    reference,
    website_of,
)
from placette.engine.pages.views import BearingsView, LinkView, PersonView, SocialImageView, SocialView
from placette.engine.texts.values import PhotoFacts, Place, photo_view, plan_renditions
from placette.features.authors.profile import PROFILE, AuthorKind, Presence, Profile
from placette.features.posts import by_key

GROUNDS = ("#3d7a5f", "#a8432a", "#496b94", "#7a4a63", "#95611e", "#2d4e6e", "#56652b", "#6a4c93")
"""Colours behind the letters, which are white. Chosen in OKLCH: lightness 0.41 to 0.54, eight hues far apart."""
HUES = len(GROUNDS)
_LITTLE_WORDS = frozenset({"les", "le", "la", "l", "de", "du", "des", "d", "et", "aux", "a", "the", "of"})


def monogram(name: str) -> str:
    """One or two initials of a name: «Les Amis du baromètre (association)» gives «AB»."""
    plain = name.partition("(")[0].replace("'", " ").replace("’", " ")
    words = [word for word in plain.split() if word[:1].isalnum()]
    main = [word for word in words if fold(word) not in _LITTLE_WORDS] or words
    initials = "".join(word[0] for word in (main[0], main[-1])) if len(main) > 1 else (main or ["?"])[0][:1]
    return initials.upper()


def hue_of(key: str) -> int:
    """Which of ``GROUNDS`` is a person's: it depends on the key alone, so it never changes."""
    return place_of(key, HUES)


@dataclass(frozen=True, slots=True)
class Ground:
    """What people are shown against: the communes, the photos, the addresses of the site and of communes' pages."""

    communes: CommuneIndex
    photos: Mapping[str, PhotoFacts]
    base: str
    places: str = ""
    """The pattern of the addresses of communes' pages; empty where there are none."""


def person_view(profile: Profile, ground: Ground) -> PersonView:
    """A person to show; the monogram's colour depends on the key alone, so it never changes."""
    communes, base = ground.communes, ground.base
    found = [communes.by_code[code] for code in profile.communes if code in communes.by_code]
    return PersonView(
        key=profile.key,
        name=profile.name,
        url=base + profile.url,
        kind=profile.kind.value,
        kind_label=profile.kind_label,
        monogram=monogram(profile.name),
        hue=hue_of(profile.key),
        description=profile.description,
        office=profile.office,
        past=profile.presence is Presence.PAST,
        place=place_view(found[0], base, ground.places) if found else None,
        portrait=photo_view(profile.photo, ground.photos, base) if profile.photo else None,
    )


def people_of(desk: Desk) -> Mapping[str, PersonView]:
    """Every author, by key."""
    build = desk.build
    ground = Ground(build.communes, build.photos, build.base, places_pattern(desk))
    return {profile.key: person_view(profile, ground) for profile in build.of(PROFILE)}


def profiles(desk: Desk) -> Mapping[str, Profile]:
    """Every profile, by key."""
    return desk.once(_by_key)


def _by_key(desk: Desk) -> Mapping[str, Profile]:
    return {profile.key: profile for profile in desk.build.of(PROFILE)}


def homes(desk: Desk) -> Mapping[str, list[str]]:
    """The authors (keys) of each commune (code), by name."""
    return desk.once(_by_home)


def _by_home(desk: Desk) -> Mapping[str, list[str]]:
    ordered = sorted(desk.build.of(PROFILE), key=lambda profile: (fold(profile.name), profile.key))
    return by_key((code, profile.key) for profile in ordered for code in profile.communes)


def links_of(profile: Profile, own_site: str = "") -> tuple[LinkView, ...]:
    """Where a person is elsewhere on the web; ``own_site`` is what the link to their own site says."""
    labels = {**PROFILE_LINKS, **({"site": own_site} if own_site else {})}
    found = ((labels[name], profile_url(name, written)) for name, written in profile.links if name in labels)
    return tuple(LinkView(label, url, rel="me nofollow noopener") for label, url in found if url)


def person_marks(desk: Desk) -> Mapping[str, str]:
    """By key, the mark of all that pages show of a person."""
    people = desk.ask(PEOPLE)
    return {p.key: mark_of((p.mark, people[p.key], links_of(p))) for p in desk.build.of(PROFILE)}


def faces(desk: Desk) -> Mapping[str, Sitter]:
    """Everybody who writes, by key."""
    return {profile.key: _sitter(profile, desk) for profile in desk.build.of(PROFILE)}


def _sitter(profile: Profile, desk: Desk) -> Sitter:
    portrait = shot_of(profile.photo, desk.build) if profile.photo else None
    return Sitter(monogram(profile.name), GROUNDS[hue_of(profile.key)], portrait)


def author_subject(profile: Profile, desk: Desk) -> Subject:
    """A person or an association: their face, what they are, where they live."""
    known = desk.build.communes.by_code
    kind = profile.kind_label[:1].upper() + profile.kind_label[1:]
    place = places_line(known[code] for code in profile.communes if code in known)
    return Subject(
        slug=profile.key,
        title=profile.name,
        place=" · ".join(filter(None, (kind, place))),
        note=profile.description,
        sitters=(_sitter(profile, desk),),
    )


_PERSON = SearchedKind("person", N_("Person"), N_("People"), 10)


def searched_people(desk: Desk) -> Iterator[Searched]:
    """Everybody who has a page, by name, by what they say of themselves and where they live."""
    marks, known = desk.ask(PERSON_MARKS), desk.build.communes.by_code
    for profile in desk.build.of(PROFILE):
        communes = tuple(known[code].name for code in profile.communes if code in known)
        read, mark = partial(_read, profile, communes, desk), marks[profile.key]
        yield Searched(_PERSON, profile.url, profile.name, mark, read, desk.lang, communes=communes)


def _read(profile: Profile, communes: tuple[str, ...], desk: Desk) -> Writing:
    known = desk.build.communes.by_code
    places = (known[code] for code in profile.communes if code in known)
    return Writing(
        summary=profile.description,
        html=(desk.build.body_of(profile).html,),
        names=(profile.name,),
        places=tuple(name for place in places for name in place_names(place, desk)),
        subjects=tuple(filter(None, (profile.kind_label, profile.office))),
        place=", ".join(communes),
    )


PERSONS = frozenset({AuthorKind.RESIDENT, AuthorKind.ELECTED, AuthorKind.GUEST})
"""The kinds that are one human being; the others are organisations."""


def agents(desk: Desk) -> Mapping[str, JsonLd]:
    """By key, each author as a person or an organisation that has a page here."""
    site = website_of(desk)
    return {profile.key: author_node(profile, site) for profile in desk.build.of(PROFILE)}


def handles(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """By key, where each author can be named in the Fediverse."""
    return {profile.key: _handles(profile) for profile in desk.build.of(PROFILE)}


def _handles(profile: Profile) -> tuple[str, ...]:
    return tuple(handle for name, written in profile.links if (handle := fediverse_creator(name, written)))


def author_node(profile: Profile, site: Website) -> JsonLd:
    """A person or an organisation that has a page here."""
    url = site.url + profile.url
    kind = "Person" if profile.kind in PERSONS else "Organization"
    return {"@type": kind, "@id": f"{url}#author", "name": profile.name, "url": url}


def describe_profile(
    profile: Profile, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD of an author's page."""
    desk = look.desk
    communes = [desk.build.communes.by_code[code] for code in profile.communes]
    node = profile_json_ld(profile, website_of(desk), communes, bearings, _portrait(profile, desk))
    creators = desk.ask(HANDLES).get(profile.key, ())
    return SocialView("profile", images, open_graph_locale(desk.lang), node, fediverse_creators=creators)


def _portrait(profile: Profile, desk: Desk) -> SocialImageView | None:
    if not profile.photo:
        return None
    rendition = plan_renditions(desk.build.photos[profile.photo.path], Place.FACE)[-1]
    return SocialImageView(desk.absolute(rendition.url), rendition.width, rendition.height, profile.photo.alt)


def profile_json_ld(
    profile: Profile,
    site: Website,
    communes: Sequence[Commune],
    bearings: BearingsView,
    portrait: SocialImageView | None = None,
) -> JsonLd:
    """An author's page and the way to it, with where the author is elsewhere on the web."""
    person = profile.kind in PERSONS
    entity = filled(
        author_node(profile, site)
        | {
            "description": profile.description,
            "image": image_node(portrait) if portrait else None,
            "sameAs": [url for name, written in profile.links if (url := profile_url(name, written))],
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
        "isPartOf": reference(site, "WebSite", "website"),
        "breadcrumb": {"@id": f"{bearings.url}#breadcrumb"},
        "mainEntity": entity,
    }
    return graph(page, breadcrumbs(bearings))


def _office(profile: Profile) -> JsonLd:
    """In what capacity somebody speaks: a person's mandate, the body that a service belongs to."""
    if profile.kind in PERSONS:
        return {"jobTitle": profile.office}
    return {"parentOrganization": {"@type": "Organization", "name": profile.office} if profile.office else None}
