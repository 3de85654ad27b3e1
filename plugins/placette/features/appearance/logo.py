"""The site's own logo: an image on pages, one file for light ones and one for dark; an SVG for cards and posters."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from placette.engine.base.files import digest
from placette.engine.base.processes import Limits, run_bounded
from placette.engine.base.translation import N_, SettingError
from placette.engine.photos.photos import PREPARING, Prepared, prepare_photo
from placette.engine.rendering.views import LogoDrawing, LogoView
from placette.features.appearance import IdentitySettings

MOST_BYTES, _DEEPEST = 60_000, 30
"""Limits for an SVG file: a town's arms as drawing programs write them; nested elements."""
_DRAWING = Limits(cpu=2.0, wall=60.0, memory=1_000_000_000)
"""Limits for drawing a logo: nested clips and masks take for ever, in browsers as well."""
HIGH, WIDE, SHARP = 44, 200, 3  # pixels of the masthead that a logo may take; pixels of a PNG for each of them
_WIDEST, _HIGHEST = 8, 4  # how many times as wide as high a logo may be, and the other way round

NAMESPACE, _SVG = "http://www.w3.org/2000/svg", "{http://www.w3.org/2000/svg}"
_LINK = re.compile(r"(\{http://www\.w3\.org/1999/xlink\})?href")
_ELEMENTS = frozenset(
    "svg g defs switch path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath mask"
    " style title desc".split()
)
_LEFT_OUT = frozenset({"metadata", "view"})
_ATTRIBUTES = re.compile(
    "id|class|style|type|d|[xy][12]?|[cf][xy]|r[xy]?|width|height|points|(gradientT|t)ransform|transform-origin|offset"
    "|gradientUnits|spreadMethod|clipPathUnits|mask(Content)?Units|opacity|paint-order|vector-effect|display"
    "|visibility|overflow|isolation|mix-blend-mode|color|(fill|stroke|stop|clip|mask|color|font|text|shape)(-[a-z]+)*"
)
_OF_WHOLE = frozenset("width height viewBox x y preserveAspectRatio".split())
"""Attributes that the whole picture gets anew."""
_NOTES = re.compile(
    r"\{.*|(data|aria)-.*|version|baseProfile|enable-background|role|content(Script|Style)Type|zoomAndPan"
)  # attributes that draw nothing, and may name people and programs
_OWN = re.compile(r"""url\(\s*(["']?)#[^\s"'()<>\\]+\1\s*\)""", re.IGNORECASE)
_TURN = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\([\d\s.,e+-]*\)")
_COLOUR = re.compile(
    r"\b(?:rgba?|hsla?|hwb|(?:ok)?(?:lab|lch)|color)\([^()]*\)|(?<![\w.#-])rebeccapurple(?![\w-])", re.IGNORECASE
)  # colours that browsers know and resvg doesn't
_COMMENT = re.compile(r"/\*(?:.*?\*/|.*\Z)|<!--|-->", re.DOTALL)
_CALL = re.compile(r"(?<![\w-])[\w-]*\(|[\\@][\w-]*")
"""Patterns that could ask for a file: a function, a rule like ``@import``, an escaped letter."""
_UNDRAWN = re.compile(
    r"(?:^|[\s;{])(transform|translate|rotate|scale|filter|mask-image|d|[cf]?[xy]|r[xy]?|width|height)\s*:"
    r"\s*(?!none|normal|initial|unset|auto)[^\s;}]"
)  # declarations that browsers understand and resvg ignores

LOST = N_(
    "{what} cannot be kept. In your drawing program, turn texts, symbols and effects into plain shapes, take photos"
    " out, and export the drawing again."
)
BY_SCREEN = N_(
    "{what} makes it change with the screen. Take this rule out; IDENTITY_LOGO_DARK names the drawing for dark pages."
)
DECLARATIONS = N_("it begins with declarations of its own (<!DOCTYPE …>). Export it again as plain SVG.")
NO_DRAWING = N_("it is no SVG drawing that can be read ({what}). Export it again as plain SVG.")
NOTHING = N_("nothing is drawn in it. Make its shapes visible in your drawing program, then export it again.")
NO_SIZE = N_('its size cannot be read. Its first line needs viewBox="0 0 200 50", with its own width and height.')
LONG = N_("it is {what}: a logo is at most eight times as wide as high, and four times as high as wide. Crop it.")
HEAVY = N_("it is too heavy: {what} bytes at most. Simplify it in your drawing program, or export it as PNG.")
INTRICATE = N_("it has too many parts, or groups in groups. Simplify it in your drawing program, or export it as PNG.")


