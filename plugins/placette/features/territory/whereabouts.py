"""Where a post takes place: the territory as wide as a margin, its communes named on it, and what they are part of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from placette.engine.base.geography import Outline, Point, simplify
from placette.engine.pages.desk import Desk
from placette.features.posts import Article
from placette.features.territory.atlas import BESIDE, Sheet, atlas_of
from placette.features.territory.boxes import Box, is_free, within
from placette.features.territory.frames import middles_of
from placette.features.territory.map_views import NameView
from placette.features.territory.text_widths import cut_text, text_width
from placette.features.territory.views import WhereaboutsView

_NAME, _AREA = 14.0, 11.5
"""Height of the letters of a commune, and of an area."""
_DOT, _GAP = 5.0, 4.0
"""Radius of a point, and what is free between it and its name."""
_AREAS, _NAMED = 8, 3
"""A territory of more parts has only those of the post named; the most communes that are named."""


class _Ground(NamedTuple):
    """What is the same for all posts about the same areas: their paths, and where words may stand in each area."""

    land: str
    own: str
    areas: tuple[tuple[str, tuple[Point, ...]], ...]


def whereabouts_of(article: Article, desk: Desk) -> WhereaboutsView | None:
    """The drawing beside a post; None where no shape or no point is known, or the territory is one commune.

    Made once for all posts about the same place.
    """
    spot, known = article.spot, desk.kept.setdefault("whereabouts", {})
    key = (article.communes, spot.name, spot.point) if spot else article.communes
    if key not in known:
        known[key] = _drawn(article, desk)
    found: WhereaboutsView | None = known[key]
    return found


def _drawn(article: Article, desk: Desk) -> WhereaboutsView | None:
    index = desk.build.communes
    atlas = atlas_of(desk) if len(index.by_code) > 1 else None
    if not atlas:
        return None
    sheet = atlas.sheets[BESIDE]
    dots = [(name, at) for name, point in _points(article, desk) if (at := sheet.place(point))]
    if not dots:
        return None
    codes = {index.area_of(index.by_code[code]) for code in article.communes}
    own = tuple(code for code in sheet.paths if code in codes)
    grounds = desk.kept.setdefault("grounds", {})
    if own not in grounds:
        grounds[own] = _ground(own, sheet, desk)
    ground: _Ground = grounds[own]
    names = tuple(_names(dots, ground, sheet))
    return WhereaboutsView(sheet.width, sheet.height, ground.land, ground.own, tuple(at for _, at in dots), names)


def _points(article: Article, desk: Desk) -> Iterator[tuple[str, Point]]:
    """What is named, and where it lies: the place of the post, or else its communes."""
    known, spot = desk.build.communes.by_code, article.spot
    if spot and spot.point:
        yield known[article.communes[0]].name if len(article.communes) == 1 else spot.name, spot.point
        return
    for code in article.communes:
        if point := known[code].point:
            yield known[code].name, point


def _ground(own: tuple[str, ...], sheet: Sheet, desk: Desk) -> _Ground:
    index = desk.build.communes
    known = {**index.epcis, **index.departments}
    shown = [*own, *(code for code in sheet.paths if code not in own and len(sheet.paths) <= _AREAS)]
    return _Ground(
        "".join(path for code, path in sheet.paths.items() if code not in own),
        "".join(sheet.paths[code] for code in own),
        tuple((known[code].name, _room(known[code].name, index.land[code], sheet)) for code in shown if code in known),
    )


def _room(name: str, outline: Outline, sheet: Sheet) -> tuple[Point, ...]:
    """Where the name of an area finds room in it, its middle first."""
    shape = tuple(simplify(tuple(map(sheet.spot, ring)), 1) for ring in outline if len(ring) > 2)
    half = text_width(name, _AREA) / 2, _AREA * 0.6
    return tuple(middles_of(shape, half, sheet.width, sheet.height)) if shape else ()


def _names(dots: list[tuple[str, Point]], ground: _Ground, sheet: Sheet) -> Iterator[NameView]:
    """The communes, then the areas where these leave them room; each round the middle of its baseline."""
    taken = [_box(at, _DOT, _DOT) for _, at in dots]
    for name, at in dots[:_NAMED]:
        text = cut_text(name, sheet.width - 4)
        half = text_width(text, _NAME) / 2
        for x, y in _beside(at, half, sheet.width):
            box = _box((x, y), half, _NAME * 0.6)
            if within(box, sheet.width, sheet.height) and is_free(box, taken):
                taken.append(box)
                yield NameView("here", round(x, 1), round(y + _NAME * 0.35, 1), text)
                break
    for name, room in ground.areas:
        half = text_width(name, _AREA) / 2
        for at in room:
            box = _box(at, half, _AREA * 0.6)
            if is_free(box, taken):
                taken.append(box)
                yield NameView("area", round(at[0], 1), round(at[1] + _AREA * 0.35, 1), name)
                break


def _beside(at: Point, half: float, width: float) -> Iterator[Point]:
    """The middle of a name above a point, below, to the right or the left; pushed inwards where it would leave."""
    x, y = at
    off = _DOT + _GAP + half
    inside = min(max(x, half + 1), width - half - 1)
    yield from (
        (inside, y - _DOT - _GAP - _NAME / 2),
        (inside, y + _DOT + _GAP + _NAME / 2),
        (x + off, y),
        (x - off, y),
    )


def _box(middle: Point, half: float, tall: float) -> Box:
    return middle[0] - half, middle[1] - tall, middle[0] + half, middle[1] + tall
