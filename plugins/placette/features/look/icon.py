"""The site's icon: the theme's picture, in the hues of the territory; and its pixels, for what reads no SVG."""

from __future__ import annotations

import io
import re
import struct
from math import isfinite

from coloraide import Color
from PIL import Image

from placette.features.look.settings import IdentitySettings

_DRAWN_FOR = IdentitySettings()
_NEAR_ACCENT = "#f3b489"
"""The sun of the picture, which follows the accent; its hills follow the primary hue, its paper nothing."""
_PAPER = "#f7f1e4"
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_SIDE = 48
"""Pixels of a side of the favicon: 16 and 32 are shown from them too, and search engines ask for 48 at least."""
_ICO_HEAD = struct.Struct("<3H4B2H2I")
"""A directory of one picture: reserved, kind, count; width, height, colours, reserved, planes, depth, length, place."""


def render_icon(svg: str, settings: IdentitySettings) -> bytes:
    """The icon with its colours turned as far as the site's two are from those it was drawn for; greys make it grey."""
    return _COLOUR.sub(lambda found: _turned(found[0], settings), svg).encode()


def render_favicon(svg: str) -> bytes:
    """``favicon.ico``: one PNG picture of an icon, in its middle if it isn't square, and nothing else."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - seldom needed

    drawn = svg_to_bytes(svg_string=svg, width=_SIDE, height=_SIDE, skip_system_fonts=True)
    fitted, target = Image.new("RGBA", (_SIDE, _SIDE)), io.BytesIO()
    with Image.open(io.BytesIO(drawn), formats=("PNG",)) as picture:
        fitted.paste(picture, ((_SIDE - picture.width) // 2, (_SIDE - picture.height) // 2))
    fitted.save(target, "PNG", optimize=True)
    pixels = target.getvalue()
    return _ICO_HEAD.pack(0, 1, 1, _SIDE, _SIDE, 0, 0, 1, 32, len(pixels), _ICO_HEAD.size) + pixels


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
