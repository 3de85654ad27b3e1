"""The settings of the look (``IDENTITY_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """Two hues, from which every other colour is derived, and the fonts."""

    primary: str = "#1f5c4d"
    """The territory's colour: links, buttons, the deep band."""
    accent: str = "#a8432b"
    """A second colour, for small labels."""
    logo: str = ""
    """A logo of your own, an SVG or PNG file in the site's folder, in place of the icon; if it is wide, of the name."""
    logo_dark: str = ""
    """The same for dark pages."""
    web_fonts: bool = True
    """Whether the site serves its own fonts; otherwise the visitor's system fonts are used."""
    steady_names: bool = False
    """Whether files of the look keep their names when they change: said by ``invoke serve`` alone, never by a file."""

    def logos(self, folder: Path) -> list[tuple[str, Path]]:
        """The settings that name a logo, each with its file; ``folder`` is the site's."""
        named = [("IDENTITY_LOGO", self.logo), ("IDENTITY_LOGO_DARK", self.logo_dark)]
        return [(setting, folder / path) for setting, path in named if path]
