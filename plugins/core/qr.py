"""The QR code of an address, as one SVG path."""

from __future__ import annotations

from itertools import groupby

from zxingcpp import BarcodeFormat, create_barcode


def qr_path(address: str) -> tuple[int, str]:
    """Modules of a side, and a path that fills the dark ones, without the quiet zone around them.

    Level M: 15 % of the code may be torn or stained. Raises ``ValueError`` for an address too long for any code.
    """
    image = create_barcode(address, BarcodeFormat.QRCode, ec_level="M").to_image(scale=1, add_quiet_zones=False)
    rows: list[list[int]] = memoryview(image).tolist()  # type: ignore[arg-type, assignment]
    return len(rows), "".join(f"M0 {y}{_row(row)}" for y, row in enumerate(rows))


def _row(row: list[int]) -> str:
    """Runs of dark modules from left to right: relative steps, so that like runs have like texts, which pack well."""
    runs = [(dark, sum(1 for _ in same)) for dark, same in groupby(shade == 0 for shade in row)]
    return "".join(f"h{length}v1h-{length}zm{length} 0" if dark else f"m{length} 0" for dark, length in runs)
