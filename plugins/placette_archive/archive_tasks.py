"""Task: archive."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from invoke import Context, task

from placette import N_, Project, Task, Words, _, addresses, git
from placette_archive.archive import ArchivePlan, make_archive, page_count

_BUILT = ".placette/archive"  # Where the site is built for the archive; this folder is never served


@task(help={"output": N_("The folder to put the archive into (archives/).")})
def archive(_context: Context, output: str = "archives") -> None:
    """Make an archive of the site that opens from a disk without a server: a folder, and a ZIP file of it."""
    Task.need("archive", "warcio")
    settings = Project.published_settings()
    place, name = Task.ROOT / output, Words.slugify(str(settings["SITENAME"]))
    if (place / name).exists() or (place / f"{name}.zip").exists():
        Task.refuse(
            N_("{path} is there already. Move it away, or choose another folder with --output."), path=place / name
        )
    Project.build_published(Task.ROOT / _BUILT, _("No archive was made: fix the above first."))
    url, base = str(settings["SITEURL"]).rstrip("/"), addresses.base_of(str(settings["SITEURL"]))
    # The archive's date: ``SOURCE_DATE_EPOCH`` if it is set, else the time of the commit, else now
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else git.committed_at(Task.ROOT)
    plan = ArchivePlan(
        built=Task.ROOT / _BUILT,
        name=str(settings["SITENAME"]),
        origin=url.removesuffix(base.rstrip("/")),
        base=base,
        lang=str(settings["DEFAULT_LANG"]),
        licence=str(settings.get("READING_LICENCE", "")),
        rights=str(settings.get("VIEWS_RIGHTS", "")),
        moment=moment or datetime.now(UTC),
        commit=git.commit_of(Task.ROOT),
        folders=tuple(
            folder for feature in Project.features(settings) for folder in feature.configure(settings).scripted
        ),
    )
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place, prefix=".archive-") as folder, Task.progress_shown(Task.WORDS):
        files = make_archive(plan, Path(folder), _)
        for file_name in (name, f"{name}.zip"):
            Path(folder, file_name).rename(place / file_name)
    print(_("Archived: {pages} pages, {files} files.").format(pages=page_count(files), files=len(files)))
    print(
        _("Open it: {page}\nSend it: {packed}").format(page=place / name / "index.html", packed=place / f"{name}.zip")
    )
