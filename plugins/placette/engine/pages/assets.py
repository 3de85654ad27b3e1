"""What pages need to know of the site's look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LogoView:
    """The site's own logo: its address, its size on the page, whether it stands alone, in place of the site's name; the
    address of that for dark pages, if it is another.
    """

    url: str
    width: int
    height: int
    alone: bool = False
    dark_url: str = ""


@dataclass(frozen=True, slots=True)
class LogoDrawing:
    """The site's own logo for what is drawn outside pages, as SVG without anything to fetch: one for light grounds,
    one of the same size for dark grounds (empty without). ``ratio`` is width by height; ``mark`` a digest of it all.
    """

    light: str
    dark: str
    ratio: float
    alone: bool
    mark: str


@dataclass(frozen=True, slots=True)
class AssetsView:
    """The files of the look, with addresses ready to print, and the two colours of the browser's frame."""

    stylesheet_url: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """What only some pages need beside it, by the name of the folder that it is made of."""
    early_script_url: str = ""
    """What must run before anything is drawn."""
    script_url: str = ""
    font_urls: tuple[str, ...] = ()
    """Those worth preloading on every page."""
    icon_url: str = ""
    icon_type: str = "image/svg+xml"
    logo: LogoView | None = None
    """None for a site that shows its icon."""
    theme_color_light: str = ""
    theme_color_dark: str = ""
