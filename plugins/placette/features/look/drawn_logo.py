"""A logo as SVG, written anew from what a picture needs: whatever could act, fetch or hide is not among it.

The file may come from anywhere. It is parsed without document types, so without entities; of its elements and
attributes those on the lists below are written again, references may only lead to its own gradients, clips and masks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from placette.engine.base.settings import SettingError

MOST_BYTES = 60_000
"""Of the file that is read; a town's arms as drawing programs write them."""
_MOST_ELEMENTS = 1_500
_DEEPEST = 30
_NAMESPACE = "http://www.w3.org/2000/svg"
_SHAPES = frozenset("path rect circle ellipse line polyline polygon".split())
_HOLDERS = frozenset("svg g defs linearGradient radialGradient stop clipPath mask title desc".split())
_DROPPED = frozenset("script style metadata animate animateMotion animateTransform set a switch view".split())
"""Elements left out with all that is in them. Any other is refused: the logo wouldn't look as it should."""
_ATTRIBUTES = frozenset(
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox preserveAspectRatio offset"
    " gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits fill fill-opacity fill-rule"
    " clip-path clip-rule mask opacity stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin"
    " stroke-miterlimit stroke-dasharray stroke-dashoffset stop-color stop-opacity color display visibility".split()
)
_OF_WHOLE = frozenset("width height viewBox x y preserveAspectRatio".split())
"""Attributes that the whole picture gets anew."""
_NAME = r"[A-Za-z_][\w.-]{0,60}"
_ID = re.compile(_NAME)
_VALUE = re.compile(rf"(?:url\(#({_NAME})\)|[\w\s.,;:#%()+-]*)", re.ASCII)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_CLASS = re.compile(rf"\.({_NAME})(?=\s*(?:,|$))")
_BOX = re.compile(r"\s*(-?[\d.]{1,12})[\s,]+(-?[\d.]{1,12})[\s,]+([\d.]{1,12})[\s,]+([\d.]{1,12})\s*", re.ASCII)
_LENGTH = re.compile(r"([\d.]{1,12})(?:px|pt|mm)?", re.ASCII)


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
        return f'<svg xmlns="{_NAMESPACE}" {size}{self.whole}>{self.inside}</svg>'


def clean_svg(data: bytes, setting: str, prefix: str) -> LogoArt:
    """The picture written anew; ``prefix`` is put before its identifiers.

    Raises ``SettingError`` in the name of ``setting``.
    """
    if len(data) > MOST_BYTES:
        raise SettingError(f"{setting}: {len(data)} > {MOST_BYTES}")
    writer = _Writer(prefix)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = writer.refuse_doctype
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(data, True)
        return writer.art()
    except (expat.ExpatError, ValueError, RecursionError) as error:
        raise SettingError(f"{setting}: {error}") from error


class _Writer:
    """Writes what may stay, as the parser finds it."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._parts: list[str] = []
        self._frame: dict[str, str] = {}
        self._whole = ""
        self._open: list[str] = []
        self._away = 0
        self._rules: dict[str, str] = {}
        self._style: list[str] | None = None
        self._count = 0

    def art(self) -> LogoArt:
        """What was written."""
        left, top, width, height = _box(self._frame)
        return LogoArt("".join(self._parts), f"{left:g} {top:g} {width:g} {height:g}", width, height, self._whole)

    def refuse_doctype(self, *_declared: object) -> None:
        raise ValueError("<!DOCTYPE …>")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) + self._away > _DEEPEST:
            raise ValueError(f"> {_MOST_ELEMENTS} / {_DEEPEST}")
        space, _, local = name.rpartition(" ")
        if self._away or space != _NAMESPACE or local in _DROPPED:
            self._style = [] if local == "style" and not self._away else self._style
            self._away += 1
            return
        if local not in _SHAPES | _HOLDERS or (local == "svg") == bool(self._open):
            raise ValueError(f"<{local[:40]}>")
        self._open.append(local)
        kept = dict(self._kept(attributes))
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items() if key not in _OF_WHOLE)
        if local == "svg":
            self._frame, self._whole = attributes, written
        else:
            own = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items() if key in _OF_WHOLE)
            self._parts.append(f"<{local}{written}{own}>")

    def end(self, _name: str) -> None:
        if self._away:
            self._away -= 1
            if not self._away and self._style:
                self._rules |= _rules("".join(self._style))
                self._style = None
        elif (name := self._open.pop()) != "svg":
            self._parts.append(f"</{name}>")

    def text(self, data: str) -> None:
        if self._style is not None:
            self._style.append(data)
        elif not self._away and self._open and self._open[-1] in {"title", "desc"}:
            self._parts.append(escape(data))

    def _kept(self, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
        """The attributes that may stay; what a class or a ``style`` says as attributes of their own."""
        named = (self._rules.get(name, "") for name in attributes.get("class", "").split()[:_DEEPEST])
        styled = (pair.partition(":")[::2] for pair in ";".join((*named, attributes.get("style", ""))).split(";"))
        for key, value in (*attributes.items(), *((name.strip(), said.strip()) for name, said in styled)):
            if key in {"href", "http://www.w3.org/1999/xlink href"} and _ID.fullmatch(value[1:]) and value[0] == "#":
                yield "href", f"#{self.prefix}{value[1:]}"
            found = _VALUE.fullmatch(value) if key in _ATTRIBUTES else None
            if key == "id" and _ID.fullmatch(value):
                yield key, self.prefix + value
            elif found and found[1]:
                yield key, f"url(#{self.prefix}{found[1]})"
            elif found and key != "id" and "url" not in value.lower():
                yield key, " ".join(value.split())


def _rules(sheet: str) -> dict[str, str]:
    """What a style sheet says of classes; drawing programs write little else."""
    rules: dict[str, str] = {}
    for names, said in _RULE.findall(sheet):
        for name in _CLASS.findall(names):
            rules[name] = f"{rules.get(name, '')};{said}"
    return rules


def _box(attributes: dict[str, str]) -> tuple[float, float, float, float]:
    """Its view box, or else its size as written; between one to four and eight to one."""
    found = _BOX.fullmatch(attributes.get("viewBox", ""))
    written = [_LENGTH.fullmatch(attributes.get(side, "")) for side in ("width", "height")]
    left, top = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    width, height = (float(found[3]), float(found[4])) if found else (float(one[1]) if one else 0.0 for one in written)
    if not (height > 0 and 0.25 <= width / height <= 8):
        raise ValueError("viewBox")
    return left, top, width, height
