"""Landscapes drawn for posts without a photo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest, write_new
from placette.engine.base.processes import spread_out
from placette.engine.base.progress import follow
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import DRAWING, DRAWN, PAINTED, PICTURE, Feature, Picture
from placette.engine.pages.ledger import Workshop
from placette.engine.photos.encoding import ImagesSettings
from placette.features.posts import articles
from placette_landscapes.drawings import (
    Drawing,
    DrawingManner,
    PicturesSettings,
    drawing_of,
    drawing_url,
    drawings,
    landscape_of,
    landscape_svg,
    manner_of,
    paint_landscape,
    picture_of,
)

__all__ = ["FEATURE", "register"]

Order = tuple[str, Drawing, str]  # the slug of a post, what is drawn for it, and the address


def _drawn(desk: Desk) -> bool:
    return desk.options("IMAGES", ImagesSettings).landscapes


def _picture(desk: Desk) -> Picture:
    return picture_of(desk) if _drawn(desk) else PICTURE.absent(desk)


def _painted(desk: Desk) -> Callable[[str, str, int, int], Any]:
    return partial(paint_landscape, manner=manner_of(desk))


def _write_landscapes(desk: Desk, workshop: Workshop) -> None:
    """Write every landscape that is not in place."""
    if not _drawn(desk):
        return
    manner, ledger, by_path = manner_of(desk), workshop.ledger, articles(desk)
    made_with = digest(code_version().encode(), repr(manner).encode()).encode()
    keys: dict[str, str] = {}
    stale: list[Order] = []
    for path, drawing in drawings(desk).items():
        slug = by_path[path].slug
        url = drawing_url(slug, drawing)
        keys[url] = digest(made_with, slug.encode(), str(drawing).encode())
        stale += [(slug, drawing, url)] if ledger.needs(url, keys[url]) else []
    drawn = spread_out(_put_landscape, stale, (workshop.output, manner), cost=0.004)
    for url, made in follow(N_("Landscapes drawn"), drawn, len(stale)):
        ledger.note(url, made)


def _put_landscape(order: Order, how: tuple[Path, DrawingManner]) -> tuple[str, str]:
    (slug, drawing, url), (output, manner) = order, how
    data = landscape_svg(slug, drawing, manner)
    write_new(output, url, data)
    return url, digest(data)


FEATURE = Feature(
    name="pictures",
    order=150,
    settings={"IMAGES": ImagesSettings, "PICTURES": PicturesSettings},
    offers={PICTURE: _picture, DRAWING: drawing_of, PAINTED: _painted, DRAWN: landscape_of},
    files=_write_landscapes,
)
register = FEATURE.register
