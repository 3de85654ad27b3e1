"""The site's own logo: a small PNG picture on pages, one for light ones and one for dark."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from placette.engine.base.files import digest
from placette.engine.base.processes import Limits, run_bounded
from placette.engine.base.translation import N_, SettingError
from placette.engine.photos.photos import PREPARING, Prepared, prepare_photo
from placette.engine.rendering.views import LogoDrawing, LogoView
from placette.features.appearance import IdentitySettings

MOST_BYTES = 60_000
"""Limit for an SVG file: a town's arms as drawing programs write them."""
_DRAWING = Limits(cpu=2.0, wall=60.0, memory=1_000_000_000)
"""Limits for drawing a logo: nested clips and masks take for ever."""
HIGH, WIDE, SHARP = 44, 200, 3  # pixels of the masthead that a logo may take; pixels of a PNG for each of them
_WIDEST, _HIGHEST = 8, 4  # how many times as wide as high a logo may be, and the other way round
_SQUARE = 1.25
"""Ratio up to which a logo is beside the site's name and serves as icon; a wider one takes the name's place."""
_SUFFIXES = (".svg", ".png")
_UNDRAWN = frozenset({"text", "image", "foreignObject"})
"""Elements that would need this computer's fonts and files."""

LOST = N_(
    "{what} cannot be kept. In your drawing program, turn texts into plain shapes, take photos out, export again."
)
NO_DRAWING = N_("it is no SVG drawing that can be read ({what}). Export it again as plain SVG.")
NOTHING = N_("nothing is drawn in it. Make its shapes visible in your drawing program, then export it again.")
LONG = N_("it is {what}: a logo is at most eight times as wide as high, and four times as high as wide. Crop it.")
HEAVY = N_("it is too heavy: {what} bytes at most. Simplify it in your drawing program, or export it as PNG.")
INTRICATE = N_("it has too many parts, or groups in groups. Simplify it in your drawing program, or export it as PNG.")


class LogoError(ValueError):
    """A drawing that can't become a logo: a sentence of the catalogues, and its values."""

    def __init__(self, sentence: str, what: object = "") -> None:
        self.sentence = sentence
        self.what = "".join(c if c.isprintable() else " " for c in str(what))[:60]
        super().__init__(sentence.format(what=self.what))


class LogoVersion(NamedTuple):
    """A version of a logo: its PNG file, with the width and height of that."""

    png: bytes
    width: int
    height: int

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and height on pages."""
        scale = min(HIGH / self.height, WIDE / self.width)
        return self.width * scale, self.height * scale

    def render(self, width: float, height: float) -> str:
        """Return the picture as an SVG in a size."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{width:g}"'
            f' height="{height:g}"><image width="{self.width}" height="{self.height}"'
            f' href="data:image/png;base64,{b64encode(self.png).decode()}" /></svg>'
        )


def read_svg(data: bytes) -> LogoVersion:
    """Return an SVG file as it is drawn, where that can do no harm. Raises ``LogoError``."""
    if len(data) > MOST_BYTES:
        raise LogoError(HEAVY, MOST_BYTES)
    try:
        root = fromstring(data)
        svg = tostring(root, "unicode")
    except (DefusedXmlException, ParseError, LookupError, ValueError) as error:  # not XML, or in an unknown encoding
        raise LogoError(NO_DRAWING, error) from error
    except RecursionError as error:
        raise LogoError(INTRICATE) from error
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    if names[0] != "svg":
        raise LogoError(NO_DRAWING, f"<{names[0]}>")
    if undrawn := next((name for name in names if name in _UNDRAWN), ""):
        raise LogoError(LOST, f"<{undrawn}>")
    (picture,) = run_bounded(_drawn, [svg], None, _DRAWING)
    if picture is None:
        raise LogoError(INTRICATE)
    if isinstance(picture, str):
        raise LogoError(NO_DRAWING, picture)
    return _small(picture)


def _drawn(svg: str, _shared: None) -> bytes | str:
    """Return a drawing as PNG, in the size that pages need, or why it can't be drawn."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - for sites with a logo of their own

    try:
        return bytes(svg_to_bytes(svg_string=svg, width=WIDE * SHARP, height=HIGH * SHARP, skip_system_fonts=True))
    except ValueError as error:
        return str(error)


def read_png(data: bytes) -> LogoVersion:
    """Return a PNG, opened where it can do no harm. Raises ``LogoError``."""
    (prepared,) = run_bounded(prepare_photo, [(data, ".png")], None, PREPARING)
    if not isinstance(prepared, Prepared):
        raise LogoError(str(prepared or "PNG?"))
    return _small(prepared.data)


def _small(data: bytes) -> LogoVersion:
    """Return a PNG, made as small as pages need. Raises ``LogoError`` for a blank one, or a line."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        small = image.copy()
    if small.convert("RGBA").getbbox() is None:
        raise LogoError(NOTHING)
    small.thumbnail((WIDE * SHARP, HIGH * SHARP), Image.Resampling.LANCZOS)
    width, height = small.size
    if not 1 / _HIGHEST <= width / height <= _WIDEST:
        raise LogoError(LONG, f"{width} × {height}")
    target = io.BytesIO()
    small.save(target, "PNG", optimize=True)
    return LogoVersion(target.getvalue(), width, height)


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo: its version for light pages and, if there is one, that for dark pages."""

    versions: tuple[LogoVersion, ...]

    @property
    def square(self) -> bool:
        """Return whether it is beside the name, and is the icon."""
        return self.versions[0].width <= _SQUARE * self.versions[0].height

    @property
    def files(self) -> dict[str, bytes]:
        """Return the files of pages, by name; that for light pages first."""
        return {name: version.png for name, version in zip(("logo.png", "logo-dark.png"), self.versions, strict=False)}

    def view(self, urls: Sequence[str]) -> LogoView:
        """Return the logo as pages show it; ``urls`` are those of its files."""
        width, height = (max(1, round(side)) for side in self.versions[0].size)
        return LogoView(urls[0], width, height, not self.square, urls[1] if urls[1:] else "")

    @property
    def drawing(self) -> LogoDrawing:
        """Return the logo as pictures and papers show it."""
        width, height = self.versions[0].size
        light, dark = (*(version.render(width, height) for version in self.versions), "")[:2]
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
        return (read_svg if file.suffix.lower() == ".svg" else read_png)(file.read_bytes())
    except LogoError as error:
        raise SettingError(f"{setting}: {say(error.sentence).format(what=error.what)}") from error
