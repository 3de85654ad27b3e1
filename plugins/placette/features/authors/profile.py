"""Authors: profiles as their files describe them, and as bylines, lists, cards and machines show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.networks import PROFILE_LINKS, fediverse_creator, profile_url
from placette.engine.base.text import fold, place_of
from placette.engine.base.translation import N_
from placette.engine.base.unicode_text import odd_word, spellings
from placette.engine.content.checks import Lead
from placette.engine.content.communes import Commune, CommuneIndex
from placette.engine.content.companions import Photos
from placette.engine.content.kinds import (
    FOR_RESIDENTS,
    PERSON,
    BodyForm,
    Draft,
    Making,
    Relations,
    SearchedKind,
    TextKind,
    Tombstone,
)
from placette.engine.content.neighbours import Called, Neighbours, Outline
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.messages import NEW_AUTHOR
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering import structured
from placette.engine.rendering.entries import Searched, Sitter, Subject, Writing, places_line, shot_of
from placette.engine.rendering.features import PEOPLE, Lookup, Site
from placette.engine.rendering.ports import Portraits, Ports
from placette.engine.rendering.searched import place_names
from placette.engine.rendering.site import mark_of, once_a_build, place_view, places_pattern
from placette.engine.rendering.views import BreadcrumbsView, LinkView, PersonView, SocialImageView, SocialView
from placette.engine.texts import fields as f
from placette.engine.texts.fields import STATUS_WORDS, as_text, choice, fail
from placette.engine.texts.front_matter import Matter, communes_key, key, signer_key
from placette.engine.texts.values import (
    Body,
    Licence,
    Photo,
    PhotoFacts,
    PictureView,
    Place,
    photo_view,
    plan_renditions,
)
from placette.features.posts import by_key


class AuthorKind(StrEnum):
    """The kinds of authors. The value is that of a profile's ``kind``, without gender."""

    RESIDENT = "habitant"
    ASSOCIATION = "association"
    SERVICE = "service"
    ELECTED = "élu"
    SCHOOL = "école"
    TEAM = "équipe"
    GUEST = "invité"


class Side(StrEnum):
    """Where an elected person sits. Whoever is not of the majority is of the opposition."""

    MAJORITY = "majorité"
    OPPOSITION = "opposition"


class Presence(StrEnum):
    """Whether a person still writes here."""

    ACTIVE = "active"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Profile:
    """An author as their file describes them; ``kind_label`` keeps the form they chose («habitante»)."""

    path: str
    key: str
    url: str
    name: str
    kind: AuthorKind
    kind_label: str
    office: str
    """The capacity in which they write: an elected person's mandate, the body that a service belongs to."""
    description: str
    communes: tuple[str, ...]
    since: str
    languages: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    """Pairs of a known network (``site``, ``mastodon`` …) and the author's address there, as written."""
    licence: Licence | None
    photo: Photo | None
    drawn: int = 0
    """The number of a drawn portrait; 0 for none."""
    side: Side | None = None
    presence: Presence = Presence.ACTIVE
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


SPEAKS_FOR_OTHERS = frozenset({AuthorKind.SERVICE, AuthorKind.ELECTED})
"""The kinds whose readers must know their capacity."""

_PRESENCES = {
    **dict.fromkeys(("active", "actif", "present", "presente"), Presence.ACTIVE),
    **dict.fromkeys(("past", "ancien", "ancienne", "passe", "passee"), Presence.PAST),
}
_KINDS = {fold(kind): kind for kind in AuthorKind} | {
    "habitante": AuthorKind.RESIDENT,
    "elue": AuthorKind.ELECTED,
    "invitee": AuthorKind.GUEST,
}


def as_presence(value: Any) -> Presence:
    """Return whether a person is still here, from English or French."""
    return choice(value, _PRESENCES, (N_("active"), N_("past"), *STATUS_WORDS[-1:]))


def as_kind(value: Any) -> tuple[AuthorKind, str]:
    """Return the kind of an author and the form they chose («habitante»)."""
    text = as_text(value)
    return choice(value, _KINDS, tuple(AuthorKind)), text.lower()


def find_kind(written: str) -> AuthorKind | None:
    """Return the kind that a word means; None for a word that means none."""
    return _KINDS.get(fold(written))


def as_links(value: Any) -> tuple[tuple[str, str], ...]:
    """Return pairs of a network's name and an address; a mapping of texts."""
    if not isinstance(value, dict):
        raise fail("value-shape", example="site: https://…")
    return tuple((as_text(name).lower(), as_text(target)) for name, target in value.items())


