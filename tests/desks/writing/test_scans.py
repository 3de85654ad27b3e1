"""The number of a sheet is read from scans as they come; nothing else on a scan counts, and none can do harm."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from placette.desks.letters.paper.sheet_drawing import draw_sheets
from placette.desks.letters.paper.sheet_layout import PaperSheet
from placette.desks.writing.scans import NO_FILE, NO_SCAN, numbers_of, read_numbers

NUMBER = "F-2026-0012"


@cache
def sheet(number: str = NUMBER, dots: int = 150) -> Image.Image:
    """A sheet as a scanner sees it, with so many dots per inch."""
    link = f"https://carnets.example/contribuer/{f'#{number}' if number else ''}"
    pdf = draw_sheets([PaperSheet("Carnets", link, number)], str, "Ten lines", "en", "#1f5c4d", date(2026, 11, 20))
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=dots / 72).to_pil()
    return image.convert("RGB")


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


SCANS = {
    "colour": lambda: saved(sheet()),
    "grey": lambda: saved(sheet().convert("L")),
    "black and white": lambda: saved(sheet().convert("1"), "TIFF", compression="group4"),
    "300 dpi": lambda: saved(sheet(dots=300), quality=60),
    "100 dpi": lambda: saved(sheet(dots=100)),
    "upside down": lambda: saved(sheet().rotate(180)),
    "on its side": lambda: saved(sheet().rotate(90, expand=True), "PNG"),
    "askew": lambda: saved(sheet().rotate(4, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)),
    "askew the other way, on a black lid": lambda: saved(sheet().rotate(-7, expand=True, fillcolor="black")),
    "blurred and pale": lambda: saved(sheet().filter(ImageFilter.GaussianBlur(1)).point(lambda v: 110 + v // 2)),
    "two pages": lambda: saved(
        Image.new("L", (900, 1200), 255), "TIFF", save_all=True, append_images=[sheet().convert("L")]
    ),
    "a PDF": lambda: saved(sheet(), "PDF", resolution=150),
}


@pytest.mark.parametrize("scan", SCANS)
def test_a_number_is_read_from_a_scan(scan: str) -> None:
    assert numbers_of(SCANS[scan]()) == frozenset({NUMBER})


def test_a_sheet_without_a_number_and_a_blank_page_say_none() -> None:
    assert numbers_of(saved(sheet(""))) == frozenset()
    assert numbers_of(saved(Image.new("L", (800, 1100), 255))) == frozenset()


def bomb() -> bytes:
    """A PNG of a few bytes that claims four thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(65_001))) + chunk(b"IEND", b"")
    )


def hollow() -> bytes:
    """A PDF whose page shows nothing."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 nothing", b"<svg onload='alert(1)'/>", saved(sheet())[:9000], bomb(), b"PK\x03\x04"]
)
def test_what_is_no_scan_is_told(data: bytes) -> None:
    assert numbers_of(data) == NO_SCAN


def test_an_empty_pdf_says_no_number() -> None:
    assert numbers_of(hollow()) == frozenset()


def test_scans_are_read_in_order_in_workers(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(saved(sheet()))
    (tmp_path / "b.jpg").write_bytes(b"no picture")
    paths = [tmp_path / "a.jpg", tmp_path / "gone.jpg", tmp_path / "b.jpg", tmp_path]
    assert read_numbers(paths) == [{NUMBER}, NO_FILE, NO_SCAN, NO_FILE]
