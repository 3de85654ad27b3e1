"""The card that networks show when a post is shared: 1200 × 630 pixels, at most 100 kB."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps
from PIL.Image import Resampling

from plugins.sharing.card_layout import BAND, HEIGHT, WIDTH, Box, Layout, lay_out
from plugins.sharing.fonts import load_font
from plugins.sharing.settings import SharingSettings

MOST_BYTES = 100_000
"""A messaging app fetches the card on a phone's network before it shows the link."""

_RADIUS = 12
_FOCUS = (0.5, 0.4)
"""Where a picture of another shape is cropped: its middle, slightly above, since the panel is below."""
_EFFORTS = ((1, 88), (1, 78), (2, 76), (4, 66), (24, 56))
"""How much the picture is softened and the JPEG quality, tried in turn: the text suffers last."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a card, as CSS hexadecimal values."""

    paper: str
    ink: str
    ink_soft: str
    accent: str
    band: str
    band_ink: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: plain texts (typography done) and the post's photo or drawn landscape."""

    title: str
    authors: tuple[str, ...]
    place: str
    site: str
    picture: Image.Image
    colours: Colours


def colours_of(settings: SharingSettings) -> Colours:
    """The colours that the settings give."""
    return Colours(
        settings.card_paper,
        settings.card_ink,
        settings.card_ink_soft,
        settings.card_accent,
        settings.card_band,
        settings.card_band_ink,
    )


def draw_card(card: Card) -> bytes:
    """The card as a JPEG file without metadata: the same card always gives the same bytes."""
    layout = lay_out(card.title, card.authors, card.place, card.site)
    picture = _cover(card.picture, card.colours.paper)
    sharp = _paint(picture, layout, card.colours)
    encoded = b""
    for softness, quality in _EFFORTS:
        encoded = _encode(_soften(picture, sharp, layout, softness), quality)
        if len(encoded) <= MOST_BYTES:
            break
    return encoded


def card_alt(title: str, authors: Sequence[str], place: str, site: str, translate: Callable[[str], str]) -> str:
    """A card in one sentence, for who cannot see it."""
    names = ", ".join(authors)
    pattern = translate("“{title}”, by {authors}, on {site}") if names else translate("“{title}”, on {site}")
    sentence = pattern.format(title=title, authors=names, site=site)
    return f"{place}. {sentence}" if place else sentence


def _cover(picture: Image.Image, paper: str) -> Image.Image:
    """``picture`` cropped to the space above the band, on paper where it is transparent."""
    size = (WIDTH, HEIGHT - BAND)
    if picture.mode == "RGB":
        return ImageOps.fit(picture, size, Resampling.BICUBIC, centering=_FOCUS)
    fitted = ImageOps.fit(picture.convert("RGBA"), size, Resampling.BICUBIC, centering=_FOCUS)
    ground = Image.new("RGB", size, paper)
    ground.paste(fitted, (0, 0), fitted)
    return ground


def _soften(picture: Image.Image, sharp: Image.Image, layout: Layout, softness: int) -> Image.Image:
    """``sharp`` (the painted card) with the details of its picture smaller than ``softness`` pixels gone."""
    if softness == 1:
        return sharp
    softened = Image.new("RGB", sharp.size)
    softened.paste(picture.reduce(softness).resize(picture.size, Resampling.BILINEAR))
    for box in (layout.panel, layout.band):
        corners = (box.left, box.top, box.right, box.bottom)
        softened.paste(sharp.crop(corners), corners)
    return softened


def _paint(picture: Image.Image, layout: Layout, colours: Colours) -> Image.Image:
    """The whole card: ``picture`` with the layout over it."""
    ground = Image.new("RGB", (WIDTH, HEIGHT))
    ground.paste(picture)
    draw = ImageDraw.Draw(ground)
    draw.rectangle(_inclusive(layout.band), fill=colours.band)
    panel = layout.panel
    ground.paste(colours.paper, (panel.left, panel.top), _panel_mask(panel.right, panel.bottom - panel.top))
    for line in layout.lines:
        ink = getattr(colours, line.ink.value)
        draw.text((line.left, line.baseline), line.text, fill=ink, font=load_font(line.face, line.size), anchor="ls")
    return ground


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
