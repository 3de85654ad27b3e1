"""Task: editor."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.commands.reading_tasks import load_settings
from placette.commands.site_tasks import _, file_failed
from placette.engine.base.files import write_atomic
from placette.engine.base.git import run_watched
from placette.engine.base.settings import load_settings as declared
from placette.engine.base.translation import N_
from placette.engine.problems.problems import printable
from placette.features.editor import NAME, VERSION, EditorSettings, PackageError, package_path, refuse_other


class NpmError(Exception):
    """npm didn't give the package; the text is the last line of what it said."""


def pack_command(npm: str, folder: Path) -> list[str]:
    """What has npm put the package into ``folder`` as it is published; nothing of it is run."""
    options = (
        "--ignore-scripts",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "--silent",
        "--pack-destination",
        str(folder),
    )
    return [npm, "pack", f"{NAME}@{VERSION}", *options]


def fetch_package(npm: str, cache: Path, waiting: Callable[[], None]) -> Path:
    """Put the package into a site's cache; gives its path. Nothing is written unless it is the pinned one.

    Raises ``NpmError``, ``PackageError`` for another package, ``OSError`` for a folder that can't be written.
    """
    target = package_path(cache)
    with TemporaryDirectory() as folder:
        done = run_watched(pack_command(npm, Path(folder)), waiting, folder=Path(folder))
        found = sorted(Path(folder).glob("*.tgz"))
        if done.returncode or not found:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
            raise NpmError(said[-1] if said else f"npm: {done.returncode}")
        data = found[0].read_bytes()
    refuse_other(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, data)
    return target


def is_fetched(cache: Path) -> bool:
    """Whether the pinned package lies in a site's cache; raises ``PackageError`` where another one does."""
    path = package_path(cache)
    if not path.is_file():
        return False
    refuse_other(path.read_bytes())
    return True


_NO_NPM = N_("npm is missing. Install Node.js with npm (Debian: apt install npm), then run this again.")
_FETCHED = N_("The editor is there: {name} {version}, as it was tried with Placette.")
_NOT_FETCHED = N_("npm could not fetch the editor: {what}")
_OTHER = N_("What npm gave is not the program that Placette was tried with; nothing was kept. {what}")
_NEXT = N_("Now write in pelicanconf.py where texts are saved, for instance:")
_READY = N_("Build the site: the team writes at {address}.")
_EXAMPLE = ('EDITOR_BACKEND = "github"', 'EDITOR_REPOSITORY = "commune/blog"')


@task
def editor(_context: Context) -> None:
    """Fetch the editor in the browser, once; builds then need no network."""
    settings = load_settings()
    cache = Path(settings["CACHE_PATH"])
    try:
        if not _is_there(cache):
            _fetch(cache)
    except OSError as error:
        raise file_failed(error) from error
    print(_(_FETCHED).format(name=NAME, version=VERSION))
    if declared(EditorSettings, "EDITOR", settings).backend:
        print(_(_READY).format(address=f"{str(settings['SITEURL']).rstrip('/')}/{settings['EDIT_URL']}"))
    else:
        print("\n".join((_(_NEXT), *(f"    {line}" for line in _EXAMPLE))))


def _is_there(cache: Path) -> bool:
    """Whether nothing has to be fetched; a package that was damaged since is fetched again."""
    try:
        return is_fetched(cache)
    except PackageError:
        return False


def _fetch(cache: Path) -> None:
    npm = shutil.which("npm")
    if not npm:
        raise Exit(_(_NO_NPM), 2)
    try:
        fetch_package(npm, cache, lambda: None)
    except NpmError as error:
        raise Exit(printable(_(_NOT_FETCHED).format(what=error)), 1) from error
    except PackageError as error:
        raise Exit(printable(_(_OTHER).format(what=error)), 1) from error
