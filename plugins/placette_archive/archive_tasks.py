"""Task: archive."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from invoke import Context, task

from placette import (
    N_,
    ROOT,
    WORDS,
    _,
    addresses,
    build_published,
    features_of,
    file_failed,
    git,
    load_published_settings,
    need,
    progress_shown,
    refuse,
    slugify,
)
from placette_archive.archive import ArchivePlan, make_archive, page_count

_BUILT = ".placette/archive"  # Where the site is built for the archive; this folder is never served


@task(help={"output": N_("The folder to put the archive into (archives/).")})
def archive(_context: Context, output: str = "archives") -> None:
    """Make an archive of the site that opens from a disk without a server: a folder, and a ZIP file of it."""
    need("archive", "warcio")
    settings = load_published_settings()
    place, name = ROOT / output, slugify(str(settings["SITENAME"]))
    if (place / name).exists() or (place / f"{name}.zip").exists():
        refuse(N_("{path} is there already. Move it away, or choose another folder with --output."), path=place / name)
    build_published(ROOT / _BUILT, _("No archive was made: fix the above first."))
    url, base = str(settings["SITEURL"]).rstrip("/"), addresses.base_of(str(settings["SITEURL"]))
    # The archive's date: ``SOURCE_DATE_EPOCH`` if it is set, else the time of the commit, else now
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else git.committed_at(ROOT)
    plan = ArchivePlan(
        built=ROOT / _BUILT,
        name=str(settings["SITENAME"]),
        origin=url.removesuffix(base.rstrip("/")),
        base=base,
        lang=str(settings["DEFAULT_LANG"]),
        licence=str(settings.get("READING_LICENCE", "")),
        rights=str(settings.get("VIEWS_RIGHTS", "")),
        moment=moment or datetime.now(UTC),
        commit=git.commit_of(ROOT),
        folders=tuple(folder for feature in features_of(settings) for folder in feature.configure(settings).scripted),
    )
    try:
        place.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place, prefix=".archive-") as folder, progress_shown(WORDS):
            files = make_archive(plan, Path(folder), _)
            for file_name in (name, f"{name}.zip"):
                Path(folder, file_name).rename(place / file_name)
    except OSError as error:
        raise file_failed(error) from error
    print(_("Archived: {pages} pages, {files} files.").format(pages=page_count(files), files=len(files)))
    print(
        _("Open it: {page}\nSend it: {packed}").format(page=place / name / "index.html", packed=place / f"{name}.zip")
    )
