"""The picture that networks and messengers show beside a link: two shapes, at most 100 kB each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps
from PIL.Image import Resampling

from placette.engine.pages.assets import LogoDrawing
from placette.engine.pages.subjects import Shot, Sitter, Subject
from placette.features.sharing.card_colours import Colours
from placette.features.sharing.card_foot import Foot
from placette.features.sharing.card_layout import Layout, lay_out
from placette.features.sharing.card_parts import Box
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
    picture = _cover(card.picture, layout.picture.size, card.colours.paper)
    sharp = _paint(picture, layout, card)
    if logo:
        _paint_logo(sharp, logo, layout.foot)
    encoded = b""
    for softness, quality in _EFFORTS:
        encoded = _encode(_soften(picture, sharp, layout, softness), quality)
        if len(encoded) <= MOST_BYTES:
            break
    return encoded


def _cover(picture: Image.Image, size: tuple[int, int], paper: str) -> Image.Image:
    """``picture`` cropped to the space it has, on paper where it is transparent."""
    if picture.mode == "RGB":
        return _fit(picture, size)
    fitted = ImageOps.fit(picture.convert("RGBA"), size, Resampling.BICUBIC, centering=_FOCUS)
    ground = Image.new("RGB", size, paper)
    ground.paste(fitted, (0, 0), fitted)
    return ground


def _fit(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """``picture`` in another shape; what is hardly too large is cropped, which keeps it sharp and costs nothing."""
    scale = min(picture.width / size[0], picture.height / size[1])
    if not 1 <= scale <= _HARDLY:
        return ImageOps.fit(picture, size, Resampling.BICUBIC, centering=_FOCUS)
    left, top = ((whole - part) * share for whole, part, share in zip(picture.size, size, _FOCUS, strict=True))
    return picture.crop((round(left), round(top), round(left) + size[0], round(top) + size[1]))


def _soften(picture: Image.Image, sharp: Image.Image, layout: Layout, softness: int) -> Image.Image:
    """``sharp`` (the painted card) with the details of its picture smaller than ``softness`` pixels gone."""
    if softness == 1:
        return sharp
    softened = Image.new("RGB", sharp.size)
    softened.paste(picture.reduce(softness).resize(picture.size, Resampling.BILINEAR))
    for box in (layout.panel, layout.band, *layout.faces):
        corners = (box.left, box.top, box.right, box.bottom)
        softened.paste(sharp.crop(corners), corners[:2], disc(box.size[0]) if box in layout.faces else None)
    return softened


def _paint(picture: Image.Image, layout: Layout, card: Card) -> Image.Image:
    """The whole card: ``picture`` with the layout over it."""
    colours = card.colours
    ground = Image.new("RGB", (layout.band.right, layout.band.bottom))
    ground.paste(picture)
    draw = ImageDraw.Draw(ground)
    draw.rectangle(_inclusive(layout.band), fill=colours.band)
    panel = layout.panel
    if panel.right < layout.band.right:
        ground.paste(colours.paper, (panel.left, panel.top), _panel_mask(*panel.size))
    else:
        draw.rectangle(_inclusive(panel), fill=colours.paper)
    for line in layout.lines:
        ink = getattr(colours, line.ink.value)
        draw.text((line.left, line.baseline), line.text, fill=ink, font=load_font(line.face, line.size), anchor="ls")
    for sitter, box in zip(card.subject.sitters, layout.faces, strict=False):  # of very many authors some are shown
        _paint_face(ground, sitter, box, card)
    return ground


def _paint_logo(ground: Image.Image, logo: StandingLogo, foot: Foot) -> None:
    if foot.plate:
        ground.paste(logo.ground, (foot.plate.left, foot.plate.top, foot.plate.right, foot.plate.bottom))
    if foot.logo:
        pixels = paint_logo(logo.svg, *foot.logo.size)
        ground.paste(pixels, (foot.logo.left, foot.logo.top), pixels)


def _paint_face(ground: Image.Image, sitter: Sitter, box: Box, card: Card) -> None:
    """A face in its ring of paper, which is inside its square."""
    side = box.size[0]
    ring = ring_width(side)
    ground.paste(card.colours.paper, (box.left, box.top), disc(side))
    portrait = card.portraits.get(sitter.portrait) if sitter.portrait else None
    paste_face(ground, sitter, portrait, (box.left + ring, box.top + ring, side - 2 * ring))


def _panel_mask(width: int, height: int) -> Image.Image:
    """A full rectangle but for its upper right corner, which is round."""
    mask = Image.new("L", (width, height), 255)
    mask.paste(_corner(), (width - _RADIUS, 0))
    return mask


@cache
def _corner() -> Image.Image:
    scale = 4
    side = _RADIUS * scale
    corner = Image.new("L", (side, side), 0)
    ImageDraw.Draw(corner).ellipse((-side, 0, side - 1, 2 * side), fill=255)
    return corner.reduce(scale)


def _inclusive(box: Box) -> tuple[int, int, int, int]:
    """Pillow's drawing counts the right and bottom edges as inside."""
    return box.left, box.top, box.right - 1, box.bottom - 1


def _encode(image: Image.Image, quality: int) -> bytes:
    """JPEG without chroma subsampling, which would blur coloured letters."""
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=quality, subsampling=0, optimize=True)
    return encoded.getvalue()
