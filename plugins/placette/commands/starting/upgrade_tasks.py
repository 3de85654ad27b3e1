"""The command ``placette upgrade``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from invoke import Context, task
from invoke.exceptions import Exit

from placette import __version__
from placette.commands.site_tasks import ROOT, _, file_failed
from placette.commands.starting.answers import AnswerError, Forge, Kind, Landscape, PublishTarget, read_choice
from placette.commands.starting.places import find_place
from placette.commands.starting.planning import (
    RECORD,
    SiteRecord,
    Wishes,
    plan_site,
    read_record,
    record_of,
    render_record,
    repository_file,
)
from placette.commands.starting.upgrading import (
    KINDS,
    Fate,
    Renewal,
    all_or_nothing,
    build_into,
    changes_of,
    commit_upgrade,
    differences,
    entries_between,
    merge_texts,
    read_texts,
    uncommitted,
    undo_upgrade,
)
from placette.engine.base.files import write_atomic
from placette.engine.base.git import GitError
from placette.engine.base.translation import N_, site_language
from placette.engine.problems.problems import printable
from placette.features.territory.national import France, load_france

_ROOM = ".placette/upgrade"
_SHOWN = 5
"""Files of a kind of difference that are named."""
_WORDS = {
    Fate.ADDED: N_("new"),
    Fate.RENEWED: N_("renewed"),
    Fate.MERGED: N_("merged with your changes"),
    Fate.REMOVED: N_("no longer needed"),
    Fate.KEPT: N_("kept as you have it"),
    Fate.CONFLICT: N_("kept as you have it; the new one is in {folder}"),
}


@task(
    help={
        "show": N_("Show what would change, and change nothing."),
        "undo": N_("Take the last upgrade back."),
    }
)
def upgrade(_context: Context, show: bool = False, undo: bool = False) -> None:
    """Bring the site's own files up to date with the installed version, as one commit."""
    try:
        _undo() if undo else _upgrade(show=show)
    except GitError as error:
        raise Exit(printable(_("Git could not do this: {what}").format(what=error)), 2) from error
    except OSError as error:
        raise file_failed(error) from error


def _undo() -> None:
    subject = undo_upgrade(ROOT)
    if not subject:
        raise Exit(_("No upgrade is there to take back."), 2)
    print(_("Taken back: {subject}").format(subject=subject))


def _upgrade(*, show: bool) -> None:
    record = _record()
    new = _as_new(record)
    changes = [*changes_of(record, new.files, read_texts(ROOT, {*record.files, *new.files}), merge_texts)]
    texts = _texts(changes)
    _show(record, changes)
    if not texts and record.version == new.version:
        print(_("The site is up to date."))
        return
    if show:
        return
    if changed := uncommitted(ROOT):
        raise Exit(_("Commit your changes first: {paths}").format(paths=", ".join(changed)), 2)
    for change in changes:
        if change.fate is Fate.CONFLICT:
            write_atomic(ROOT / _ROOM / change.path, (change.text or "").encode())
    with all_or_nothing(ROOT, {**texts, RECORD: render_record(new)}):
        _compare()
        subject = _("Bring the site up to date with Placette {version}").format(version=new.version)
        commit_upgrade(ROOT, [*texts, RECORD], subject, record.version, new.version)
    print(_("Done, as one commit. To take it back: placette upgrade --undo"))
    if any(change.fate is Fate.CONFLICT for change in changes):
        raise Exit(_("Some files are as you have them: look at the new ones and take from them what you need."), 1)


def _record() -> SiteRecord:
    try:
        return read_record(ROOT)
    except FileNotFoundError as error:
        raise Exit(
            _("This folder has no {name}: it was not begun with placette new.").format(name=RECORD), 2
        ) from error
    except ValueError as error:
        raise Exit(printable(_("{name} cannot be read: {what}").format(name=RECORD, what=error)), 2) from error


def _as_new(record: SiteRecord) -> SiteRecord:
    """What the site's files would be if it were begun with this version."""
    france = load_france()
    try:
        wishes = _wishes(record.answers, france)
    except AnswerError as error:
        raise Exit(
            printable(_("{name} cannot be read: {what}").format(name=RECORD, what=error.render(_))), 2
        ) from error
    return record_of(__version__, record.begun, record.answers, plan_site(wishes, france, record.begun))


def _wishes(given: Mapping[str, str], france: France) -> Wishes:
    """The answers of then, read as those of today. Raises ``AnswerError``: a commune may have been merged since."""
    kind = read_choice(given["kind"], Kind)
    return Wishes(
        kind=kind,
        place=find_place(given["place"], kind, france),
        title=given["title"],
        url=given["url"],
        publish=read_choice(given["publish"], PublishTarget),
        forge=read_choice(given["forge"], Forge),
        lang=given["lang"],
        landscape=read_choice(given["landscape"], Landscape),
    )


def _texts(changes: Iterable[Renewal]) -> dict[str, str | None]:
    """What is written (None: deleted)."""
    return {change.path: change.text for change in changes if change.fate not in {Fate.KEPT, Fate.CONFLICT}}


def _show(record: SiteRecord, changes: Iterable[Renewal]) -> None:
    """What changes between the versions, then file by file."""
    print(_("From {old} to {new}").format(old=record.version, new=__version__))
    log = repository_file("CHANGELOG.fr.md" if site_language(ROOT).startswith("fr") else "CHANGELOG.md")
    news = entries_between(log.read_text(encoding="utf-8"), record.version, __version__)
    print(f"\n{news}\n" if news else "")
    for change in changes:
        print(f"  {change.path} : {_(_WORDS[change.fate]).format(folder=_ROOM)}")


def _compare() -> None:
    """Build the site anew and say what differs from the last build. Ends the task (1) where it can't be built."""
    folder = ROOT / _ROOM / "output"
    if why := build_into(ROOT, folder):
        print(why)
        raise Exit(_("The site cannot be built with the new version: nothing was changed."), 1)
    if not (ROOT / "output").is_dir():
        print(_("There is no earlier build in output/ to compare with."))
        return
    _tell_differences(differences(ROOT / "output", folder))


def _tell_differences(found: Mapping[str, list[str]]) -> None:
    """Say what differs between two builds, kind by kind."""
    if not found:
        print(_("The site looks as before: every file is the same."))
        return
    print(_("What differs from the build before:"))
    for kind, paths in found.items():
        more = f", … (+{len(paths) - _SHOWN})" if len(paths) > _SHOWN else ""
        print(f"  {len(paths)} {_(KINDS[kind])} : {', '.join(paths[:_SHOWN])}{more}")
