"""Task: archive."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from invoke import Context, task
from invoke.exceptions import Exit

from placette import (
    N_,
    ROOT,
    WORDS,
    _,
    build_published,
    features_of,
    file_failed,
    git,
    load_published_settings,
    need,
    printable,
    progress_shown,
    slugify,
    walk_files,
)
from placette_archive.archive import (
    ArchivePlan,
    Chosen,
    ForeignFolderError,
    SiteFiles,
    choose_all,
    choose_year,
    make_archive,
    new_folder,
    patterns_of,
    publication_of,
    put_in_place,
    years_of,
)

_YEAR = re.compile(r"[12][0-9]{3}")
_BUILT = ".placette/archive"  # Where the site is built for the archive; this folder is never served


@task(
    help={
        "year": N_("Only the posts of this year, and what they need."),
        "output": N_("The folder to put the archive into (archives/)."),
    }
)
def archive(_context: Context, year: str = "", output: str = "archives") -> None:
    """Make an archive of the site that opens from a disk without a server: a folder, and a ZIP file of it."""
    need("archive", "warcio")
    if year and not _YEAR.fullmatch(year):
        raise Exit(_("“{value}” is not a year. Write it as 2026.").format(value=printable(year)), 2)
    settings = load_published_settings()
    build_published(ROOT / _BUILT, _("No archive was made: fix the above first."))
    site, chosen_year = publication_of(settings), int(year or 0)
    chosen = _choose(chosen_year, SiteFiles(frozenset(walk_files(ROOT / _BUILT)), site.origin, site.base), settings)
    name = slugify(site.name) + (f"-{year}" if year else "")
    folders = tuple(folder for feature in features_of(settings) for folder in feature.configure(settings).scripted)
    # The archive's date: ``SOURCE_DATE_EPOCH`` if it is set, else the time of the commit, else now
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else git.committed_at(ROOT)
    plan = ArchivePlan(
        ROOT / _BUILT, site, chosen, name, chosen_year, moment or datetime.now(UTC), git.commit_of(ROOT), folders
    )
    place = ROOT / output
    pages = _make(plan, place)
    print(_("Archived: {pages} pages, {files} files.").format(pages=pages, files=len(chosen.files)))
    print(
        _("Open it: {page}\nSend it: {packed}").format(page=place / name / "index.html", packed=place / f"{name}.zip")
    )


def _choose(year: int, site: SiteFiles, settings: dict[str, object]) -> Chosen:
    """Return the files to archive; ends the task if the year has no posts."""
    if not year:
        return choose_all(site.files)
    built = ROOT / _BUILT
    posts = years_of(site.files, lambda path: (built / path).read_bytes())
    if year not in posts:
        years = ", ".join(map(str, posts)) or "–"
        raise Exit(_("No post is of {year}. Years with posts: {years}").format(year=year, years=years), 2)
    return choose_year(year, posts[year], site, patterns_of(settings), lambda path: (built / path).read_bytes())


def _make(plan: ArchivePlan, place: Path) -> int:
    """Make an archive and put it in place. If that fails, ends the task and leaves the older archive as it was."""
    try:
        with new_folder(place) as folder, progress_shown(WORDS):
            pages = make_archive(plan, folder, _)
            put_in_place(folder, place, plan.name)
    except ForeignFolderError as error:
        sentence = _("{path} is there and is no archive. Move it away, or choose another folder with --output.")
        raise Exit(printable(sentence.format(path=error)), 2) from error
    except OSError as error:
        raise file_failed(error) from error
    return pages