def as_side(value: Any) -> Side:
    """Return where an elected person sits, from English or French."""
    return choice(value, {fold(side): side for side in Side} | {"majority": Side.MAJORITY}, tuple(Side))


KindName = Annotated[tuple[AuthorKind, str], BeforeValidator(as_kind)]
SideName = Annotated[Side, BeforeValidator(as_side)]
PresenceName = Annotated[Presence, BeforeValidator(as_presence)]
Links = Annotated[tuple[tuple[str, str], ...], BeforeValidator(as_links)]


class ProfileMatter(Matter):
    """The front matter of an author's profile."""

    name: f.ShortText = signer_key(
        "The name, as the person wishes it; a first name or a pseudonym will do.",
        "nom",
        example="Léa Montel",
        shows="name",
        min_length=1,
    )
    kind: KindName = key(
        "habitant, association, service, élu, école, équipe or invité.",
        "profil",
        "qualité",
        example="habitante",
        free=("habitant", "habitante", "invité", "invitée"),
    )
    office: f.ShortText = key(
        "For an elected official, the office; for a service, the body it belongs to.",
        "fonction",
        "mandat",
        "organisme",
        example="Conseillère municipale",
        default="",
    )
    side: SideName | None = key(
        "For an elected official: majorité, or opposition for whoever is not of it.",
        "bord",
        example="opposition",
        default=None,
    )
    description: f.ShortText = signer_key(
        "One line.", "présentation", example="Infirmière de nuit, marcheuse du matin.", default=""
    )
    commune: f.Communes = communes_key()
    account: f.ShortText = signer_key(
        "The person's account on the forge, so that nobody else proposes in their name.",
        "compte",
        example="lea-m",
        default="",
    )
    since: f.ShortText = signer_key("The year of the first post.", "depuis", example="2024", default="")
    status: PresenceName = signer_key(
        "active, or past for someone who no longer writes here.",
        "statut",
        "état",
        example="active",
        default=Presence.ACTIVE,
    )
    languages: f.Tags = signer_key(
        "Languages the person writes in.", "langues", example="[fr, oc]", default_factory=list
    )
    links: Links = signer_key(
        "Addresses: site, mastodon, pixelfed, peertube, mobilizon, bluesky.",
        "liens",
        example="site: https://…",
        contact="any",
        default=(),
    )
    licence: f.LicenceName | None = signer_key(
        "The licence of their texts when a post says nothing.", "license", example="CC BY 4.0", default=None
    )
    portrait: f.FileName = signer_key(
        "A picture beside the profile, or the number of a drawn portrait.", example="lea-montel.jpg", default=""
    )
    portrait_alt: f.Sentence = signer_key(
        "What the portrait shows.", "portrait_description", example="Léa de profil.", default=""
    )
    portrait_credit: f.ShortText = signer_key(
        "Who made the portrait.", "portrait_crédit", example="Marc Teyssot", shows="name", default=""
    )
    portrait_focus: f.Focus = signer_key(
        "What must stay in sight where the portrait is cut: from the left, from the top.",
        "cadrage",
        "focus",
        example="50% 20%",
        default=None,
    )


class WithdrawnProfileMatter(Matter):
    """The front matter of a withdrawn profile."""

    status: f.WithdrawnName = signer_key("withdrawn.", "statut", "état", example="withdrawn")


OFFICES = {
    AuthorKind.ELECTED: {"office": "conseillère municipale", "side": Side.OPPOSITION.value},
    AuthorKind.SERVICE: {"office": "mairie de Volcville"},
}
"""The lines that a profile of each kind needs, and possible values."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The place of a profile's name, its key, and its kind."""

    line: int
    column: int
    key: str
    kind: AuthorKind


DRAWN_PORTRAITS = 48
"""How many drawn portraits there are to choose from."""
_FACELESS = frozenset({AuthorKind.SERVICE, AuthorKind.ASSOCIATION, AuthorKind.SCHOOL, AuthorKind.TEAM})


def portrait_of(matter: ProfileMatter) -> Lead:
    """Return the portrait, as the profile describes it; none for a drawn one."""
    words = (matter.portrait_alt, "", matter.portrait_credit)
    return Lead("portrait", "" if _is_number(matter.portrait) else matter.portrait, *words, matter.portrait_focus)


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit()


