"""How a house could take the heat of a hot spring without its water: the principle of a plate exchanger.

The only figure is the temperature of the spring of the Par, 82 °C (École normale supérieure de Lyon).
"""

from __future__ import annotations

from tests.demonstration import plate as p

PIPE = 20


def draw_section() -> str:
    """Spring at the left, exchanger in the middle, house at the right."""
    return p.plate(
        p.WIDTH,
        1060,
        p.shape("M0 760H1600V1060H0Z", p.GREEN_SOFT),
        p.line((0, 760), (1600, 760), p.GREEN, 7),
        _spring(),
        _house(),
        _pipe(((230, 600), (230, 470), (560, 470)), p.BRICK),
        _pipe(((560, 690), (420, 690), (420, 900), (80, 900)), p.SLATE),
        _pipe(((820, 470), (1180, 470), (1180, 500)), p.OCHRE),
        _pipe(((1180, 660), (1180, 690), (820, 690)), p.SLATE),
        _exchanger(),
        _flow_marks(),
        p.words(60, 240, "La source du Par", 62, p.INK, "start", "serif"),
        p.words(60, 326, f"82{p.FIXED}°C", 78, p.BRICK, "start", "semibold"),
        p.words(690, 330, "L’échangeur", 62, p.INK, style="serif"),
        p.words(690, 390, "à plaques", 50, p.SOFT, style="italic"),
        p.words(1260, 130, "La maison", 62, p.INK, style="serif"),
        p.words(270, 996, "l’eau refroidie continue sa route", 54, p.SLATE, "start", "italic"),
        p.words(1260, 850, "circuit fermé :", 52, p.INK, style="serif"),
        p.words(1260, 914, "toujours la même eau", 52, p.SOFT, style="italic"),
    )


def _pipe(points: tuple[p.Point, ...], colour: str) -> str:
    """A pipe with a pale heart."""
    data = p.run(points)
    return p.shape(data, stroke=colour, width=PIPE + 8) + p.shape(
        data, stroke="#ffffff", width=6, more='opacity="0.55"'
    )


def _spring() -> str:
    """A stone fountain that steams, and the fault the water comes up by."""
    crack = p.run([(214, 1060), (236, 960), (216, 880), (240, 800), (230, 700)])
    stone = "#d8d2c4"
    steam = "".join(
        p.shape(f"M{x} 560c-26 -34 26 -58 0 -96c-20 -30 16 -52 2 -86", stroke="#d9cfc4", width=9) for x in (140, 320)
    )
    return (
        p.shape(crack, stroke=p.BRICK, width=16)
        + steam
        + p.box(90, 640, 280, 124, stone, p.SOFT, 10)
        + p.box(112, 620, 236, 34, p.BRICK_SOFT, p.SOFT, 8)
        + p.box(204, 560, 52, 80, stone, p.SOFT, 6)
    )


def _exchanger() -> str:
    """Thin plates between which the two waters pass each other."""
    plates = "".join(p.box(580 + i * 32, 440, 20, 280, p.BRICK_SOFT if i % 2 == 0 else p.OCHRE_SOFT) for i in range(7))
    walls = "".join(p.line((574 + i * 32, 440), (574 + i * 32, 720), p.INK, 5) for i in range(8))
    frame = p.box(548, 412, 26, 336, p.STEEL, p.INK, 6) + p.box(798, 412, 26, 336, p.STEEL, p.INK, 6)
    bolts = p.line((548, 426), (824, 426), p.INK, 7) + p.line((548, 734), (824, 734), p.INK, 7)
    return p.box(574, 426, 224, 308, p.PAPER) + plates + walls + bolts + frame


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


def _mark(place: p.Point, way: int, axis: str) -> str:
    """An arrowhead on a pipe."""
    x, y = place
    tips = [(20, 0), (-14, -17), (-14, 17)] if axis == "h" else [(0, 20), (-17, -14), (17, -14)]
    return p.shape(
        p.run(
            [(x + dx * (way if axis == "h" else 1), y + dy * (1 if axis == "h" else way)) for dx, dy in tips],
            closed=True,
        ),
        p.PAPER,
        p.INK,
        4,
    )


def _house() -> str:
    """A house in section with its radiator."""
    walls = p.run([(980, 760), (980, 400), (1540, 400), (1540, 760)], closed=True)
    roof = p.run([(940, 410), (1260, 180), (1580, 410)], closed=True)
    radiator = "".join(p.box(1100 + i * 34, 500, 26, 160, p.OCHRE, p.INK, 12) for i in range(5))
    window = p.box(1360, 470, 110, 130, p.SLATE_SOFT, p.INK, 4) + p.line((1415, 470), (1415, 600), p.INK, 5)
    return p.shape(walls, "#fffdf8", p.INK, 7) + p.shape(roof, "#d9a795", p.INK, 7) + window + radiator
