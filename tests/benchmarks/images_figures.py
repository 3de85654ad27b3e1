"""What the benchmark of photos found, and how people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from tests.benchmarks.images_scores import ALIKE, Score
from tests.benchmarks.images_set import FORMATS, OURS, THEIRS, WIDTHS

MOST_TIME, MOST_EXCESS = 1.0, 15.0
"""Limits: seconds of ours over theirs; per cent by which a file of ours may exceed the smallest alike."""
MOST_PROCESSOR, MOST_MEMORY = 2.5, 400
"""Limits of ours: seconds of processor for a photo; MiB of all processes, two photos being made at once."""
_HEADING = ("format", "by", "files", "MB", "mean kB", "SSIM, least", "SSIM, median", "SSIMULACRA2, least", "median")


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds and seconds of processor of every run by maker, the most bytes held, and the score of every file."""

    photos: int
    cores: int
    seconds: dict[str, list[float]]
    processor: dict[str, list[float]]
    peaks: dict[str, int]
    scores: list[Score]

    @property
    def ratio(self) -> float:
        """Our median time over theirs."""
        return median(self.seconds[OURS]) / median(self.seconds[THEIRS])


def as_json(figures: Figures) -> dict[str, Any]:
    """All figures, for programs."""
    return {**asdict(figures), "ratio": figures.ratio, "weights": weights(figures.scores)}


def weights(scores: Sequence[Score]) -> dict[str, dict[str, int]]:
    """Bytes by maker and format."""
    return {
        maker: {form: sum(s.size for s in scores if (s.maker, s.form) == (maker, form)) for form in FORMATS}
        for maker in (OURS, THEIRS)
    }


def render(figures: Figures) -> str:
    """All as text."""
    parts = (_times(figures), _likenesses(figures.scores), _excesses(figures.scores))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _times(figures: Figures) -> Iterator[str]:
    widths, forms = ", ".join(map(str, WIDTHS)), ", ".join(FORMATS)
    yield f"{figures.photos} photos of 12 Mpx, {widths} pixels wide, {forms}, on {figures.cores} cores"
    for maker, seconds in figures.seconds.items():
        runs = " ".join(f"{second:.1f}" for second in seconds)
        yield f"{maker:<14}{median(seconds):>9.1f} s   (runs: {runs})"
    yield f"{'ours / theirs':<14}{figures.ratio:>9.3f}     {_verdict(figures.ratio, MOST_TIME)}"
    for maker, seconds in figures.processor.items():
        processor, peak = min(seconds) / figures.photos, figures.peaks[maker] / 2**20
        limits = (_verdict(processor, MOST_PROCESSOR), _verdict(peak, MOST_MEMORY)) if maker == OURS else ("", "")
        yield f"{maker:<14}{processor:>9.2f} s of processor a photo {limits[0]}, {peak:.0f} MiB {limits[1]}".rstrip()


def _likenesses(scores: Sequence[Score]) -> Iterator[str]:
    rows = [_likeness(form, maker, scores) for form in FORMATS for maker in (OURS, THEIRS)]
    rows += [_likeness("all", maker, scores) for maker in (OURS, THEIRS)]
    widths = [max(map(len, column)) for column in zip(_HEADING, *rows, strict=True)]
    for row in (_HEADING, *rows):
        yield "  ".join(
            cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )


def _likeness(form: str, maker: str, scores: Sequence[Score]) -> tuple[str, ...]:
    found = [s for s in scores if s.maker == maker and form in (s.form, "all")]
    total = sum(score.size for score in found)
    weight = (str(len(found)), f"{total / 1e6:.2f}", f"{total / 1e3 / len(found):.1f}")
    likeness = [score.ssim for score in found]
    eye = [score.ssimulacra2 for score in found if score.ssimulacra2 is not None]
    seen = (f"{min(eye):.1f}", f"{median(eye):.1f}") if eye else ("", "")
    return (form, maker, *weight, f"{min(likeness):.4f}", f"{median(likeness):.4f}", *seen)


def _excesses(scores: Sequence[Score]) -> Iterator[str]:
    ours = [score for score in scores if score.maker == OURS]
    yield f"Ours beside the smallest file of the same encoder with SSIM ≥ {ALIKE}:"
    for form in FORMATS:
        yield f"{form:<6}{_spread([score for score in ours if score.form == form])}"
    low = sum(score.ssim < ALIKE for score in ours)
    yield f"below SSIM {ALIKE}: {low} of {len(ours)}; alike at no quality: {sum(s.least is None for s in ours)}"


def _spread(scores: Sequence[Score]) -> str:
    found = [score.excess for score in scores if score.excess is not None]
    if not found:
        return " none"
    return f" worst {max(found):.1f} %, median {median(found):.1f} % {_verdict(max(found), MOST_EXCESS)} %"


def _verdict(value: float, limit: float) -> str:
    return f"{'✓' if value <= limit else '✗'} ≤ {limit:g}"
