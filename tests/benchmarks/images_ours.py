"""Makes every photo of a folder small with our encoder: ``python -m tests.benchmarks.images_ours PHOTOS OUTPUT``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from placette.engine.base.processes import run_bounded
from placette.engine.photos.encoding import ENCODING, encode_renditions
from placette.engine.texts.values import Rendition
from tests.benchmarks.images_photos import SIZE
from tests.benchmarks.images_set import FORMATS, WIDTHS, file_name

_AT_ONCE = 64
"""Jobs that are given out together, as a build does."""

Job = tuple[bytes, tuple[Rendition, ...]]


def main(photos: Path, output: Path) -> None:
    """Make and write all renditions, on all cores."""
    output.mkdir()
    paths = sorted(photos.iterdir())
    for start in range(0, len(paths), _AT_ONCE):
        jobs = [_job(path) for path in paths[start : start + _AT_ONCE]]
        for url, data in _made(jobs):
            (output / url).write_bytes(data)


def _job(path: Path) -> Job:
    files = ((form, width, round(width * SIZE[1] / SIZE[0])) for form in FORMATS for width in WIDTHS)
    return path.read_bytes(), tuple(Rendition(file_name(path.stem, w, form), w, h, form) for form, w, h in files)


def _made(jobs: list[Job]) -> Iterator[tuple[str, bytes]]:
    for (_, renditions), files in zip(
        jobs, run_bounded(encode_renditions, jobs, None, ENCODING, per_worker=1), strict=True
    ):
        if files is None:
            raise OSError(f"{renditions[0].url}: over its limits")
        yield from zip((rendition.url for rendition in renditions), files, strict=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
