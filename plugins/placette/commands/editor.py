"""Task editor: fetches the program of the editor in the browser, once for a site."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from invoke import Context, task

from placette.commands.reading_tasks import load_settings
from placette.commands.site_tasks import _, refuse
from placette.engine.base.files import write_atomic
from placette.engine.base.processes.watched import run_watched
from placette.engine.base.settings import load_settings as declared
from placette.engine.base.translation import N_
from placette.features.editor import NAME, VERSION, EditorSettings, PackageError, package_path, refuse_other


class NpmError(Exception):
    """npm didn't give the package; the text is the last line of its output."""


def pack_command(npm: str, folder: Path) -> list[str]:
    """Return npm's command that puts the published package into ``folder``; nothing of it is run."""
    options = "--ignore-scripts --prefer-offline --no-audit --no-fund --silent --pack-destination".split()
    return [npm, "pack", f"{NAME}@{VERSION}", *options, str(folder)]


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
    """Return whether the pinned package is in a site's cache; raises ``PackageError`` where another one is."""
    path = package_path(cache)
    if not path.is_file():
        return False
    refuse_other(path.read_bytes())
    return True


_EXAMPLE = ('EDITOR_BACKEND = "github"', 'EDITOR_REPOSITORY = "commune/blog"')


@task
def editor(_context: Context) -> None:
    """Fetch the editor in the browser, once; builds then need no network."""
    settings = load_settings()
    cache = Path(settings["CACHE_PATH"])
    try:
        there = is_fetched(cache)
    except PackageError:  # it was damaged since
        there = False
    if not there:
        _fetch(cache)
    print(_("The editor is there: {name} {version}, as it was tried with Placette.").format(name=NAME, version=VERSION))
    if declared(EditorSettings, "EDITOR", settings).backend:
        address = f"{str(settings['SITEURL']).rstrip('/')}/{settings['EDIT_URL']}"
        print(_("Build the site: the team writes at {address}.").format(address=address))
    else:
        print(_("Now write in pelicanconf.py where texts are saved, for instance:"))
        print(*(f"    {line}" for line in _EXAMPLE), sep="\n")


def _fetch(cache: Path) -> None:
    npm = shutil.which("npm")
    if not npm:
        refuse(N_("npm is missing. Install Node.js with npm (Debian: apt install npm), then run this again."))
    try:
        fetch_package(npm, cache, lambda: None)
    except NpmError as error:
        refuse(N_("npm could not fetch the editor: {what}"), 1, what=error)
    except PackageError as error:
        other = N_("What npm gave is not the program that Placette was tried with; nothing was kept. {what}")
        refuse(other, 1, what=error)
