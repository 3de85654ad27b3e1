"""How well our search finds, what it fetches, how long it takes, beside Pagefind and MiniSearch on the same texts.

``python -m tests.benchmarks.search [--posts N …] [--repeat N] [--json FILE] [--write]``: the smallest site
is the demonstration, the texts of others are invented. Looks for posts by the longest three words of their titles:
accents dropped; singular and plural exchanged; one typing error; the last word half typed. MiniSearch folds and stems
as French wants it, in one file and in parts. Needs the extra ``bench``, Node.js, Chromium and, the first time, npm.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.measuring import ROOT, FailedError, describe_machine, environment_for, time_command
from tests.benchmarks.search_measuring import (
    Measured,
    commune_names,
    known_items,
    make_pagefind,
    measure,
    measure_pagefind,
    misses,
)
from tests.benchmarks.search_sessions import TOOLS, Engine, Step, ask, install_rivals
from tests.benchmarks.search_sites import (
    DEMONSTRATION,
    Document,
    build,
    measure_builds,
    read_documents,
    write_documents,
    write_site,
)
from tests.benchmarks.search_tables import Site, render_results, render_site
from tests.tools.quality.quality_tasks import BROWSER, find

RESULTS = Path(__file__).with_name("SEARCH.md")
_SOURCE = ROOT / "themes" / "placette" / "static" / "js" / "search" / "index.js"
_MINISEARCH = TOOLS / "node_modules" / "minisearch" / "dist" / "es" / "index.js"
_NOTES = """\
Figures with two strokes: middle / one in twenty exceeds / most. kB are compressed by brotli; a first answer is all that
a visitor needs who has nothing yet (script, index, ten documents), be it for two letters or three words; MiniSearch's
is without a stemmer. Pagefind's time is that of a search said again, its files there already."""


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when all was measured, 1 when something failed, 2 when it can't begin."""
    options = _parser().parse_args(arguments)
    if absent := _absent():
        print(f"The benchmark needs what is not installed here: {', '.join(absent)}", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="placette-search-"))
    try:
        install_rivals(_environment())
        sites = [_measure_site(folder / str(posts), posts, options) for posts in options.posts]
    except FailedError as error:
        print(f"Nothing was measured that would mean anything.\n{error}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.write:
        day = f"{datetime.now(tz=UTC):%Y-%m-%d}"
        RESULTS.write_text(render_results(sites, describe_machine(), _versions(), day, _NOTES), encoding="utf-8")
    if options.json:
        options.json.write_text(
            json.dumps([asdict(site) for site in sites], indent=2, ensure_ascii=False), encoding="utf-8"
        )
    return 0


def _measure_site(folder: Path, posts: int, options: argparse.Namespace) -> Site:
    builds = None
    if options.repeat:
        _progress(f"{posts} posts: builds with search and without")
        builds = measure_builds(folder, posts, options.repeat)
    _progress(f"{posts} posts: one site to search in")
    output = write_site(folder / "site", posts) / "output"
    build(folder / "site")
    documents = read_documents(output)
    queries = known_items(documents)
    engines: list[Measured] = []
    ours = Engine("Placette", "ours.mjs", "opener", _SOURCE, output / "recherche" / "data")
    if not options.rivals:
        _progress("Placette")
        (script,) = (output / "theme").glob("search[.-]*.js")
        engines.append(measure(ours, script, queries, alone=False))
    engines += _rivals(folder, documents, output)
    communes = (0, 0) if options.rivals else _communes(ours, output)
    site = Site(posts, len(queries), tuple(engines), communes, builds)
    print(render_site(site), flush=True)
    _print_misses(engines[0], options.misses)
    return site


def _rivals(folder: Path, documents: list[Document], output: Path) -> list[Measured]:
    queries = known_items(documents)
    _progress("MiniSearch")
    write_documents(documents, folder / "documents.json")
    command = ["node", "make.mjs", str(folder / "documents.json"), str(folder / "minisearch")]
    time_command(command, TOOLS, _environment())
    forms = (("MiniSearch, one file", "opener", "one"), ("MiniSearch, parts", "shardOpener", "parts"))
    engines = [
        Engine(name, "minisearch.mjs", form, _MINISEARCH, folder / "minisearch" / part) for name, form, part in forms
    ]
    found = [measure(engine, _MINISEARCH, queries, alone=engine.form == "opener") for engine in engines]
    _progress("Pagefind")
    make_pagefind([document.url for document in documents], output, folder)
    return [measure_pagefind(folder / "pagefind", queries), *found]


def _communes(ours: Engine, output: Path) -> tuple[int, int]:
    """Names typed, and those that gave their page first; prints the others."""
    queries = commune_names(output)
    (visit,) = ask(ours, [[Step(query.text) for query in queries]])
    failed = list(misses(queries, visit.answers, first=1))
    for miss in failed[:20]:
        print(f"commune: {miss.query!r}: {miss.got} instead of {miss.wanted}", file=sys.stderr)
    return len(queries), len(queries) - len(failed)


def _print_misses(engine: Measured, most: int) -> None:
    for rule in engine.rates:
        for miss in [miss for miss in engine.misses if miss.rule == rule][:most]:
            print(f"{rule}: {miss.query!r}: {miss.got} instead of {miss.wanted}", file=sys.stderr)


def _environment() -> dict[str, str]:
    return environment_for(datetime(2000, 1, 1, tzinfo=UTC))


def _versions() -> str:
    node = subprocess.run(["node", "--version"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    rivals = json.loads((TOOLS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    ours = f"Python {platform.python_version()}, Pagefind {version('pagefind')}"
    return f"{ours}, MiniSearch {rivals['minisearch']}, Node.js {node.removeprefix('v')}"


def _absent() -> list[str]:
    packages = [name for name in ("pagefind", "pagefind_bin", "brotli", "playwright") if find_spec(name) is None]
    programs = [program for program in ("node", "npm") if shutil.which(program) is None]
    return packages + programs + ([] if find(BROWSER) else [BROWSER.name])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="search", description=(__doc__ or "").partition("\n")[0])
    sizes = [DEMONSTRATION, 1000, 10_000]
    parser.add_argument("--posts", type=int, nargs="+", default=sizes, help="how many posts each site has")
    parser.add_argument("--repeat", type=int, default=3, help="cold builds with and without search (0: none)")
    parser.add_argument("--misses", type=int, default=10, help="how many failures of ours by each rule are printed")
    parser.add_argument("--rivals", action="store_true", help="only the rivals")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    parser.add_argument("--write", action="store_true", help="write SEARCH.md")
    return parser


def _progress(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
