"""How a preview is reached: from this computer alone, or from the phones and computers of its network."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 - only with --lan
"""Where a server listens: for this computer, for its network."""
_NOBODY = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737): asking for the way there sends nothing."""
_HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
"""For two modules, one above the other, whether each is light."""
_QUIET = 4
"""Modules of light around a QR code (ISO/IEC 18004)."""


def own_address() -> str:
    """The address of this computer on its network; empty without any."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect(_NOBODY)
            found = str(asking.getsockname()[0])
    except OSError:
        return ""
    return "" if found.startswith("127.") else found


def own_names() -> frozenset[str]:
    """The names by which this computer's network may know it."""
    name = socket.gethostname().lower()
    return frozenset({name, f"{name}.local"} if name else ())


def is_ours(host: str, here: str, names: frozenset[str]) -> bool:
    """Whether a request with this Host header was meant for us; ``here`` is the address at which it came in.

    Any other name may be that of a stranger's site which made it lead here, so that its scripts could read the drafts
    (DNS rebinding).
    """
    try:
        asked = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return asked in {here, "localhost", LOOPBACK, *names}


def draw_qr(rows: Sequence[bytes]) -> list[str]:
    """A QR code (rows of modules, zero where dark) as lines of half blocks, dark on light, with its quiet zone."""
    size = len(rows) + 2 * _QUIET
    light = [[True] * size for _ in range(size + size % 2)]
    for y, row in enumerate(rows, _QUIET):
        light[y][_QUIET:-_QUIET] = [module != 0 for module in row]
    pairs = zip(light[::2], light[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(*lines, strict=True)) for lines in pairs]
