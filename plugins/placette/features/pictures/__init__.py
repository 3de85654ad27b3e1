"""Landscapes drawn for posts without a photo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest, write_new
from placette.engine.base.message import N_
from placette.engine.base.processes.forks import spread_out
from placette.engine.base.progress import follow
from placette.engine.base.versions import code_version
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature
from placette.engine.pages.ports import DRAWN, PAINTED, PICTURE, Picture
from placette.engine.pages.workshop import Workshop
from placette.engine.photos.settings import ImagesSettings
from placette.features.pictures.artwork import drawing_url, landscape_svg, paint_landscape, picture_of
from placette.features.pictures.hues import Hues, load_hues
from placette.features.pictures.settings import Landscape, PicturesSettings
from placette.features.posts import Article, published

__all__ = ["FEATURE", "register"]


def _hues(desk: Desk) -> Hues:
    return load_hues(desk.settings)


def _landscape_of(desk: Desk) -> Landscape:
    return desk.options("PICTURES", PicturesSettings).landscape


def _drawn(desk: Desk) -> bool:
    return desk.options("IMAGES", ImagesSettings).landscapes


def _picture(desk: Desk) -> Picture:
    return picture_of(desk) if _drawn(desk) else PICTURE.absent(desk)


def _painted(desk: Desk) -> Callable[[str, str, int, int], Any]:
    return partial(paint_landscape, hues=desk.once(_hues), landscape=_landscape_of(desk))


def _landscape(desk: Desk) -> Callable[[Article], bytes]:
    return partial(landscape_svg, hues=desk.once(_hues), landscape=_landscape_of(desk))


def _write_landscapes(desk: Desk, workshop: Workshop) -> None:
    """Write every landscape that is not in place."""
    hues, landscape, ledger = desk.once(_hues), _landscape_of(desk), workshop.ledger
    made_with = digest(code_version().encode(), repr((hues, landscape)).encode())
    articles = [article for article in published(desk) if _drawn(desk) and not article.photo]
    keys = {a.path: digest(made_with.encode(), a.slug.encode()) for a in articles}
    stale = [a for a in articles if ledger.needs(drawing_url(a, landscape), keys[a.path])]
    drawn = spread_out(_put_landscape, stale, (workshop.output, hues, landscape), cost=0.004)
    for path, made in follow(N_("Landscapes drawn"), drawn, len(stale)):
        ledger.note(path, made)


def _put_landscape(article: Article, how: tuple[Path, Hues, Landscape]) -> tuple[str, str]:
    output, hues, landscape = how
    data, url = landscape_svg(article, hues, landscape), drawing_url(article, landscape)
    write_new(output, url, data)
    return url, digest(data)


FEATURE = Feature(
    name="pictures",
    order=150,
    settings={"IMAGES": ImagesSettings, "PICTURES": PicturesSettings},
    offers={PICTURE: _picture, PAINTED: _painted, DRAWN: _landscape},
    files=_write_landscapes,
)
register = FEATURE.register
