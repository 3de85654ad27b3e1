"""What a poster is made of: what it says, and its lines and boxes on the sheet, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace

from placette.features.sharing.fonts import Face
from placette.features.sharing.site_logo import StandingLogo


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says, typography done. ``more`` is how the text begins; ``heading``, ``help`` stand by the code.

    ``logo`` is the site's own.
    """

    site: str
    category: str
    place: str
    title: str
    byline: str
    extract: str
    more: str
    picture_credit: str
    heading: str
    help: str
    link: str
    logo: StandingLogo | None = None


@dataclass(frozen=True, slots=True)
class PosterLine:
    """A line of text: the left end of its baseline in millimetres, its size in points, the name of its colour."""

    text: str
    face: Face
    size: float
    ink: str
    left: float
    baseline: float


@dataclass(frozen=True, slots=True)
class PosterBox:
    """A rectangle in millimetres."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PosterLayout:
    """The layout: the picture's box, the foot's, the code's with its quiet zone, the logo's, and every line."""

    picture: PosterBox
    foot: PosterBox
    code: PosterBox
    logo: PosterBox | None
    lines: tuple[PosterLine, ...]


def scaled(sheet: PosterLayout, scale: float) -> PosterLayout:
    """The same sheet, larger or smaller: millimetres and points times ``scale``."""
    lines = (
        replace(line, size=line.size * scale, left=line.left * scale, baseline=line.baseline * scale)
        for line in sheet.lines
    )
    picture, foot, code = (_scaled_box(box, scale) for box in (sheet.picture, sheet.foot, sheet.code))
    logo = _scaled_box(sheet.logo, scale) if sheet.logo else None
    return PosterLayout(picture, foot, code, logo, tuple(lines))


def _scaled_box(box: PosterBox, scale: float) -> PosterBox:
    return PosterBox(box.left * scale, box.top * scale, box.width * scale, box.height * scale)
