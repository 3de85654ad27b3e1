"""Photos as strangers send them, opened with suspicion: their formats, and all their problems.

The formats are named to Pillow, and a picture that unfolds into too much is an error. What a file has beside its
picture is seen from its bytes (``photo_metadata.py``), not from what Pillow makes of them.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import ClassVar

from PIL import Image, UnidentifiedImageError

from placette.engine.base.files import digest
from placette.engine.base.processes import Limits, preload
from placette.engine.findings import messages
from placette.engine.findings.problems import Problem, problem
from placette.engine.photos import encoding
from placette.engine.photos.encoding import FORMATS, MAX_RATIO, PROPOSED_BYTES, PROPOSED_SIDE, STILL, plain_pixels
from placette.engine.photos.photo_metadata import (
    NOTHING,
    UNKNOWN,
    Kinds,
    PrivateKind,
    form_of,
    is_whole_png,
    private_kinds,
)
from placette.engine.texts.values import PhotoFacts

PREPARING = Limits(cpu=60.0, wall=120.0, memory=2_000_000_000)
"""The limits of preparing one original: phones make fifty million pixels, and AVIF is slow to write."""

_OPTIONS: dict[str, dict[str, int | bool]] = {
    "AVIF": {"speed": 8, "quality": 75},
    "JPEG": {"optimize": True, "progressive": True, "quality": 85},
    "PNG": {"optimize": True},
    "WEBP": {"method": 4, "quality": 85},
}
"""The site makes its own small copies, so the committed file keeps more than a page needs."""
_SMALL = 100_000
"""Bytes of a PNG that is taken although another format would be smaller."""
_OPENED = (*FORMATS, "GIF", "TIFF")
_STILL = STILL | {"HEIF"}
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""Brands of HEIF files (ISO/IEC 23008-12, annex B; AVIF has its own)."""
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
_MOST_PIXELS = 64_000_000
"""Pixels that are decoded at once: each takes some 25 bytes on the way."""
_PER_BYTE = 5_000
"""Pixels per byte beyond which a large file is no photo; an empty white page scanned has a tenth."""
_LARGE = 10_000_000
_DNG_VERSION, _SUBFILE = 50706, 254
"""TIFF tags of raw files: DNG's own; whether a picture is only a smaller copy of another (TIFF 6.0, page 36)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo that may be committed: bytes, suffix, upright size, and the private parts that were removed."""

    data: bytes
    suffix: str
    width: int
    height: int
    removed: Kinds = NOTHING
    LIMITS: ClassVar = PREPARING
    COSTLY: ClassVar = messages.PHOTO_COSTLY
    """Why a photo can't be prepared that passed the limits."""

    @staticmethod
    def prepare(job: tuple[bytes, str], _shared: None = None) -> Prepared | str:
        """Return an original as it may be committed, or why it can't be; see ``prepare_photo``."""
        return prepare_photo(job)


def prepare_photo(job: tuple[bytes, str], _shared: None = None) -> Prepared | str:
    """Return an original (its bytes, the suffix wanted or nothing) as it may be committed, or why it can't be.

    The reason is one of the sentences ``PHOTO_…`` of ``messages.py``. Without a wanted suffix, photographs become JPEG;
    drawings and transparent pictures PNG, or WebP when that is much smaller.
    """
    data, suffix = job
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as odd metadata: none of it stays
            return _prepare(data, suffix.lower())
    except MemoryError:
        raise
    except UnidentifiedImageError:
        return _disguise(data)
    except Image.DecompressionBombError:
        return messages.PHOTO_BOMB
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return messages.PHOTO_DAMAGED


