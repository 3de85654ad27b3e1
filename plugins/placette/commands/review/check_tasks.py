"""Task: check."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.commands.reading_tasks import load_settings, read_site
from placette.commands.review.advice import ADVISER
from placette.commands.review.fixing import mend_folder
from placette.commands.review.formats import FORMATS, render_report, report_for_people, where_explained
from placette.commands.review.git_index import changed_here, check_out_index, staged_here
from placette.commands.site_tasks import ROOT, WORDS, _, file_failed, put_out, what_failed
from placette.engine.base.git import GitError
from placette.engine.base.translation import N_, site_language
from placette.engine.library.addresses import load_addresses, load_moves
from placette.engine.library.build import Build, vanished
from placette.engine.problems.problems import Problem, blocks, printable, render_plain
from placette.plugin import attachments_of, every_kind, reader_of

_DONE = {
    "document-private": N_("private data taken out of the document"),
    "characters": N_("invisible characters"),
    "encoding": N_("encoding"),
    "front-matter": N_("information block"),
    "links": N_("links"),
    "markup": N_("marks and addresses"),
    "name": N_("name"),
    "photo-heavy": N_("weight of the photo"),
    "photo-large": N_("size of the photo"),
    "photo-position": N_("position taken out of the photo"),
    "photo-private": N_("private data taken out of the photo"),
    "photo-suffix": N_("format of the photo"),
    "spaces": N_("spaces"),
}
_FOR_PEOPLE = frozenset({"colour", "plain"})


@task(
    iterable=["path"],
    help={
        "path": N_("Only report problems in this file or folder; several may be named, or written after --."),
        "form": N_(
            "Report format: colour, plain, json, sarif, github, gitlab (by itself: colour on a terminal, else plain)."
        ),
        "fix": N_(
            "First fix what can be fixed without asking: spaces, dates, names; what photos and documents reveal."
        ),
        "all": N_("Advise on every text and fix every file, not only those that differ from the main branch."),
        "staged": N_("Look at what git is about to commit, not at the files as they are now."),
        "output": N_("The file to write the report into, instead of the screen."),
    },
)
def check(
    context: Context,
    path: list[str],
    form: str = "",
    fix: bool = False,
    staged: bool = False,
    output: str = "",
    all: bool = False,  # noqa: A002 - the name of the option
) -> None:
    """Look at every text, photo and document, and say what to fix."""
    form = form or ("colour" if sys.stdout.isatty() and "NO_COLOR" not in os.environ else "plain")
    refuse_unknown_form(form)
    if staged and fix:
        raise Exit(_("What is staged cannot be fixed in place: run invoke check --fix, then git add, then this."), 2)
    settings = load_settings()
    content = Path(settings["PATH"])
    chosen = [_inside(written, content) for written in (*path, *shlex.split(context.remainder))]
    changed = None if all or chosen else _staged(content) if staged else changed_here(content)
    if fix:
        moved = _mend(settings, chosen, changed, sys.stdout if form in _FOR_PEOPLE else sys.stderr)
        chosen, changed = [*chosen, *(moved if chosen else [])], [*changed, *moved] if changed is not None else None
    build = _read_staged(settings, content) if staged else read_site(settings, adviser=ADVISER)
    problems = _below(build.problems, chosen, content)
    if form in _FOR_PEOPLE:
        about = None if changed is None else {path.relative_to(content.resolve()).as_posix() for path in changed}
        where = where_explained(site_language(ROOT), ROOT, _)
        report = report_for_people(problems, about, form, WORDS, where)
        put_out(report + ("\n" if report and not output else ""), output)
    else:
        put_out(render_report(problems, form, _, f"{content.name}/"), output)
    if blocks(problems):
        raise Exit(_("Some texts need fixing before they can be published.") if form in _FOR_PEOPLE else "", 1)
    if form in _FOR_PEOPLE:
        if not (chosen or staged):
            _print_lost(build, settings)
        print(_("All is well: {count} texts read.").format(count=build.tally.texts))


def _staged(content: Path) -> list[Path]:
    """The files that git is about to commit; ends the task when git can't say."""
    try:
        return staged_here(content)
    except GitError as error:
        raise Exit(_("Git cannot tell what is staged: {what}").format(what=error), 2) from error


def _read_staged(settings: dict[str, Any], content: Path) -> Build:
    """``read_site`` for what git's index holds of the content folder; ends the task when git can't say."""
    try:
        with TemporaryDirectory(prefix="placette-") as folder:
            return read_site(settings, check_out_index(content, Path(folder)), ADVISER)
    except GitError as error:
        raise Exit(_("Git cannot tell what is staged: {what}").format(what=error), 2) from error


def _mend(settings: dict[str, Any], chosen: list[Path], changed: list[Path] | None, stream: TextIO) -> list[Path]:
    """Mend the chosen files, or those that were changed here, and report it; those that have new names.

    A file that may not be changed ends the task.
    """
    content = Path(settings["PATH"])
    if changed == [] and not chosen:
        print(_("Nothing was changed here; --all looks at every file."), file=stream)
        return []
    try:
        done = mend_folder(content, every_kind(settings), chosen or changed or (), attachments_of(settings))
    except OSError as error:
        raise Exit(_("A file could not be fixed: {what}").format(what=what_failed(error)), 2) from error
    for mended in done:
        what = ", ".join(_(_DONE[code]) for code in mended.done)
        print(printable(_("Fixed: {path} ({what})").format(path=mended.path, what=what)), file=stream)
    return [content.resolve() / mended.path for mended in done if "name" in mended.done]


def _print_lost(build: Build, settings: dict[str, Any]) -> None:
    """Print the texts whose addresses were published and that are there no more; they hold nobody's text up."""
    place = Path(settings["PATH"]).parent
    try:
        lost = vanished(
            build, reader_of(settings).options(settings).addresses, load_addresses(place), load_moves(place)
        )
    except OSError as error:
        raise file_failed(error) from error
    if lost:
        print(render_plain(lost, _) + "\n")


def refuse_unknown_form(form: str) -> None:
    """End the task for a form of report that there isn't."""
    if form and form not in FORMATS:
        raise Exit(
            _("“{form}” is not a report format. Choose among: {forms}").format(form=form, forms=", ".join(FORMATS)), 2
        )


def _inside(written: str, content: Path) -> Path:
    wanted = Path(written).resolve()
    if not wanted.exists() or not wanted.is_relative_to(content.resolve()):
        raise Exit(_("{path} is not in the content folder.").format(path=written), 2)
    return wanted


def _below(problems: tuple[Problem, ...], chosen: list[Path], content: Path) -> list[Problem]:
    """The problems of the chosen files and folders; all of them when none is chosen."""
    if not chosen:
        return list(problems)
    root = content.resolve()
    return [p for p in problems if any((root / p.path).is_relative_to(wanted) for wanted in chosen)]
