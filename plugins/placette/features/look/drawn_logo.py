"""A logo as SVG, written anew from what a picture needs: whatever could act, fetch or hide is not among it.

The file may come from anywhere. It is parsed without entities; of its elements and attributes those on the lists below
are written again, references may only lead to its own gradients, clips and masks.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from placette.features.look.logo_parsing import NAMESPACE, parse, read_sheets
from placette.features.look.logo_refusals import HEAVY, INTRICATE, LOST, NO_DRAWING, NOTHING, LogoError
from placette.features.look.logo_size import box_of
from placette.features.look.logo_styles import NAME, STYLED, Styles, kept_value, refuse_effect

MOST_BYTES = 60_000
"""Of the file that is read; a town's arms as drawing programs write them."""
_MOST_ELEMENTS = 1_500
_DEEPEST = 30
_MOST_CUT = 10_000
"""Elements drawn in order to cut others: those of each clip and mask, as often as something is cut by it."""
_SHAPES = frozenset("path rect circle ellipse line polyline polygon".split())
_HOLDERS = frozenset("svg g defs linearGradient radialGradient stop clipPath mask title desc".split())
_DROPPED = frozenset("script style metadata animate animateMotion animateTransform set view".split())
"""Elements left out with all that is in them. Any other is refused: the logo wouldn't look as it should."""
_GROUPS = frozenset({"a", "switch"})
"""Elements of which only what is in them stays, as a group; of a ``switch``, the first that is shown."""
_CHOSEN = "switch that has chosen"
_CUTS = frozenset({"clipPath", "mask"})
_CUT_BY = re.compile(r"url\(#(.*?)\)")
_UNSEEN = _CUTS | {"defs"}
_NEEDED = {"path": "d", "polygon": "points", "polyline": "points", "circle": "r", "rect": "width"}
"""Attributes without which a shape shows nothing."""
_ATTRIBUTES = STYLED | frozenset(
    "d x1 y1 x2 y2 fx fy points transform viewBox preserveAspectRatio offset gradientUnits gradientTransform"
    " spreadMethod clipPathUnits maskUnits maskContentUnits".split()
)
_LINKS = frozenset({"href", "http://www.w3.org/1999/xlink href"})
_OF_WHOLE = frozenset("width height viewBox x y preserveAspectRatio".split())
"""Attributes that the whole picture gets anew."""


@dataclass(frozen=True, slots=True)
class LogoArt:
    """What a logo draws, as SVG: what is inside, attributes of the whole (``fill="none"``), its box and size."""

    inside: str
    box: str
    width: float
    height: float
    whole: str = ""

    def render(self, width: float, height: float) -> str:
        """The picture in a size."""
        size = f'width="{width:g}" height="{height:g}" viewBox="{self.box}"'
        return f'<svg xmlns="{NAMESPACE}" {size}{self.whole}>{self.inside}</svg>'


def clean_svg(data: bytes, prefix: str) -> LogoArt:
    """The picture written anew; ``prefix`` is put before its identifiers. Raises ``LogoError``.

    Style sheets are read first: they are for what stands before them, too.
    """
    if len(data) > MOST_BYTES:
        raise LogoError(HEAVY, MOST_BYTES)
    writer = _Writer(Styles(read_sheets(data), prefix))
    parse(data, writer)
    return writer.art()


class _Writer:
    """Writes what may stay, as the parser finds it."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._parts: list[str] = []
        self._size = 0
        self._frame: dict[str, str] = {}
        self._whole = ""
        self._open: list[str] = []
        self._away = 0
        self._count = 0
        self._drawn = False
        self._cutting: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()
        self._cutter = ""

    def art(self) -> LogoArt:
        """What was written."""
        left, top, width, height = box_of(self._frame)
        if not self._drawn:
            raise LogoError(NOTHING)
        if sum(self._cutting[name] * times for name, times in self._cut.items()) > _MOST_CUT:
            raise LogoError(INTRICATE)
        return LogoArt("".join(self._parts), f"{left:g} {top:g} {width:g} {height:g}", width, height, self._whole)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) + self._away > _DEEPEST:
            raise LogoError(INTRICATE)
        space, _, local = name.rpartition(" ")
        if not self._open and (space, local) != (NAMESPACE, "svg"):
            raise LogoError(NO_DRAWING, f"<{local}>")
        if self._away or space != NAMESPACE or self._is_left_out(local, attributes):
            self._away += 1
            return
        if local not in _SHAPES | _HOLDERS | _GROUPS or (local == "svg" and self._open):
            raise LogoError(LOST, f"<{local}>")
        self._open.append(local)
        kept = self._kept(local, attributes)
        self._count_cuts(local, kept)
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items() if key not in _OF_WHOLE)
        if local == "svg":
            self._frame, self._whole = attributes, written
            self._write("")
        else:
            own = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items() if key in _OF_WHOLE)
            self._write(f"<{_written(local)}{written}{own}>")
            shows = local in _SHAPES and (local not in _NEEDED or _NEEDED[local] in kept)
            self._drawn |= shows and _UNSEEN.isdisjoint(self._open)

    def _count_cuts(self, local: str, kept: dict[str, str]) -> None:
        """Count an element where it cuts, and what it is cut by."""
        if not _CUTS.isdisjoint(self._open[:-1]):
            self._cutting[self._cutter] += 1
        elif local in _CUTS:
            self._cutter = kept.get("id", "")
        self._cut.update(found[1] for key in ("clip-path", "mask") if (found := _CUT_BY.match(kept.get(key, ""))))

    def end(self, _name: str) -> None:
        if self._away:
            self._away -= 1
        elif (name := self._open.pop()) != "svg":
            self._write(f"</{_written(name)}>")

    def text(self, data: str) -> None:
        if not self._away and self._open and self._open[-1] in {"title", "desc"}:
            self._write(escape(data))

    def _write(self, part: str) -> None:
        self._parts.append(part)
        self._size += len(part)
        if self._size + len(self._whole) > MOST_BYTES:
            raise LogoError(HEAVY, MOST_BYTES)

    def _is_left_out(self, local: str, attributes: dict[str, str]) -> bool:
        """Whether an element is not shown, or a ``switch`` shows another; no picture has extensions."""
        if local in _DROPPED or "requiredExtensions" in attributes:
            return True
        if "systemLanguage" in attributes:
            raise LogoError(LOST, "systemLanguage")
        if self._open and self._open[-1] == "switch":
            self._open[-1] = _CHOSEN
            return False
        return bool(self._open) and self._open[-1] == _CHOSEN

    def _kept(self, local: str, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes that may stay; what a class or a ``style`` says as attributes of their own.

        What cuts is not cut in its turn: renderers would draw it anew each time, and again all that it is cut by.
        """
        prefix, kept = self.styles.prefix, dict[str, str]()
        for key, value in attributes.items():
            refuse_effect(key, value)
            if key in _LINKS and value[:1] == "#" and NAME.fullmatch(value[1:]):
                kept["href"] = f"#{prefix}{value[1:]}"
            elif key == "id" and NAME.fullmatch(value):
                kept["id"] = prefix + value
            elif key in _ATTRIBUTES and (written := kept_value(value, prefix)):
                kept[key] = written
        kept |= self.styles.given(local, attributes)
        if not _CUTS.isdisjoint(self._open):
            kept = {key: value for key, value in kept.items() if key not in {"clip-path", "mask"}}
        return kept


def _written(name: str) -> str:
    """The name by which an element is written."""
    return "g" if name in _GROUPS or name == _CHOSEN else name
