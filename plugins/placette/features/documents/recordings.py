"""MP3 recordings: nothing but frames of sound may stay.

What programs and phones write before and behind the sound (ID3, APE, Lyrics3) names people, machines and places, and
may hold pictures or anything else. So every byte of a recording has to belong to a frame (ISO 11172-3, ISO 13818-3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from placette.features.documents.findings import Findings, Private, UnusableError
from placette.features.documents.messages import DAMAGED, OTHER

_FIRST = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_SECOND = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Kilobits a second by index, of MPEG 1 and of MPEG 2 and 2.5, layer III. Index 0 says nothing of a frame's length."""
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Samples a second by index, of MPEG 1, 2 and 2.5."""
_HEADER = 4
_TAGS = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN")
"""How labels behind the sound begin; nothing of what follows is worth reading."""
_ID3V1 = 128
"""Bytes of a label of the first kind."""
_FEWEST = 10
"""Frames of a recording: a quarter of a second, and nothing looks like ten of them by chance."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame: where it lies, its bytes, its samples, and samples a second."""

    start: int
    length: int
    samples: int
    rate: int


def look_into_recording(data: bytes) -> Findings:
    """How many seconds of sound a recording has, and whether anything stands beside it.

    Raises ``UnusableError`` for what is no MP3, or has anything else among its frames.
    """
    frames = _frames(data)
    kept = sum(frame.length for frame in frames)
    seconds = sum(frame.samples for frame in frames) / frames[0].rate
    beside = frozenset({Private.LABELS}) if kept < len(data) else frozenset[Private]()
    return Findings(private=beside, extent=max(1, round(seconds)))


def clean_recording(data: bytes) -> bytes:
    """The sound alone; raises ``UnusableError`` as ``look_into_recording`` does."""
    return b"".join(data[frame.start : frame.start + frame.length] for frame in _frames(data))


def _frames(data: bytes) -> list[_Frame]:
    frames: list[_Frame] = []
    end, at = 0, _behind_labels(data, 0)
    while run := list(_walk(data, at)):  # a second one where recordings were joined, each with its labels
        frames += run
        end = run[-1].start + run[-1].length
        at = _behind_labels(data, end)
    if not frames:
        raise UnusableError(OTHER)
    rest = data[end:].lstrip(b"\0")
    if len(frames) < _FEWEST or len({frame.rate for frame in frames}) > 1:
        raise UnusableError(DAMAGED)
    if rest and not rest.startswith(_TAGS) and _frame_at(data, end) is None:  # the last frame is often cut
        raise UnusableError(DAMAGED)
    if _hides_sound(rest):
        raise UnusableError(DAMAGED)
    return frames


def _walk(data: bytes, at: int) -> Iterator[_Frame]:
    while (frame := _frame_at(data, at)) is not None and at + frame.length <= len(data):
        yield frame
        at += frame.length


def _hides_sound(data: bytes) -> bool:
    """Whether sound goes on behind something that isn't known: cleaning would take it away."""
    at = data.find(b"\xff")
    while at >= 0:
        if len(list(islice(_walk(data, at), _FEWEST))) == _FEWEST:
            return True
        at = data.find(b"\xff", at + 1)
    return False


def _behind_labels(data: bytes, start: int) -> int:
    """Where the sound may go on: behind what ID3 announces, and the zeros that some programs leave there."""
    at = start
    while len(data) >= at + 10:
        if data[at : at + 3] == b"ID3":
            flags, size = data[at + 5], data[at + 6 : at + 10]
            at += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
            at += 10 if flags & 0x10 else 0
        elif data[at : at + 3] == b"TAG":
            at += _ID3V1
        else:
            break
    while at > start and data[at : at + 1] == b"\0":
        at += 1
    return at


def _frame_at(data: bytes, at: int) -> _Frame | None:
    """The frame of layer III that begins there, whole or cut; None where none does."""
    head = data[at : at + _HEADER]
    if len(head) < _HEADER or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, index, pace = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in _RATES or not 0 < index < 15 or pace == 3:
        return None
    first = version == 3
    rate, samples = _RATES[version][pace], 1152 if first else 576
    length = samples // 8 * (_FIRST if first else _SECOND)[index] * 1000 // rate + (head[2] >> 1 & 1)
    return _Frame(at, length, samples, rate)
