"""The files of cards: planned for everything that has one, drawn where they are not in place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PIL import Image, ImageColor

from placette.engine.base.progress import follow
from placette.engine.base.store import Store
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import PAINTED
from placette.engine.pages.subjects import DRAWING, Subject
from placette.engine.pages.workshop import Workshop
from placette.features.sharing.publisher import all_subjects, card_key, card_path, publisher_of
from placette.features.sharing.shapes import SHAPES, Shape

Wanted = list[tuple[Subject, tuple[Shape, ...]]]


def write_cards(desk: Desk, workshop: Workshop) -> None:
    """Make every card that is not in place."""
    publisher, ledger, store = publisher_of(desk), workshop.ledger, Store(workshop.cache / "cards")
    stale: Wanted = []
    for subject in all_subjects(desk):
        keys = {shape: card_key(subject, shape, publisher) for shape in SHAPES}
        for key in keys.values():
            store.keep(key)
        shapes = tuple(s for s in SHAPES if ledger.needs(card_path(subject, s, publisher), keys[s]))
        stale += [(subject, shapes)] if shapes else []
    drawn = _draw(stale, desk, workshop, store) if stale else ()
    for path, made in follow(DRAWING, drawn, sum(len(shapes) for _subject, shapes in stale)):
        ledger.note(path, made)
    store.prune()


def _draw(stale: Wanted, desk: Desk, workshop: Workshop, store: Store) -> Iterator[tuple[str, str]]:
    from placette.features.sharing.studio import Order, Studio, make_cards  # noqa: PLC0415 - most builds draw nothing

    publisher = publisher_of(desk)
    paint = desk.ask(PAINTED) or partial(_one_colour, publisher.colours.band)
    studio = Studio(publisher, paint, workshop.content, workshop.output, store, {})
    yield from make_cards([Order(subject, shapes) for subject, shapes in stale], studio)


def _one_colour(colour: str, _slug: str, _drawing: str, width: int, height: int) -> Image.Image:
    """The ground of cards where no landscapes are drawn."""
    return Image.new("RGB", (width, height), ImageColor.getrgb(colour))
