"""The picture that networks and messengers show beside a link: two shapes, at most 100 kB each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps
from PIL.Image import Resampling

from placette.engine.base.files import Store, digest, write_new
from placette.engine.base.processes import keep_freed_memory, run_bounded, spread, spread_out
from placette.engine.photos.encoding import cut_photo
from placette.engine.photos.photos import LIMITS
from placette.engine.rendering.entries import Shot, Sitter, Subject
from placette.engine.rendering.views import LogoDrawing
from placette.engine.texts.values import Photo
from placette.features.sharing.fonts import Face, drawable, load_font
from placette.features.sharing.layout import Box, Foot, Layout, Line, PlacedLogo, lay_out, logo_on, paint_logo
from placette.features.sharing.publisher import PICTURE, PORTRAIT, Colours, Publisher, Shape, card_key, card_path

RING = 0.045
"""Width, as a share of a face's, of the paper around it, which parts it from the picture or from the next face."""
_LETTERS = 0.36  # ems of a monogram, as a share of its width: the same as in the theme's ``face.css``
_CAPITAL = 0.66  # height of Source Sans' capitals in ems
_SMOOTHING = 4


def paste_face(ground: Image.Image, sitter: Sitter, portrait: Image.Image | None, place: tuple[int, int, int]) -> None:
    """Put a face into ``ground``: ``place`` is the left, the top and the side of its square, in pixels."""
    left, top, side = place
    face = (
        portrait.resize((side, side), Resampling.LANCZOS)
        if portrait
        else _monogram(sitter.letters, sitter.ground, side)
    )
    ground.paste(face, (left, top), disc(side))


def ring_width(side: int) -> int:
    """Pixels of paper around a face."""
    return max(2, round(side * RING))


@cache
def disc(side: int) -> Image.Image:
    """A mask: a full circle in its square."""
    large = side * _SMOOTHING
    mask = Image.new("L", (large, large), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, large - 1, large - 1), fill=255)
    return mask.reduce(_SMOOTHING)


@lru_cache(maxsize=64)
def _monogram(initials: str, ground: str, side: int) -> Image.Image:
    """Return the monogram of an author; it is drawn once for all cards."""
    face = Image.new("RGB", (side, side), ground)
    size = round(side * _LETTERS)
    letters, baseline = drawable(initials, Face.LABEL), round(side / 2 + size * _CAPITAL / 2)
    ImageDraw.Draw(face).text((side / 2, baseline), letters, "#fff", load_font(Face.LABEL, size), anchor="ms")
    return face


MOST_BYTES = 100_000  # a messaging app fetches the card on a phone's network before it shows the link

_RADIUS = 12
_FOCUS = (0.5, 0.4)  # where a picture of another shape is cropped: its middle, slightly above, since the panel is below
_HARDLY = 1.2
_EFFORTS = ((1, 72), (2, 72), (4, 66), (24, 56))
"""How much the picture is softened and the JPEG quality, tried in turn: the text suffers last."""


@dataclass(frozen=True, slots=True)
class Card:
    """The subject of a card, the site's name, the picture behind, its colours, readable portraits, logo."""

    subject: Subject
    site: str
    picture: Image.Image
    colours: Colours
    portraits: Mapping[Shot | int, Image.Image] = field(default_factory=dict)
    logo: LogoDrawing | None = None


def draw_card(card: Card, shape: Shape) -> bytes:
    """The card as a JPEG file without metadata: the same card always gives the same bytes."""
    logo = logo_on(card.logo, card.colours.band, card.colours.paper) if card.logo else None
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
    """Return ``picture`` in another shape, at the upper left of a picture as large as ``whole``.

    A slightly larger picture is cropped, which keeps it sharp and costs nothing.
    """
    scale = min(picture.width / size[0], picture.height / size[1])
    if not 1 <= scale <= _HARDLY:
        method = Resampling.BOX if scale > 1 else Resampling.BICUBIC  # a third of the work, to make it smaller
        return ImageOps.fit(picture, size, method, centering=_FOCUS).crop((0, 0, *whole))
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


def _paint(ground: Image.Image, layout: Layout, card: Card, logo: PlacedLogo | None) -> Image.Image:
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
        side = box.size[0]
        ring = ring_width(side)
        ground.paste(card.colours.paper, (box.left, box.top), disc(side))
        portrait = card.portraits.get(sitter.portrait or sitter.drawn)
        paste_face(ground, sitter, portrait, (box.left + ring, box.top + ring, side - 2 * ring))
    ground.paste(_band(layout.band, layout.foot, colours, logo), (layout.band.left, layout.band.top))
    return ground


@lru_cache(maxsize=8)
def _band(box: Box, foot: Foot, colours: Colours, logo: PlacedLogo | None) -> Image.Image:
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
    """Draw lines of text on a picture that begins ``top`` pixels below the card's upper edge."""
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


_AT_ONCE = 32  # photos, or subjects with one, that are worked on together: some may weigh ten megabytes
_SECONDS = 0.025  # the drawing of a subject in both shapes takes

