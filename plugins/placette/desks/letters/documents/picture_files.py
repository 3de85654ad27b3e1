"""The pictures inside a document: which may be photos at all, and what each is called from now on."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import unquote

from placette.engine.base.text import DEVICES, slugify

MOST_PICTURES = 60
"""Pictures of the largest document that is read; more are an album, not a text."""
LARGEST_PICTURE = 40_000_000
"""Bytes of the largest picture that is taken out of a document: a camera's best JPEG has 25 million."""
_BEGINNINGS = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"BM", ".bmp"),
)
_BRANDS = {b"avif": ".avif", b"avis": ".avif"}
_SPECK = 3
"""Pixels of a side that nobody sees: spacers and counters of openings."""
_SAYS_NOTHING = frozenset(
    "image img imgp photo picture pict pic dsc dscn dscf pxl media unnamed capture screenshot scan snapchat whatsapp"
    " signal inkedimg part outlook clip ole object sans titre untitled edit copie copy ecran jpg jpeg png".split()
)
"""Words that programs put into the name of every picture."""
_NAME_LENGTH = 60
_GENERATED = re.compile(
    r"\s*(?:Description générée automatiquement(?: avec une confiance \w+)?|Description automatically generated"
    r"(?: with \w+ confidence)?|Le contenu généré par l[’']IA peut être incorrect\.?"
    r"|AI-generated content may be incorrect\.?)"
)
_FILE = re.compile(
    r"(?:\S*[\\/])?[\w().+-]+\.(?:jpe?g|png|gif|heic|webp|tiff?|bmp)|cid:\S+|(?:image|photo|picture|img)[\s_-]*\d*",
    re.IGNORECASE,
)
_LONGEST_ALT = 500


def suffix_of(data: bytes) -> str:
    """The suffix of a picture's format, by its content; empty for drawings and what is no picture."""
    for beginning, suffix in _BEGINNINGS:
        if data.startswith(beginning):
            return suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return _BRANDS.get(data[8:12], ".heic") if data[4:8] == b"ftyp" and data[8:10] in {b"he", b"mi", b"av"} else ""


def is_speck(data: bytes) -> bool:
    """Whether a PNG or GIF is so small that nobody sees it."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        size: tuple[int, int] = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8") and len(data) >= 10:
        size = struct.unpack("<HH", data[6:10])
    else:
        return False
    return min(size) <= _SPECK


def embedded(source: str) -> bytes | None:
    """The picture that a ``data:`` address holds itself; None for another address, or one that is damaged."""
    head, comma, body = source.partition(",")
    if not comma or not head.lower().startswith("data:image/") or not head.lower().endswith(";base64"):
        return None
    try:
        return base64.b64decode(re.sub(r"\s", "", unquote(body)), validate=True)
    except (binascii.Error, ValueError):
        return None


def picture_name(source: str, suffix: str, number: int, taken: Collection[str]) -> str:
    """A safe name, different from the ``taken`` ones: the file's own where it says something, or ``photo-1.jpg``."""
    own = "" if source.startswith("data:") else PurePosixPath(unquote(source).replace("\\", "/")).name
    own = own.removeprefix("cid:").partition("@")[0]
    stem = slugify(own.rpartition(".")[0] or own)[:_NAME_LENGTH].strip("-")
    stem = stem if _says_something(stem) and not re.fullmatch(DEVICES, stem) else f"photo-{number}"
    names = (f"{stem}{more}{suffix}" for more in ("", *(f"-{count}" for count in range(2, len(taken) + 3))))
    return next(name for name in names if name not in taken)


def _says_something(stem: str) -> bool:
    """Whether a name holds a word that somebody chose, rather than numbers and what a program calls everything."""
    words = (re.sub(r"^\d+|\d+$", "", word) for word in stem.split("-"))
    return any(len(word) > 2 and word.isalpha() and word not in _SAYS_NOTHING for word in words)


def described(alt: str) -> str:
    """What somebody wrote about a picture; empty for what a program put there: a file's name, a machine's guess."""
    text = " ".join(alt.split())
    if _GENERATED.search(text) or _FILE.fullmatch(text):
        return ""
    return text[:_LONGEST_ALT].strip()
