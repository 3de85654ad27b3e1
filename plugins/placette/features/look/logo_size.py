"""The size of a drawing, from what its first line says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from placette.features.look.logo_refusals import LONG, NO_SIZE, LogoError

_NUMBER = r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?)"
_BOX = re.compile(r"\s*" + r"(?:\s+|\s*,\s*)".join([_NUMBER] * 4) + r"\s*", re.ASCII | re.IGNORECASE)
_LENGTH = re.compile(rf"\s*{_NUMBER}(px|pt|pc|mm|cm|in)?\s*", re.ASCII | re.IGNORECASE)
_PIXELS = {"pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_WIDEST, _HIGHEST = 8, 4
"""How many times as wide as high a logo may be, and the other way round."""


def box_of(attributes: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Its view box, or else its size as written, in pixels. Raises ``LogoError``."""
    if "viewBox" in attributes:
        found = _BOX.fullmatch(attributes["viewBox"])
        left, top, width, height = map(float, found.groups()) if found else (0.0, 0.0, 0.0, 0.0)
    else:
        left, top, width, height = 0.0, 0.0, *(_pixels(attributes.get(side, "")) for side in ("width", "height"))
    if not (width > 0 and height > 0):
        raise LogoError(NO_SIZE)
    refuse_long(width, height)
    return left, top, width, height


def _pixels(length: str) -> float:
    """A length as written, in pixels; nothing for one that depends on where the drawing stands."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _PIXELS.get((found[2] or "px").lower(), 1.0) if found else 0.0


def refuse_long(width: float, height: float) -> None:
    """Raise ``LogoError`` for what would be a line beside a site's name."""
    if not 1 / _HIGHEST <= width / height <= _WIDEST:
        raise LogoError(LONG, f"{width:g} × {height:g}")
