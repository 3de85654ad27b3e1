"""How long our builds take, beside Hugo's and stock Pelican's: ``python -m tests.benchmarks.bench --posts 1000``.

Prints a table of medians with the limits they are held to; writes ``RESULTS.md`` from a thousand posts on, unless
others used the processors meanwhile.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from gettext import NullTranslations
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from placette.engine.base.progress import follow, progress_shown, report
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.describing import describe_machine, describe_versions
from tests.benchmarks.figures import Growth, Results, as_json, median_peaks, median_seconds, most_of
from tests.benchmarks.makers import OURS, Bench
from tests.benchmarks.measuring import ROOT, FailedError, environment_for
from tests.benchmarks.node_makers import install_node_makers
from tests.benchmarks.plausibility import ImplausibleError
from tests.benchmarks.points import measure_point, point_of, sizes_to_measure
from tests.benchmarks.publishing import publish
from tests.benchmarks.scenarios import measure_cold, measure_edit, measure_peaks, measure_run, write_sites
from tests.benchmarks.serve_figure import measure_serve
from tests.benchmarks.tables import render_figures, render_refusal

RESULTS, README = Path(__file__).parent, ROOT / "README.md"
"""The folder of ``RESULTS.md``, and the document that shows the plots."""
_NEEDED = ("hugo", "markdown", "psutil")
_FEWEST_RUNS, _FEWEST_POSTS = 3, 20
_WORTH_KEEPING = 1000
"""Posts from which on the results are written down."""
_GROWTH = 5
_WRITING, _SERVING, _FETCHING = (
    "Writing the sites",
    "Measuring how fast a change is served",
    "Fetching Eleventy and Astro",
)
_MEMORY, _TIMES, _GROWING = "Memory, runs", "All builds, runs", "Builds of five times the posts, runs"


def main(arguments: list[str]) -> int:
    """Measure, print, write.

    0 when all was measured, 1 when a build failed or made nonsense, 2 when it can't begin, 3 when the results may not
    be published.
    """
    options = _parser().parse_args(arguments)
    absent = [name for name in _NEEDED if find_spec(name) is None]
    if absent:
        advice = f"{sys.executable} -m pip install {' '.join(absent)}"
        print(f"The benchmark needs what is not installed here. Install it: {advice}", file=sys.stderr)
        return 2
    if options.rivals and not shutil.which("npm"):
        print("Eleventy and Astro come from npm, which is not installed here.", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="placette-bench-"))
    try:
        with progress_shown(NullTranslations()):
            results = measure(folder, options)
    except (FailedError, ImplausibleError) as error:
        print(f"Nothing was measured that would mean anything.\n{error}", file=sys.stderr)
        return 1
    finally:
        if options.keep:
            print(f"The sites are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return _print_results(results, options.json)


def measure(folder: Path, options: argparse.Namespace) -> Results:
    """All figures, in one go. The memory comes first, so that no timed build is the first that the machine sees."""
    posts, runs = options.posts, options.repeat
    report(_WRITING)
    bench = write_sites(folder / "sites", make_corpus(posts))
    peaks = list(follow(_MEMORY, (measure_peaks(bench) for _run in range(runs)), runs))
    report(_SERVING)
    serve = measure_serve(folder / "serve", posts, runs)
    found = list(follow(_TIMES, (measure_run(bench, run) for run in range(runs)), runs))
    seconds = median_seconds([run.seconds for run in found])
    shutil.rmtree(folder / "sites")
    results = Results(
        posts=posts,
        runs=runs,
        day=datetime.now(UTC).date(),
        seconds=seconds,
        idle=median(run.idle for run in found),
        idle_composing=median(run.idle_composing for run in found),
        pictures_ms=median(run.pictures_ms for run in found),
        peaks=median_peaks(peaks),
        serve=serve,
        growth=measure_growth(folder / "growth", posts, runs, seconds.cold, seconds.edit) if options.growth else None,
        machine=describe_machine(),
        versions=describe_versions(),
        others=most_of([run.others for run in found]),
        sent=most_of([run.sent for run in found]),
    )
    return _with_points(results, folder, options)


def measure_growth(folder: Path, posts: int, runs: int, cold: float, edit: float) -> Growth:
    """What five times the posts take us, as multiples of ``cold`` and ``edit`` seconds."""
    bench = Bench(folder, make_corpus(_GROWTH * posts))
    OURS.write(bench.ours, bench.corpus)
    pairs = ((measure_cold(bench)[0].seconds, measure_edit(bench, run).seconds) for run in range(runs))
    taken = list(follow(_GROWING, pairs, runs))
    return Growth(median(pair[0] for pair in taken) / cold, median(pair[1] for pair in taken) / edit)


def _with_points(results: Results, folder: Path, options: argparse.Namespace) -> Results:
    """The results, with what the plots show, if they were asked for."""
    if options.rivals:
        report(_FETCHING)
        install_node_makers(environment_for(datetime.now(UTC)))
    points = [point_of(results)] if results.posts in options.plot else []
    shares = [results.others]
    for size in sizes_to_measure(options.plot, results.posts, rivals=options.rivals):
        point, others = measure_point(folder / str(size), size, results.runs, rivals=options.rivals)
        points = [*(known for known in points if known.posts != size), point]
        shares.append(others)
        shutil.rmtree(folder / str(size))
    return replace(results, points=sorted(points, key=lambda point: point.posts), others=most_of(shares))


def _print_results(results: Results, file: Path | None) -> int:
    print(f"\n{results.posts:,} posts, medians of {results.runs} runs\n\n{render_figures(results)}")
    if file is not None:
        file.write_text(json.dumps(as_json(results), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if results.posts < _WORTH_KEEPING:
        return 0
    if results.disturbed:
        print(render_refusal(results.disturbed), file=sys.stderr)
        return 3
    publish(results, RESULTS, README)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").partition("\n")[0])
    posts, repeat = _at_least(_FEWEST_POSTS), _at_least(_FEWEST_RUNS)
    parser.add_argument("--posts", type=posts, default=1000, help="how many posts each site has")
    parser.add_argument("--repeat", type=repeat, default=3, help="how many runs the medians come from, at least three")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    parser.add_argument("--growth", action="store_true", help="measure five times the posts too")
    parser.add_argument("--rivals", action="store_true", help="measure Eleventy and Astro too, up to 1,000 posts")
    sizes = "draw time and memory at these numbers of posts, separated by commas"
    parser.add_argument("--plot", type=lambda text: [*map(posts, text.split(","))], default=[], help=sizes)
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
