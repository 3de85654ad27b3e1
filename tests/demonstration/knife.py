"""A pocket knife taken apart: seven kinds of parts, twelve pieces, as the post counts them."""

from __future__ import annotations

from tests.demonstration import plate as p

PIVOT, RIVETS = 660.0, (900.0, 1150.0, 1400.0)
BRASS = "#d9b76a"
LEGEND = ("la lame", "le ressort", "les platines", "les plaquettes", "les mitres", "l’axe", "les rivets")


def draw_knife() -> str:
    """The parts in the order of their assembly, threaded on their rivets, with a legend."""
    axes = "".join(p.line((x, 96), (x, 1340), p.SOFT, 3, "3 12") for x in (PIVOT, *RIVETS))
    return p.plate(
        p.WIDTH,
        1790,
        axes,
        *(_pin(x, 60, 90, 13) for x in RIVETS),
        _pin(PIVOT, 52, 100, 18),
        _scale(270),
        _liner(500),
        _blade(730),
        _spring(880),
        _liner(1070),
        _scale(1300),
        _number(1, (170, 640)),
        _number(2, (1560, 880)),
        _number(3, (1560, 500)),
        _number(3, (1560, 1070)),
        _number(4, (1560, 270)),
        _number(4, (1560, 1300)),
        _number(5, (500, 270)),
        _number(5, (500, 1300)),
        _number(6, (580, 100)),
        *(_number(7, (x + 70, 100)) for x in RIVETS),
        _legend(),
    )


def _body(y: float, left: float, right: float, half: float) -> str:
    """The outline of the handle: a little waist, a round butt."""
    front = [(0, -0.86), (200, -0.94), (480, -0.82)]
    butt = [(-170, -1.02), (-50, -0.9), (0, -0.1), (-40, 0.86), (-190, 1.06)]
    back = [(480, 0.86), (200, 0.94), (0, 0.86)]
    corners = [(left + dx, dy) for dx, dy in front] + [(right + dx, dy) for dx, dy in butt]
    corners += [(left + dx, dy) for dx, dy in back]
    return p.flow([(x, y + dy * half) for x, dy in corners]) + "Z"


def _scale(y: float) -> str:
    """A wooden cover with its bolster at the pivot's end, and the holes of the rivets."""
    veins = (
        p.flow([(760, y + dy), (940, y + dy * 0.8 + 6), (1180, y + dy * 1.1 - 5), (1420, y + dy * 0.8)])
        for dy in (-48, -24, 2, 26, 46)
    )
    grain = p.shape("".join(veins), stroke=p.WOOD_DARK, width=2.5, more='opacity="0.55"')
    bolster = f"M{PIVOT - 66} {y - 58}Q{PIVOT - 84} {y} {PIVOT - 66} {y + 58}L{PIVOT + 50} {y + 64}V{y - 64}Z"
    holes = "".join(p.disc(x, y, 11, p.PAPER, p.INK, 4) for x in (*RIVETS, PIVOT - 8))
    return p.shape(_body(y, 730, 1500, 74), p.WOOD, p.INK, 6) + grain + p.shape(bolster, BRASS, p.INK, 6) + holes


def _liner(y: float) -> str:
    """A thin plate of metal that carries the rest."""
    holes = "".join(p.disc(x, y, 11, p.PAPER, p.INK, 4) for x in (*RIVETS, PIVOT))
    return p.shape(_body(y, PIVOT - 62, 1496, 66), p.STEEL, p.INK, 6) + holes


def _blade(y: float) -> str:
    """The blade, open to the left, with its heel, its nail nick and its ground edge."""
    outline = (
        f"M{PIVOT + 44} {y - 34}Q{PIVOT + 58} {y} {PIVOT + 40} {y + 40}L{PIVOT - 40} {y + 46}V{y + 62}H{PIVOT - 96}"
        f"Q330 {y + 70} 70 {y - 52}Q330 {y - 62} {PIVOT - 60} {y - 54}Z"
    )
    edge = f"M{PIVOT - 96} {y + 18}Q340 {y + 26} 96 {y - 42}"
    nick = p.shape(f"M300 {y - 30}q60 -12 120 0", stroke=p.INK, width=8)
    return (
        p.shape(outline, "#e3e7e9", p.INK, 6)
        + p.shape(edge, stroke=p.STEEL_DARK, width=4)
        + nick
        + p.disc(PIVOT, y, 15, p.PAPER, p.INK, 4)
    )


def _spring(y: float) -> str:
    """The spring that holds the blade open and shut."""
    upper = [(PIVOT + 56, y - 22), (900, y - 16), (1150, y - 8), (1400, y - 18), (1490, y - 8)]
    lower = [(1496, y + 26), (1400, y + 30), (1150, y + 20), (900, y + 22), (PIVOT + 56, y + 26)]
    outline = p.flow([*upper, *lower]) + "Z"
    holes = "".join(p.disc(x, y + 6, 9, p.PAPER, p.INK, 4) for x in RIVETS[1:])
    return p.shape(outline, p.STEEL_DARK, p.INK, 6) + holes


def _pin(x: float, y: float, height: float, half: float) -> str:
    """A pin or rivet seen from its side."""
    return p.box(x - half, y, 2 * half, height, BRASS, p.INK, 5)


def _number(number: int, place: p.Point) -> str:
    """A numbered disc."""
    x, y = place
    return p.disc(x, y, 38, p.BRICK) + p.words(x, y + 18, str(number), 54, p.PAPER, style="semibold")


def _legend() -> str:
    """Names of the parts in two columns."""
    places = [(110 + 800 * (index // 4), 1490 + 86 * (index % 4)) for index in range(len(LEGEND))]
    return "".join(
        _number(index + 1, (x, y - 18)) + p.words(x + 66, y, LEGEND[index], 62, p.INK, "start", "serif")
        for index, (x, y) in enumerate(places)
    )
