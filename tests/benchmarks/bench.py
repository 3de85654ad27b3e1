"""How long our builds take, beside Hugo's and Pelican's: ``python -m tests.benchmarks.bench --posts 20,100,1000``.

Prints tables of medians with the limits they are held to; writes ``RESULTS.md`` from a thousand posts on, unless
others used the processors meanwhile.
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

from placette.engine.base.progress import progress_shown, report
from tests.benchmarks.figures import LARGE, Results, Size, as_json, sizes_from
from tests.benchmarks.makers import ImplausibleError
from tests.benchmarks.measuring import ROOT, FailedError, describe_machine, describe_versions, environment_for
from tests.benchmarks.scenarios import measure_growth, measure_size
from tests.benchmarks.serve_figure import measure_serve
from tests.benchmarks.sites import install_node_makers
from tests.benchmarks.tables import publish, render_figures, render_refusal

RESULTS, README = Path(__file__).parent, ROOT / "README.md"
"""The folder of ``RESULTS.md``, and the document that shows the plots."""
_NEEDED = {
    "hugo": "hugo",
    "markdown": "markdown",
    "pagefind_bin": "pagefind[bin]",
    "pelican.plugins.image_process": "pelican-image-process",
    "pelican.plugins.related_posts": "pelican-related-posts",
    "pelican.plugins.sitemap": "pelican-sitemap",
    "psutil": "psutil",
}
_FEWEST_RUNS, _FEWEST_POSTS = 3, 20
_WORTH_KEEPING = 1000
"""Posts from which on the results are written down."""
_FETCHING, _SERVING, _GROWING = "Fetching Eleventy and Astro", "Measuring how fast a change is served", "Growing"


def main(arguments: list[str]) -> int:
    """Measure, print, write.

    0 when all was measured, 1 when a build failed or made nonsense, 2 when it can't begin, 3 when the results may not
    be published.
    """
    options = _parser().parse_args(arguments)
    absent = [package for name, package in _NEEDED.items() if not _is_there(name)]
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
    """All figures, in one go, from the fewest posts: no large build is the first that the machine sees."""
    if options.rivals:
        report(_FETCHING)
        install_node_makers(environment_for(datetime.now(UTC)))
    sizes: list[Size] = []
    for posts in sorted(options.posts):
        rounds = options.repeat_large if posts >= LARGE else options.repeat
        sizes.append(measure_size(folder / str(posts), posts, rounds, node=options.rivals))
        if not options.keep:
            shutil.rmtree(folder / str(posts))
    report(_SERVING)
    serve = measure_serve(folder / "serve", sizes[-1].posts, options.repeat)
    growth = None
    if options.growth:
        report(_GROWING)
        growth = measure_growth(folder / "growth", sizes[-1].posts)
    known = {size.posts for size in sizes}
    sizes += [size for size in options.add if size.posts not in known]
    sizes.sort(key=lambda size: size.posts)
    return Results(datetime.now(UTC).date(), sizes, serve, growth, describe_machine(), describe_versions())


def _print_results(results: Results, file: Path | None) -> int:
    print(f"\n{render_figures(results)}")
    if file is not None:
        file.write_text(json.dumps(as_json(results), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if results.sizes[-1].posts < _WORTH_KEEPING:
        return 0
    if results.disturbed:
        print(render_refusal(results.disturbed), file=sys.stderr)
        return 3
    publish(results, RESULTS, README)
    return 0


def _is_there(name: str) -> bool:
    """Return whether a module can be imported; its package may be absent too."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").partition("\n")[0])
    number = _at_least(_FEWEST_POSTS)
    sizes = "how many posts the sites have: numbers separated by commas"
    parser.add_argument("--posts", type=lambda text: [*map(number, text.split(","))], default=[1000], help=sizes)
    repeat = "how many runs the medians come from, at least three"
    parser.add_argument("--repeat", type=_at_least(_FEWEST_RUNS), default=3, help=repeat)
    large = f"the same from {LARGE:,} posts on; a run after the first measures what a change touches at the rivals"
    parser.add_argument("--repeat-large", type=_at_least(1), default=1, help=large)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    earlier = "show the sizes of an earlier run too, which --json wrote"
    parser.add_argument("--add", type=_earlier, default=[], metavar="FILE", help=earlier)
    parser.add_argument("--growth", action="store_true", help="measure five times the most posts too")
    parser.add_argument("--rivals", action="store_true", help="measure Eleventy and Astro too, up to 1,000 posts")
    parser.add_argument("--keep", action="store_true", help="keep the sites, and say where they are")
    return parser


def _earlier(path: str) -> list[Size]:
    """The sizes in a file; argparse tells when there is none, before anything is measured."""
    try:
        return sizes_from(json.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise argparse.ArgumentTypeError(f"{path}: {error!r}") from error


def _at_least(least: int) -> Callable[[str], int]:
    """Reads a number; argparse tells when it is too small."""

    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is too few: at least {least}")
        return int(text)

    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