def may_be_drawn(kind: AuthorKind | None, number: str) -> bool:
    """Return whether an author of a kind can have this drawn portrait: it takes a single person, and one of ours."""
    return kind not in _FACELESS and _is_number(number) and 1 <= int(number) <= DRAWN_PORTRAITS


def check_profile(
    draft: Draft, matter: ProfileMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield what is unknown to the site in a profile, or missing."""
    if word := odd_word(matter.name):
        yield draft.problem("name-script", "name", value=word)
    if matter.since and not (re.fullmatch("[12][0-9]{3}", matter.since)):
        yield draft.problem("value-shape", "since", example=f"{draft.name_of('since')}: 2024")
    kind, label = matter.kind
    needed = OFFICES.get(kind, {})
    for name in sorted({"office", "side"} - draft.unusable):
        if name in needed and not getattr(matter, name):
            yield draft.problem("badge-missing", "kind", kind=label, example=f"{draft.name_of(name)}: {needed[name]}")
        elif name not in needed and getattr(matter, name):
            yield draft.problem("badge-borrowed", name, kind=label)
    for network, address in matter.links:
        if network not in PROFILE_LINKS:
            yield draft.problem("choice-unknown", "links", value=network, choices=", ".join(PROFILE_LINKS))
        elif not profile_url(network, address):
            yield draft.problem("profile-link", "links", key=network, value=address)
    if _is_number(matter.portrait) and not may_be_drawn(kind, matter.portrait):
        yield draft.problem("portrait-number", "portrait", value=matter.portrait, count=DRAWN_PORTRAITS, kind=label)
    yield from portrait_of(matter).check(draft, neighbours, options)


def check_names(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Yield two profiles whose names read the same."""
    paths: dict[tuple[int, str], str] = {}
    for outline in outlines:
        if outline.kind == PERSON and isinstance(signature := outline.extra, Signature):
            forms = spellings(outline.title)
            if others := sorted(paths[spelling] for spelling in forms if spelling in paths):
                place = (outline.path, signature.line, signature.column)
                yield problem("author-duplicate", *place, key=signature.key, name=outline.title, other=others[0])
            paths = dict.fromkeys(forms, outline.path) | paths


def same_to_the_eye(name: str, other: str) -> bool:
    """Return whether two names look the same without case, accents and look-alike letters."""
    return not spellings(name).isdisjoint(spellings(other))


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Signature]:
    """Return the place of the name, the kind, and the licence of texts without one of their own."""
    matter, name = draft.matter, draft.entry("name")
    if not isinstance(matter, ProfileMatter):
        return outline
    place = Signature(name.line, name.column, name.key, matter.kind[0])
    return replace(outline, licence=matter.licence, extra=place)


def _portrait(draft: Draft, matter: ProfileMatter) -> Iterable[str]:
    return portrait_of(matter).path(draft)


def _profile(making: Making[ProfileMatter]) -> Profile:
    """Return an author; names and descriptions are typeset in the site's language."""
    matter = making.matter
    kind, label = matter.kind
    return Profile(
        path=making.draft.path,
        key=making.draft.slug,
        url=making.url,
        name=making.say(matter.name),
        kind=kind,
        kind_label=label,
        office=making.say(matter.office),
        description=making.say(matter.description),
        communes=making.communes,
        since=matter.since,
        languages=tuple(matter.languages),
        links=matter.links,
        licence=matter.licence,
        photo=portrait_of(matter).photo(making, Place.FACE),
        drawn=int(matter.portrait) if may_be_drawn(kind, matter.portrait) else 0,
        side=matter.side,
        presence=matter.status,
        body=making.body,
    )


def _is_bare(profile: Profile) -> bool:
    """Return whether there is no biography: a line of description alone makes no page."""
    return not (profile.body.words or profile.body.photos)


PROFILE = TextKind(
    name=PERSON,
    place=r"authors/[^/]+\.md",
    schema=ProfileMatter,
    value=Profile,
    address="AUTHOR",
    changed=N_("the profile {what} changed"),
    check=check_profile,
    make=_profile,
    asks=_portrait,
    called=Called("author-unknown", NEW_AUTHOR, near=1, key="name"),
    relations=Relations(_outline, Signature, check_names),
    tombstone=Tombstone(WithdrawnProfileMatter),
    body=BodyForm(optional=True, is_bare=_is_bare),
    beside=(Photos("authors"),),
    rights=FOR_RESIDENTS,
)

