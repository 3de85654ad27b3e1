"""What is said of a site's copies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from placette.desks.doctor.backups import diagnose, examine_backups
from placette.desks.doctor.copies import Copies
from tests.desks.doctor.fixture_patient import codes, patient_of, said
from tests.desks.status.test_history import git

FORGE = ("forge",)
DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        (Copies(repository=False), ["backup-no-repository"]),
        (Copies(fault="fatal: dubious ownership"), ["backup-unknown"]),
        (Copies(tracked=False, uncommitted=3), ["backup-untracked"]),
        (Copies(), ["backup-nowhere"]),
        (Copies(remotes=FORGE, newest=DAY), ["backup-safe"]),
        (Copies(remotes=FORGE, near=frozenset(FORGE), newest=DAY), ["backup-near", "backup-safe"]),
        (Copies(remotes=("forge", "key"), near=frozenset({"key"}), newest=DAY), ["backup-safe"]),
        (
            Copies(remotes=FORGE, unpushed=2, unpushed_since=DAY, uncommitted=1),
            ["backup-unpushed", "backup-uncommitted"],
        ),
        (Copies(remotes=FORGE, newest=DAY, shallow=True), ["backup-safe", "backup-shallow"]),
    ],
)
def test_what_is_missing_is_said(copies: Copies, expected: list[str]) -> None:
    assert codes(diagnose(copies, "content/")) == expected


def test_what_is_only_here_is_said_with_its_day_in_both_languages() -> None:
    (found,) = diagnose(Copies(remotes=FORGE, unpushed=2, unpushed_since=DAY), "content/")
    assert (
        said(found, "fr")
        == "Commits qui ne sont que sur cet ordinateur : 2, dont le plus ancien date du 1er mai 2026. git push"
    )
    assert said(found, "en") == "Commits that are only on this computer: 2, the oldest from 1 May 2026. git push"


def test_a_commit_of_no_calendar_day_is_said_too() -> None:
    (found,) = diagnose(Copies(remotes=FORGE, unpushed=2), "content/")
    assert "the oldest from ?" in said(found, "en")


def test_the_repository_of_the_texts_is_asked(tmp_path: Path) -> None:
    patient = patient_of(tmp_path)
    git(tmp_path, "init", "-q", ".")
    (found,) = examine_backups(patient)
    assert "Git keeps none of the texts in content/." in said(found, "en")
