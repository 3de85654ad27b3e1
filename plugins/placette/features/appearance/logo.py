"""The site's own logo: an image on pages, one file for light ones and one for dark; an SVG for cards and posters."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from PIL import Image

from placette.engine.base.files import digest
from placette.engine.base.processes import run_bounded
from placette.engine.base.translation import SettingError
from placette.engine.pages.views import LogoDrawing, LogoView
from placette.engine.photos.photos import PREPARING, Prepared, prepare_photo
from placette.features.appearance import IdentitySettings, drawn_logo
from placette.features.appearance.drawn_logo import LogoError, LogoVersion, read_svg, refuse_long

_SQUARE = 1.25
"""Ratio up to which a logo stands beside the site's name and is its icon too; a wider one takes the name's place."""
_SUFFIXES = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo: its version for light pages and, if there is one, that for dark pages."""

    versions: tuple[LogoVersion, ...]

    @property
    def square(self) -> bool:
        """Whether it stands beside the name, and is the icon."""
        return self.versions[0].width <= _SQUARE * self.versions[0].height

    @property
    def drawings(self) -> list[str]:
        """Its versions as SVG in one size."""
        return [one.render(*self.versions[0].size) for one in self.versions]

    @property
    def files(self) -> dict[str, bytes]:
        """What pages show, by name; that for light pages first."""
        shown = zip(("logo", "logo-dark"), self.versions, self.drawings, strict=False)
        return {stem + (".png" if one.png else ".svg"): one.png or f"{svg}\n".encode() for stem, one, svg in shown}

    def view(self, urls: Sequence[str]) -> LogoView:
        """The logo as pages show it; ``urls`` are those of its files."""
        width, height = (max(1, round(side)) for side in self.versions[0].size)
        return LogoView(urls[0], width, height, not self.square, urls[1] if urls[1:] else "")

    @property
    def drawing(self) -> LogoDrawing:
        """The logo as pictures and papers show it."""
        light, dark = (*self.drawings, "")[:2]
        width, height = self.versions[0].size
        return LogoDrawing(light, dark, width / height, not self.square, digest(light.encode(), dark.encode()))


def read_logo(settings: IdentitySettings, folder: Path, say: Callable[[str], str] = str) -> Logo | None:
    """The site's logo, if it has one; raises ``SettingError``, in the language of ``say``, for what can't be shown."""
    named = settings.logos(folder)
    for setting, file in named:
        if file.suffix.lower() not in _SUFFIXES or not file.is_file():
            raise SettingError(f"{setting} = {str(file)!r}?  →  {', '.join(_SUFFIXES)}")
    if named and named[0][0] != "IDENTITY_LOGO":
        raise SettingError("IDENTITY_LOGO_DARK  →  IDENTITY_LOGO = …")
    return Logo(tuple(_read(setting, file, say) for setting, file in named)) if named else None


def _read(setting: str, file: Path, say: Callable[[str], str]) -> LogoVersion:
    try:
        return (read_svg if file.suffix.lower() == ".svg" else _read_png)(file.read_bytes())
    except LogoError as error:
        raise SettingError(f"{setting}: {say(error.sentence).format(what=error.what)}") from error


def _read_png(data: bytes) -> LogoVersion:
    """A PNG, opened where it can do no harm and made small. Raises ``LogoError``."""
    (prepared,) = run_bounded(prepare_photo, [(data, ".png")], None, PREPARING)
    if not isinstance(prepared, Prepared):
        raise LogoError(str(prepared or "PNG?"))
    with Image.open(io.BytesIO(prepared.data), formats=("PNG",)) as image:
        small = image.copy()
    small.thumbnail((drawn_logo.WIDE * drawn_logo.SHARP, drawn_logo.HIGH * drawn_logo.SHARP), Image.Resampling.LANCZOS)
    refuse_long(*small.size)
    target = io.BytesIO()
    small.save(target, "PNG", optimize=True)
    width, height = (str(side) for side in small.size)
    root = Element("svg", {"xmlns": drawn_logo.NAMESPACE, "viewBox": f"0 0 {width} {height}"})
    pixels = f"data:image/png;base64,{b64encode(target.getvalue()).decode()}"
    SubElement(root, "image", {"width": width, "height": height, "href": pixels})
    return LogoVersion(root, *small.size, target.getvalue())