GROUNDS = ("#3d7a5f", "#a8432a", "#496b94", "#7a4a63", "#95611e", "#2d4e6e", "#56652b", "#6a4c93")
"""Colours behind the letters, which are white. Chosen in OKLCH: lightness 0.41 to 0.54, eight hues far apart."""
HUES = len(GROUNDS)
_SIDE = 120  # what a drawn portrait says of its size, in CSS pixels
_LITTLE_WORDS = frozenset({"les", "le", "la", "l", "de", "du", "des", "d", "et", "aux", "a", "the", "of"})


def monogram(name: str) -> str:
    """Return one or two initials of a name: «Les Amis du baromètre (association)» gives «AB»."""
    plain = name.partition("(")[0].replace("'", " ").replace("’", " ")
    words = [word for word in plain.split() if word[:1].isalnum()]
    main = [word for word in words if fold(word) not in _LITTLE_WORDS] or words
    initials = "".join(word[0] for word in (main[0], main[-1])) if len(main) > 1 else (main or ["?"])[0][:1]
    return initials.upper()


def hue_of(key: str) -> int:
    """Return which of ``GROUNDS`` is a person's: it depends on the key alone, so it never changes."""
    return place_of(key, HUES)


def person_view(
    profile: Profile,
    communes: CommuneIndex,
    photos: Mapping[str, PhotoFacts],
    base: str,
    places: str = "",
    portraits: Portraits | None = None,
) -> PersonView:
    """Return a person to show. ``places`` is the pattern of communes' addresses; empty where they have no pages."""
    portrait = PictureView(base + portraits.address(profile.drawn), _SIDE, _SIDE, drawn=True) if portraits else None
    homes_of = [communes.by_code[code] for code in profile.communes if code in communes.by_code]
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
        place=place_view(homes_of[0], base, places) if homes_of else None,
        portrait=photo_view(profile.photo, photos, base) if profile.photo else portrait if profile.drawn else None,
    )


def people_of(site: Site) -> Mapping[str, PersonView]:
    """Return every author, by key."""
    build = site.build
    shared = build.communes, build.photos, build.base, places_pattern(site), site.ask(Ports.PORTRAITS)
    return {profile.key: person_view(profile, *shared) for profile in build.of(PROFILE)}


@once_a_build
def profiles(site: Site) -> Mapping[str, Profile]:
    """Return every profile, by key."""
    return {profile.key: profile for profile in site.build.of(PROFILE)}


@once_a_build
def homes(site: Site) -> Mapping[str, list[str]]:
    """Return the authors (keys) of each commune (code), by name; the site's team is at home on all of it."""
    people = (profile for profile in site.build.of(PROFILE) if profile.kind is not AuthorKind.TEAM)
    ordered = sorted(people, key=lambda profile: (fold(profile.name), profile.key))
    return by_key((code, profile.key) for profile in ordered for code in profile.communes)


def links_of(profile: Profile, own_site: str = "") -> tuple[LinkView, ...]:
    """Return a person's pages elsewhere on the web; ``own_site`` is the text of the link to their own site."""
    labels = {**PROFILE_LINKS, **({"site": own_site} if own_site else {})}
    links = ((labels[name], profile_url(name, address)) for name, address in profile.links if name in labels)
    return tuple(LinkView(label, url, rel="me nofollow noopener") for label, url in links if url)


def person_marks(site: Site) -> Mapping[str, str]:
    """Return by key the mark of all that pages show of a person."""
    people = site.ask(PEOPLE)
    return {p.key: mark_of((p.mark, people[p.key], links_of(p))) for p in site.build.of(PROFILE)}


def faces(site: Site) -> Mapping[str, Sitter]:
    """Return all authors, by key."""
    return {profile.key: _sitter(profile, site) for profile in site.build.of(PROFILE)}


def _sitter(profile: Profile, site: Site) -> Sitter:
    portrait = shot_of(profile.photo, site.build) if profile.photo else None
    return Sitter(monogram(profile.name), GROUNDS[hue_of(profile.key)], portrait, profile.drawn)


def author_subject(profile: Profile, site: Site) -> Subject:
    """Return a person or an association: their face, their kind, their place."""
    by_code = site.build.communes.by_code
    kind = profile.kind_label[:1].upper() + profile.kind_label[1:]
    place = places_line(by_code[code] for code in profile.communes if code in by_code)
    return Subject(
        slug=profile.key,
        title=profile.name,
        place=" · ".join(filter(None, (kind, place))),
        note=profile.description,
        sitters=(_sitter(profile, site),),
    )


