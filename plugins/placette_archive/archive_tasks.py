"""Task: archive."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from invoke import Context, task
from invoke.exceptions import Exit

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
    printable,
    progress_shown,
    slugify,
)
from placette_archive.archive import ArchivePlan, ForeignFolderError, make_archive, new_folder, page_count, put_in_place

_BUILT = ".placette/archive"  # Where the site is built for the archive; this folder is never served


@task(help={"output": N_("The folder to put the archive into (archives/).")})
def archive(_context: Context, output: str = "archives") -> None:
    """Make an archive of the site that opens from a disk without a server: a folder, and a ZIP file of it."""
    need("archive", "warcio")
    settings = load_published_settings()
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
    place, name = ROOT / output, slugify(plan.name)
    try:
        with new_folder(place) as folder, progress_shown(WORDS):
            files = make_archive(plan, folder, _)
            put_in_place(folder, place, name)
    except ForeignFolderError as error:
        sentence = _("{path} is there and is no archive. Move it away, or choose another folder with --output.")
        raise Exit(printable(sentence.format(path=error)), 2) from error
    except OSError as error:
        raise file_failed(error) from error
    print(_("Archived: {pages} pages, {files} files.").format(pages=page_count(files), files=len(files)))
    print(
        _("Open it: {page}\nSend it: {packed}").format(page=place / name / "index.html", packed=place / f"{name}.zip")
    )
