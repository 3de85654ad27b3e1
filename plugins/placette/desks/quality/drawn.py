"""The characters that the fonts of cards can draw (``drawn.json``), listed once: a build needs no fontTools."""

from __future__ import annotations

import json

from fontTools.ttLib import TTFont

from placette.features.sharing.fonts import Face, font_path


def render_drawn() -> bytes:
    """The text of the list; the same fonts give the same bytes."""
    drawn = {face.name: drawn_by(face) for face in Face}
    return f"{json.dumps(drawn, separators=(',', ':'))}\n".encode()


def drawn_by(face: Face) -> list[list[int]]:
    """The characters that a face can draw: the first and the last of each run of code points."""
    runs: list[list[int]] = []
    with TTFont(font_path(face), lazy=True) as font:
        for code in sorted(font.getBestCmap()):
            if runs and code == runs[-1][1] + 1:
                runs[-1][1] = code
            else:
                runs.append([code, code])
    return runs
