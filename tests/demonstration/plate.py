"""The plates of the demonstration: one paper, one set of colours, two typefaces, a few strokes.

Parts are strings of SVG; a plate joins them on the paper. Sizes are pixels of the finished picture.
Labels are at least `LABEL` tall, so that they can be read where a phone shows the plate 390 pixels wide.
"""

from __future__ import annotations

from html import escape
from io import BytesIO
from math import atan2, cos, hypot, sin
from pathlib import Path

import font_source_sans_pro as sans  # type: ignore[import-untyped]
import font_source_serif_pro as serif  # type: ignore[import-untyped]
import resvg_py
from PIL import Image

PAPER, INK, SOFT, RULE = "#fbf8f1", "#23211d", "#605b52", "#ddd7ca"
GREEN, BRICK, OCHRE, SLATE, PLUM = "#1f5c4d", "#a8432b", "#c28a3a", "#4a6b94", "#7a4a63"
GREEN_SOFT, BRICK_SOFT, OCHRE_SOFT, SLATE_SOFT = "#c5d8cc", "#ecc9bb", "#f0dcb4", "#cbd8e6"
STEEL, STEEL_DARK, WOOD, WOOD_DARK = "#c9cfd2", "#8d979c", "#c99f68", "#8a5a30"

WIDTH = 1600
LABEL = 46
FINE = 3
BOLD = 6
FONTS = [
    sans.SourceSansPro,
    sans.SourceSansProSemibold,
    serif.SourceSerifPro,
    serif.SourceSerifProIt,
    serif.SourceSerifProSemibold,
]
NARROW = "\u202f"  # narrow no-break space: thousands, before ; ! ?
FIXED = "\u00a0"  # no-break space: between a number and its unit
LARGEST = 300_000  # bytes of a finished picture

Point = tuple[float, float]


def shape(d: str, fill: str = "none", stroke: str = "none", width: float = FINE, more: str = "") -> str:
    """A path; ``more`` holds further attributes."""
    return (
        f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" '
        f'stroke-linecap="round" stroke-linejoin="round" {more}/>'
    )


def run(points: list[Point] | tuple[Point, ...], *, closed: bool = False) -> str:
    """Path data of straight sides."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if closed else "")


def flow(points: list[Point] | tuple[Point, ...], *, closed: bool = False) -> str:
    """Path data of a soft curve through all points (Catmull-Rom written as Bézier curves)."""
    count = len(points)
    data = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for index in range(count if closed else count - 1):
        a, b, c, d = (_at(points, index + step, closed=closed) for step in (-1, 0, 1, 2))
        first, second = (
            (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6),
            (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6),
        )
        data += f"C{first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f} {c[0]:.1f} {c[1]:.1f}"
    return data + ("Z" if closed else "")


def _at(points: list[Point] | tuple[Point, ...], index: int, *, closed: bool) -> Point:
    """A point by index: around the ring, or held at the ends."""
    return points[index % len(points)] if closed else points[min(max(index, 0), len(points) - 1)]


def line(start: Point, end: Point, stroke: str = INK, width: float = FINE, dash: str = "") -> str:
    """A straight stroke."""
    return shape(run((start, end)), stroke=stroke, width=width, more=f'stroke-dasharray="{dash}"' if dash else "")


def disc(x: float, y: float, radius: float, fill: str, stroke: str = "none", width: float = FINE) -> str:
    """A circle."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", round_: float = 0) -> str:
    """A rectangle from its upper left corner."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{round_:g}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{FINE}"/>'
    )


def arrow(start: Point, end: Point, stroke: str = INK, width: float = BOLD, head: float = 26) -> str:
    """A stroke with a solid head at its end."""
    turn = atan2(end[1] - start[1], end[0] - start[0])
    neck = (end[0] - head * 0.8 * cos(turn), end[1] - head * 0.8 * sin(turn))
    wings = [(end[0] - head * cos(turn + lean), end[1] - head * sin(turn + lean)) for lean in (-0.42, 0.42)]
    return line(start, neck, stroke, width) + shape(run((end, *wings), closed=True), fill=stroke)


def words(
    x: float,
    y: float,
    text: str,
    size: float = LABEL,
    fill: str = INK,
    anchor: str = "middle",
    style: str = "sans",
    turn: float = 0,
) -> str:
    """A label: ``style`` is sans, semibold, serif or italic; ``turn`` in degrees around its own place."""
    family = "Source Sans Pro" if style in {"sans", "semibold"} else "Source Serif Pro"
    weight = 600 if style in {"semibold", "serif"} else 400
    slant = ' font-style="italic"' if style == "italic" else ""
    around = f' transform="rotate({turn:g} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{family}" font-size="{size:g}" font-weight="{weight}"{slant} '
        f'fill="{fill}" text-anchor="{anchor}"{around}>{escape(text)}</text>'
    )


def dimension(start: Point, end: Point, text: str, size: float = LABEL, ground: str = PAPER) -> str:
    """A measure as draughtsmen write it: a line with a stop at both ends, its label in the middle."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    stops = "".join(line((x - uy * 16, y + ux * 16), (x + uy * 16, y - ux * 16), BRICK, 4) for x, y in (start, end))
    if not text:
        return line(start, end, BRICK, 4) + stops
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    half = len(text) * size * 0.26 + 14
    label = box(x - half, y - size * 0.6, 2 * half, size * 1.2, ground) + words(
        x, y + size * 0.34, text, size, BRICK, style="semibold"
    )
    return line(start, end, BRICK, 4) + stops + label


def plate(width: int, height: int, *parts: str, background: str = PAPER) -> str:
    """A finished picture as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="{background}"/>{"".join(parts)}</svg>'
    )


def pixels(svg: str) -> Image.Image:
    """A plate as an RGB picture."""
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=FONTS))
    return Image.open(BytesIO(data)).convert("RGB")


def write_picture(path: Path, svg: str) -> int:
    """Write a plate as PNG or JPEG by its suffix, without metadata; gives its bytes, raises when over `LARGEST`."""
    buffer = BytesIO()
    if path.suffix == ".png":
        pixels(svg).save(buffer, "PNG", optimize=True)
    else:
        pixels(svg).save(buffer, "JPEG", quality=86, optimize=True, progressive=True, subsampling=0)
    data = buffer.getvalue()
    if len(data) > LARGEST:
        raise ValueError(f"{path}: {len(data)} bytes, over {LARGEST}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)
