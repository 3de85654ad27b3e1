"""Two weights of a family in one variable font.

Both were drawn over the same skeleton, so they differ by where their points lie. One file of two weights is a fifth
lighter than two files, and no browser has to thicken letters by guess. Only who cuts the fonts needs this file.
"""

from __future__ import annotations

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuMultiPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib.iup import iup_delta_optimize

_NEAR = 0.6
"""How far a curve may lie from the one that was drawn, in units of which an em has a thousand."""
_PHANTOMS = 4
"""Points behind those of a glyph: its edges."""


def vary(light: TTFont, bold: TTFont, drawn: tuple[TTFont, TTFont], weights: tuple[int, int]) -> None:
    """Make ``light`` a variable font that reaches ``bold``, which holds the same glyphs.

    ``drawn`` are both with cubic outlines, as their designers drew them: those of the files with quadratic ones were
    fitted one by one, and no longer match. Raises ``ValueError`` where the designers' don't either.
    """
    sets = tuple(font.getGlyphSet() for font in drawn)
    variations: dict[str, list[TupleVariation]] = {}
    for name in light.getGlyphOrder():
        pair = light["glyf"][name], bold["glyf"][name]
        if not pair[0].isComposite() and pair[0].numberOfContours:
            pair = _refitted(name, sets)
            light["glyf"][name] = pair[0]
        wider = bold["hmtx"][name][0] - light["hmtx"][name][0]
        if deltas := _deltas(name, light, pair, wider):
            variations[name] = [TupleVariation({"wght": (0.0, 1.0, 1.0)}, deltas)]
    builder = FontBuilder(font=light)
    builder.calcGlyphBounds()
    for name, glyph in light["glyf"].glyphs.items():
        light["hmtx"][name] = (light["hmtx"][name][0], getattr(glyph, "xMin", 0))
    builder.setupFvar([("wght", weights[0], weights[0], weights[1], "Weight")], [])
    builder.setupGvar(variations)


def _refitted(name: str, sets: tuple[object, ...]) -> tuple[Glyph, Glyph]:
    """A glyph of both weights, with quadratic curves that have the same points."""
    recordings = []
    for glyphs in sets:
        pen = RecordingPen()
        glyphs[name].draw(pen)  # type: ignore[index]
        recordings.append(pen.value)
    pens = [TTGlyphPen(None), TTGlyphPen(None)]
    both = Cu2QuMultiPen(pens, _NEAR, reverse_direction=True)
    for (act, places), (same, others) in zip(*recordings, strict=True):
        if act != same:
            raise ValueError(name)
        ends = act in {"closePath", "endPath"}
        getattr(both, act)(*(() if ends else ([places, others],)))
    light, bold = (pen.glyph() for pen in pens)
    return light, bold


def _deltas(name: str, font: TTFont, pair: tuple[Glyph, Glyph], wider: int) -> list[tuple[int, int] | None]:
    """How far each point moves from the light weight to the bold one; nothing where none does."""
    table = font["glyf"]
    places = []
    for glyph in pair:
        if glyph.isComposite():
            places.append([(part.x, part.y) for part in glyph.components])
        else:
            places.append(list(glyph.getCoordinates(table)[0]) if glyph.numberOfContours else [])
    if len(places[0]) != len(places[1]):
        raise ValueError(name)
    moves = [(round(u - x), round(v - y)) for (x, y), (u, v) in zip(*places, strict=True)]
    moves += [(0, 0), (wider, 0), (0, 0), (0, 0)]
    if not any(any(move) for move in moves):
        return []
    here = [*places[0], *[(0, 0)] * _PHANTOMS]
    ends = [*range(len(places[0]))] if pair[0].isComposite() else list(getattr(pair[0], "endPtsOfContours", []))
    return list(iup_delta_optimize(moves, GlyphCoordinates(here), ends, 0.5))
