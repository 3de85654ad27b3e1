"""MP3 recordings: silence, frame by frame, with what programs write before and behind it."""

from __future__ import annotations

from collections.abc import Callable

_FRAME = b"\xff\xfb\x50\xc0".ljust(208, b"\0")
"""MPEG 1, layer III, 64 kb/s, 44.1 kHz, one channel: 26 milliseconds."""
_SLOWER = b"\xff\xfb\x58\xc0".ljust(288, b"\0")
"""The same at 32 kHz."""


_OLD = b"TAG" + b"Lea Montel".ljust(125, b"\0")
"""A label of the first kind (ID3v1)."""


def make_mp3(seconds: float = 2, before: bytes = b"", behind: bytes = b"") -> bytes:
    """A recording of nothing."""
    return before + _FRAME * round(seconds * 44100 / 1152) + behind


def label(*frames: tuple[str, bytes]) -> bytes:
    """An ID3v2.3 label with frames (name, bytes)."""
    body = b"".join(name.encode() + len(data).to_bytes(4, "big") + b"\0\0" + data for name, data in frames)
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + body


RECORDINGS: dict[str, Callable[[], bytes]] = {
    "voice": make_mp3,
    "labelled voice": lambda: make_mp3(before=label(("TPE1", b"\0L\xe9a Montel"), ("APIC", b"\0image/jpeg\0\3\0GPS"))),
    "twice labelled voice": lambda: make_mp3(before=label(("TPE1", b"\0Lea")) * 2 + bytes(64)),
    "voice with an old label": lambda: make_mp3(behind=_OLD),
    "voice with lyrics": lambda: make_mp3(behind=b"LYRICSBEGINEAL00010Lea Montel000031LYRICS200"),
    "voice with a late label": lambda: make_mp3(behind=b"APETAGEX" + bytes(24) + b"Artist\0Lea"),
    "voice with room behind": lambda: make_mp3(behind=bytes(900)),
    "two voices": lambda: make_mp3(before=label(("TPE1", b"\0Lea")), behind=RECORDINGS["labelled voice"]()),
    "two voices with old labels": lambda: make_mp3(behind=_OLD + make_mp3(behind=_OLD)),
    "voice behind an unknown label": lambda: make_mp3(behind=b"APETAGEX" + bytes(24) + make_mp3()),
    "cut voice": lambda: make_mp3(behind=_FRAME[:120]),
    "page behind a voice": lambda: make_mp3(behind=b"<script>alert(1)</script>"),
    "page among a voice": lambda: make_mp3(behind=b"<html>" + make_mp3()),
    "page before a voice": lambda: b"<html>" + make_mp3(),
    "film named as a voice": lambda: b"\0\0\0\x18ftypM4A " + bytes(400),
    "label that promises too much": lambda: b"ID3\x03\0\0\x7f\x7f\x7f\x7f" + make_mp3(),
    "nine frames": lambda: _FRAME * 9,
    "voice of two paces": lambda: make_mp3() + _SLOWER * 40,
    "nothing to hear": lambda: b"",
}
