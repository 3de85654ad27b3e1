"""A run of the desk may be killed at any moment: no letter is lost, and nobody gets two different mails for one."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands.starting.fixture_wishes import VILLAGE
from tests.placette_letters.fixture_town import Town, git, town, words_of, written
from tests.placette_letters.proposing.fixture_letters import phone_photo

pytestmark = pytest.mark.server

MOMENTS = (0.7, 1.3, 2.0)
"""Seconds after which a run is killed, wherever it is then; they decide nothing about the outcome."""


def letter(number: int) -> bytes:
    mail = written(
        f"Voisin {number} <voisin{number}@courrier.example>",
        f"Le lavoir, lettre {number}",
        f"L'eau est revenue au lavoir d'Augan, et c'est la lettre {number}.\n",
    )
    mail.add_attachment(phone_photo(400, 300, seed=number), maintype="image", subtype="jpeg", filename="lavoir.jpg")
    return mail.as_bytes()


def kill(task: subprocess.Popen[str]) -> None:
    """Kill a run with all that it has started."""
    with suppress(ProcessLookupError):
        os.kill(task.pid, signal.SIGKILL)


def killed_after(place: Town, seconds: float) -> None:
    with place.start("letters") as task:
        try:
            task.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            kill(task)


def killed_at_mail(place: Town, number: int) -> None:
    """Kill a run once the server has the mail and before the desk hears of it: the worst moment there is."""
    with place.start("letters") as task:
        seen = len(place.sink.taken)
        place.sink.watching = lambda count: kill(task) if count >= seen + number else None
        task.communicate()
    place.sink.watching = None


def test_nothing_is_lost_and_nothing_doubled(short: Path) -> None:
    with town(short / "t", VILLAGE) as augan:
        augan.box.put(letter(1), letter(2), letter(3))
        for seconds in MOMENTS:
            killed_after(augan, seconds)
        for number in (1, 2, 1):
            killed_at_mail(augan, number)
        augan.run("letters")
        augan.run("letters")

        mails = augan.mails()
        contents: dict[str, set[str]] = {}
        for mail in mails:
            contents.setdefault(str(mail["Message-ID"]).strip(), set()).add(words_of(mail))
        assert all(len(texts) == 1 for texts in contents.values()), "a mail that went twice is the same mail"
        steps = Counter((mail_id.split(".")[0], mail_id.split(".")[1].split("-")[0]) for mail_id in contents)
        numbers = [f"<2026-000{number}" for number in (1, 2, 3)]
        assert steps == Counter({(number, step): 1 for number in numbers for step in ("receipt", "review")})
        for number in (1, 2, 3):
            branch = f"lettres/2026-000{number}"
            assert git(augan.site, "rev-list", "--count", f"main..{branch}").strip() == "1"
        assert git(augan.site, "branch", "--list", "lettres/*").count("lettres/") == 3
        assert sorted(path.stem for path in (augan.site / "content" / "letters").glob("*.md")) == [
            "2026-0001",
            "2026-0002",
            "2026-0003",
        ]
        git(augan.site, "fsck", "--strict")
