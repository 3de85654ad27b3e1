"""The colours of the pictures that networks show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placette.features.sharing.settings import SharingSettings

_PLAIN = {
    "paper": "#ffffff",
    "ink": "#1a1a1a",
    "ink-soft": "#4a4a4a",
    "accent": "#1a1a1a",
    "band": "#1a1a1a",
    "band-ink": "#ffffff",
}
"""Colours for a site that has no look of its own."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a card, as CSS hexadecimal values."""

    paper: str
    ink: str
    ink_soft: str
    accent: str
    band: str
    band_ink: str


def colours_of(settings: SharingSettings, site: Mapping[str, str]) -> Colours:
    """The colours that the settings give; those they leave out are the site's own, by role."""
    return Colours(
        settings.card_paper or site.get("paper", _PLAIN["paper"]),
        settings.card_ink or site.get("ink", _PLAIN["ink"]),
        settings.card_ink_soft or site.get("ink-soft", _PLAIN["ink-soft"]),
        settings.card_accent or site.get("accent", _PLAIN["accent"]),
        settings.card_band or site.get("band", _PLAIN["band"]),
        settings.card_band_ink or site.get("band-ink", _PLAIN["band-ink"]),
    )
