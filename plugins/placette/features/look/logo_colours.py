"""A drawing's colours as hexadecimal values: browsers know many ways to write one, what draws cards and posters few."""

from __future__ import annotations

import re

from coloraide import Color

_PAINT = re.compile(r'( (?:fill|stroke|stop-color|color)=")([a-z][^"]*)(?=")', re.IGNORECASE)


def plain_colours(svg: str) -> str:
    """The same drawing; what is no colour (``none``, a gradient) stays as it is."""
    return _PAINT.sub(lambda found: found[1] + _plain(found[2]), svg)


def _plain(value: str) -> str:
    try:
        return str(Color(value.lower()).convert("srgb").fit().to_string(hex=True))
    except ValueError:
        return value
