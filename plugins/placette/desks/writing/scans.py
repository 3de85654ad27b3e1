"""The number of a paper sheet, read from the code on its scan: rotated, grey, a little askew, as scanners give it.

A scan comes from outside and is opened in a worker with limits. Nothing of it is kept: it may show a telephone number.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import zxingcpp
from PIL import Image, ImageSequence

from placette.engine.base.message import N_
from placette.engine.base.processes import run_bounded
from placette.engine.photos.originals import PREPARING
from placette.features.letterbox.sheet_numbers import number_in_code

NO_FILE = N_("this file can’t be read")
NO_SCAN = N_("this scan can’t be read: scan the sheet as JPEG, PNG, TIFF or PDF")
NO_PDF = N_("for PDF files more libraries are needed (pikepdf): scan the sheet as JPEG or PNG")
HEAVY = N_("it weighs more than 100 MB: scan it with 300 dots per inch")

_MOST = 100_000_000
_PAGES = 4
"""Pages of one file that are looked at: both sides of two sheets."""
_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")


def read_numbers(paths: Sequence[Path]) -> list[frozenset[str] | str]:
    """For each scan, in order, the sheet numbers that its codes say, or the reason why it can't be read (msgid)."""
    contents = [_content(path) for path in paths]
    jobs = [content for content in contents if isinstance(content, bytes)]
    found = iter(run_bounded(numbers_of, jobs, None, PREPARING))
    return [content if isinstance(content, str) else next(found) or frozenset() for content in contents]


def _content(path: Path) -> bytes | str:
    try:
        if not path.is_file():
            return NO_FILE
        return HEAVY if path.stat().st_size > _MOST else path.read_bytes()
    except OSError:
        return NO_FILE


def numbers_of(data: bytes, _shared: None = None) -> frozenset[str] | str:
    """The sheet numbers that the codes of one scan say, or the reason why it can't be read (msgid)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as large pages: the worker has its limits
            return frozenset(_numbers(islice(_pages(data), _PAGES)))
    except MemoryError:
        raise
    except ImportError:
        return NO_PDF
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return NO_SCAN


def _numbers(pages: Iterable[Image.Image]) -> Iterator[str]:
    for page in pages:
        for code in zxingcpp.read_barcodes(page.convert("L"), formats=_CODES):
            if number := number_in_code(code.text):
                yield number


def _pages(data: bytes) -> Iterator[Image.Image]:
    """The pages of a scan as pictures; of a PDF the pictures on them, since a scanner puts one on each."""
    if not data.startswith(b"%PDF-"):
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            yield from ImageSequence.Iterator(image)
        return
    import pikepdf  # noqa: PLC0415 - optional

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in islice(pdf.pages, _PAGES):
            for picture in page.images.values():
                if isinstance(picture, pikepdf.Stream):
                    yield pikepdf.PdfImage(picture).as_pil_image()
