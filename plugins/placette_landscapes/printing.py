"""Prints the shapes of a scene, as SVG for pages and as pixels for the cards that networks show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageColor, ImageDraw

from placette_landscapes.shapes import Disc, Palette, Patch, Point, Scene, Shape, Shapes, Stroke, Tone, midpoints

_FINER = 2
"""How many times finer the canvas is: at 3, painting takes twice as long, and four times enlarged looks the same."""
_SIDES = 8
"""Straight sides in the place of each bend of a curve."""
_WEIGHTS = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in (side / _SIDES for side in range(_SIDES))]
_Bounds = tuple[float, float, float, float]
_Pen = tuple[Tone, float]
"""A tone, and the width of a stroke; 0 for what is filled."""
_Group = tuple[_Pen, list[Shape], list[_Bounds]]
"""The shapes of one path element, and the box around each."""


def render_svg(scene: Scene) -> str:
    """Return the scene as SVG text: the day's colours as attributes, the night's in one media query."""
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
            home = (pen, [], [])
            groups.append(home)
        home[1].append(shape)
        home[2].append(bounds)
    return groups


def _home(groups: list[_Group], pen: _Pen, bounds: _Bounds) -> _Group | None:
    """Return the last group with the same pen, unless another tone drawn after it is under the shape."""
    left, top, right, bottom = bounds
    for group in reversed(groups):
        if group[0] == pen:
            return group
        if group[0][0] is not pen[0]:
            for box in group[2]:
                if box[0] < right and left < box[2] and box[1] < bottom and top < box[3]:
                    return None
    return None


def _bounds(shape: Shape) -> _Bounds:
    """Return the box around a shape: left, top, right, bottom."""
    if isinstance(shape, Disc):
        return shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius
    reach = shape.width / 2 if isinstance(shape, Stroke) else 0
    across, down = [x for x, _ in shape.points], [y for _, y in shape.points]
    return (min(across) - reach, min(down) - reach, max(across) + reach, max(down) + reach)


def _width(width: float) -> float:
    """Return the width rounded to a few steps, so that strokes share elements."""
    return 2 * round(width / 2) if width > 4 else round(width)


def _render_group(palette: Palette, group: _Group) -> str:
    """Return one path element."""
    (tone, width), shapes, _places = group
    stroke = f' fill="none" stroke-width="{width:g}"' if width else ""
    colour = palette.day[list(Tone).index(tone)]
    return f'<path class="{tone}" color="{colour}"{stroke} d="{"".join(map(_render_shape, shapes))}"/>'


def _render_shape(shape: Shape) -> str:
    """Return a shape as path data. Filled outlines all turn the same way, so that none cuts a hole into another."""
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
    """Return whether an outline is drawn clockwise on the screen."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True)) > 0


def _polyline(points: tuple[Point, ...], *, closed: bool) -> str:
    """Return straight sides as relative moves between whole coordinates."""
    (x, y), *rest = [(round(x), round(y)) for x, y in points]
    data, command = f"M{_pair(x, y)}", "M"
    for u, v in rest:
        letter, move = _move(u - x, v - y)
        data += letter + move if letter != command else move if move.startswith("-") else f" {move}"
        x, y, command = u, v, letter
    return data + ("z" if closed else "" if rest else "h0")


def _move(dx: int, dy: int) -> tuple[str, str]:
    """Return the shortest command for one side."""
    if dy == 0:
        return ("h", str(dx))
    return ("v", str(dy)) if dx == 0 else ("l", _pair(dx, dy))


def _curve(points: tuple[Point, ...], *, closed: bool) -> str:
    """Return a quadratic B-spline: one ``q``, then ``t`` whose handle is the mirror image of the last one."""
    middles = midpoints(points, closed=closed) + (midpoints(points[:2], closed=False) if closed else [])
    (x, y), (cx, cy) = middles[0], points[1]
    moves = [_pair(v - u, w - t) for (u, t), (v, w) in pairwise(middles)]
    data = f"M{_pair(x, y)}q{_joined([_pair(cx - x, cy - y), moves[0]])}"
    return data + ("t" + _joined(moves[1:]) if moves[1:] else "") + ("z" if closed else "")


def _pair(x: float, y: float) -> str:
    """Return two whole numbers in the fewest characters."""
    return f"{x:.0f}{y:.0f}" if y < 0 else f"{x:.0f} {y:.0f}"


def _joined(pairs: list[str]) -> str:
    """Return pairs one after another; a minus sign separates as well as a space."""
    return "".join(pair if pair.startswith("-") else f" {pair}" for pair in pairs).lstrip()


def paint(scene: Scene, width: int, height: int) -> Image.Image:
    """Return the scene by day as an RGB picture of exactly this size; the rest is cropped evenly."""
    colours = {tone: ImageColor.getrgb(colour) for tone, colour in zip(Tone, scene.palette.day, strict=True)}
    size = (width * _FINER, height * _FINER)
    scale = max(size[0] / scene.width, size[1] / scene.height)
    left, top = (size[0] - scene.width * scale) / 2, (size[1] - scene.height * scale) / 2
    canvas = Image.new("RGB", size, colours[Tone.SKY])
    draw = ImageDraw.Draw(canvas)
    for shape in scene.shapes:
        colour = colours[shape.tone]
        places = [(left + x * scale, top + y * scale) for x, y in _corners(shape)]
        if isinstance(shape, Patch):
            draw.polygon(places, colour)
            continue
        radius = scale * (shape.radius if isinstance(shape, Disc) else shape.width / 2)
        if len(places) > 1:
            draw.line(places, colour, round(2 * radius), joint="curve")
        for x, y in {places[0], places[-1]}:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), colour)
    return canvas.reduce(_FINER)


def _corners(shape: Shape) -> Sequence[Point]:
    """Return the points between which a shape has straight sides; of a disc its middle."""
    if isinstance(shape, Disc):
        return ((shape.x, shape.y),)
    return _flat(shape.points, closed=isinstance(shape, Patch)) if shape.smooth else shape.points


def _flat(points: tuple[Point, ...], *, closed: bool) -> list[Point]:
    """Return the curve of these control points as straight sides."""
    middles = midpoints(points, closed=closed)
    ends = middles[1:] + middles[:1] if closed else middles[1:]
    corners = points[1:] + points[:1] if closed else points[1:-1]
    flat = [
        (a * ax + b * bx + c * cx, a * ay + b * by + c * cy)
        for (ax, ay), (bx, by), (cx, cy) in zip(middles, corners, ends, strict=False)
        for a, b, c in _WEIGHTS
    ]
    return flat + ends[-1:]
