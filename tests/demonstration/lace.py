"""Bobbin lace: the pillow with its bobbins, and two grounds drawn thread by thread.

The grounds are not sketched but worked: `_work` makes the moves that the post teaches (cross: the second
thread over the third; twist: in each pair the right thread over the left) and `_paths` draws what results.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians, sin

from tests.demonstration.plate import (
    BRICK,
    GREEN,
    GREEN_SOFT,
    INK,
    OCHRE,
    RULE,
    SOFT,
    WIDTH,
    WOOD,
    WOOD_DARK,
    Point,
    box,
    disc,
    line,
    plate,
    run,
    shape,
    words,
)


def draw_pillow() -> str:
    """The pillow from the front: roller, pricking with pins, lace, bobbins spread like a fan."""
    body = "M250 330Q230 250 330 230H1270Q1370 250 1350 330L1450 960Q1462 1050 1370 1056H230Q138 1050 150 960Z"
    cloth = "M300 380H1300L1392 940Q1398 1000 1330 1004H270Q202 1000 208 940Z"
    return plate(
        WIDTH,
        1120,
        shape(body, GREEN, INK, 7),
        shape(cloth, GREEN_SOFT, GREEN, 4),
        _bobbins(),
        _roller(),
        _strip(),
    )


def _roller() -> str:
    """The roller at the top, with the pricked card around it."""
    return (
        box(400, 196, 800, 190, "#e8dcc0", INK, 40)
        + box(640, 190, 320, 202, OCHRE, INK, 8)
        + disc(400, 291, 34, WOOD, INK, 5)
        + disc(1200, 291, 34, WOOD, INK, 5)
    )


def _strip() -> str:
    """The strip of lace that has been made, pinned on its card, and the working edge."""
    card = shape("M640 390H960L940 610H660Z", "#e3b566", INK, 4)
    rows = []
    for row in range(11):
        y, half = 218 + row * 36, 128 - row * 0.8
        xs = [800 + half * (i / 5 - 1) for i in range(11)]
        mesh = "".join(f"M{a:.1f} {y}L{b:.1f} {y + 36}M{b:.1f} {y}L{a:.1f} {y + 36}" for a, b in pairwise(xs))
        rows.append(shape(mesh, stroke="#fffdf8", width=4.5))
    pins = "".join(
        disc(800 + side * (138 - row * 0.8), 236 + row * 36, 7, INK)
        + disc(800 + side * (138 - row * 0.8), 233 + row * 36, 5, "#f3ecdd")
        for row in range(11)
        for side in (-1, 1)
    )
    front = "".join(disc(680 + i * 30, 612, 7, INK) for i in range(9))
    return card + "".join(rows) + pins + front


def _bobbins() -> str:
    """Bobbins hanging from the working edge, four of them in hand."""
    parts = []
    for index in range(16):
        turn = radians(66 - index * 132 / 15)
        start = (690 + index * 220 / 15, 608.0)
        reach = 176 + 22 * (index % 2) + 110 * abs(sin(turn)) ** 1.5
        parts.append(_bobbin(start, turn, reach, BRICK if 6 <= index <= 9 else WOOD))
    return "".join(parts)


def _bobbin(start: Point, turn: float, reach: float, wood: str) -> str:
    """A thread and the bobbin at its end: head, neck with thread, handle."""

    def at(length: float, aside: float = 0) -> Point:
        return (
            start[0] - sin(turn) * length + cos(turn) * aside,
            start[1] + cos(turn) * length + sin(turn) * aside,
        )

    neck = run([at(reach - 70), at(reach - 22)])
    right = [(0, 13), (30, 20), (92, 17), (134, 8)]
    handle = [at(reach + along, -aside) for along, aside in right] + [at(reach + 144)]
    handle += [at(reach + along, aside) for along, aside in reversed(right)]
    return (
        line(start, at(reach - 82), "#fffdf8", 4)
        + line(at(reach - 88), at(reach + 4), WOOD_DARK, 12)
        + disc(*at(reach - 88), 14, wood, INK, 3)
        + shape(neck, stroke="#fffdf8", width=24)
        + shape(run(handle, closed=True), wood, INK, 4)
    )


def draw_grounds() -> str:
    """Two grounds side by side, every thread a path over and under, one of them easy to follow."""
    return plate(
        WIDTH,
        1180,
        _panel(60, ("cross", "twist", "cross"), "Point fermé", "la toile"),
        _panel(840, ("cross", "twist"), "Point ouvert", "la grille"),
    )


def _panel(left: float, moves: tuple[str, ...], title: str, kind: str) -> str:
    """One ground in its frame, with its name."""
    return (
        box(left, 40, 700, 900, "#fffdf8", RULE, 10)
        + _ground(left + 350, moves)
        + words(left + 350, 1034, title, 72, INK, style="serif")
        + words(left + 350, 1110, kind, 60, SOFT, style="italic")
    )


THREADS = 12
GAP = 50.0
TOP, FOOT = 40.0, 940.0
FOLLOWED = 1


@dataclass(frozen=True, slots=True)
class Knot:
    """A place where two threads pass each other."""

    place: Point
    over: int
    under: int


def _ground(middle: float, moves: tuple[str, ...]) -> str:
    """Twelve threads in rows of stitches; every other row takes the pairs one step aside, around pins."""
    rows = 11 if len(moves) == 2 else 7
    step = (FOOT - TOP - 70) / (rows * len(moves))
    left = middle - GAP * (THREADS - 1) / 2
    order = list(range(THREADS))
    knots: list[Knot] = []
    pins: list[Point] = []
    y = TOP + 35
    for row in range(rows):
        starts = range(0, THREADS, 4) if row % 2 == 0 else range(2, THREADS - 4, 4)
        if row % 2:
            pins += [(left + GAP * edge, y + step * len(moves) / 2) for edge in (1.15, THREADS - 2.15)]
        for move in moves:
            for start in starts:
                knots += _work(order, start, move, (left + GAP / 2, y + step / 2))
            y += step
    return _paths(knots, order, left) + "".join(disc(x, v, 14, OCHRE, INK, 4) for x, v in pins)


def _work(order: list[int], start: int, move: str, corner: Point) -> list[Knot]:
    """Make one move on four threads, which changes their order; gives its knots, ``corner`` being the first place's."""
    knots = []
    for place in (start + 1,) if move == "cross" else (start, start + 2):
        left, right = order[place], order[place + 1]
        over, under = (left, right) if move == "cross" else (right, left)
        knots.append(Knot((corner[0] + GAP * place, corner[1]), over, under))
        order[place], order[place + 1] = right, left
    return knots


