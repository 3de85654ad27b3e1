"""Tells the pages who wrote: every author as bylines, lists and author pages show them."""

from __future__ import annotations

from pelican import signals
from pelican.generators import Generator

from placette.engine.base.settings import load_settings
from placette.engine.library.build import BUILD
from placette.engine.pages.views import LinkView
from placette.features.authors.kind import PROFILE
from placette.features.authors.networks import NETWORKS, fediverse_creator, profile_url
from placette.features.authors.people import Ground, people_views
from placette.features.authors.profile import Profile
from placette.features.authors.settings import ProfilesSettings
from placette.features.territory.places import places_pattern

SETTINGS = ("PROFILES", ProfilesSettings)
"""Prefix and declaration of this plugin's settings."""


def attach_people(generators: list[Generator]) -> None:
    """Put the people, their links and their order into the context."""
    context, build = generators[0].context, generators[0].context[BUILD]
    settings = load_settings(ProfilesSettings, "PROFILES", generators[0].settings)
    ground = Ground(build.communes, build.photos, build.base, places_pattern(generators[0].settings))
    context["PEOPLE"] = people_views(build.of(PROFILE), ground)
    context["PEOPLE_LINKS"] = {p.key: _links(p) for p in build.of(PROFILE)}
    context["PEOPLE_KINDS"] = settings.kinds
    context["FEDIVERSE"] = {p.key: _handles(p) for p in build.of(PROFILE)}


def _links(profile: Profile) -> tuple[LinkView, ...]:
    found = ((NETWORKS[name], profile_url(name, written)) for name, written in profile.links if name in NETWORKS)
    return tuple(LinkView(label, url, rel="me nofollow noopener") for label, url in found if url)


def _handles(profile: Profile) -> tuple[str, ...]:
    return tuple(handle for name, written in profile.links if (handle := fediverse_creator(name, written)))


def register() -> None:
    """Connect the handler."""
    signals.all_generators_finalized.connect(attach_people)
