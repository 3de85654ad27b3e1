"""Task: import-events."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NoReturn

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.commands.importing.events import (
    FOLDER,
    ImportOutcome,
    ImportStep,
    KnownEvents,
    LeftOut,
    OutsideEvent,
    event_source,
    plan_import,
    read_calendar,
)
from placette.commands.reading_tasks import load_settings
from placette.commands.site_tasks import ROOT, _, what_failed, write_text
from placette.engine.base.occurrences import SIZE, refusal
from placette.engine.base.processes import Limits, run_bounded
from placette.engine.base.translation import N_
from placette.engine.library.kinds import Draft
from placette.engine.library.options import ReadingOptions
from placette.engine.library.tree import is_good_name
from placette.engine.problems.problems import Problem, explain, printable
from placette.engine.texts.characters import TEXT_LIMIT
from placette.features.agenda.event import EVENT, EventMatter, faults_of
from placette.features.posts.kind import POST
from placette.plugin import reader_of

_LIMITS = Limits(cpu=10.0, wall=20.0, memory=512 * 1024 * 1024)
"""Five hundred events take less than a second; these limits stop a hostile file."""
_COSTLY = N_("reading it takes too much time or memory")
_LINES = {
    ImportOutcome.NEW: N_("New: {path} ({title})"),
    ImportOutcome.RENEWED: N_("Renewed: {path} ({title})"),
    ImportOutcome.EDITED: N_(
        "Not touched: {path} ({title}): it changed in the calendar, and somebody changed the file here."
    ),
    ImportOutcome.UNUSABLE: N_("Left out: {title}"),
}
_CHANGE = N_("    {key}: here “{here}”, in the calendar “{there}”")
_KEEP = N_("    Copy what is right, then write imported: {mark} in the file: this version then counts as read.")


@task(positional=["file"], help={"file": N_("The calendar: a file whose name ends in .ics.")})
def import_events(_context: Context, file: str) -> None:
    """Import the events of an outside calendar as files to read and commit; run again, it adds nothing twice."""
    settings = load_settings()
    content, options = Path(settings["PATH"]), reader_of(settings).options(settings)
    events, left = read_file(Path(file), options)
    folder = content / FOLDER
    known_events = _known_events(folder)
    source = partial(
        event_source, communes=options.communes, categories=[term.name for term in options.categories.values()]
    )
    steps = plan_import(events, known_events, source, partial(_faults, options=options))
    for step in steps:
        if step.text:
            write_text(content / step.path, step.text)
        _print_step(step, content)
    for event in left:
        _print_left_out(event)
    same = sum(step.outcome is ImportOutcome.SAME for step in steps)
    print(
        _("{count} events read, {same} as they were. Next: read the files, then invoke check.").format(
            count=len(events) + len(left), same=same
        )
    )


def read_file(path: Path, options: ReadingOptions) -> tuple[list[OutsideEvent], list[LeftOut]]:
    """The events of a file; ends the task if it can't be used."""
    try:
        with path.open("rb") as source:
            data = source.read(SIZE + 1)
    except OSError as error:
        _refuse(path, what_failed(error, named=False))
    if reason := refusal(data):
        _refuse(path, _(reason))
    (found,) = run_bounded(read_calendar, [data], (options.now.tzinfo, options.now), _LIMITS)
    if found is None:
        _refuse(path, _(_COSTLY))
    if isinstance(found, str):
        _refuse(path, _(found))
    return found


def _refuse(path: Path, reason: str) -> NoReturn:
    raise Exit(
        printable(_("Nothing was written: {path} cannot be used: {reason}.").format(path=path, reason=reason)), 2
    )


def _known_events(folder: Path) -> KnownEvents:
    """The events that the site has; ends the task if their folder is a link or no folder."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        _refuse(folder, _(N_("it is a link, or no folder")))
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else []
    texts = {
        entry.name: Path(entry.path).read_bytes().decode("utf-8", "replace")
        for entry in entries
        if stat.S_ISREG((seen := entry.stat(follow_symlinks=False)).st_mode)
        and seen.st_size <= TEXT_LIMIT
        and entry.name.endswith(".md")
        and is_good_name(entry.name)
    }
    names = frozenset(entry.name for entry in entries)
    return KnownEvents(texts, names, partial(_is_ours, content=folder.parent))


def _is_ours(path: str, content: Path) -> bool:
    """Whether there is a text of ours at this path: our own identifiers begin with the path of their text."""
    named = f"{path}.md"
    return (EVENT.is_place(named) or POST.is_place(named)) and (content / named).is_file()


def _faults(draft: Draft, options: ReadingOptions) -> Iterator[Problem]:
    if isinstance(draft.matter, EventMatter):
        for fault in faults_of(draft.matter, options.now.tzinfo):
            yield draft.problem(fault.code, fault.key, **fault.values)


def _print_step(step: ImportStep, content: Path) -> None:
    if step.outcome is ImportOutcome.SAME:
        return
    path = os.path.relpath(content / step.path, ROOT)
    lines = [_(_LINES[step.outcome]).format(path=path, title=step.title)]
    lines += [f"    {' '.join(explain(found, _))}" for found in step.problems]
    for key, here, there in step.changes:
        lines.append(_(_CHANGE).format(key=key, here=here[:200], there=there[:200]))
    lines += [_(_KEEP).format(mark=step.mark)] if step.outcome is ImportOutcome.EDITED else []
    print("\n".join(map(printable, lines)))


def _print_left_out(event: LeftOut) -> None:
    detail = f" ({event.detail})" if event.detail else ""
    title = event.title or _("an event without a title")
    print(printable(_("Left out: {title}: {reason}").format(title=title, reason=_(event.reason)) + detail))
