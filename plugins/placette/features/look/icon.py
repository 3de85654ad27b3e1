"""The site's icon: the theme's picture, in the hues of the territory."""

from __future__ import annotations

import re
from math import isfinite

from coloraide import Color

from placette.features.look.settings import IdentitySettings

_DRAWN_FOR = IdentitySettings()
_NEAR_ACCENT = "#f3b489"
"""The sun of the picture, which follows the accent; its hills follow the primary hue, its paper nothing."""
_PAPER = "#f7f1e4"
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def render_icon(svg: str, settings: IdentitySettings) -> bytes:
    """The icon with its colours turned as far as the site's two are from those it was drawn for; greys make it grey."""
    return _COLOUR.sub(lambda found: _turned(found[0], settings), svg).encode()


def _turned(colour: str, settings: IdentitySettings) -> str:
    if colour == _PAPER:
        return colour
    pair = (settings.accent, _DRAWN_FOR.accent) if colour == _NEAR_ACCENT else (settings.primary, _DRAWN_FOR.primary)
    if pair[0] == pair[1]:
        return colour
    wanted, drawn, here = (Color(one).convert("oklch") for one in (*pair, colour))
    if not isfinite(wanted["hue"]) or wanted["chroma"] < 0.02:
        return str(here.set("chroma", 0).convert("srgb").fit().to_string(hex=True))
    turned = here.set("hue", (here["hue"] + wanted["hue"] - drawn["hue"]) % 360)
    return str(turned.convert("srgb").fit().to_string(hex=True))
