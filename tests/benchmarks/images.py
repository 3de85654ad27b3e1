"""How long photos take, what they weigh, how they look, beside eleventy-img (sharp) with its defaults.

``python -m tests.benchmarks.images [--photos DIR] [--count N] [--repeat N] [--scored N] [--json FILE]``: both make the
same set (five widths, AVIF and JPEG) of the same photos of 12 megapixels on all cores, in turns. Then every file
(of the first ``--scored`` photos: scoring takes far longer than making) is compared with its photo made small without
loss, and ours with the smallest that the same encoder can make while it keeps an SSIM of 0.95. Needs the extra
``bench``, Node.js and, the first time, npm.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.images_figures import Figures, as_json, render
from tests.benchmarks.images_photos import photo_files, write_photos
from tests.benchmarks.images_scores import Score, score_photo
from tests.benchmarks.images_set import OURS, THEIRS, install_rival, make_set
from tests.benchmarks.measuring import FailedError, environment_for

_NEEDED = {"skimage": "scikit-image"}
_PROGRAMS = ("node", "npm")


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when all was measured, 1 when a maker failed, 2 when it can't begin."""
    options = _parser().parse_args(arguments)
    if absent := _absent():
        print(f"The benchmark needs what is not installed here: {', '.join(absent)}", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="placette-images-"))
    try:
        figures = measure(folder, options)
    except FailedError as error:
        print(f"Nothing was measured that would mean anything.\n{error}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(render(figures))
    if options.json:
        options.json.write_text(json.dumps(as_json(figures), indent=2) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, options: argparse.Namespace) -> Figures:
    """All figures, as ``_parser`` describes the options; raises ``FailedError``."""
    environment = environment_for(datetime(2000, 1, 1, tzinfo=UTC))
    _progress("the rival")
    install_rival(environment)
    _progress("photos")
    paths = write_photos(folder / "photos", photo_files(options.count, options.photos))
    seconds: dict[str, list[float]] = {OURS: [], THEIRS: []}
    processor: dict[str, list[float]] = {OURS: [], THEIRS: []}
    peaks = {OURS: 0, THEIRS: 0}
    for run in range(options.repeat):
        for maker in in_turn(run):
            _progress(f"run {run + 1} of {options.repeat}: {maker}")
            shutil.rmtree(folder / maker, ignore_errors=True)
            timed = make_set(maker, folder / "photos", folder / maker, environment)
            seconds[maker].append(timed.seconds)
            processor[maker].append(timed.processor)
            peaks[maker] = max(peaks[maker], timed.peak)
    _progress("scores")
    scores = _score(paths[: options.scored], folder)
    return Figures(len(paths), os.cpu_count() or 1, seconds, processor, peaks, scores)


def in_turn(run: int) -> tuple[str, str]:
    """Return who comes first, by turns: the second finds the photos in memory, and the machine warm."""
    return (THEIRS, OURS) if run % 2 else (OURS, THEIRS)


def _score(paths: Sequence[Path], folder: Path) -> list[Score]:
    jobs = [(path, {maker: folder / maker for maker in (OURS, THEIRS)}) for path in paths]
    with ProcessPoolExecutor() as pool:
        return [score for scores in pool.map(score_photo, jobs) for score in scores]


def _absent() -> list[str]:
    packages = [name for module, name in _NEEDED.items() if find_spec(module) is None]
    return packages + [program for program in _PROGRAMS if shutil.which(program) is None]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="images", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--photos", type=Path, metavar="DIR", help="take the JPEG files of this folder")
    parser.add_argument("--count", type=int, default=40, help="how many photos")
    parser.add_argument("--repeat", type=int, default=2, help="how many times each makes the set")
    parser.add_argument("--scored", type=int, help="how many photos are scored (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    return parser


def _progress(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
