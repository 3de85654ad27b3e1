"""The landscapes of a territory (``PICTURES_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Landscape = Literal["country", "sea", "plain", "mountain", "town", "volcanoes"]


@dataclass(frozen=True, slots=True)
class PicturesSettings:
    """Settings of the landscapes."""

    landscape: Landscape = "country"
    """What the territory looks like: ``country`` (hills, fields, trees), ``sea``, ``plain``, ``mountain``, ``town``, or
    ``volcanoes``."""
