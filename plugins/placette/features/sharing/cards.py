"""The picture that networks and messengers show beside a link, at most 100 kB each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.Image import Resampling

from placette.engine.base.files import Store, digest, write_new
from placette.engine.base.processes import keep_freed_memory, run_bounded, spread_out
from placette.engine.photos.encoding import cut_photo
from placette.engine.photos.photos import LIMITS
from placette.engine.rendering.entries import Shot, Sitter, Subject
from placette.engine.rendering.views import LogoDrawing
from placette.engine.texts.values import Photo
from placette.features.sharing.fonts import Face, load_font
from placette.features.sharing.layout import (
    BAND,
    BAND_BOX,
    PORTRAIT,
    Foot,
    Layout,
    Line,
    lay_out,
    paint_logo,
)
from placette.features.sharing.publisher import HEIGHT, WIDTH, Colours, Publisher, card_key, card_path

PICTURE = (WIDTH, HEIGHT - BAND)
"""Pixels of the picture behind the panel."""
MOST_BYTES = 100_000  # a messaging app fetches the card on a phone's network before it shows the link
RING = 0.045
"""Width, as a share of a face's, of the paper around it, which parts it from the picture or from the next face."""
_LETTERS = 0.36  # ems of a monogram, as a share of its width: the same as in the theme's ``face.css``
_CAPITAL = 0.66  # height of Source Sans' capitals in ems
_SMOOTHING = 4
_RADIUS = 12
_EFFORTS = ((1, 72), (2, 72), (4, 66), (24, 56))
"""How much the picture is softened and the JPEG quality, tried in turn: the text suffers last."""
_AT_ONCE = 32  # photos, or subjects with one, that are worked on together: some may weigh ten megabytes
_SECONDS = 0.015  # the drawing of a subject takes

Artwork = Callable[[str, str, int, int], Image.Image]
"""Paints the landscape of a slug and its drawing, so many pixels wide and high."""
Portraits = Mapping[Shot | int, Image.Image]
"""The readable portraits of people: of their photo, or of the number of their drawn one."""


def draw_card(subject: Subject, picture: Image.Image, portraits: Portraits, publisher: Publisher) -> bytes:
    """Return the card as a JPEG file without metadata: the same card always gives the same bytes."""
    colours, logo = publisher.colours, publisher.logo
    layout = lay_out(subject, publisher.site.name, logo)
    encoded = b""
    for softness, quality in _EFFORTS:
        soft = picture.reduce(softness).resize(picture.size, Resampling.BILINEAR) if softness > 1 else picture
        card = _paint(soft, layout, subject, portraits, colours)
        card.paste(_band(layout.foot, colours, logo), BAND_BOX[:2])
        encoded = _encode(card, quality, logo=bool(logo))
        if len(encoded) <= MOST_BYTES:
            break
    return encoded


def _paint(
    picture: Image.Image, layout: Layout, subject: Subject, portraits: Portraits, colours: Colours
) -> Image.Image:
    """Return a card without its foot."""
    card, panel = Image.new("RGB", (WIDTH, HEIGHT)), layout.panel
    card.paste(picture)
    draw, right = ImageDraw.Draw(card), panel.right
    if right < WIDTH:
        right -= _RADIUS
        draw.rectangle((right, panel.top + _RADIUS, panel.right - 1, panel.bottom - 1), fill=colours.paper)
        card.paste(colours.paper, (right, panel.top), _corner())
    draw.rectangle((panel.left, panel.top, right - 1, panel.bottom - 1), fill=colours.paper)
    _write(draw, layout.lines, colours)
    for sitter, box in zip(subject.sitters, layout.faces, strict=False):  # of very many authors some are shown
        side = box.size[0]
        ring = max(2, round(side * RING))
        card.paste(colours.paper, box[:2], disc(side))
        face = _face(sitter, portraits.get(sitter.portrait or sitter.drawn), side - 2 * ring)
        card.paste(face, (box.left + ring, box.top + ring), disc(face.width))
    return card


def _face(sitter: Sitter, portrait: Image.Image | None, side: int) -> Image.Image:
    if portrait:
        return portrait.resize((side, side), Resampling.LANCZOS)
    return _monogram(sitter.letters, sitter.ground, side)


@cache
def disc(side: int) -> Image.Image:
    """Return a mask: a full circle in its square."""
    large = side * _SMOOTHING
    mask = Image.new("L", (large, large), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, large - 1, large - 1), fill=255)
    return mask.reduce(_SMOOTHING)


@cache
def _corner() -> Image.Image:
    """Return a mask: the upper right quarter of a circle."""
    return disc(2 * _RADIUS).crop((_RADIUS, 0, 2 * _RADIUS, _RADIUS))


@lru_cache(maxsize=64)
def _monogram(initials: str, ground: str, side: int) -> Image.Image:
    """Return the monogram of an author; it is drawn once for all cards."""
    face = Image.new("RGB", (side, side), ground)
    size = round(side * _LETTERS)
    letters, baseline = Face.LABEL.drawable(initials), round(side / 2 + size * _CAPITAL / 2)
    ImageDraw.Draw(face).text((side / 2, baseline), letters, "#fff", load_font(Face.LABEL, size), anchor="ms")
    return face


