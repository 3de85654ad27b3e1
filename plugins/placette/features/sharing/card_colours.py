"""The colours of the pictures that networks show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placette.features.sharing.settings import SharingSettings


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
        settings.card_paper or site["paper"],
        settings.card_ink or site["ink"],
        settings.card_ink_soft or site["ink-soft"],
        settings.card_accent or site["accent"],
        settings.card_band or site["band"],
        settings.card_band_ink or site["band-ink"],
    )
