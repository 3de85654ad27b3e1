"""Making card files: taken from the store where they lie there, drawn otherwise, photos cut where nothing can go wrong.

Cards come out of many processes: the photos are opened in workers that can be killed, because strangers sent them; the
rest is our own drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from placette.engine.base.files import digest, write_new
from placette.engine.base.processes import keep_freed_memory, run_bounded, spread, spread_out
from placette.engine.base.store import Store
from placette.engine.pages.subjects import Shot, Subject
from placette.engine.photos.photos import LIMITS
from placette.engine.photos.pixels import cut_photo
from placette.engine.texts.values import Photo
from placette.features.sharing.cards import Card, draw_card
from placette.features.sharing.publisher import Publisher, card_key, card_path
from placette.features.sharing.shapes import PICTURE, PORTRAIT, Shape

_AT_ONCE = 32
"""Photos, or subjects with one, that are worked on together: some may weigh ten megabytes."""
_SECONDS = 0.025
"""What drawing a subject in both shapes takes."""

Artwork = Callable[[str, str, int, int], Image.Image]
"""Paints the landscape of a slug, with what is drawn for it, so many pixels wide and high."""
Made = tuple[str, str]
"""A file's path in the output and the digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Order:
    """A subject and the shapes in which its card is wanted."""

    subject: Subject
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Studio:
    """All that making cards needs; ``cuts`` are the pixels of the photos that could be opened."""

    publisher: Publisher
    artwork: Artwork
    content: Path
    output: Path
    store: Store
    cuts: Mapping[Shot, bytes]


def make_cards(orders: list[Order], studio: Studio) -> Iterator[Made]:
    """Write every card that is ordered."""
    kept = spread(_put_kept, orders, studio, cost=0.001)
    yield from (made for found in kept for made in found)
    missing = [left for order, found in zip(orders, kept, strict=True) if (left := _left(order, found, studio))]
    faces = {s.portrait for order in missing for s in order.subject.sitters if s.portrait}
    studio = replace(studio, cuts=_cut(faces, (PORTRAIT, PORTRAIT), studio.content))
    keep_freed_memory()
    for batch in _batches(missing):
        photos = {order.subject.photo for order in batch if order.subject.photo}
        ready = replace(studio, cuts={**studio.cuts, **_cut(photos, PICTURE, studio.content)})
        yield from (made for found in spread_out(_put_drawn, batch, ready, cost=_SECONDS) for made in found)


def draw_subject(subject: Subject, shapes: Iterable[Shape], studio: Studio) -> list[bytes]:
    """The card of a subject in each of these shapes; the picture behind them is made once."""
    pixels = studio.cuts.get(subject.photo) if subject.photo else None
    picture = _image(pixels, PICTURE) if pixels else studio.artwork(subject.slug, subject.drawing, *PICTURE)
    shots = [sitter.portrait for sitter in subject.sitters if sitter.portrait in studio.cuts]
    portraits = {shot: _image(studio.cuts[shot], (PORTRAIT, PORTRAIT)) for shot in shots if shot}
    publisher = studio.publisher
    card = Card(subject, publisher.site.name, picture, publisher.colours, portraits, publisher.logo)
    return [draw_card(card, shape) for shape in shapes]


def _put_kept(order: Order, studio: Studio) -> list[Made]:
    """Write those cards of an order that lie in the store."""
    found = ((shape, studio.store.get(card_key(order.subject, shape, studio.publisher))) for shape in order.shapes)
    return [_put(order.subject, shape, data, studio) for shape, data in found if data is not None]


def _left(order: Order, found: list[Made], studio: Studio) -> Order | None:
    """What is left to draw of an order."""
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


def _batches(orders: list[Order]) -> Iterator[list[Order]]:
    """Orders without a photo all together, then the others a few at a time."""
    drawn = [order for order in orders if not order.subject.photo]
    shot = [order for order in orders if order.subject.photo]
    yield drawn
    yield from (shot[start : start + _AT_ONCE] for start in range(0, len(shot), _AT_ONCE))


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
