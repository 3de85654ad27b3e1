"""Fetches the lists of communes from npm's registry, or says in plain words why that failed."""

from __future__ import annotations

import re
import shutil
import tarfile
from functools import partial
from pathlib import Path

from placette.engine.base.message import N_
from placette.engine.base.programs import run_watched
from placette.engine.base.progress import report
from placette.engine.base.said_errors import SaidError

_IMPATIENT = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=1000")
"""Once more after a second: left to itself, npm says nothing for seventy seconds before it gives up."""
_CODE = re.compile(r"^npm (?:error|ERR!) code (\w+)", re.MULTILINE)
_CUT_OFF = frozenset("EAI_AGAIN ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ENOTFOUND ETIMEDOUT".split())
"""What npm says where the registry can't be reached at all."""
_FETCHING = N_("Fetching {package} with npm; Ctrl+C stops, and nothing is changed")
_NO_NPM = N_("npm is needed to fetch the official list. Install Node.js, then try again.")
_FAILED = N_("The official list could not be fetched: {what}")
_OFFLINE = N_(
    "No connection to the internet, it seems: {package} could not be fetched (npm says {code}). Nothing was changed."
)


class FetchError(SaidError):
    """A package that could not be fetched."""


def fetch_package(folder: Path, package: str) -> Path:
    """The folder of a package that was fetched and unpacked below ``folder``. Raises ``FetchError``.

    npm runs none of its scripts when packing.
    """
    npm = shutil.which("npm")
    if not npm:
        raise FetchError(_NO_NPM)
    folder.mkdir()
    command = (npm, "pack", "--loglevel=error", *_IMPATIENT, package)
    packed = run_watched(command, partial(report, _FETCHING, package=package), folder=folder)
    archives = sorted(folder.glob("*.tgz"))
    if packed.returncode or not archives:
        raise _failure(package, packed.stderr.decode("utf-8", "replace").strip())
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def _failure(package: str, said: str) -> FetchError:
    found = _CODE.search(said)
    if found and found[1] in _CUT_OFF:
        return FetchError(_OFFLINE, package=package, code=found[1])
    return FetchError(_FAILED, what=said or "?")
