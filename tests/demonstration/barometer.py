"""Torricelli's tube, and the mountain that shortened its column: the day of 19 September 1648.

Heights of mercury: Périer's account, 1648, as the post gives them; 1 pouce = 12 lignes = 27.07 mm.
"""

from __future__ import annotations

from tests.demonstration import plate as p

STATIONS = (
    ("Les Minimes", "le jardin", 711.7, "26 p. 3 l. ½", (200.0, 566.0)),
    ("La tour", "de la cathédrale", 706.1, "26 p. 1 l.", (500.0, 452.0)),
    ("La Font de l’Arbre", "au retour", 676.7, "25 p.", (900.0, 404.0)),
    ("Le sommet", f"1{p.NARROW}465{p.FIXED}m", 627.1, "23 p. 2 l.", (1350.0, 118.0)),
)
"""Name, precision, mercury in millimetres, mercury as Périer writes it, place on the profile."""


def draw_tube() -> str:
    """The tube in its basin: mercury, what stands above it, and the air that holds it up."""
    x, surface, level = 560, 1010, 390
    glass = f"M{x - 46} {surface + 110}V196A46 46 0 0 1 {x + 46} 196V{surface + 110}"
    column = f"M{x - 40} {surface + 108}V{level}Q{x} {level - 22} {x + 40} {level}V{surface + 108}Z"
    bowl = f"V{surface + 150}q0 40 40 40h580q40 0 40 -40"
    return p.plate(
        p.WIDTH,
        1260,
        p.shape(f"M{x - 330} {surface}{bowl}V{surface}Z", p.STEEL),
        p.shape(column, p.STEEL),
        p.line((x - 330, surface), (x - 46, surface), p.STEEL_DARK, p.BOLD),
        p.line((x + 46, surface), (x + 330, surface), p.STEEL_DARK, p.BOLD),
        p.shape(glass, stroke=p.INK, width=7),
        p.shape(f"M{x - 330} {surface - 60}{bowl}V{surface - 60}", stroke=p.INK, width=9),
        p.line((x - 20, level + 60), (x - 20, surface + 60), p.PAPER, 7),
        *(p.arrow((x + dx, surface - 250), (x + dx, surface - 24), p.SLATE, 10, 46) for dx in (-270, -170, 190, 280)),
        p.words(x - 86, surface - 290, "L’air appuie", 62, p.SLATE, "end", "semibold"),
        _note((x + 20, 250), "Le vide", "ou presque rien"),
        _note((x + 20, 640), "Le mercure", "ou vif-argent"),
        _note((x + 310, surface + 90), "La cuvette", "ouverte à l’air"),
        _measure(x + 104, level - 8, surface),
    )


def _note(start: p.Point, title: str, detail: str) -> str:
    """A name and its precision at the right, led to their place by a thin line."""
    y = start[1]
    lead = p.line(start, (1000, y), p.SOFT) + p.disc(*start, 9, p.SOFT)
    return (
        lead
        + p.words(1024, y + 6, title, 68, p.INK, "start", "serif")
        + p.words(1024, y + 70, detail, 54, p.SOFT, "start", "italic")
    )


def _measure(x: float, level: float, surface: float) -> str:
    """The height of the column over the surface of the basin."""
    stops = "".join(p.line((x - 18, y), (x + 18, y), p.BRICK, 5) for y in (level, surface))
    return (
        stops
        + p.line((x, level), (x, surface), p.BRICK, 5)
        + p.words(x + 28, level + 120, f"vers 75{p.FIXED}cm", 58, p.BRICK, "start", "semibold")
    )


def draw_stations() -> str:
    """From Clermont to the summit: four stations and the column of mercury at each, drawn to one scale."""
    profile: list[p.Point] = [
        (0, 574),
        (120, 570),
        (260, 560),
        (400, 520),
        (500, 496),
        (590, 520),
        (700, 474),
        (800, 430),
        (900, 404),
        (1000, 366),
        (1090, 320),
        (1160, 262),
        (1230, 176),
        (1290, 130),
        (1350, 118),
        (1410, 130),
        (1470, 186),
        (1540, 270),
        (1600, 320),
    ]
    land = p.shape(p.flow(profile) + "V660H0Z", p.GREEN_SOFT) + p.shape(p.flow(profile), stroke=p.GREEN, width=7)
    return p.plate(
        p.WIDTH,
        1340,
        land,
        _town(500, 500),
        *(_station(*station) for station in STATIONS),
        p.line((60, _mercury(711.7)), (1540, _mercury(711.7)), p.BRICK, 4, "4 14"),
        p.line((60, 1190), (1540, 1190), p.INK, p.BOLD),
    )


def _mercury(millimetres: float) -> float:
    """Where a column of this height ends, over the common foot."""
    return 1190 - millimetres * 0.62


def _station(name: str, detail: str, mercury: float, written: str, place: p.Point) -> str:
    """A station on the profile, its tube below, its name and its measure."""
    (x, y), top, foot = place, _mercury(mercury), 690.0
    above = p.words(x, y - 44, name, 54, p.INK, style="serif")
    label = p.words(x + 28, y + 84, name, 54, p.INK, "start", "serif") if name.startswith("La Font") else above
    return (
        p.line((x, y), (x, foot), p.SOFT, 3, "3 9")
        + p.disc(x, y, 15, p.BRICK)
        + p.box(x - 22, top, 44, 1188 - top, p.STEEL)
        + p.shape(f"M{x - 26} 1184V{foot + 26}A26 26 0 0 1 {x + 26} {foot + 26}V1184", stroke=p.INK, width=5)
        + label
        + p.words(x, 1252, written, 54, p.BRICK, style="semibold")
        + p.words(x, 1312, detail, 46, p.SOFT, style="italic")
    )


def _town(x: float, y: float) -> str:
    """The tower of the cathedral among the roofs of Clermont."""
    roofs = [
        (-92, 16),
        (-92, -14),
        (-66, -34),
        (-42, -14),
        (-20, -14),
        (-20, -40),
        (20, -40),
        (20, -12),
        (48, -30),
        (78, -8),
        (78, 16),
    ]
    return p.shape(p.run([(x + dx, y + dy) for dx, dy in roofs], closed=True), p.OCHRE) + p.box(
        x - 13, y - 48, 26, 64, p.INK
    )