_PERSON = SearchedKind("person", N_("Person"), N_("People"), 10)


def searched_people(site: Site) -> Iterator[Searched]:
    """Yield the people who have a page, with their name, description and place, for search."""
    marks, by_code = site.ask(Ports.PERSON_MARKS), site.build.communes.by_code
    for profile in site.build.of(PROFILE):
        communes = tuple(by_code[code].name for code in profile.communes if code in by_code)
        read, mark = partial(_read, profile, communes, site), marks[profile.key]
        yield Searched(_PERSON, profile.url, profile.name, mark, read, site.lang, communes=communes)


def _read(profile: Profile, communes: tuple[str, ...], site: Site) -> Writing:
    by_code = site.build.communes.by_code
    places = (by_code[code] for code in profile.communes if code in by_code)
    return Writing(
        summary=profile.description,
        html=(profile.body.html,),
        names=(profile.name,),
        places=tuple(name for place in places for name in place_names(place, site)),
        subjects=tuple(filter(None, (profile.kind_label, profile.office))),
        place=", ".join(communes),
    )


PERSONS = frozenset({AuthorKind.RESIDENT, AuthorKind.ELECTED, AuthorKind.GUEST})
"""The kinds that are one human being; the others are organisations."""


def agents(site: Site) -> Mapping[str, structured.JsonLd]:
    """Return by key each author as a person or an organisation that has a page here."""
    website = structured.website_of(site)
    return {profile.key: author_node(profile, website) for profile in site.build.of(PROFILE)}


def handles(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by key where each author can be named in the Fediverse."""
    return {
        profile.key: tuple(handle for name, address in profile.links if (handle := fediverse_creator(name, address)))
        for profile in site.build.of(PROFILE)
    }


def author_node(profile: Profile, site: structured.Website) -> structured.JsonLd:
    """Return a person or an organisation that has a page here."""
    url = site.url + profile.url
    kind = "Person" if profile.kind in PERSONS else "Organization"
    return {"@type": kind, "@id": f"{url}#author", "name": profile.name, "url": url}


def describe_profile(
    profile: Profile, crumbs: BreadcrumbsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD of an author's page."""
    site = look.site
    communes = [site.build.communes.by_code[code] for code in profile.communes]
    node = profile_json_ld(profile, structured.website_of(site), communes, crumbs, _portrait_image(profile, site))
    creators = site.ask(Ports.HANDLES).get(profile.key, ())
    return SocialView("profile", images, structured.open_graph_locale(site.lang), node, fediverse_creators=creators)


def _portrait_image(profile: Profile, site: Site) -> SocialImageView | None:
    if not profile.photo:
        return None
    rendition = plan_renditions(site.build.photos[profile.photo.path], Place.FACE)[-1]
    return SocialImageView(site.absolute(rendition.url), rendition.width, rendition.height, profile.photo.alt)


def profile_json_ld(
    profile: Profile,
    site: structured.Website,
    communes: Sequence[Commune],
    crumbs: BreadcrumbsView,
    portrait: SocialImageView | None = None,
) -> structured.JsonLd:
    """Return an author's page and the way to it, with where the author is elsewhere on the web."""
    person = profile.kind in PERSONS
    entity = structured.filled(
        author_node(profile, site)
        | {
            "description": profile.description,
            "image": structured.image_node(portrait) if portrait else None,
            "sameAs": [url for name, address in profile.links if (url := profile_url(name, address))],
            "homeLocation" if person else "location": [structured.place_node(commune) for commune in communes],
            "knowsLanguage": list(profile.languages),
            **_office(profile),
        }
    )
    page = {
        "@type": "ProfilePage",
        "@id": f"{crumbs.url}#page",
        "url": crumbs.url,
        "name": crumbs.name,
        "inLanguage": site.lang,
        "isPartOf": structured.reference(site, "WebSite", "website"),
        "breadcrumb": {"@id": f"{crumbs.url}#breadcrumb"},
        "mainEntity": entity,
    }
    return structured.graph(page, structured.breadcrumbs(crumbs))


def _office(profile: Profile) -> structured.JsonLd:
    """Return the capacity of an author: a person's mandate, the body that a service belongs to."""
    if profile.kind in PERSONS:
        return {"jobTitle": profile.office}
    return {"parentOrganization": {"@type": "Organization", "name": profile.office} if profile.office else None}
