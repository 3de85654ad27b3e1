"""A photo inside a document without what its file says beside its picture; no pixel is touched."""

from __future__ import annotations

_START, _PIXELS, _APPLICATION, _COMMENT = 0xD8, 0xDA, range(0xE1, 0xF0), 0xFE
_COLOURS, _ADOBE = b"ICC_PROFILE\0", b"Adobe"
"""What a picture needs of such segments: its profile, and how its colours are stored."""


def bare_jpeg(data: bytes) -> bytes:
    """The JPEG without comments and segments of programs, but for its colours; as it was if it can't be read."""
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != _PIXELS:
        marker, end = data[place + 1], place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        content = data[place + 4 : end]
        private = marker == _COMMENT or (marker in _APPLICATION and not content.startswith((_COLOURS, _ADOBE)))
        if not private:
            kept.append(data[place:end])
        place = end
    whole = data[:2] == bytes((0xFF, _START)) and data[place : place + 2] == bytes((0xFF, _PIXELS))
    return b"".join((*kept, data[place:])) if whole else data
