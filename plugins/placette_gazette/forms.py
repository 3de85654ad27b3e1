"""The forms in which an issue is printed: the sizes of their pages, and photos made to fit."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps

from placette import PHOTO_COSTLY, PREPARING, Prepared, prepare_photo, run_bounded
from placette_gazette.contents import Edition

DPI = 300
MOST_PICTURES = 12  # of one text
_BYTES = 6_500_000  # of all photos of an issue: what a mailbox takes, with the letters and the drawings


class PaperForm(StrEnum):
    """How an issue is printed."""

    A4 = "a4"
    BOOKLET = "booklet"


@dataclass(frozen=True, slots=True)
class PageGrid:
    """A page in millimetres, its columns, and its letters in points."""

    width: float
    height: float
    side: float
    top: float
    bottom: float
    gap: float
    columns: int
    size: float
    line: float
    masthead: float
    lead: float
    title: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side

    @property
    def column(self) -> float:
        """The width of a column."""
        return (self.inner - self.gap * (self.columns - 1)) / self.columns

    @property
    def headed(self) -> float:
        """The width of a picture beside a title."""
        return self.inner - self.column - self.gap


SHEETS = {
    (PaperForm.A4, 3): PageGrid(210, 297, 15, 13, 18, 6, 3, 9.4, 12.6, 36, 27, 20),
    (PaperForm.A4, 2): PageGrid(210, 297, 18, 15, 19, 8, 2, 10.6, 14.4, 36, 27, 21),
    (PaperForm.BOOKLET, 2): PageGrid(148, 210, 11, 10, 15, 5, 2, 9.0, 12.0, 25, 20, 16),
}


def impose(pages: int) -> list[tuple[int, int]]:
    """Return the sides of a booklet's sheets, each two pages, front and back by turns; 0 is a blank page."""
    last = -(-pages // 4) * 4
    sides = [pair for page in range(1, last // 2, 2) for pair in ((last + 1 - page, page), (page + 1, last - page))]
    return [(left if left <= pages else 0, right if right <= pages else 0) for left, right in sides]


class PrintedPhoto(NamedTuple):
    """A photo as it is printed, and its pixels."""

    data: bytes
    width: int
    height: int


def photos_of(edition: Edition, content: Path, sheet: PageGrid, *, light: bool) -> dict[str, PrintedPhoto | str]:
    """Return the photos by path, of as many pixels as paper shows, or fewer if they'd be too heavy; or why not."""
    widths = dict[str, float]()
    for number, story in enumerate((*edition.stories, *edition.opposition)):
        shown = [(plate, sheet.column * 1.1) for plate in story.plates[:MOST_PICTURES]]
        shown += [(story.plate, sheet.headed if number else sheet.inner)] if story.plate else []
        for plate, width in shown:
            widths[plate.path] = max(widths.get(plate.path, 0.0), width)
    files = {path: content / path for path in sorted(widths) if path}
    there = {path: file.read_bytes() for path, file in files.items() if file.is_file()}
    found: dict[str, PrintedPhoto | str] = {}
    for dpi in (DPI, 220, 150) if there else ():
        jobs = [(data, ceil(widths[path] / 25.4 * dpi), light) for path, data in there.items()]
        fitted = (photo or PHOTO_COSTLY for photo in run_bounded(fit_photo, jobs, None, PREPARING))
        found = dict(zip(there, fitted, strict=True))
        if sum(len(photo.data) for photo in found.values() if isinstance(photo, PrintedPhoto)) <= _BYTES:
            break
    return found


def fit_photo(job: tuple[bytes, int, bool], _shared: None = None) -> PrintedPhoto | str:
    """Return a photo as a JPEG of so many pixels across at most, nothing private in it; or why it can't be."""
    data, width, light = job
    prepared = prepare_photo((data, ""))
    if not isinstance(prepared, Prepared):
        return prepared
    with Image.open(io.BytesIO(prepared.data)) as image:
        shown = Image.new("RGB", image.size, "white")
        shown.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    if shown.width > width:
        shown = shown.resize((width, max(1, round(shown.height * width / shown.width))), Image.Resampling.LANCZOS)
    if light:
        grey = ImageOps.autocontrast(ImageOps.grayscale(shown), cutoff=0.5)
        shown = grey.point([round(50 + 205 * (shade / 255) ** 0.7) for shade in range(256)])  # black is what drinks ink
    target = io.BytesIO()
    shown.save(target, "JPEG", quality=82, optimize=True)
    return PrintedPhoto(target.getvalue(), *shown.size)