class LogoError(ValueError):
    """A drawing that can't become a logo: a sentence of the catalogues, and its values."""

    def __init__(self, sentence: str, what: object = "") -> None:
        self.sentence = sentence
        self.what = "".join(c if c.isprintable() else " " for c in str(what))[:60]
        super().__init__(sentence.format(what=self.what))


@dataclass(frozen=True, slots=True)
class LogoVersion:
    """A version of a logo: its drawing, its width and height, its pixels if it is a PNG."""

    root: Element
    width: float
    height: float
    png: bytes = b""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height on pages."""
        scale = min(HIGH / self.height, WIDE / self.width)
        return self.width * scale, self.height * scale

    def render(self, width: float, height: float) -> str:
        """Return the SVG in a size."""
        self.root.attrib.update(width=f"{width:g}", height=f"{height:g}")
        return tostring(self.root, "unicode")


def read_svg(data: bytes) -> LogoVersion:
    """Return the allowed parts of an SVG file. Raises ``LogoError``."""
    if len(data) > MOST_BYTES:
        raise LogoError(HEAVY, MOST_BYTES)
    try:
        root = fromstring(data)
    except DefusedXmlException as error:
        raise LogoError(DECLARATIONS) from error
    except (ParseError, LookupError, ValueError) as error:  # not XML, or in an unknown encoding
        raise LogoError(NO_DRAWING, error) from error
    if root.tag != f"{_SVG}svg":
        raise LogoError(NO_DRAWING, f"<{_local(root)}>")
    left, top, width, height = _box(root.attrib)
    _keep(root, 0)
    for key in _OF_WHOLE:
        root.attrib.pop(key, None)
    root.attrib.update(xmlns=NAMESPACE, viewBox=f"{left:g} {top:g} {width:g} {height:g}")
    version = LogoVersion(root, width, height)
    (is_drawn,) = run_bounded(_draws, [version.render(*(side * SHARP for side in version.size))], None, _DRAWING)
    if not is_drawn:
        raise LogoError(INTRICATE if is_drawn is None else NOTHING)
    return version


def _draws(svg: str, _shared: None) -> bool:
    """Return whether the drawing shows anything."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - for sites with a logo of their own

    with Image.open(io.BytesIO(svg_to_bytes(svg_string=svg, skip_system_fonts=True)), formats=("PNG",)) as drawing:
        return drawing.convert("RGBA").getbbox() is not None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _keep(element: Element, depth: int) -> None:
    """Remove the forbidden parts of an element and its children. Raises ``LogoError`` for refused ones."""
    name, attributes = _local(element), element.attrib.copy()
    if depth > _DEEPEST:
        raise LogoError(INTRICATE)
    if name not in _ELEMENTS or (name == "svg" and depth):
        raise LogoError(LOST, f"<{name}>")
    element.tag, element.tail = name, None
    element.text = element.text if name in {"style", "title", "desc"} else None
    if name == "style":
        element.text = _styled(element.text or "")
    element.attrib.clear()
    for key, value in attributes.items():
        if _LINK.fullmatch(key):
            element.set("href", _called(f"url({value})", _OWN) and value)
        elif not _NOTES.fullmatch(key):
            element.set(key, _kept(key, value))
    for child in tuple(element):
        is_svg = child.tag.startswith(_SVG) and _local(child) not in _LEFT_OUT
        if is_svg and "requiredExtensions" not in child.attrib:
            _keep(child, depth + 1)
        else:
            element.remove(child)


def _kept(key: str, value: str) -> str:
    """Return the value of an attribute as it stays. Raises ``LogoError``."""
    if not (_ATTRIBUTES.fullmatch(key) or key in _OF_WHOLE):
        raise LogoError(BY_SCREEN if key == "media" else LOST, key)
    if key == "style":
        return _styled(value)
    return value if key in {"id", "class"} else _called(value, _TURN if key.lower().endswith("transform") else _OWN)


def _styled(said: str) -> str:
    """Declarations, or rules of them, as they stay. Raises ``LogoError``."""
    said = _COMMENT.sub(" ", said)
    if match := _UNDRAWN.search(said):
        raise LogoError(LOST, match[1])
    return _called(said, _OWN)


def _called(value: str, may_call: re.Pattern[str]) -> str:
    """Return a value that calls nothing else, its colours as all know them. Raises ``LogoError``."""
    value = _COLOUR.sub(_plain_colour, value)
    if match := _CALL.search(may_call.sub(" ", value)):
        raise LogoError(BY_SCREEN if match[0] == "@media" else LOST, match[0])
    return value