def _prepare(data: bytes, suffix: str) -> Prepared | str:
    formats = (*_OPENED, "HEIF") if _is_heic(data) and _opens_heic() else _OPENED
    with Image.open(io.BytesIO(data), formats=formats) as image:
        if reason := _refusal(image, len(data)):
            return reason
        image.draft("RGB", (PROPOSED_SIDE, PROPOSED_SIDE))  # of JPEG alone: fewer pixels decoded
        if image.width * image.height > _MOST_PIXELS:
            return messages.PHOTO_HUGE
        kinds = private_kinds(data, form_of(data))
        if image.format not in {*FORMATS, *STILL}:  # of formats that are never published, what can be named
            kinds -= UNKNOWN
        if image.info.get("comment"):
            kinds |= {PrivateKind.COMMENT}
        pixels = _without_hidden(plain_pixels(image, keep_alpha=True))
    is_drawing = pixels.mode == "RGBA" or pixels.getcolors(256) is not None
    pixels.thumbnail((PROPOSED_SIDE, PROPOSED_SIDE), Image.Resampling.LANCZOS)
    if suffix not in _FORMS and is_drawing:
        return replace(_drawing(pixels), removed=kinds)
    return replace(_fitted(pixels, suffix if suffix in _FORMS else ".jpg"), removed=kinds)


def _is_heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC


def _opens_heic() -> bool:
    """Register HEIC with Pillow, without other pictures in such files; return whether it could be done."""
    try:
        import pillow_heif  # noqa: PLC0415 - optional
    except ImportError:
        return False
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    return True


def _refusal(image: Image.Image, weight: int) -> str:
    """Return why a picture isn't decoded at all, seen from its header; empty when it may be."""
    short, long = sorted(image.size)
    if short * long > max(_LARGE, _PER_BYTE * weight):
        return messages.PHOTO_BOMB
    if long > short * MAX_RATIO:
        return messages.PHOTO_NARROW
    tags = getattr(image, "tag_v2", {}) if image.format == "TIFF" else {}
    if _DNG_VERSION in tags or bool(int(tags.get(_SUBFILE, 0)) & 1):  # Pillow would see its small copy alone
        return messages.PHOTO_RAW
    if image.format not in _STILL and getattr(image, "is_animated", False):
        return messages.PHOTO_PAGES if image.format == "TIFF" else messages.PHOTO_ANIMATED
    return ""


def _without_hidden(pixels: Image.Image) -> Image.Image:
    """Return the picture without alpha if it is opaque; else without the pixels hidden under transparency."""
    if pixels.mode != "RGBA":
        return pixels
    alpha = pixels.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return pixels.convert("RGB")
    mask = alpha.point(lambda value: 255 if value else 0)
    return Image.composite(pixels, Image.new("RGBA", pixels.size, (0, 0, 0, 0)), mask)


def _drawing(pixels: Image.Image) -> Prepared:
    """Save a drawing or a transparent picture: as PNG, unless that is heavy, which shows that it is a photograph."""
    other = _fitted(pixels, ".webp" if pixels.mode == "RGBA" else ".jpg")
    data = encoding.saved(pixels, "PNG", _OPTIONS["PNG"])
    if len(data) <= min(PROPOSED_BYTES, max(_SMALL, 1.5 * len(other.data))):
        return Prepared(data, ".png", *pixels.size)
    return other


def _fitted(pixels: Image.Image, suffix: str) -> Prepared:
    """Return the picture as a file that isn't too heavy, smaller if need be."""
    form, image = _FORMS[suffix], pixels
    if form == "JPEG" and pixels.mode == "RGBA":
        white = Image.new("RGBA", pixels.size, "white")
        image = Image.composite(pixels, white, pixels.getchannel("A")).convert("RGB")
    data, size = encoding.saved(image, form, _OPTIONS[form]), image.size
    while len(data) > PROPOSED_BYTES:
        scale = min(0.9, 0.95 * math.sqrt(PROPOSED_BYTES / len(data)))
        size = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        data = encoding.saved(image.resize(size, Image.Resampling.LANCZOS), form, _OPTIONS[form])
    return Prepared(data, suffix, *size)


def _disguise(data: bytes) -> str:
    """Return the format of a file that isn't opened, judged by its first bytes."""
    start = data[:2000].lower()
    if _is_heic(data):
        return messages.PHOTO_DAMAGED if _opens_heic() else messages.PHOTO_HEIC
    if b"<svg" in start:
        return messages.PHOTO_DRAWING
    if b"<html" in start or b"<!doctype html" in start:
        return messages.PHOTO_PAGE
    return messages.PHOTO_DAMAGED if data.startswith(_MAGIC) or data[4:12] == b"ftypavif" else messages.PHOTO_CLOSED


