"""What the look can be told (``IDENTITY_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """Settings of the look: two hues, from which every other colour is derived."""

    primary: str = "#1f5c4d"
    """The territory's colour: links, buttons, the deep band."""
    accent: str = "#a8432b"
    """A second colour, for small labels."""
    web_fonts: bool = True
    """Whether the site serves its own letters; without, the visitor's system fonts are used."""
