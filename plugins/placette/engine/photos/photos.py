"""Photos as strangers send them, opened with suspicion: what each is, and all that is wrong with it.

The formats are named to Pillow, and a picture that unfolds into too much is an error. What a file holds beside its
picture is seen from its bytes (``photo_metadata.py``), not from what Pillow makes of them.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError

from placette.engine.base.files import digest
from placette.engine.base.processes import Limits, preload
from placette.engine.photos.photo_metadata import PrivateKind, is_whole_png, private_kinds
from placette.engine.photos.pixels import (
    FORMATS,
    MAX_PIXELS,
    MAX_RATIO,
    MAX_SIDE,
    PROPOSED_BYTES,
    PROPOSED_SIDE,
    STILL,
    is_transparent,
    main_colour,
    plain_pixels,
)
from placette.engine.problems.messages import PHOTO_ANIMATED, PHOTO_BOMB, PHOTO_DAMAGED, PHOTO_NARROW, PHOTO_UNKNOWN
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.renditions import PhotoFacts

LIMITS = Limits(cpu=10.0, wall=20.0, memory=1_500_000_000)
"""What looking at one photo may use."""
preload(__name__)
MENDABLE = frozenset({"photo-position", "photo-private", "photo-large", "photo-heavy", "photo-suffix"})
"""Problems that making the file again takes away, while the picture stays the same."""
_FORMS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
_SHOWN = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WebP", "AVIF": "AVIF"}
"""What people call Pillow's formats."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was seen in a photo: its facts, when it can be shown at all, and every problem that it has."""

    facts: PhotoFacts | None
    problems: tuple[Problem, ...] = ()


def inspect_photo(photo: tuple[str, bytes], _shared: None = None) -> Inspection:
    """What the photo (path, bytes) is, and all that is wrong with it. Every pixel is decoded once."""
    path, data = photo
    heavy = _weight_problems(path, len(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as what is odd in its metadata, which is read elsewhere
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                problems = (*heavy, *_form_problems(path, image), *_private_problems(path, data, str(image.format)))
                return _look_at_pixels(path, data, image, problems)
    except MemoryError:
        raise
    except UnidentifiedImageError:
        return Inspection(None, (*heavy, problem("photo-broken", path, reason=PHOTO_UNKNOWN)))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Inspection(None, (*heavy, problem("photo-broken", path, reason=PHOTO_BOMB)))
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return Inspection(None, (*heavy, problem("photo-broken", path, reason=PHOTO_DAMAGED)))


def _weight_problems(path: str, weight: int) -> tuple[Problem, ...]:
    if weight <= PROPOSED_BYTES:
        return ()
    return (problem("photo-heavy", path, size=-(-weight // 1000), limit=PROPOSED_BYTES // 1000),)


def _form_problems(path: str, image: Image.Image) -> Iterator[Problem]:
    """What is wrong with a photo's format and size, as its header shows."""
    suffix, form = PurePosixPath(path).suffix.lower(), _SHOWN[str(image.format)]
    if _FORMS.get(suffix, "") != form.upper():
        yield problem("photo-suffix", path, suffix=suffix, form=form)
    if max(image.size) > PROPOSED_SIDE:
        yield problem("photo-large", path, size=_size(image), limit=PROPOSED_SIDE)
    if max(image.size) > MAX_RATIO * min(image.size):
        yield problem("photo-broken", path, reason=PHOTO_NARROW)
    elif image.format not in STILL and getattr(image, "n_frames", 1) > 1:
        yield problem("photo-broken", path, reason=PHOTO_ANIMATED)


def _size(image: Image.Image) -> str:
    return f"{image.width}\u00a0×\u00a0{image.height}\u00a0px"


def _private_problems(path: str, data: bytes, form: str) -> Iterator[Problem]:
    """What a photo's file says beside its picture."""
    found = private_kinds(data, form)
    if PrivateKind.POSITION in found:
        yield problem("photo-position", path)
    if kinds := [kind for kind in PrivateKind if kind in found and kind is not PrivateKind.POSITION]:
        yield problem("photo-private", path, kinds="; ".join(kinds))


def _look_at_pixels(path: str, data: bytes, image: Image.Image, problems: tuple[Problem, ...]) -> Inspection:
    """The facts of a photo whose header shows nothing that forbids decoding it."""
    is_broken = any(found.code == "photo-broken" for found in problems)
    if is_broken or image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        return Inspection(None, problems)
    try:
        if image.format == "PNG" and not is_whole_png(data):
            return Inspection(None, (*problems, problem("photo-broken", path, reason=PHOTO_DAMAGED)))
        image.load()
        return Inspection(_facts(path, data, image), problems)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - here too
        return Inspection(None, (*problems, problem("photo-broken", path, reason=PHOTO_DAMAGED)))


def _facts(path: str, data: bytes, image: Image.Image) -> PhotoFacts:
    """All that the site has to know of a photo; the only place where it is found out."""
    pixels = plain_pixels(image, keep_alpha=True)
    alpha = is_transparent(pixels)
    return PhotoFacts(path, digest(data), *pixels.size, tint="" if alpha else main_colour(pixels), alpha=alpha)
