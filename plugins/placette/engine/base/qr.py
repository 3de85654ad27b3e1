"""The QR code of an address, as rows of modules or as one SVG path."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isqrt

from zxingcpp import BarcodeFormat, create_barcode

_MASK = 2
"""The pattern laid over the data (ISO/IEC 18004): all can be read; this one suits addresses best on average, and
choosing among the eight for each takes four times as long."""
_DARK = re.compile(rb"\0+")
_RUNS = re.compile(rb"([^\0]*)(\0+)")


def qr_rows(address: str) -> tuple[bytes, ...]:
    """The modules from top to bottom, a byte each, zero where dark; no quiet zone around them.

    Level M: 15 % of the code may be torn or stained. Raises ``ValueError`` for an address too long for any code.
    """
    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    image = code.to_image(scale=1, add_quiet_zones=False)
    shades = bytes(memoryview(image))  # type: ignore[arg-type]
    size = isqrt(len(shades))
    return tuple(shades[start : start + size] for start in range(0, len(shades), size))


def qr_path(address: str) -> tuple[int, str]:
    """Modules of a side, and a path whose stroke, one module wide, covers the dark ones; see ``qr_rows``."""
    rows = qr_rows(address)
    return len(rows), "".join(f"M0 {y}.5{_row(row)}" for y, row in enumerate(rows))


def dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules begin and end in a row, from left to right; the end is outside."""
    return [run.span() for run in _DARK.finditer(row)]


def _row(row: bytes) -> str:
    """Runs of dark modules from left to right: relative steps, so that like runs have like texts, which pack well."""
    return "".join(map(_steps, _RUNS.findall(row)))


@lru_cache(4096)
def _steps(run: tuple[bytes, bytes]) -> str:
    """Over some light modules, along some dark ones; a row has few of either."""
    light, dark = map(len, run)
    return f"m{light} 0" * bool(light) + f"h{dark}"
