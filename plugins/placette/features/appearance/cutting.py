"""Cuts the site's fonts out of those of PyPI packages (SIL Open Font License). The same packages give the same bytes.

The library for it weighs 31 MB, and is an extra. The hook that builds the wheel imports this file and ``fonts.py``
alone.
"""

from __future__ import annotations

from copy import deepcopy
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.otlLib.optimize import compact
from fontTools.pens.cu2quPen import Cu2QuMultiPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import USE_MY_METRICS, Glyph, GlyphCoordinates
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib import _merge_OTL, models
from fontTools.varLib.iup import iup_delta_optimize

from placette.features.appearance.fonts import CHARACTERS, FACES, FontFace

_NEAR = 2.0  # how far a curve may be from the one that was drawn, in units of which an em has a thousand


def vary(light: TTFont, bold: TTFont, drawn: tuple[TTFont, TTFont], weights: tuple[int, int]) -> None:
    """Make ``light`` a variable font that reaches ``bold``, which has the same glyphs.

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
    _merge_OTL(light, models.VariationModel([{}, {"wght": 1.0}]), [deepcopy(light), bold], ["wght"])  # pairs of letters


def _refitted(name: str, sets: tuple[Any, ...]) -> tuple[Glyph, Glyph]:
    """Return a glyph of both weights, with quadratic curves that have the same points."""
    pens = [TTGlyphPen(None), TTGlyphPen(None)]
    both = Cu2QuMultiPen(pens, _NEAR, reverse_direction=True)
    for (act, places), (same, others) in zip(*(_drawn(glyphs[name]) for glyphs in sets), strict=True):
        if act != same:
            raise ValueError(name)
        getattr(both, act)(*([[places, others]] if places else []))
    return pens[0].glyph(), pens[1].glyph()


def _drawn(glyph: Any) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Return how a glyph is drawn; its contours by their acts: the designers' order differs with the weight."""
    pen = RecordingPen()
    glyph.draw(pen)
    ends = [at + 1 for at, (_, places) in enumerate(pen.value) if not places]
    contours = [pen.value[start:end] for start, end in pairwise([0, *ends])]
    return [item for contour in sorted(contours, key=lambda acts: [act for act, _ in acts]) for item in contour]


def _deltas(name: str, font: TTFont, pair: tuple[Glyph, Glyph], wider: int) -> list[tuple[int, int] | None]:
    """Return how far each point moves from the light weight to the bold one; nothing where none does."""
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
    here = [*places[0], *[(0, 0)] * 4]  # behind the points of a glyph, its edges
    ends = [*range(len(places[0]))] if pair[0].isComposite() else list(getattr(pair[0], "endPtsOfContours", []))
    return list(iup_delta_optimize(moves, GlyphCoordinates(here), ends, 0.5))


_FEATURES = ["kern", "liga"]  # those for marks, languages and figures change none of our letters
_THIN = {0x2009: 0.2, 0x202F: 0.125}
"""Width in em of spaces that a font may lack: a fifth for the thin one; for that before a «?», Source Sans' own."""


def brought_files() -> dict[str, bytes]:
    """Return the files of an installed package, by name: the cut fonts, and beside them the licences that allow it."""
    packages = sorted({face.package for face in FACES})
    licences = {f"{name}-license.txt": (files(name) / "files" / "LICENSE.txt").read_bytes() for name in packages}
    return {**{face.file.name: cut_face(face) for face in FACES}, **licences}


def cut_face(face: FontFace) -> bytes:
    """Return the subset of a face as WOFF2, under our name; always the same bytes."""
    font = _subset(read_source(face))
    if face.bold[1]:
        bold = _subset(read_source(face, face.bold[0]))
        fonts = [TTFont(BytesIO(read_source(face, f"{name[:-4]}.otf"))) for name in (face.source, face.bold[0])]
        vary(font, bold, (fonts[0], fonts[1]), (face.weight, face.bold[1]))
    for glyph in font["glyf"].glyphs.values():
        glyph.expand(font["glyf"])
        for part in getattr(glyph, "components", ()):
            part.flags &= ~USE_MY_METRICS
    names = {1: face.family, 3: face.stem, 4: f"{face.family} {face.weight}", 6: face.stem}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    font.flavor = "woff2"
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def _subset(data: bytes) -> TTFont:
    """Return a font with no letters but ours."""
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    _add_thin_spaces(font)
    options = Options(layout_features=_FEATURES, hinting=False, notdef_outline=True, name_IDs=[1, 2, 3, 4, 6])
    subsetter = Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    compact(font, 5)  # of nine: pairs of letters in classes; more of them would make WOFF2 larger
    return font


def read_source(face: FontFace, name: str = "") -> bytes:
    """Return a file that a face is cut from: that of its (lighter) letters, or another of the package."""
    return (files(face.package) / "files" / (name or face.source)).read_bytes()


def _add_thin_spaces(font: TTFont) -> None:
    """Add the thin spaces that a font lacks; otherwise browsers would take them, and their width, from another font."""
    codes = set(font.getBestCmap())
    for code, width in _THIN.items():
        if code not in codes:
            name = f"uni{code:04X}"
            font["glyf"][name] = Glyph()
            font["hmtx"][name] = (round(width * font["head"].unitsPerEm), 0)
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[code] = name
