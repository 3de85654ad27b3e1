"""How a house could take the heat of a hot spring without its water: the principle of a plate exchanger.

The only figure is the temperature of the spring of the Par, 82 °C (École normale supérieure de Lyon).
"""

from __future__ import annotations

from tests.demonstration.plate import (
    BRICK,
    BRICK_SOFT,
    FIXED,
    GREEN,
    GREEN_SOFT,
    INK,
    OCHRE,
    OCHRE_SOFT,
    PAPER,
    SLATE,
    SLATE_SOFT,
    SOFT,
    STEEL,
    WIDTH,
    Point,
    box,
    line,
    plate,
    run,
    shape,
    words,
)

PIPE = 20


def draw_section() -> str:
    """Spring at the left, exchanger in the middle, house at the right."""
    return plate(
        WIDTH,
        1060,
        shape("M0 760H1600V1060H0Z", GREEN_SOFT),
        line((0, 760), (1600, 760), GREEN, 7),
        _spring(),
        _house(),
        _pipe(((230, 600), (230, 470), (560, 470)), BRICK),
        _pipe(((560, 690), (420, 690), (420, 900), (80, 900)), SLATE),
        _pipe(((820, 470), (1180, 470), (1180, 500)), OCHRE),
        _pipe(((1180, 660), (1180, 690), (820, 690)), SLATE),
        _exchanger(),
        _flow_marks(),
        words(60, 240, "La source du Par", 62, INK, "start", "serif"),
        words(60, 326, f"82{FIXED}°C", 78, BRICK, "start", "semibold"),
        words(690, 330, "L’échangeur", 62, INK, style="serif"),
        words(690, 390, "à plaques", 50, SOFT, style="italic"),
        words(1260, 130, "La maison", 62, INK, style="serif"),
        words(270, 996, "l’eau refroidie continue sa route", 54, SLATE, "start", "italic"),
        words(1260, 850, "circuit fermé :", 52, INK, style="serif"),
        words(1260, 914, "toujours la même eau", 52, SOFT, style="italic"),
    )


def _pipe(points: tuple[Point, ...], colour: str) -> str:
    """A pipe with a pale heart."""
    data = run(points)
    return shape(data, stroke=colour, width=PIPE + 8) + shape(data, stroke="#ffffff", width=6, more='opacity="0.55"')


def _spring() -> str:
    """A stone fountain that steams, and the fault the water comes up by."""
    crack = run([(214, 1060), (236, 960), (216, 880), (240, 800), (230, 700)])
    stone = "#d8d2c4"
    steam = "".join(
        shape(f"M{x} 560c-26 -34 26 -58 0 -96c-20 -30 16 -52 2 -86", stroke="#d9cfc4", width=9) for x in (140, 320)
    )
    return (
        shape(crack, stroke=BRICK, width=16)
        + steam
        + box(90, 640, 280, 124, stone, SOFT, 10)
        + box(112, 620, 236, 34, BRICK_SOFT, SOFT, 8)
        + box(204, 560, 52, 80, stone, SOFT, 6)
    )


def _exchanger() -> str:
    """Thin plates between which the two waters pass each other."""
    plates = "".join(box(580 + i * 32, 440, 20, 280, BRICK_SOFT if i % 2 == 0 else OCHRE_SOFT) for i in range(7))
    walls = "".join(line((574 + i * 32, 440), (574 + i * 32, 720), INK, 5) for i in range(8))
    frame = box(548, 412, 26, 336, STEEL, INK, 6) + box(798, 412, 26, 336, STEEL, INK, 6)
    bolts = line((548, 426), (824, 426), INK, 7) + line((548, 734), (824, 734), INK, 7)
    return box(574, 426, 224, 308, PAPER) + plates + walls + bolts + frame


def _flow_marks() -> str:
    """Which way the waters go."""
    marks = (
        ((380, 470), 1, "h"),
        ((500, 690), -1, "h"),
        ((980, 470), 1, "h"),
        ((960, 690), -1, "h"),
        ((230, 540), -1, "v"),
        ((200, 900), -1, "h"),
    )
    return "".join(_mark(place, way, axis) for place, way, axis in marks)


def _mark(place: Point, way: int, axis: str) -> str:
    """An arrowhead on a pipe."""
    x, y = place
    tips = [(20, 0), (-14, -17), (-14, 17)] if axis == "h" else [(0, 20), (-17, -14), (17, -14)]
    return shape(
        run(
            [(x + dx * (way if axis == "h" else 1), y + dy * (1 if axis == "h" else way)) for dx, dy in tips],
            closed=True,
        ),
        PAPER,
        INK,
        4,
    )


def _house() -> str:
    """A house in section with its radiator."""
    walls = run([(980, 760), (980, 400), (1540, 400), (1540, 760)], closed=True)
    roof = run([(940, 410), (1260, 180), (1580, 410)], closed=True)
    radiator = "".join(box(1100 + i * 34, 500, 26, 160, OCHRE, INK, 12) for i in range(5))
    window = box(1360, 470, 110, 130, SLATE_SOFT, INK, 4) + line((1415, 470), (1415, 600), INK, 5)
    return shape(walls, "#fffdf8", INK, 7) + shape(roof, "#d9a795", INK, 7) + window + radiator
