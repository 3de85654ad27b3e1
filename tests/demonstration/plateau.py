"""A section of the plateau of Gergovie: hard basalt on soft marl and limestone, 744 m at the top.

Simplified: the layers are drawn to explain, not to measure; heights are exaggerated.
"""

from __future__ import annotations

from tests.demonstration import plate as p

SURFACE: tuple[p.Point, ...] = (
    (0, 690),
    (110, 676),
    (220, 640),
    (310, 590),
    (390, 510),
    (430, 420),
    (446, 350),
    (470, 332),
    (640, 326),
    (860, 320),
    (990, 326),
    (1012, 346),
    (1026, 420),
    (1070, 510),
    (1140, 590),
    (1220, 640),
    (1290, 652),
    (1345, 622),
    (1400, 610),
    (1460, 634),
    (1530, 684),
    (1600, 700),
)
BASALT = "#4b4f55"


def draw_plateau() -> str:
    """The table of basalt, the long slopes, the village's hill at the right."""
    body = p.flow(SURFACE) + "V1000H0Z"
    return p.plate(
        p.WIDTH,
        1080,
        '<defs><clipPath id="ground">' + p.shape(body, "#000") + "</clipPath></defs>",
        f'<g clip-path="url(#ground)">{_layers()}</g>',
        p.shape(p.flow(SURFACE), stroke=p.GREEN, width=8),
        _cliffs(),
        _trees(),
        _village(1400, 612),
        _note((730, 360), (730, 190), "Le basalte", "dur : il fait le toit", "middle"),
        p.words(730, 700, "Marnes et calcaires", 62, p.INK, style="serif"),
        p.words(730, 770, "tendres : ils font la pente", 54, p.SOFT, style="italic"),
        p.words(300, 330, f"744{p.FIXED}m", 74, p.INK, "end", "semibold"),
        p.line((316, 308), (470, 328), p.SOFT, 3),
        p.disc(474, 330, 9, p.INK),
        p.words(1560, 520, "La Roche-Blanche", 56, p.INK, "end", "serif"),
        p.words(60, 1056, "Coupe simplifiée, hauteurs exagérées", 50, p.SOFT, "start", "italic"),
    )


def _layers() -> str:
    """Soft rocks in beds, and the slab that protects them."""
    beds = "".join(
        p.shape(
            p.flow([(-20, y + 16), (400, y - 6), (800, y + 8), (1200, y - 4), (1620, y + 14)]) + "V1100H-20Z",
            colour,
        )
        for y, colour in (
            (300, p.OCHRE_SOFT),
            (470, "#ece0c2"),
            (570, "#e2d6b6"),
            (680, "#d8ccae"),
            (800, "#cdc2a6"),
            (900, "#c2b79d"),
        )
    )
    joints = "".join(
        p.shape(
            p.flow([(-20, y + 16), (400, y - 6), (800, y + 8), (1200, y - 4), (1620, y + 14)]),
            stroke="#a89d82",
            width=2,
            more='stroke-dasharray="26 18"',
        )
        for y in (520, 625, 850)
    )
    slab = p.shape(
        p.run(
            [(380, 300), (1060, 300), (1060, 396), (900, 408), (700, 400), (520, 410), (380, 398)],
            closed=True,
        ),
        BASALT,
    )
    columns = p.shape(
        "".join(f"M{x} 330V{396 + (x * 7) % 11}" for x in range(452, 1020, 26)), stroke="#6d727a", width=4
    )
    return beds + joints + slab + columns


def _cliffs() -> str:
    """Fallen blocks below the edges of the slab."""
    blocks = (
        (418, 470, 22),
        (396, 508, 16),
        (372, 540, 12),
        (1038, 474, 20),
        (1066, 512, 15),
        (1094, 548, 12),
    )
    return "".join(
        p.shape(
            p.run([(x - r, y), (x - r * 0.6, y - r), (x + r * 0.5, y - r * 1.1), (x + r, y)], closed=True),
            BASALT,
        )
        for x, y, r in blocks
    )


def _trees() -> str:
    """A few trees on the table and the slopes."""
    places = ((560, 328), (592, 327), (930, 322), (250, 626), (210, 644), (1180, 616), (1240, 644))
    return "".join(p.line((x, y), (x, y - 34), p.INK, 5) + p.disc(x, y - 46, 22, p.GREEN) for x, y in places)


def _village(x: float, y: float) -> str:
    """The houses of La Roche-Blanche on their small hill."""
    houses = ((-74, 10, 44, 30), (-24, 2, 50, 40), (34, 4, 44, 32), (82, 18, 38, 28))
    return "".join(
        p.box(x + dx - w / 2, y + dy - h, w, h + 10, "#fffdf8", p.INK)
        + p.shape(
            p.run(
                [
                    (x + dx - w / 2 - 6, y + dy - h),
                    (x + dx, y + dy - h - 26),
                    (x + dx + w / 2 + 6, y + dy - h),
                ],
                closed=True,
            ),
            "#a8432b",
            p.INK,
            3,
        )
        for dx, dy, w, h in houses
    )


def _note(start: p.Point, end: p.Point, title: str, detail: str, anchor: str) -> str:
    """A name above its place."""
    return (
        p.line(start, (end[0], end[1] + 24), p.SOFT, 3)
        + p.disc(*start, 9, "#fffdf8")
        + p.words(end[0], end[1] - 66, title, 66, p.INK, anchor, "serif")
        + p.words(end[0], end[1], detail, 54, p.SOFT, anchor, "italic")
    )
