"""What knowing where posts take place costs: ``python -m tests.benchmarks.territory [--file FILE] [--posts N]``.

Builds invented posts twice from nothing: once each names communes of a territory's file, one after the other so that as
many communes as can be have something to tell; once, the rival, none names any and the site has no territory.
Prints seconds, the most memory that was held, files, and what a map weighs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

from placette.engine.base.files import walk_files
from placette.engine.content.communes import load_communes
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.measuring import ROOT, environment_for, time_command
from tests.benchmarks.sites import Placette

_COMMAND = [sys.executable, str(ROOT / "tests" / "benchmarks" / "build_once.py")]
_COMMUNE = re.compile(r"(?m)^commune: .*\n")
_EACH = 4
"""Communes that a post names."""
_PAGES = "COMMUNE_URL = 'communes/{slug}/'\nCOMMUNES_URL = 'communes/'\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=ROOT / "territory.json")
    parser.add_argument("--posts", type=int, default=400)
    asked = parser.parse_args(arguments)
    codes = cycle(load_communes(asked.file).by_code)
    print(f"{'site':<20}{'seconds':>9}{'peak MiB':>10}{'files':>9}{'MB':>8}")
    nowhere = _measure("without places", asked.posts, "TERRITORY_FILE = ''\n", lambda _: "")
    told = _measure(
        "with places",
        asked.posts,
        f"TERRITORY_FILE = {str(asked.file.resolve())!r}\n{_PAGES}",
        lambda _: f"commune: {json.dumps([next(codes) for _ in range(_EACH)])}\n",
    )
    print(f"ratio {told / nowhere:.2f}; the territory's file has {asked.file.stat().st_size / 1000:.1f} kB")


def _measure(name: str, posts: int, settings: str, place: Callable[[re.Match[str]], str]) -> float:
    """Build a site for its time and memory; the seconds."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        corpus = make_corpus(posts)
        Placette().write(folder, corpus)
        with (folder / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write(settings)
        for path in sorted((folder / "content" / "articles").rglob("*.md")):
            path.write_text(_COMMUNE.sub(place, path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
        environment = environment_for(corpus.posts[-1].date)
        timed = time_command([*_COMMAND, str(folder)], folder, environment)
        output = folder / "output"
        files = [output / path for path in walk_files(output)]
        size = sum(path.stat().st_size for path in files) / 1e6
        chart = next((_map_of(path) for path in (output / "carte/index.html",) if path.is_file()), "")
    print(f"{name:<20}{timed.seconds:>9.1f}{timed.peak / 2**20:>10.0f}{len(files):>9}{size:>8.1f}{chart}", flush=True)
    return timed.seconds


def _map_of(page: Path) -> str:
    """What the map weighs in its page."""
    text = page.read_text(encoding="utf-8")
    (svg,) = re.findall(r'<svg class="map".*?</svg>', text, re.DOTALL) or [""]
    weights = (len(svg), len(gzip.compress(svg.encode())), len(gzip.compress(text.encode())))
    return "  map {:.1f} kB, gzip {:.1f} kB; its page gzip {:.1f} kB".format(*(weight / 1000 for weight in weights))


if __name__ == "__main__":
    main()
