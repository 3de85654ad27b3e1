"""Whether the site would survive this computer."""

from __future__ import annotations

from collections.abc import Iterator

from placette.desks.doctor.copies import Copies, read_copies
from placette.desks.doctor.patient import Patient
from placette.engine.base.message import N_
from placette.engine.problems.findings import BACKUPS, Diagnosis, Level, SiteFinding

NO_REPOSITORY = Diagnosis(
    "backup-no-repository",
    BACKUPS,
    Level.MISSING,
    N_("This folder is not a git repository (it may come from a ZIP file): no earlier state is kept anywhere."),
    N_("Clone the site from its forge and copy your changes into the clone. If it is on no forge yet: git init"),
)
UNKNOWN = Diagnosis(
    "backup-unknown",
    BACKUPS,
    Level.MISSING,
    N_("Git could not say what is kept of this folder: {what}"),
)
UNTRACKED = Diagnosis(
    "backup-untracked",
    BACKUPS,
    Level.MISSING,
    N_("Git keeps none of the texts in {folder}."),
    N_("git add {folder}, then git commit; if git refuses, a line of .gitignore leaves the folder out."),
)
NOWHERE = Diagnosis(
    "backup-nowhere",
    BACKUPS,
    Level.MISSING,
    N_("The site is nowhere but in this folder: its repository has no remote."),
    N_("Open an empty repository on a forge, then: git remote add origin ADDRESS, git push -u origin HEAD"),
)
NEAR = Diagnosis(
    "backup-near",
    BACKUPS,
    Level.ADVICE,
    N_("The only copy is a folder of this computer or of a drive beside it ({remotes})."),
    N_("Keep one elsewhere too, on a forge: fire and thieves take both."),
)
UNPUSHED = Diagnosis(
    "backup-unpushed",
    BACKUPS,
    Level.MISSING,
    N_("Commits that are only on this computer: {count}, the oldest from {day}."),
    "git push",
)
UNCOMMITTED = Diagnosis(
    "backup-uncommitted",
    BACKUPS,
    Level.ADVICE,
    N_("Files in {folder} that are not committed, so that no copy has them: {count}."),
    N_("git add {folder}, git commit, then git push"),
)
SHALLOW = Diagnosis(
    "backup-shallow",
    BACKUPS,
    Level.ADVICE,
    N_("This clone holds only the newest commits: it is no copy of the site’s history."),
    "git fetch --unshallow",
)
SAFE = Diagnosis(
    "backup-safe",
    BACKUPS,
    Level.FINE,
    N_("Every commit is elsewhere too ({remotes}); the newest one there is from {day}."),
)


def examine_backups(patient: Patient) -> Iterator[SiteFinding]:
    """What the repository of the content folder knows of copies elsewhere."""
    copies = read_copies(patient.content, patient.build.now.tzinfo)
    yield from diagnose(copies, patient.shown(patient.content))


def diagnose(copies: Copies, folder: str) -> Iterator[SiteFinding]:
    """What is to be said of copies; ``folder`` is that of the texts, as people name it."""
    if not copies.repository:
        yield NO_REPOSITORY.found()
    elif copies.fault:
        yield UNKNOWN.found(what=copies.fault)
    elif not copies.tracked:
        yield UNTRACKED.found(folder=folder)
    else:
        yield from _on_remotes(copies)
        if copies.uncommitted:
            yield UNCOMMITTED.found(folder=folder, count=copies.uncommitted)
        if copies.shallow:
            yield SHALLOW.found()


def _on_remotes(copies: Copies) -> Iterator[SiteFinding]:
    remotes = ", ".join(copies.remotes)
    if not copies.remotes:
        yield NOWHERE.found()
        return
    if copies.near == set(copies.remotes):
        yield NEAR.found(remotes=remotes)
    if copies.unpushed:
        yield UNPUSHED.found(count=copies.unpushed, day=copies.unpushed_since or "?")
    else:
        yield SAFE.found(remotes=remotes, day=copies.newest or "?")
