"""How long our builds take, beside Hugo's and stock Pelican's: ``python -m tests.benchmarks.bench --posts 1000``.

Prints a table of medians with the limits they are held to; writes ``RESULTS.md`` from a thousand posts on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from gettext import NullTranslations
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from placette.engine.base.progress import follow, report
from placette.engine.base.progress_line import progress_shown
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.figures import ImplausibleError, Peaks, Results, as_json, median_seconds
from tests.benchmarks.measuring import FailedError, describe_machine, describe_versions
from tests.benchmarks.scenarios import Bench, measure_cold, measure_peaks, measure_run, write_sites
from tests.benchmarks.serve_figure import measure_serve
from tests.benchmarks.sites import write_placette
from tests.benchmarks.tables import render_figures, render_results

RESULTS = Path(__file__).with_name("RESULTS.md")
_NEEDED = ("hugo", "psutil")
_FEWEST_RUNS, _FEWEST_POSTS = 3, 20
_WORTH_KEEPING = 1000
"""Posts from which on the results are written down."""
_GROWTH = 5
_WRITING, _SERVING = "Writing the sites", "Measuring how fast a change is served"
_MEMORY, _TIMES, _GROWING = "Memory, runs", "All builds, runs", "Builds of five times the posts, runs"


def main(arguments: list[str]) -> int:
    """Measure, print, write; 0 when all was measured, 1 when a build failed or made nonsense, 2 when it can't begin."""
    options = _parser().parse_args(arguments)
    absent = [name for name in _NEEDED if find_spec(name) is None]
    if absent:
        advice = f"{sys.executable} -m pip install {' '.join(absent)}"
        print(f"The benchmark needs what is not installed here. Install it: {advice}", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="placette-bench-"))
    try:
        with progress_shown(NullTranslations()):
            results = measure(folder, options.posts, options.runs, growth=options.growth)
    except (FailedError, ImplausibleError) as error:
        print(f"Nothing was measured that would mean anything.\n{error}", file=sys.stderr)
        return 1
    finally:
        if options.keep:
            print(f"The sites are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    _tell(results, options.json)
    return 0


def measure(folder: Path, posts: int, runs: int, *, growth: bool) -> Results:
    """All figures, in one go. The memory comes first, so that no timed build is the first that the machine sees."""
    report(_WRITING)
    bench = write_sites(folder / "sites", make_corpus(posts))
    peaks = list(follow(_MEMORY, (measure_peaks(bench) for _run in range(runs)), runs))
    report(_SERVING)
    serve = measure_serve(folder / "serve", posts, runs)
    medians = median_seconds(list(follow(_TIMES, (measure_run(bench, run) for run in range(runs)), runs)))
    return Results(
        posts=posts,
        runs=runs,
        day=datetime.now(UTC).date(),
        seconds=medians,
        peaks=Peaks(median(peak.placette for peak in peaks), median(peak.hugo for peak in peaks)),
        serve=serve,
        growth=measure_growth(folder / "growth", posts, runs) / medians.cold if growth else None,
        machine=describe_machine(),
        versions=describe_versions(),
    )


def measure_growth(folder: Path, posts: int, runs: int) -> float:
    """The median seconds of our cold build with five times the posts."""
    bench = Bench(folder, make_corpus(_GROWTH * posts))
    write_placette(bench.ours, bench.corpus)
    return median(follow(_GROWING, (measure_cold(bench)[0] for _run in range(runs)), runs))


def _tell(results: Results, file: Path | None) -> None:
    print(f"\n{results.posts:,} posts, medians of {results.runs} runs\n\n{render_figures(results)}")
    if file is not None:
        file.write_text(json.dumps(as_json(results), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if results.posts >= _WORTH_KEEPING:
        RESULTS.write_text(render_results(results), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=_at_least(_FEWEST_POSTS), default=1000, help="how many posts each site has")
    parser.add_argument("--runs", type=_at_least(_FEWEST_RUNS), default=3, help="how many runs, at least three")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    parser.add_argument("--growth", action="store_true", help="measure five times the posts too")
    parser.add_argument("--keep", action="store_true", help="keep the sites, and say where they are")
    return parser


def _at_least(least: int) -> Callable[[str], int]:
    """Reads a number; argparse tells when it is too small."""

    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is too few: at least {least}")
        return int(text)

    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
