"""Communes as pages name them, with the address of their page where they have one."""

from __future__ import annotations

from placette.engine.base.text import slugify
from placette.engine.library.models import Commune
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.views import PlaceView

COMMUNE = PageAddress("COMMUNE", passing=True)
"""The page of a commune."""


def place_slug(commune: Commune) -> str:
    """«63113-clermont-ferrand»: the code distinguishes communes of one name."""
    return f"{commune.code}-{slugify(commune.name)}"


def places_pattern(desk: Desk) -> str:
    """The pattern of the addresses of communes' pages; empty where the site leaves them out."""
    address = desk.addresses[COMMUNE]
    return address.url if address else ""


def place_view(commune: Commune, base: str, pattern: str) -> PlaceView:
    """A commune to show; ``pattern`` is the address of communes' pages, or empty where there are none."""
    url = base + pattern.format(slug=place_slug(commune)) if pattern else ""
    return PlaceView(commune.code, commune.name, f"{commune.name}, {commune.department}", url)
