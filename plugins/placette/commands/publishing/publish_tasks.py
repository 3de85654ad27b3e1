"""Tasks: publish, rollback."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from invoke import Context, Exit, task

from placette.commands.building import build_published
from placette.commands.intake import one_line
from placette.commands.publishing import HELP, PublishingSettings, PublishingTarget, target_of
from placette.commands.publishing.releases import (
    SHOWN,
    BuiltSite,
    Changes,
    OnlineSite,
    PublishingError,
    addresses,
    changes_of,
    comes_before,
    doubts,
    git,
    take_site,
    uncommitted,
)
from placette.commands.reading_tasks import load_published_settings, read_site, settings_can_be_used
from placette.commands.site_tasks import ROOT, WORDS, _, refuse, shown, what_failed
from placette.engine.base.files import LockHeldError, drop_links, locked, sweep_parts
from placette.engine.base.git import GitError, begin_history, commit_of, new_files, record_changes
from placette.engine.base.progress import progress_shown
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_
from placette.engine.content.addresses import FILE, load_addresses, note_addresses
from placette.engine.findings.problems import blocking
from placette.engine.findings.reports import render_plain
from placette.plugin import load_site

_LIST = re.compile(r"\.[a-z]+\.txt")
"""The lists that tasks keep beside the content: published addresses, what was announced, sent letters."""
_NEW = N_(
    "Nothing was recorded: these files are new in the site’s folder, and would stay in its history for ever: {files}."
    " Move them elsewhere; if they belong to the site, whoever looks after it adds them (git add)."
)
_ROOM = Path(".placette") / "release"
_PATIENCE = 60.0
"""How many seconds to wait for another publication from the same folder."""


@task(
    help={
        **HELP,
        "dry_run": N_("Build and show what would change, but send nothing."),
        "force": N_("Publish despite warnings; they are printed."),
        "save": N_("Record first in git all that changed in the site, with this sentence."),
        "skip_invalid": N_("Publish the other texts when some need fixing, and list those left out."),
    }
)
def publish(
    _context: Context,
    to: str = "",
    remote: str = "",
    branch: str = "",
    dry_run: bool = False,
    force: bool = False,
    save: str = "",
    skip_invalid: bool = False,
) -> None:
    """Build for production and put the site online, whole or not at all."""
    started = time.perf_counter()
    with _errors_as_exit(), _alone():
        target = _target(to, remote, branch)
        if save and not dry_run:
            _record(save, skip_invalid=skip_invalid)
        site = _build_for_production(skip_invalid=skip_invalid)
        with progress_shown(WORDS):
            online = target.look(site)
        changes = changes_of(site, online)
        print(_summary(site, online, changes), flush=True)
        if not changes:
            print(_("All of it is online already; nothing was sent."))
            return
        is_older = comes_before(ROOT, online.commit)
        _weigh(doubts(changes, online, uncommitted(ROOT), is_older=is_older), force=force)
        if dry_run:
            print(_("Nothing was sent."))
            return
        with progress_shown(WORDS):
            target.send(site)
        _remember(site, is_saved=bool(save))
    seconds = f"{time.perf_counter() - started:.1f}"
    print(_("Published: {count} files ({seconds} s).").format(count=len(site.files), seconds=seconds))


@task(
    help={
        **HELP,
        "release": N_("The release to bring back, as --show names it; the one before what is online, if left out."),
        "show": N_("List the releases that are kept, and change nothing."),
    }
)
def rollback(
    _context: Context, to: str = "", remote: str = "", branch: str = "", release: str = "", show: bool = False
) -> None:
    """Put an earlier release online again, at once."""
    with _errors_as_exit():
        target = _target(to, remote, branch)
        if show:
            marked = _("{name}  ← online")
            with progress_shown(WORDS):
                releases = target.releases()
            for found in releases:
                print(marked.format(name=found.line) if found.online else found.line)
            return
        with progress_shown(WORDS):
            name = target.roll_back(release)
    print(_("Online again: {name}. Fix what was wrong before the next publication.").format(name=name))


def _target(to: str, remote: str, branch: str) -> PublishingTarget:
    """Return where to publish, from the command and the settings. Raises ``PublishingError``."""
    with settings_can_be_used():
        settings = load_settings(PublishingSettings, "PUBLISHING", load_site(ROOT / "publishconf.py"))
    remote = remote or (settings.remote if to in {"", settings.to} else "")
    given = replace(settings, to=to or settings.to, remote=remote, branch=branch or settings.branch)
    return target_of(given, ROOT)


def _build_for_production(*, skip_invalid: bool) -> BuiltSite:
    """Build with publishconf.py into a folder of its own, which is never served."""
    folder, missing = ROOT / _ROOM / "site", _("Nothing was sent: fix the above first.")
    settled = build_published(folder, missing, skip_invalid=skip_invalid).settlement
    return take_site(folder, settled.files)


def _summary(site: BuiltSite, online: OnlineSite, changes: Changes) -> str:
    """Return the site online, the new one, and what changes for readers."""
    commit = git(ROOT, "rev-parse", "--short", "HEAD").stdout.decode().strip() or "—"
    heading = _("Online: {before} pages. Here: {after} pages, from commit {commit}.")
    lines = [heading.format(before=len(addresses(online.files)), after=len(addresses(site.files)), commit=commit)]
    for sign, paths in (("+", changes.added), ("~", changes.changed), ("−", changes.gone)):
        if pages := addresses(paths):  # other files are not listed
            more = f", … (+{len(pages) - SHOWN})" if len(pages) > SHOWN else ""
            count = WORDS.ngettext("{count} page", "{count} pages", len(pages)).format(count=len(pages))
            lines.append(_("{count}: {pages}").format(count=f"{sign} {count}", pages=", ".join(pages[:SHOWN]) + more))
    return "\n".join(lines)


def _weigh(reasons: Iterable[PublishingError], *, force: bool) -> None:
    """Print the reasons to doubt; go on only if there is none, or with ``force``."""
    doubted = [reason.render(_) for reason in reasons]
    if not doubted:
        return
    if force:
        print(_("Going on despite these warnings, as you asked (--force):"), *doubted, sep="\n- ")
        return
    listed = "\n- ".join(doubted)
    raise Exit(_("Nothing was sent:\n- {reasons}\nTo publish all the same: --force").format(reasons=listed), 2)


def _record(subject: str, *, skip_invalid: bool) -> None:
    """Commit what changed in the site, once the check finds nothing to fix: history forgets nothing."""
    settings = load_published_settings()
    problems = [] if skip_invalid else blocking(read_site(settings).problems)
    if problems:
        sentence = _("Nothing was recorded or sent: fix the above first.")
        raise Exit(f"{render_plain(problems, _)}\n\n{sentence}", 1)
    sweep_parts(Path(settings["PATH"]))
    name = str(settings["SITENAME"])
    try:
        if not commit_of(ROOT) and (left := begin_history(ROOT, subject)):
            refuse(left)
        if others := [path for path in new_files(ROOT, shown(Path(settings["PATH"]))) if not _LIST.fullmatch(path)]:
            refuse(_NEW, files=", ".join(others[:SHOWN]))
        commit = record_changes(ROOT, one_line(subject), name)
    except GitError as error:
        refuse(N_("The changes cannot be recorded: {what}"), what=error)
    if commit:
        print(_("Recorded: {commit}").format(commit=commit))


def _remember(site: BuiltSite, *, is_saved: bool) -> None:
    """Note the addresses that are published, so that none of them is ever lost; in git too with ``--save``."""
    try:
        _known, new = note_addresses(ROOT, site.folder)
    except ValueError as error:
        raise Exit(render_plain(load_addresses(ROOT).problems, _), 1) from error
    if new and is_saved:
        with suppress(GitError):
            record_changes(ROOT, _("Note the published addresses"), "Placette")
    elif new:
        print(_("New addresses ({count}) are noted in {file}: record it too (--save).").format(count=new, file=FILE))


@contextmanager
def _errors_as_exit() -> Iterator[None]:
    """End the task with a sentence if publishing fails."""
    try:
        yield
    except PublishingError as refusal:
        raise Exit(refusal.render(_), 2) from refusal
    except OSError as error:
        refuse(N_("The site could not be sent: {what}"), what=what_failed(error))


@contextmanager
def _alone() -> Iterator[None]:
    room = ROOT / _ROOM
    drop_links(ROOT / _ROOM.parent, room / "site")  # where all that is not the site's is removed
    room.mkdir(parents=True, exist_ok=True)
    try:
        with locked(room / "lock", _PATIENCE):
            yield
    except LockHeldError:
        refuse(N_("Another publication is running in this folder. Wait for it to end."))
