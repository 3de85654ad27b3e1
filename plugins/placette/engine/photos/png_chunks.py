"""The parts of a PNG file, each with its length and checksum: browsers stop where one of them is wrong."""

from __future__ import annotations

import struct
import zlib

_HEAD = 8
"""Bytes of the signature."""
_AROUND = 12
"""Bytes of a part's length, type and checksum."""


def is_whole_png(data: bytes) -> bool:
    """Whether every part up to the last one (``IEND``) has the length and checksum that it says."""
    place = _HEAD
    while place + _AROUND <= len(data):
        (size,) = struct.unpack_from(">I", data, place)
        end = place + _AROUND + size
        if end > len(data):
            return False
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[place + 4 : end - 4]) != checksum:
            return False
        if data[place + 4 : place + 8] == b"IEND":
            return True
        place = end
    return False