def _plain_colour(found: re.Match[str]) -> str:
    from coloraide import Color  # noqa: PLC0415 - slow to import, for sites with a logo of their own

    try:
        return str(Color(found[0].lower()).convert("srgb").fit().to_string(hex=True))
    except ValueError:
        return found[0]


def _box(attributes: Mapping[str, str]) -> list[float]:
    """Return the view box, or else the size written in pixels. Raises ``LogoError``."""
    sides = (attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height"))
    numbers = attributes.get("viewBox", f"0 0 {' '.join(sides)}")
    try:
        box = [float(number) for number in re.split(r"\s*,\s*|\s+", numbers.strip())]
    except ValueError:
        box = []
    if len(box) != 4 or not all(map(isfinite, box)) or min(box[2:]) <= 0:
        raise LogoError(NO_SIZE)
    refuse_long(*box[2:])
    return box


def refuse_long(width: float, height: float) -> None:
    """Raise ``LogoError`` for a drawing that would be a line beside a site's name."""
    if not 1 / _HIGHEST <= width / height <= _WIDEST:
        raise LogoError(LONG, f"{width:g} × {height:g}")


_SQUARE = 1.25
"""Ratio up to which a logo is beside the site's name and serves as icon; a wider one takes the name's place."""
_SUFFIXES = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo: its version for light pages and, if there is one, that for dark pages."""

    versions: tuple[LogoVersion, ...]

    @property
    def square(self) -> bool:
        """Whether it is beside the name, and is the icon."""
        return self.versions[0].width <= _SQUARE * self.versions[0].height

    @property
    def drawings(self) -> list[str]:
        """Its versions as SVG in one size."""
        return [version.render(*self.versions[0].size) for version in self.versions]

    @property
    def files(self) -> dict[str, bytes]:
        """The files of pages, by name; that for light pages first."""
        versions = zip(("logo", "logo-dark"), self.versions, self.drawings, strict=False)
        return {
            stem + (".png" if version.png else ".svg"): version.png or f"{svg}\n".encode()
            for stem, version, svg in versions
        }

    def view(self, urls: Sequence[str]) -> LogoView:
        """Return the logo as pages show it; ``urls`` are those of its files."""
        width, height = (max(1, round(side)) for side in self.versions[0].size)
        return LogoView(urls[0], width, height, not self.square, urls[1] if urls[1:] else "")

    @property
    def drawing(self) -> LogoDrawing:
        """The logo as pictures and papers show it."""
        light, dark = (*self.drawings, "")[:2]
        width, height = self.versions[0].size
        return LogoDrawing(light, dark, width / height, not self.square, digest(light.encode(), dark.encode()))


def read_logo(settings: IdentitySettings, folder: Path, say: Callable[[str], str] = str) -> Logo | None:
    """Return the site's logo, if any. Raises ``SettingError``, in the language of ``say``, for an unusable one."""
    files = settings.logos(folder)
    for setting, file in files:
        if file.suffix.lower() not in _SUFFIXES or not file.is_file():
            raise SettingError(f"{setting} = {str(file)!r}?  →  {', '.join(_SUFFIXES)}")
    if files and files[0][0] != "IDENTITY_LOGO":
        raise SettingError("IDENTITY_LOGO_DARK  →  IDENTITY_LOGO = …")
    return Logo(tuple(_read(setting, file, say) for setting, file in files)) if files else None


def _read(setting: str, file: Path, say: Callable[[str], str]) -> LogoVersion:
    try:
        return (read_svg if file.suffix.lower() == ".svg" else _read_png)(file.read_bytes())
    except LogoError as error:
        raise SettingError(f"{setting}: {say(error.sentence).format(what=error.what)}") from error


def _read_png(data: bytes) -> LogoVersion:
    """Return a PNG, opened where it can do no harm and made small. Raises ``LogoError``."""
    (prepared,) = run_bounded(prepare_photo, [(data, ".png")], None, PREPARING)
    if not isinstance(prepared, Prepared):
        raise LogoError(str(prepared or "PNG?"))
    with Image.open(io.BytesIO(prepared.data), formats=("PNG",)) as image:
        small = image.copy()
    small.thumbnail((WIDE * SHARP, HIGH * SHARP), Image.Resampling.LANCZOS)
    refuse_long(*small.size)
    target = io.BytesIO()
    small.save(target, "PNG", optimize=True)
    width, height = (str(side) for side in small.size)
    root = Element("svg", {"xmlns": NAMESPACE, "viewBox": f"0 0 {width} {height}"})
    pixels = f"data:image/png;base64,{b64encode(target.getvalue()).decode()}"
    SubElement(root, "image", {"width": width, "height": height, "href": pixels})
    return LogoVersion(root, *small.size, target.getvalue())