@lru_cache(maxsize=8)
def _band(foot: Foot, colours: Colours, logo: LogoDrawing | None) -> Image.Image:
    """Return the band at the foot, the same on all cards."""
    band = Image.new("RGB", BAND_BOX.size, colours.band)
    _write(ImageDraw.Draw(band), foot.lines, colours, BAND_BOX.top)
    if foot.plate:
        band.paste(colours.paper, (foot.plate.left, 0, foot.plate.right, BAND))
    if logo and foot.logo:
        pixels = paint_logo(logo.dark or logo.light, *foot.logo.size)
        band.paste(pixels, (foot.logo.left, foot.logo.top - BAND_BOX.top), pixels)
    return band


def _write(draw: ImageDraw.ImageDraw, lines: Iterable[Line], colours: Colours, top: int = 0) -> None:
    """Draw lines of text on a picture that begins ``top`` pixels below the card's upper edge."""
    for line in lines:
        ink, font = getattr(colours, line.ink.value), load_font(line.face, line.size)
        draw.text((line.left, line.baseline - top), line.text, fill=ink, font=font, anchor="ls")


def _encode(image: Image.Image, quality: int, *, logo: bool) -> bytes:
    """Return a JPEG with its colours halved across, not down: four times enlarged, letters look the same.

    A logo may have edges of colours that differ in nothing else: with one, no colour is halved, and tables of its own
    (``optimize``) make up for the bytes. Otherwise they would take as long as all the rest.
    """
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=quality, subsampling="4:4:4" if logo else "4:2:2", optimize=logo)
    return encoded.getvalue()


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


def make_cards(subjects: Iterable[Subject], studio: Studio) -> Iterator[tuple[str, str]]:
    """Write the cards of subjects, and yield the path and the digest of each."""
    missing = []
    for subject in subjects:
        if data := studio.store.get(card_key(subject, studio.publisher)):
            yield _put(subject, data, studio)
        else:
            missing.append(subject)
    faces = {sitter.portrait for subject in missing for sitter in subject.sitters if sitter.portrait}
    studio = replace(studio, cuts=_cut(faces, (PORTRAIT, PORTRAIT), studio.content))
    keep_freed_memory()
    shot = [subject for subject in missing if subject.photo]
    batches = [shot[start : start + _AT_ONCE] for start in range(0, len(shot), _AT_ONCE)]
    for batch in ([subject for subject in missing if not subject.photo], *batches):
        photos = {subject.photo for subject in batch if subject.photo}
        ready = replace(studio, cuts={**studio.cuts, **_cut(photos, PICTURE, studio.content)})
        yield from spread_out(_put_drawn, batch, ready, cost=_SECONDS)


def _put_drawn(subject: Subject, studio: Studio) -> tuple[str, str]:
    """Draw the card of a subject, keep it and write it."""
    data = draw_subject(subject, studio)
    studio.store.put(card_key(subject, studio.publisher), data)
    return _put(subject, data, studio)


def draw_subject(subject: Subject, studio: Studio) -> bytes:
    """Return the card of a subject, with the landscape of its slug where its photo can't be had."""
    pixels = studio.cuts.get(subject.photo) if subject.photo else None
    picture = _image(pixels, PICTURE) if pixels else studio.artwork(subject.slug, subject.drawing, *PICTURE)
    portraits: dict[Shot | int, Image.Image] = {}
    for sitter in subject.sitters:
        if sitter.portrait and sitter.portrait in studio.cuts:
            portraits[sitter.portrait] = _image(studio.cuts[sitter.portrait], (PORTRAIT, PORTRAIT))
        elif sitter.drawn and studio.portrait:
            portraits[sitter.drawn] = studio.portrait(sitter.drawn, PORTRAIT)
    return draw_card(subject, picture, portraits, studio.publisher)


def _put(subject: Subject, data: bytes, studio: Studio) -> tuple[str, str]:
    path = card_path(subject, studio.publisher)
    write_new(studio.output, path, data)
    return path, digest(data)


def _cut(shots: Iterable[Shot], size: tuple[int, int], content: Path) -> dict[Shot, bytes]:
    """Return the pixels of photos in a size; those that can't be opened are left out."""
    ordered = sorted(shots, key=lambda shot: (shot.path, shot.digest))
    cuts: dict[Shot, bytes] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        batch = ordered[start : start + _AT_ONCE]
        jobs = [((content / shot.path).read_bytes(), *size, shot.focus) for shot in batch]
        frames = run_bounded(cut_photo, jobs, None, LIMITS)
        cuts |= {shot: pixels for shot, pixels in zip(batch, frames, strict=True) if pixels}
    return cuts


def cut_picture(content: Path, photo: Photo, width: int, height: int) -> Image.Image | None:
    """Return a photo of a contributor's that fills a frame; None if it can't be opened."""
    job = ((content / photo.path).read_bytes(), width, height, photo.focus)
    (pixels,) = run_bounded(cut_photo, [job], None, LIMITS)
    return _image(pixels, (width, height)) if pixels else None


def _image(pixels: bytes, size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, pixels)
