"""A landscape for every post without a photo: the same seed always draws the same picture.

Composes the scene: the shapes and their places, back to front, in which palette.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from random import Random

from placette import fields
from placette_landscapes import country, ridges, settlements, trees
from placette_landscapes.buildings import bird
from placette_landscapes.drawings import VOLCANOES, Family
from placette_landscapes.ridges import Skyline, land, lens
from placette_landscapes.shapes import (
    HEIGHT,
    PALETTES,
    WIDTH,
    Disc,
    Palette,
    Patch,
    Point,
    Scene,
    Shape,
    Shapes,
    Staging,
    Stroke,
    Tone,
    box,
    midpoints,
    suitable_palettes,
)

__all__ = ["draw_landscape", "render_svg"]


STAGED: dict[fields.Motif, Callable[[Random, Skyline], Staging]] = {
    motif: getattr(country, motif.name.lower(), None) or getattr(settlements, motif.name.lower())
    for motif in fields.Motif
}
"""The drawer of each motif on the near hill: the function of its name, of the country or of settlements."""
_Bounds = tuple[float, float, float, float]
_Pen = tuple[Tone, float]
_ORDER = {tone: place for place, tone in enumerate(Tone)}


@dataclass(frozen=True, slots=True)
class _Group:
    """The shapes of one path element, and the box around each."""

    pen: _Pen
    shapes: list[Shape] = field(default_factory=list)
    places: list[_Bounds] = field(default_factory=list)


def render_svg(scene: Scene) -> str:
    """The scene as SVG text: the day's colours as attributes, the night's in one media query."""
    night = "".join(f".{tone}{{color:{colour}}}" for tone, colour in zip(Tone, scene.palette.night, strict=True))
    groups = "".join(_render_group(scene.palette, group) for group in _grouped(scene.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{scene.width}" height="{scene.height}" '
        f'viewBox="0 0 {scene.width} {scene.height}" fill="currentColor" stroke="currentColor" '
        f'stroke-width="0" stroke-linecap="round" stroke-linejoin="round">'
        f"<style>@media(prefers-color-scheme:dark){{{night}}}</style>{groups}</svg>\n"
    )


def _grouped(shapes: Shapes) -> list[_Group]:
    """Return shapes grouped into as few path elements as possible without changing the order of overlaps."""
    groups: list[_Group] = []
    for shape in shapes:
        pen, bounds = (shape.tone, _width(shape.width) if isinstance(shape, Stroke) else 0), _bounds(shape)
        home = _home(groups, pen, bounds)
        if home is None:
            home = _Group(pen)
            groups.append(home)
        home.shapes.append(shape)
        home.places.append(bounds)
    return groups


def _home(groups: list[_Group], pen: _Pen, bounds: _Bounds) -> _Group | None:
    """Return the last group with the same pen, unless another tone drawn after it is under the shape."""
    left, top, right, bottom = bounds
    for group in reversed(groups):
        if group.pen == pen:
            return group
        if group.pen[0] is not pen[0]:
            for one in group.places:
                if one[0] < right and left < one[2] and one[1] < bottom and top < one[3]:
                    return None
    return None


def _bounds(shape: Shape) -> _Bounds:
    """The box around a shape: left, top, right, bottom."""
    if isinstance(shape, Disc):
        return shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius
    reach = shape.width / 2 if isinstance(shape, Stroke) else 0
    across, down = [x for x, _ in shape.points], [y for _, y in shape.points]
    return (min(across) - reach, min(down) - reach, max(across) + reach, max(down) + reach)


def _width(width: float) -> float:
    """The width rounded to a few steps, so that strokes share elements."""
    return 2 * round(width / 2) if width > 4 else round(width)


def _render_group(palette: Palette, group: _Group) -> str:
    """One path element."""
    tone, width = group.pen
    colour = palette.day[_ORDER[tone]]
    stroke = f' fill="none" stroke-width="{width:g}"' if width else ""
    return f'<path class="{tone}" color="{colour}"{stroke} d="{"".join(map(_render_shape, group.shapes))}"/>'


def _render_shape(shape: Shape) -> str:
    """A shape as path data. Filled outlines all turn the same way, so that none cuts a hole into another."""
    if isinstance(shape, Disc):
        r = round(shape.radius)
        return f"M{round(shape.x) - r} {round(shape.y)}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1-{2 * r} 0z"
    closed = isinstance(shape, Patch)
    points = shape.points[::-1] if closed and not _turns_right(shape.points) else shape.points
    return (
        _curve(tuple((2 * round(x / 2), 2 * round(y / 2)) for x, y in points), closed=closed)
        if shape.smooth
        else _polyline(points, closed=closed)
    )


def _turns_right(points: tuple[Point, ...]) -> bool:
    """True for an outline drawn clockwise on the screen."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True)) > 0


def _polyline(points: tuple[Point, ...], *, closed: bool) -> str:
    """Straight sides as relative moves between whole coordinates."""
    (x, y), *rest = [(round(x), round(y)) for x, y in points]
    data, command = f"M{_pair(x, y)}", "M"
    for u, v in rest:
        letter, move = _move(u - x, v - y)
        data += letter + move if letter != command else move if move.startswith("-") else f" {move}"
        x, y, command = u, v, letter
    return data + ("z" if closed else "" if rest else "h0")


def _move(dx: int, dy: int) -> tuple[str, str]:
    """The shortest command for one side."""
    if dy == 0:
        return ("h", str(dx))
    return ("v", str(dy)) if dx == 0 else ("l", _pair(dx, dy))