Artwork = Callable[[str, str, int, int], Image.Image]
"""Paints the landscape of a slug and its drawing, so many pixels wide and high."""
Made = tuple[str, str]  # a file's path in the output and the digest of its bytes


@dataclass(frozen=True, slots=True)
class Order:
    """A subject and the shapes in which its card is wanted."""

    subject: Subject
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Studio:
    """All that is needed to make cards; ``cuts`` are the pixels of the readable photos.

    ``portrait`` paints the drawn one of a number.
    """

    publisher: Publisher
    artwork: Artwork
    content: Path
    output: Path
    store: Store
    cuts: Mapping[Shot, bytes]
    portrait: Callable[[int, int], Image.Image] | None = None


def make_cards(orders: list[Order], studio: Studio) -> Iterator[Made]:
    """Write every card that is ordered."""
    kept = spread(_put_kept, orders, studio, cost=0.001)
    yield from (made for found in kept for made in found)
    missing = [left for order, found in zip(orders, kept, strict=True) if (left := _left(order, found, studio))]
    faces = {s.portrait for order in missing for s in order.subject.sitters if s.portrait}
    studio = replace(studio, cuts=_cut(faces, (PORTRAIT, PORTRAIT), studio.content))
    keep_freed_memory()
    drawn = [order for order in missing if not order.subject.photo]  # all together; the others a few at a time
    shot = [order for order in missing if order.subject.photo]
    for batch in (drawn, *(shot[start : start + _AT_ONCE] for start in range(0, len(shot), _AT_ONCE))):
        photos = {order.subject.photo for order in batch if order.subject.photo}
        ready = replace(studio, cuts={**studio.cuts, **_cut(photos, PICTURE, studio.content)})
        yield from (made for found in spread_out(_put_drawn, batch, ready, cost=_SECONDS) for made in found)


def draw_subject(subject: Subject, shapes: Iterable[Shape], studio: Studio) -> list[bytes]:
    """The card of a subject in each of these shapes; the picture behind them is made once."""
    pixels = studio.cuts.get(subject.photo) if subject.photo else None
    picture = _image(pixels, PICTURE) if pixels else studio.artwork(subject.slug, subject.drawing, *PICTURE)
    shots = [sitter.portrait for sitter in subject.sitters if sitter.portrait in studio.cuts]
    portraits: dict[Shot | int, Image.Image] = {
        shot: _image(studio.cuts[shot], (PORTRAIT, PORTRAIT)) for shot in shots if shot
    }
    if studio.portrait:
        portraits |= {who.drawn: studio.portrait(who.drawn, PORTRAIT) for who in subject.sitters if who.drawn}
    publisher = studio.publisher
    card = Card(subject, publisher.site.name, picture, publisher.colours, portraits, publisher.logo)
    return [draw_card(card, shape) for shape in shapes]


def _put_kept(order: Order, studio: Studio) -> list[Made]:
    """Write those cards of an order that are in the store."""
    found = ((shape, studio.store.get(card_key(order.subject, shape, studio.publisher))) for shape in order.shapes)
    return [_put(order.subject, shape, data, studio) for shape, data in found if data is not None]


def _left(order: Order, found: list[Made], studio: Studio) -> Order | None:
    """Return the cards of an order that are still to be drawn."""
    made = {path for path, _ in found}
    shapes = tuple(shape for shape in order.shapes if card_path(order.subject, shape, studio.publisher) not in made)
    return replace(order, shapes=shapes) if shapes else None


def _put_drawn(order: Order, studio: Studio) -> list[Made]:
    """Draw the cards of an order, keep them and write them."""
    drawn = draw_subject(order.subject, order.shapes, studio)
    for shape, data in zip(order.shapes, drawn, strict=True):
        studio.store.put(card_key(order.subject, shape, studio.publisher), data)
    return [_put(order.subject, shape, data, studio) for shape, data in zip(order.shapes, drawn, strict=True)]


def _put(subject: Subject, shape: Shape, data: bytes, studio: Studio) -> Made:
    path = card_path(subject, shape, studio.publisher)
    write_new(studio.output, path, data)
    return path, digest(data)


def _cut(shots: Iterable[Shot], size: tuple[int, int], content: Path) -> dict[Shot, bytes]:
    """The pixels of photos in a size; those that can't be opened are left out."""
    ordered = sorted(shots, key=lambda shot: (shot.path, shot.digest))
    cuts: dict[Shot, bytes] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        batch = ordered[start : start + _AT_ONCE]
        jobs = [((content / shot.path).read_bytes(), *size, shot.focus) for shot in batch]
        made = run_bounded(cut_photo, jobs, None, LIMITS)
        cuts |= {shot: pixels for shot, pixels in zip(batch, made, strict=True) if pixels}
    return cuts


def cut_picture(content: Path, photo: Photo, width: int, height: int) -> Image.Image | None:
    """A photo of a contributor's that fills a frame; None if it can't be opened."""
    job = ((content / photo.path).read_bytes(), width, height, photo.focus)
    (pixels,) = run_bounded(cut_photo, [job], None, LIMITS)
    return _image(pixels, (width, height)) if pixels else None


def _image(pixels: bytes, size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, pixels)
