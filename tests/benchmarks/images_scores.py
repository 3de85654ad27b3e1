"""What files look like beside their photo made small without loss, and how small they could have been."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from placette.engine.photos import encoding
from tests.benchmarks.images_set import FORMATS, OURS, WIDTHS, file_name

ALIKE = 0.95
"""The SSIM that a file must keep."""
_WIDEST_SCORED = 1200
"""Pixels up to which SSIMULACRA2 is reckoned: in Python, it takes nine seconds for 2400."""
_AROUND = 2
"""Qualities on both sides of the least that are tried too: neither size nor likeness goes strictly with quality."""


@dataclass(frozen=True, slots=True)
class Score:
    """A file: who made it of which photo, its bytes, its likeness; of ours, also the fewest bytes that look alike."""

    maker: str
    photo: str
    width: int
    form: str
    size: int
    ssim: float
    ssimulacra2: float | None = None
    least: int | None = None

    @property
    def excess(self) -> float | None:
        """How many per cent larger than need be."""
        return None if self.least is None else 100 * (self.size / self.least - 1)


@dataclass(frozen=True, slots=True)
class Try:
    """A quality that was tried: what the file weighs, and how alike it is."""

    quality: int
    size: int
    ssim: float


def score_photo(job: tuple[Path, dict[str, Path]]) -> list[Score]:
    """The scores of all files of a photo, from the folder of each maker."""
    photo, folders = job
    with Image.open(photo) as image:
        pixels = image.convert("RGB")
    return [score for width in WIDTHS for score in _scores(photo.stem, _small(pixels, width), folders)]


def _small(pixels: Image.Image, width: int) -> Image.Image:
    return pixels.resize((width, round(width * pixels.height / pixels.width)), Image.Resampling.LANCZOS)


def _scores(photo: str, reference: Image.Image, folders: dict[str, Path]) -> Iterator[Score]:
    for form in FORMATS:
        best = least_try(lambda quality, form=form: _try(reference, form, quality))  # type: ignore[misc]
        for maker, folder in folders.items():
            data = (folder / file_name(photo, reference.width, form)).read_bytes()
            seen = {"size": len(data), "ssim": ssim(reference, data), "ssimulacra2": _ssimulacra2(reference, data)}
            least = best.size if best and maker == OURS else None
            yield Score(maker, photo, reference.width, form, **seen, least=least)  # type: ignore[arg-type]


def least_try(attempt: Callable[[int], Try], lowest: int = 1, highest: int = 100) -> Try | None:
    """The smallest file that is alike enough, of all qualities; None when none is."""
    tried: dict[int, Try] = {}
    low, high = lowest, highest
    while low < high:
        middle = (low + high) // 2
        tried[middle] = attempt(middle)
        low, high = (low, middle) if tried[middle].ssim >= ALIKE else (middle + 1, high)
    near = range(max(lowest, low - _AROUND), min(highest, low + _AROUND) + 1)
    tried |= {quality: attempt(quality) for quality in near if quality not in tried}
    return min((t for t in tried.values() if t.ssim >= ALIKE), key=lambda t: t.size, default=None)


def _try(reference: Image.Image, form: str, quality: int) -> Try:
    target = io.BytesIO()
    reference.save(target, form, quality=quality, **encoding._ENCODERS[form][3])  # type: ignore[arg-type]
    return Try(quality, target.tell(), ssim(reference, target.getvalue()))


def ssim(reference: Image.Image, data: bytes) -> float:
    """The likeness of a file's light to a picture's, as scikit-image reckons it by default."""
    import numpy
    from skimage.metrics import structural_similarity

    with Image.open(io.BytesIO(data)) as copy:
        return float(structural_similarity(numpy.asarray(reference.convert("L")), numpy.asarray(copy.convert("L"))))


def _ssimulacra2(reference: Image.Image, data: bytes) -> float | None:
    """How alike a file is to the eye, colours included; None where the package is missing or it would take long."""
    if reference.width > _WIDEST_SCORED or find_spec("ssimulacra2") is None:
        return None
    from ssimulacra2 import compute_ssimulacra2

    lossless = io.BytesIO()
    reference.save(lossless, "PNG", compress_level=0)
    return float(compute_ssimulacra2(io.BytesIO(lossless.getvalue()), io.BytesIO(data)))
