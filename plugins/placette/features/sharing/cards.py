"""The picture that networks and messengers show beside a link: two shapes, at most 100 kB each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps
from PIL.Image import Resampling

from placette.engine.pages.assets import LogoDrawing
from placette.engine.pages.subjects import Shot, Sitter, Subject
from placette.features.sharing.card_colours import Colours
from placette.features.sharing.card_foot import Foot
from placette.features.sharing.card_layout import Layout, lay_out
from placette.features.sharing.card_parts import Box, Line
from placette.features.sharing.fonts import load_font
from placette.features.sharing.portraits import disc, paste_face, ring_width
from placette.features.sharing.shapes import Shape
from placette.features.sharing.site_logo import StandingLogo, paint_logo, stand_on

MOST_BYTES = 100_000
"""A messaging app fetches the card on a phone's network before it shows the link."""

_RADIUS = 12
_FOCUS = (0.5, 0.4)
"""Where a picture of another shape is cropped: its middle, slightly above, since the panel is below."""
_HARDLY = 1.2
_EFFORTS = ((1, 82), (1, 74), (2, 74), (4, 66), (24, 56))
"""How much the picture is softened and the JPEG quality, tried in turn: the text suffers last."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is about, the site's name and colours, the picture behind, the portraits that could be opened, the
    site's own logo.
    """

    subject: Subject
    site: str
    picture: Image.Image
    colours: Colours
    portraits: Mapping[Shot, Image.Image] = field(default_factory=dict)
    logo: LogoDrawing | None = None


def draw_card(card: Card, shape: Shape) -> bytes:
    """The card as a JPEG file without metadata: the same card always gives the same bytes."""
    logo = stand_on(card.logo, card.colours.band, card.colours.paper) if card.logo else None
    layout = lay_out(card.subject, card.site, shape, logo)
    sharp = _paint(_cover(card, layout), layout, card, logo)
    encoded = b""
    for softness, quality in _EFFORTS:
        encoded = _encode(_soften(sharp, layout, card, softness), quality, logo=bool(logo))
        if len(encoded) <= MOST_BYTES:
            break
    return encoded


def _cover(card: Card, layout: Layout) -> Image.Image:
    """A card with nothing on it but its picture, cropped to the space it has, on paper where it is transparent."""
    picture, size, whole = card.picture, layout.picture.size, (layout.band.right, layout.band.bottom)
    if picture.mode == "RGB":
        return _fit(picture, size, whole)
    fitted = ImageOps.fit(picture.convert("RGBA"), size, Resampling.BICUBIC, centering=_FOCUS)
    ground = Image.new("RGB", whole, card.colours.paper)
    ground.paste(fitted, (0, 0), fitted)
    return ground


def _fit(picture: Image.Image, size: tuple[int, int], whole: tuple[int, int]) -> Image.Image:
    """``picture`` in another shape, at the upper left of a picture as large as ``whole``.

    What is hardly too large is cropped, which keeps it sharp and costs nothing.
    """
    scale = min(picture.width / size[0], picture.height / size[1])
    if not 1 <= scale <= _HARDLY:
        return ImageOps.fit(picture, size, Resampling.BICUBIC, centering=_FOCUS).crop((0, 0, *whole))
    left, top = (round((a - b) * share) for a, b, share in zip(picture.size, size, _FOCUS, strict=True))
    return picture.crop((left, top, left + whole[0], top + whole[1]))


def _soften(sharp: Image.Image, layout: Layout, card: Card, softness: int) -> Image.Image:
    """``sharp`` (the painted card) with the details of its picture smaller than ``softness`` pixels gone."""
    if softness == 1:
        return sharp
    softened = Image.new("RGB", sharp.size)
    picture = _cover(card, layout).crop((0, 0, *layout.picture.size))
    softened.paste(picture.reduce(softness).resize(picture.size, Resampling.BILINEAR))
    for box in (layout.panel, layout.band, *layout.faces):
        corners = (box.left, box.top, box.right, box.bottom)
        softened.paste(sharp.crop(corners), corners[:2], disc(box.size[0]) if box in layout.faces else None)
    return softened


def _paint(ground: Image.Image, layout: Layout, card: Card, logo: StandingLogo | None) -> Image.Image:
    """The whole card: ``ground`` with the layout over it."""
    colours, panel = card.colours, layout.panel
    draw, right = ImageDraw.Draw(ground), panel.right
    if right < layout.band.right:
        right -= _RADIUS
        draw.rectangle((right, panel.top + _RADIUS, panel.right - 1, panel.bottom - 1), fill=colours.paper)
        ground.paste(colours.paper, (right, panel.top), _corner())
    draw.rectangle((panel.left, panel.top, right - 1, panel.bottom - 1), fill=colours.paper)
    _write(draw, layout.lines[: len(layout.lines) - len(layout.foot.lines)], colours)
    for sitter, box in zip(card.subject.sitters, layout.faces, strict=False):  # of very many authors some are shown
        _paint_face(ground, sitter, box, card)
    ground.paste(_band(layout.band, layout.foot, colours, logo), (layout.band.left, layout.band.top))
    return ground


def _paint_face(ground: Image.Image, sitter: Sitter, box: Box, card: Card) -> None:
    """A face in its ring of paper, which is inside its square."""
    side = box.size[0]
    ring = ring_width(side)
    ground.paste(card.colours.paper, (box.left, box.top), disc(side))
    portrait = card.portraits.get(sitter.portrait) if sitter.portrait else None
    paste_face(ground, sitter, portrait, (box.left + ring, box.top + ring, side - 2 * ring))


@lru_cache(maxsize=8)
def _band(box: Box, foot: Foot, colours: Colours, logo: StandingLogo | None) -> Image.Image:
    """The band at the foot of a card, the same on all of a shape."""
    band = Image.new("RGB", box.size, colours.band)
    _write(ImageDraw.Draw(band), foot.lines, colours, box.top)
    if logo and foot.plate:
        plate = foot.plate
        band.paste(logo.ground, (plate.left, plate.top - box.top, plate.right, plate.bottom - box.top))
    if logo and foot.logo:
        pixels = paint_logo(logo.svg, *foot.logo.size)
        band.paste(pixels, (foot.logo.left, foot.logo.top - box.top), pixels)
    return band


def _write(draw: ImageDraw.ImageDraw, lines: Iterable[Line], colours: Colours, top: int = 0) -> None:
    """Draw lines of text on what begins ``top`` pixels below the card's upper edge."""
    for line in lines:
        ink, font = getattr(colours, line.ink.value), load_font(line.face, line.size)
        draw.text((line.left, line.baseline - top), line.text, fill=ink, font=font, anchor="ls")


@cache
def _corner() -> Image.Image:
    scale = 4
    side = _RADIUS * scale
    corner = Image.new("L", (side, side), 0)
    ImageDraw.Draw(corner).ellipse((-side, 0, side - 1, 2 * side), fill=255)
    return corner.reduce(scale)


def _encode(image: Image.Image, quality: int, *, logo: bool) -> bytes:
    """JPEG with its colours halved across, not down: four times enlarged, letters look the same.

    A logo may have edges of colours that differ in nothing else: with one, no colour is halved, and tables of its own
    (``optimize``) make up for the bytes. Otherwise they would take as long as all the rest.
    """
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=quality, subsampling="4:4:4" if logo else "4:2:2", optimize=logo)
    return encoded.getvalue()
