"""Renders a landscape as a small SVG without text, script, identifiers or references.

Used as an ``<img>`` it follows the page's colour scheme: on dark pages the picture changes to its
palette after nightfall. A browser that ignores the media query shows the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from placette.features.pictures.shapes import Disc, Palette, Patch, Point, Scene, Shape, Shapes, Stroke, Tone, midpoints

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
    """Shapes grouped into as few path elements as possible without changing what covers what."""
    groups: list[_Group] = []
    for shape in shapes:
        pen, bounds = _pen(shape), _bounds(shape)
        home = _home(groups, pen, bounds)
        if home is None:
            home = _Group(pen)
            groups.append(home)
        home.shapes.append(shape)
        home.places.append(bounds)
    return groups


def _home(groups: list[_Group], pen: _Pen, bounds: _Bounds) -> _Group | None:
    """The last group with the same pen, unless another tone drawn after it lies under the shape."""
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
        return (
            shape.x - shape.radius,
            shape.y - shape.radius,
            shape.x + shape.radius,
            shape.y + shape.radius,
        )
    reach = shape.width / 2 if isinstance(shape, Stroke) else 0
    across, down = [x for x, _ in shape.points], [y for _, y in shape.points]
    return (min(across) - reach, min(down) - reach, max(across) + reach, max(down) + reach)


def _pen(shape: Shape) -> _Pen:
    """What a path element states once for all its shapes: tone and width of the stroke (0: filled)."""
    return (shape.tone, _width(shape.width) if isinstance(shape, Stroke) else 0)


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
    return _curve(_even(points), closed=closed) if shape.smooth else _polyline(points, closed=closed)


def _turns_right(points: tuple[Point, ...]) -> bool:
    """True for an outline drawn clockwise on the screen."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True)) > 0


def _even(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Control points on even coordinates: all midpoints are whole, and SVG's ``t`` adds up without drift."""
    return tuple((2 * round(x / 2), 2 * round(y / 2)) for x, y in points)


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
