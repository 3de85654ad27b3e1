"""How long our builds take, beside Hugo's and Pelican's: ``python -m tests.benchmarks --posts 20,100,1000``.

Prints tables of medians with the limits they are held to; writes ``RESULTS.md`` from a thousand posts on, unless
others used the processors meanwhile. What the bench needs is looked for before any of it is imported.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.figures import Results

RESULTS = Path(__file__).parent
README = RESULTS.parents[1] / "README.md"
"""The folder of ``RESULTS.md``, and the document that shows four of its figures."""
NEEDED = {
    "PIL": "Pillow",
    "hugo": "hugo",
    "markdown": "markdown",
    "pagefind_bin": "pagefind[bin]",
    "pelican": "pelican",
    "pelican.plugins.image_process": "pelican-image-process",
    "pelican.plugins.related_posts": "pelican-related-posts",
    "pelican.plugins.sitemap": "pelican-sitemap",
    "placette": "-e .[bench]",
    "psutil": "psutil",
    "selectolax": "selectolax",
}
"""The package that each module comes from."""
_FEWEST_RUNS, _FEWEST_POSTS = 3, 20
_LARGE = 10_000
"""Posts from which on a build is long enough to be measured once."""
_WORTH_KEEPING = 1000
"""Posts from which on the results are written down."""


def main(arguments: list[str]) -> int:
    """Measure, print, write.

    0 when all was measured, 1 when a build failed or made nonsense, 2 when it can't begin, 3 when the results may not
    be published.
    """
    options = option_parser().parse_args(arguments)
    if absent := [package for name, package in NEEDED.items() if not is_there(name)]:
        print(
            "The benchmark needs what is not installed here. Install it: "
            f"{sys.executable} -m pip install {' '.join(absent)}",
            file=sys.stderr,
        )
        return 2
    if options.rivals and not shutil.which("npm"):
        print("Eleventy and Astro come from npm, which is not installed here.", file=sys.stderr)
        return 2
    from tests.benchmarks.measuring import FailedError, ImplausibleError

    folder = Path(tempfile.mkdtemp(prefix="placette-bench-"))
    try:
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
    from tests.benchmarks import measuring, scenarios, serve_figure, sites
    from tests.benchmarks.figures import Results, sizes_from

    earlier = sizes_from(json.loads(options.add.read_text(encoding="utf-8"))) if options.add else []
    if options.rivals:
        sites.install_node_makers(measuring.environment_for(datetime.now(UTC)))
    measured = []
    for posts in sorted(options.posts):
        rounds = options.repeat_large if posts >= _LARGE else options.repeat
        print(f"{datetime.now():%H:%M} builds of {posts:,} posts, {rounds} rounds", file=sys.stderr, flush=True)
        measured.append(scenarios.measure_size(folder / str(posts), posts, rounds, node=options.rivals))
        if not options.keep:
            shutil.rmtree(folder / str(posts))
    serve = serve_figure.measure_serve(folder / "serve", measured[-1].posts, options.repeat)
    measured += [size for size in earlier if size.posts not in options.posts]
    measured.sort(key=lambda size: size.posts)
    today = datetime.now(UTC).date()
    return Results(today, measured, serve, measuring.describe_machine(), measuring.describe_versions())


def _print_results(results: Results, file: Path | None) -> int:
    from tests.benchmarks.figures import as_json
    from tests.benchmarks.tables import publish, render_figures, render_refusal

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


def is_there(name: str) -> bool:
    """Return whether a module can be imported; its package may be absent too."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def option_parser() -> argparse.ArgumentParser:
    """Return what reads the options."""
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").partition("\n")[0])
    number = _at_least(_FEWEST_POSTS)
    sizes = "how many posts the sites have: numbers separated by commas"
    parser.add_argument("--posts", type=lambda text: [*map(number, text.split(","))], default=[1000], help=sizes)
    repeat = "how many runs the medians come from, at least three"
    parser.add_argument("--repeat", type=_at_least(_FEWEST_RUNS), default=3, help=repeat)
    large = f"the same from {_LARGE:,} posts on; a run after the first measures what a change touches at the rivals"
    parser.add_argument("--repeat-large", type=_at_least(1), default=1, help=large)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    earlier = "show the sizes of an earlier run too, which --json wrote"
    parser.add_argument("--add", type=Path, metavar="FILE", help=earlier)
    parser.add_argument("--rivals", action="store_true", help="measure Eleventy and Astro too, up to 1,000 posts")
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