LIMITS = Limits(cpu=10.0, wall=20.0, memory=1_500_000_000)
"""The limits of inspecting one photo."""
preload(__name__)
MENDABLE = frozenset({"photo-position", "photo-private", "photo-large", "photo-heavy", "photo-suffix"})
"""Problems that making the file again takes away, while the picture stays the same."""
_FORMS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
_SHOWN = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WebP", "AVIF": "AVIF"}
"""Common names of Pillow's formats."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of inspecting a photo: its facts, when it can be shown at all, and every problem that it has."""

    facts: PhotoFacts | None
    problems: tuple[Problem, ...] = ()


def inspect_photo(photo: tuple[str, bytes], _shared: None = None) -> Inspection:
    """Inspect a photo (path, bytes) and return its facts and problems. Every pixel is decoded once."""
    path, data = photo
    weight, limit = -(-len(data) // 1000), PROPOSED_BYTES // 1000
    heavy = (problem("photo-heavy", path, size=weight, limit=limit),) if len(data) > PROPOSED_BYTES else ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as odd metadata, which is read elsewhere
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                return _look_at_pixels(path, data, image, (*heavy, *_form_problems(path, data, image)))
    except MemoryError:
        raise
    except UnidentifiedImageError:
        reason = messages.PHOTO_UNKNOWN
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        reason = messages.PHOTO_BOMB
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        reason = messages.PHOTO_DAMAGED
    return Inspection(None, (*heavy, problem("photo-broken", path, reason=reason)))


def _form_problems(path: str, data: bytes, image: Image.Image) -> Iterator[Problem]:
    """Yield the problems of a photo's format and size, as its header gives them, and of its file's other parts."""
    suffix, form = PurePosixPath(path).suffix.lower(), _SHOWN[str(image.format)]
    if _FORMS.get(suffix, "") != form.upper():
        yield problem("photo-suffix", path, suffix=suffix, form=form)
    if max(image.size) > PROPOSED_SIDE:
        size = f"{image.width}\u00a0×\u00a0{image.height}\u00a0px"
        yield problem("photo-large", path, size=size, limit=PROPOSED_SIDE)
    if max(image.size) > MAX_RATIO * min(image.size):
        yield problem("photo-broken", path, reason=messages.PHOTO_NARROW)
    elif image.format not in STILL and getattr(image, "n_frames", 1) > 1:
        yield problem("photo-broken", path, reason=messages.PHOTO_ANIMATED)
    yield from _privacy_problems(path, private_kinds(data, str(image.format)))


def _privacy_problems(path: str, found: Kinds) -> Iterator[Problem]:
    if PrivateKind.POSITION in found:
        yield problem("photo-position", path)
    if kinds := [kind for kind in PrivateKind if kind in found and kind is not PrivateKind.POSITION]:
        yield problem("photo-private", path, kinds="; ".join(kinds))


def inspect_privacy(photo: tuple[str, bytes], _shared: None = None) -> tuple[Problem, ...]:
    """Return what a file (path, bytes) that begins as a photo reveals, whatever it is called, shown or not."""
    path, data = photo
    form = form_of(data)
    kinds = private_kinds(data, form) if form else NOTHING
    return tuple(_privacy_problems(path, kinds if form in FORMATS else kinds - UNKNOWN))


def _look_at_pixels(path: str, data: bytes, image: Image.Image, problems: tuple[Problem, ...]) -> Inspection:
    """Return the facts of a photo whose header shows nothing that forbids decoding it."""
    is_broken = any(entry.code == "photo-broken" for entry in problems)
    if is_broken or image.width * image.height > encoding.MAX_PIXELS or max(image.size) > encoding.MAX_SIDE:
        return Inspection(None, problems)
    try:
        if image.format != "PNG" or is_whole_png(data):
            image.load()
            pixels = plain_pixels(image, keep_alpha=True)
            alpha = encoding.is_transparent(pixels)
            tint = "" if alpha else encoding.main_colour(pixels)
            return Inspection(PhotoFacts(path, digest(data), *pixels.size, tint, alpha), problems)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001, S110 - here too
        pass
    return Inspection(None, (*problems, problem("photo-broken", path, reason=messages.PHOTO_DAMAGED)))
