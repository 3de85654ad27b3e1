"""The town's own logo: one picture for light pages and for dark ones, which follows the visitor's choice by itself.

SVG is written anew (``drawn_logo.py``), PNG opened as strangers' photos are and made small. Both become one SVG file
that holds two versions and a media query, so that pages need no rule and no script to show the right one.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from placette.engine.base.files import digest
from placette.engine.base.processes import run_bounded
from placette.engine.base.setting_errors import SettingError
from placette.engine.pages.assets import LogoDrawing, LogoView
from placette.engine.photos.originals import PREPARING, Prepared, prepare_photo
from placette.features.look.drawn_logo import LogoArt, clean_svg
from placette.features.look.logo_colours import plain_colours
from placette.features.look.logo_refusals import LogoError
from placette.features.look.logo_size import refuse_long
from placette.features.look.settings import IdentitySettings

_HIGH, _WIDE = 44, 200
"""Pixels of the masthead that a logo may take."""
_SHARP = 3
"""Pixels of a PNG for each of the page's."""
_SQUARE = 1.25
"""Ratio up to which a logo stands beside the site's name and is its icon too; a wider one takes the name's place."""
_SWITCH = (
    "<style>.n{display:none}@media(prefers-color-scheme:dark){.l{display:none}.n{display:inline}}</style>"
    '<g class="l">%s</g><g class="n">%s</g>'
)
_SUFFIXES = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Logo:
    """The file of a logo, its size on the page, and each of its versions as a file, the light one first."""

    svg: bytes
    width: int
    height: int
    versions: tuple[str, ...]

    @property
    def square(self) -> bool:
        """Whether it stands beside the name, and is the icon."""
        return self.width <= _SQUARE * self.height

    def view(self, url: str) -> LogoView:
        """The logo as pages show it."""
        return LogoView(url, self.width, self.height, alone=not self.square)

    @property
    def drawing(self) -> LogoDrawing:
        """The logo as pictures and papers show it."""
        light, dark = (*self.versions, "")[:2]
        mark = digest(*(version.encode() for version in self.versions))
        return LogoDrawing(light, dark, self.width / self.height, not self.square, mark)


def logo_files(settings: IdentitySettings, folder: Path) -> list[tuple[str, Path]]:
    """The settings that name a logo, and the files. Raises ``SettingError`` where there is none."""
    files = settings.logos(folder)
    for name, file in files:
        if file.suffix.lower() not in _SUFFIXES or not file.is_file():
            raise SettingError(f"{name} = {str(file)!r}?  →  {', '.join(_SUFFIXES)}")
    if files and files[0][0] != "IDENTITY_LOGO":
        raise SettingError("IDENTITY_LOGO_DARK  →  IDENTITY_LOGO = …")
    return files


def read_logo(settings: IdentitySettings, folder: Path, say: Callable[[str], str] = str) -> Logo | None:
    """The site's logo; None without one. ``folder`` is the site's.

    Raises ``SettingError``, in the language of ``say``, for what can't be shown.
    """
    files = zip(logo_files(settings, folder), "ln", strict=False)
    versions = [_read(name, file, prefix, say) for (name, file), prefix in files]
    if not versions:
        return None
    light = versions[0]
    scale = min(_HIGH / light.height, _WIDE / light.width)
    size = light.width, light.height
    shown = tuple(plain_colours(version.render(*(side * scale for side in size))) for version in versions)
    if len(versions) > 1:
        light = replace(light, inside=_SWITCH % (light.render(*size), versions[1].render(*size)), whole="")
        light = replace(light, box=f"0 0 {size[0]:g} {size[1]:g}")
    width, height = (max(1, round(side * scale)) for side in size)
    return Logo(f"{light.render(*size)}\n".encode(), width, height, shown)


def _read(name: str, file: Path, prefix: str, say: Callable[[str], str]) -> LogoArt:
    data = file.read_bytes()
    try:
        return clean_svg(data, prefix) if file.suffix.lower() == ".svg" else _framed(data, name)
    except LogoError as error:
        raise error.said_of(name, say) from error


def _framed(data: bytes, name: str) -> LogoArt:
    """A PNG, opened where it can do no harm, as SVG."""
    (prepared,) = run_bounded(prepare_photo, [(data, ".png")], None, PREPARING)
    if not isinstance(prepared, Prepared):
        raise SettingError(f"{name}: {prepared or 'PNG?'}")
    with Image.open(io.BytesIO(prepared.data), formats=("PNG",)) as image:
        small = image.copy()
    small.thumbnail((_WIDE * _SHARP, _HIGH * _SHARP), Image.Resampling.LANCZOS)
    width, height = small.size
    refuse_long(width, height)
    target = io.BytesIO()
    small.save(target, "PNG", optimize=True)
    pixels = b64encode(target.getvalue()).decode()
    picture = f'<image width="{width}" height="{height}" href="data:image/png;base64,{pixels}"/>'
    return LogoArt(picture, f"0 0 {width} {height}", width, height)
