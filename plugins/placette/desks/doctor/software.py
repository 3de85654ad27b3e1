"""Python and the libraries: whether somebody still mends them, and whether they are those that the site needs."""

from __future__ import annotations

import platform
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from placette.desks.doctor.patient import Patient
from placette.engine.base.message import N_
from placette.engine.problems.findings import SOFTWARE, Diagnosis, Level, SiteFinding

_REPOSITORY = Path(__file__).parents[4]
"""Where the code lies in its repository; elsewhere, any folder."""
_MENDED_UNTIL = {
    (3, 11): date(2027, 10, 31),
    (3, 12): date(2028, 10, 31),
    (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
}
"""The versions of Python that Placette is made for, and until when each gets security fixes: the end of the month that
https://devguide.python.org/versions/ names (PEP 664, 693, 719, 745; read in November 2026)."""
_SOON = 180
"""Days before the end: time enough for somebody to come by and install another."""

_INSTALL = N_(
    "Install a newer Python ({newest} gets fixes until {until}), then make .venv and install the libraries again."
)
OVER = Diagnosis(
    "python-over", SOFTWARE, Level.WRONG, N_("Python {version} has had no security fixes since {day}."), _INSTALL
)
ENDING = Diagnosis(
    "python-ending", SOFTWARE, Level.ADVICE, N_("Python {version} gets security fixes until {day} only."), _INSTALL
)
UNTRIED = Diagnosis(
    "python-untried",
    SOFTWARE,
    Level.ADVICE,
    N_("Nobody has tried Placette with Python {version}."),
    N_("If something odd happens, try with Python {newest}."),
)
PYTHON_GOOD = Diagnosis("python-good", SOFTWARE, Level.FINE, N_("Python {version} gets security fixes until {day}."))
LIBRARY_OTHER = Diagnosis(
    "library-other",
    SOFTWARE,
    Level.WRONG,
    N_("{name} {version} is installed, but this site is made for {wanted}."),
    N_("Install the libraries again: pip install -r requirements.txt"),
)
LIBRARY_NONE = Diagnosis(
    "library-none",
    SOFTWARE,
    Level.WRONG,
    N_("{name} is not installed; this site is made for {wanted}."),
    N_("Install the libraries again: pip install -r requirements.txt"),
)
LIBRARIES_UNKNOWN = Diagnosis(
    "libraries-unknown", SOFTWARE, Level.ADVICE, N_("Nothing here says which versions of libraries this site needs.")
)
LIBRARIES_GOOD = Diagnosis(
    "libraries-good", SOFTWARE, Level.FINE, N_("Libraries that the site needs: {count}. All have the right versions.")
)


def examine_software(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of this Python and its libraries."""
    yield judge_python(sys.version_info[:2], platform.python_version(), patient.today)
    yield from judge_libraries(needed_libraries())


def judge_python(line: tuple[int, int], version: str, today: date) -> SiteFinding:
    """What is to be said of a version of Python; ``line`` is its beginning."""
    newest = max(_MENDED_UNTIL)
    name = ".".join(map(str, newest))
    if line not in _MENDED_UNTIL:
        return UNTRIED.found(version=version, newest=name)
    end = _MENDED_UNTIL[line]
    left = (end - today).days
    verdict = OVER if left < 0 else ENDING if left < _SOON else PYTHON_GOOD
    return verdict.found(version=version, day=end, newest=name, until=_MENDED_UNTIL[newest])


def judge_libraries(needed: Iterable[str]) -> Iterator[SiteFinding]:
    """What is to be said of the installed libraries; ``needed`` as ``pyproject.toml`` writes them."""
    wanted = [one for one in map(Requirement, needed) if one.marker is None or one.marker.evaluate({"extra": ""})]
    found = [finding for one in wanted if (finding := _judge(one))]
    yield from found
    if not wanted:
        yield LIBRARIES_UNKNOWN.found()
    elif not found:
        yield LIBRARIES_GOOD.found(count=len(wanted))


def needed_libraries() -> tuple[str, ...]:
    """What Placette needs: by its ``pyproject.toml`` where it lies in its repository, else as it was installed."""
    file = _REPOSITORY / "pyproject.toml"
    project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}) if file.is_file() else {}
    if project.get("name") == "placette":
        return tuple(project["dependencies"])
    try:
        return tuple(metadata.requires("placette") or ())
    except metadata.PackageNotFoundError:
        return ()


def _judge(wanted: Requirement) -> SiteFinding | None:
    asked = f"{wanted.name} {wanted.specifier}"
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return LIBRARY_NONE.found(name=wanted.name, wanted=asked)
    if wanted.specifier.contains(version, prereleases=True):
        return None
    return LIBRARY_OTHER.found(name=wanted.name, version=version, wanted=asked)
