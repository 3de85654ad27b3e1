"""Laying a drawing of départements on the Earth: the drawing's units become degrees, fitted to a territory's points.

The drawing is one of Mercator's kind, so that one affine map leads from Mercator's plane to it. It is found in two
steps: for all départements at once, from the middle of each shape and of its points; then moved by little
steps until as many of the territory's own points as can be lie in their département.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import atan, exp, log, pi, radians, tan
from math import degrees as in_degrees

from placette.engine.base.geography import Outline, Point, contains
from placette.engine.library.communes import department_of

Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): (x, y) becomes (ax + by + c, dx + ey + f)."""
_ENOUGH = 5
"""Points that a département must have for their middle to mean something of its own."""
_STEPS = (2.0, 1.0, 0.5, 0.25)
"""Steps in units of the drawing; one is some 1.8 km."""


def fit_drawing(drawing: Mapping[str, Outline], points: Mapping[str, Point], territory: frozenset[str]) -> Affine:
    """The affine map from Mercator's plane to the drawing that suits the départements of the territory best."""
    by_department: defaultdict[str, list[Point]] = defaultdict(list)
    for code, point in sorted(points.items()):
        by_department[department_of(code)].append(_mercator(point))
    known = [code for code in sorted(drawing) if len(by_department[code]) >= _ENOUGH]
    first = _least_squares([_mean(by_department[code]) for code in known], [_middle(drawing[code]) for code in known])
    own = [
        (_apply(first, p), drawing[code]) for code in sorted(territory & drawing.keys()) for p in by_department[code]
    ]
    across, down = _best_shift(own)
    a, b, c, d, e, f = first
    return a, b, c + across, d, e, f + down


def on_earth(outline: Outline, fit: Affine) -> Outline:
    """A shape of the drawing in degrees."""
    a, b, c, d, e, f = fit
    scale = a * e - b * d
    turned = (
        tuple(((e * (x - c) - b * (y - f)) / scale, (a * (y - f) - d * (x - c)) / scale) for x, y in ring)
        for ring in outline
    )
    return tuple(tuple(_degrees(point) for point in ring) for ring in turned)


def _best_shift(own: Sequence[tuple[Point, Outline]]) -> Point:
    """The shift of all points that leaves most of them in their shapes; none if nothing is better."""
    best, at = _inside(own, (0.0, 0.0)), (0.0, 0.0)
    for step in _STEPS:
        improved = True
        while improved and best < len(own):
            tries = [(at[0] + x * step, at[1] + y * step) for x in (-1, 0, 1) for y in (-1, 0, 1)]
            count, shift = max((_inside(own, tried), tried) for tried in tries)
            improved = count > best
            best, at = (count, shift) if improved else (best, at)
    return at


def _inside(own: Sequence[tuple[Point, Outline]], shift: Point) -> int:
    return sum(contains(shape, (x + shift[0], y + shift[1])) for (x, y), shape in own)


def _least_squares(sources: Sequence[Point], targets: Sequence[Point]) -> Affine:
    """The affine map from the sources that comes nearest to the targets; raises ``ValueError`` for too few."""
    if len(sources) < 3:
        raise ValueError(f"{len(sources)} < 3")
    middle, aim = _mean(sources), _mean(targets)
    moved = [(x - middle[0], y - middle[1]) for x, y in sources]
    xx, xy, yy = (sum(p[i] * p[j] for p in moved) for i, j in ((0, 0), (0, 1), (1, 1)))
    scale = xx * yy - xy * xy
    rows = []
    for axis in (0, 1):
        xt, yt = (sum(p[i] * (t[axis] - aim[axis]) for p, t in zip(moved, targets, strict=True)) for i in (0, 1))
        first, second = (yy * xt - xy * yt) / scale, (xx * yt - xy * xt) / scale
        rows.append((first, second, aim[axis] - first * middle[0] - second * middle[1]))
    return (*rows[0], *rows[1])


def _middle(outline: Outline) -> Point:
    """The centre of gravity of a shape."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in (side for ring in outline for side in zip(ring, (*ring[1:], ring[0]), strict=True)):
        part = x0 * y1 - x1 * y0
        area, x, y = area + part, x + (x0 + x1) * part, y + (y0 + y1) * part
    return x / (3 * area), y / (3 * area)


def _mean(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _apply(fit: Affine, point: Point) -> Point:
    a, b, c, d, e, f = fit
    return a * point[0] + b * point[1] + c, d * point[0] + e * point[1] + f


def _mercator(point: Point) -> Point:
    """Mercator's plane in radians, eastwards and northwards."""
    return radians(point[1]), log(tan(pi / 4 + radians(point[0]) / 2))


def _degrees(point: Point) -> Point:
    return in_degrees(2 * atan(exp(point[1])) - pi / 2), in_degrees(point[0])