def _paths(knots: list[Knot], order: list[int], left: float) -> str:
    """All threads as soft paths, then the pieces that pass over once more."""
    curves = {}
    for thread in range(THREADS):
        own = [knot.place for knot in knots if thread in (knot.over, knot.under)]
        ends = ((left + GAP * thread, TOP), (left + GAP * order.index(thread), FOOT))
        curves[thread] = _samples([ends[0], *own, ends[1]])
    drawn = "".join(_thread(curve, thread) for thread, curve in sorted(curves.items(), reverse=True))
    for knot in knots:
        curve = curves[knot.over]
        near = min(range(len(curve)), key=lambda i: hypot(curve[i][0] - knot.place[0], curve[i][1] - knot.place[1]))
        drawn += _thread(curve[max(0, near - 4) : near + 5], knot.over)
    return drawn


def _samples(points: list[Point]) -> list[Point]:
    """A soft curve through points as many short pieces."""
    padded = [points[0], *points, points[-1]]
    samples = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        length = max(8, int(hypot(c[0] - b[0], c[1] - b[1]) / 5))
        samples += [_spline(a, b, c, d, i / length) for i in range(length)]
    return [*samples, points[-1]]


def _spline(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    """A point of the Catmull-Rom curve between ``b`` and ``c``."""
    w = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (t**3 - t**2) / 2,
    )
    return (
        sum(k * p[0] for k, p in zip(w, (a, b, c, d), strict=True)),
        sum(k * p[1] for k, p in zip(w, (a, b, c, d), strict=True)),
    )


def _thread(points: list[Point], thread: int) -> str:
    """A piece of thread with an edge of paper, so that it visibly passes over what is below."""
    data, butt = run(points), 'style="stroke-linecap:butt"'
    colour = BRICK if thread == FOLLOWED else "#5f8f80"
    return shape(data, stroke="#fffdf8", width=24, more=butt) + shape(data, stroke=colour, width=13, more=butt)
