"""The landscapes of a territory (``PICTURES_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Landscape = Literal["country", "forest", "mountain", "plain", "river", "sea", "town", "volcanoes"]


@dataclass(frozen=True, slots=True)
class PicturesSettings:
    """Settings of the landscapes."""

    landscape: Landscape = "country"
    """What the territory looks like, where a post says nothing that can be drawn: ``country`` (hills, fields, trees),
    ``forest``, ``mountain``, ``plain``, ``river``, ``sea``, ``town``, or ``volcanoes``."""
