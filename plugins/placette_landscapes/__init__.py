"""Landscapes drawn for posts without a photo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from placette import (
    DRAWING,
    DRAWN,
    N_,
    PAINTED,
    PICTURE,
    Feature,
    Picture,
    Site,
    Workshop,
    articles,
    code_version,
    digest,
    follow,
    spread_out,
    write_new,
)
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

Order = tuple[str, Drawing, str]  # the slug of a post, its drawing, and the address


def _drawn(site: Site) -> bool:
    return site.options("PICTURES", PicturesSettings).on_pages


def _picture(site: Site) -> Picture:
    return picture_of(site) if _drawn(site) else PICTURE.absent(site)


def _painted(site: Site) -> Callable[[str, str, int, int], Any]:
    return partial(paint_landscape, manner=manner_of(site))


def _write_landscapes(site: Site, workshop: Workshop) -> None:
    """Write every landscape that is not in place."""
    if not _drawn(site):
        return
    manner, ledger, by_path = manner_of(site), workshop.ledger, articles(site)
    made_with = digest(code_version().encode(), repr(manner).encode()).encode()
    keys: dict[str, str] = {}
    stale: list[Order] = []
    for path, drawing in drawings(site).items():
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
    settings={"PICTURES": PicturesSettings},
    offers={PICTURE: _picture, DRAWING: drawing_of, PAINTED: _painted, DRAWN: landscape_of},
    files=_write_landscapes,
    manual=Path(__file__).parent / "manual",
)
register = FEATURE.register
