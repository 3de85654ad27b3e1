"""The site's own logo in pictures and on paper: the version that suits its ground, and its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageColor

from placette.engine.pages.views import LogoDrawing

WHITE = "#ffffff"
_DARK = 0.179  # the relative luminance (WCAG 2.2) below which white has more contrast than black


@dataclass(frozen=True, slots=True)
class PlacedLogo:
    """The version of a logo that is shown, and its ground; ``plated`` is true of one that it must bring along."""

    svg: str
    ground: str
    ratio: float
    alone: bool
    plated: bool


def logo_on(logo: LogoDrawing, *grounds: str) -> PlacedLogo:
    """Return the logo for the first of these grounds; without a version for it, on a plate of another, or of white."""
    ground = next(ground for ground in (*grounds, WHITE) if logo.dark or not _is_dark(ground))
    svg = logo.dark if _is_dark(ground) else logo.light
    return PlacedLogo(svg, ground, logo.ratio, logo.alone, plated=ground not in grounds[:1])


def fit_logo(ratio: float, height: float, widest: float) -> tuple[float, float]:
    """Width and height of a logo, which is less high where it would be too wide."""
    width = min(height * ratio, widest)
    return width, width / ratio


@lru_cache(maxsize=8)
def paint_logo(svg: str, width: int, height: int) -> Image.Image:
    """The pixels of a logo, transparent around it. A build draws it once for all cards of a shape."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - for sites with a logo of their own

    with Image.open(BytesIO(svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))) as drawn:
        fitted = Image.new("RGBA", (width, height))
        fitted.paste(drawn, ((width - drawn.width) // 2, (height - drawn.height) // 2))
    return fitted


def _is_dark(colour: str) -> bool:
    red, green, blue = (part / 255 for part in ImageColor.getrgb(colour)[:3])
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] < _DARK