def _curve(points: tuple[Point, ...], *, closed: bool) -> str:
    """A quadratic B-spline: one ``q``, then ``t`` whose handle is the mirror image of the last one."""
    middles = midpoints(points, closed=closed) + (midpoints(points[:2], closed=False) if closed else [])
    (x, y), (cx, cy) = middles[0], points[1]
    moves = [_pair(v - u, w - t) for (u, t), (v, w) in pairwise(middles)]
    data = f"M{_pair(x, y)}q{_joined([_pair(cx - x, cy - y), moves[0]])}"
    return data + ("t" + _joined(moves[1:]) if moves[1:] else "") + ("z" if closed else "")


def _pair(x: float, y: float) -> str:
    """Two whole numbers in the fewest characters."""
    return f"{x:.0f}{y:.0f}" if y < 0 else f"{x:.0f} {y:.0f}"


def _joined(pairs: list[str]) -> str:
    """Pairs one after another; a minus sign separates as well as a space."""
    return "".join(pair if pair.startswith("-") else f" {pair}" for pair in pairs).lstrip()


TREES: tuple[tuple[trees.Tree, ...], ...] = (
    (trees.fir,),
    (trees.fir, trees.broad),
    (trees.broad, trees.fir),
    (trees.broad, trees.poplar),
)
Span = tuple[float, float]


def draw_landscape(
    seed: str,
    motif: fields.Motif,
    palettes: tuple[Palette, ...] = PALETTES,
    family: Family = VOLCANOES,
    palette: str = "",
) -> Scene:
    """The scene for a seed (a post's slug), always the same.

    ``palettes`` are all palettes in the territory's hues, ``palette`` is the name of the one to take; without it, the
    seed chooses one that suits.
    """
    rng = Random(int.from_bytes(sha256(f"{motif}/{seed}".encode()).digest()))
    chosen = rng.choice(suitable_palettes(motif))
    near = ridges.rolling(rng, rng.uniform(462, 486), 22)
    staging = STAGED[motif](rng, near)
    sun = _sun(rng)
    stars = [_star(rng) for _ in range(18)]
    clouds = [_bank(rng, (60, 250), (220, 520), (22, 44), Tone.PALE) for _ in range(rng.randint(0, 3))]
    shapes = (
        *(box(0, 0, WIDTH, HEIGHT, Tone.SKY), *sun[:-1], *stars, sun[-1], *clouds, *_birds(rng)),
        *_distance(rng, motif, family),
        *staging.behind,
        land(near, Tone.NEAR),
        *staging.front,
        *_foreground(rng, motif, family),
    )
    return Scene(WIDTH, HEIGHT, next(one for one in palettes if one.name == (palette or chosen)), shapes)


def _sun(rng: Random) -> Shapes:
    """The sun or moon, most often in its glow, which comes first."""
    x, y, radius = rng.uniform(180, 1020), rng.uniform(110, 230), rng.uniform(46, 74)
    disc = Disc(x, y, radius, Tone.DISC)
    if rng.random() < 0.3:
        return (disc,)
    return (Disc(x, y, radius * 4.6, Tone.HALO), Disc(x, y, radius * 2.5, Tone.GLOW), disc)


def _star(rng: Random) -> Stroke:
    return Stroke(((rng.uniform(10, WIDTH), rng.uniform(10, 290)),), rng.choice((3, 5)), Tone.STAR)


def _bank(rng: Random, heights: Span, widths: Span, depths: Span, tone: Tone) -> Patch:
    return lens(rng.uniform(100, 1100), rng.uniform(*heights), rng.uniform(*widths), rng.uniform(*depths), tone)


def _birds(rng: Random) -> Shapes:
    """Sometimes a few birds far away."""
    if rng.random() < 0.6:
        return ()
    x, y = rng.uniform(200, 1000), rng.uniform(90, 240)
    spots = [(x + rng.uniform(-90, 90), y + rng.uniform(-34, 34)) for _ in range(rng.randint(3, 5))]
    return tuple(line for spot in spots for line in bird(*spot))


def _distance(rng: Random, motif: fields.Motif, family: Family) -> Shapes:
    """Draw three ridges, paler with distance, with mist between them."""
    build = ridges.puys if motif is fields.Motif.PUYS else rng.choice(family.ridges)
    middle = ridges.rolling(rng, rng.uniform(412, 430), 34)
    mist = [_bank(rng, (388, 410), (600, 1000), (30, 48), Tone.FARTHEST) for _ in range(rng.randint(0, 1))]
    far = build(rng, rng.uniform(380, 400), rng.uniform(130, 190))
    farthest = ridges.rolling(rng, rng.uniform(284, 316), 44)
    return (
        land(ridges.lowered(farthest, family.lowered), Tone.FARTHEST),
        land(ridges.lowered(far, family.lowered), Tone.FAR, smooth=build is not ridges.crests),
        *mist,
        land(middle, Tone.MIDDLE),
        *trees.wood(rng, middle, (0, WIDTH), rng.randint(5, 9), 19, tone=Tone.MIDDLE, kinds=(family.trees or TREES)[0]),
    )


def _foreground(rng: Random, motif: fields.Motif, family: Family) -> Shapes:
    """The dark ground at our feet, small trees, and tall ones that frame one side."""
    ground = ridges.rolling(rng, rng.uniform(560, 572), 16)
    kinds = (trees.fir,) if motif is fields.Motif.WINTER else rng.choice(family.trees or TREES)
    side = rng.choice(((-10, 190), (-10, 190), (1070, 1210)))
    return (
        land(ground, Tone.FRONT),
        *trees.wood(rng, ground, (0, WIDTH * 0.45), rng.randint(2, 5), 40, tone=Tone.FRONT, kinds=kinds),
        *trees.wood(rng, ground, side, rng.randint(2, 3), 190, tone=Tone.FRONT, kinds=kinds[-1:]),
    )
