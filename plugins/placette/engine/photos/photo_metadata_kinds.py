"""What a photo's file may say beside its picture, as words for the person who is about to publish it."""

from __future__ import annotations

from enum import StrEnum

from placette.engine.base.message import N_


class PrivateKind(StrEnum):
    """A kind of private thing; its value is a sentence's part, to be translated."""

    POSITION = N_("the position")
    PLACE = N_("the place")
    NAME = N_("a name")
    SERIAL = N_("a serial number")
    DATE = N_("the date and hour")
    CAMERA = N_("the camera or the program")
    COMMENT = N_("comments or keywords")
    THUMBNAIL = N_("a thumbnail, perhaps of more than the picture shows")
    HIDDEN = N_("a second picture or a film")
    UNKNOWN = N_("data that no picture needs")


Kinds = frozenset[PrivateKind]
NOTHING: Kinds = frozenset()
UNKNOWN: Kinds = frozenset({PrivateKind.UNKNOWN})

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"ftyp", b"WEBPVP8")
_PROFILE_HEAD = 128


def kinds_behind(data: bytes) -> Kinds:
    """What bytes behind the end of a picture are: phones put films and depth maps there."""
    if not data:
        return NOTHING
    return frozenset({PrivateKind.HIDDEN}) if any(magic in data for magic in _PICTURES) else UNKNOWN


def kinds_of_profile(data: bytes) -> Kinds:
    """Nothing for a colour profile (ICC.1:2022, 7.2: its size first, ``acsp`` at byte 36) and nothing but that."""
    size = int.from_bytes(data[:4], "big")
    whole = _PROFILE_HEAD <= size <= len(data) and not data[size:].strip(b"\0")
    return NOTHING if whole and data[36:40] == b"acsp" else UNKNOWN
