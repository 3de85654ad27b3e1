"""A real mailbox: what is taken from it, and what is left."""

from __future__ import annotations

import imaplib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from placette_letters.answering import connect_parts
from placette_letters.arriving import BrokenOffError, open_mailbox
from placette_letters.mail import read_mail
from tests.placette_letters.fixture_mailbox import PASSWORD, mailbox
from tests.placette_letters.fixture_store import LEA, mailed

pytestmark = pytest.mark.server

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINCE = date(2026, 10, 21)


def test_old_letters_and_broken_ones_hold_no_other_up(short: Path) -> None:
    with mailbox(short / "b") as box:
        days = (0, 400, 1, 90, 2)  # a mailbox that has moved isn't in the order of its days
        with box.opened() as client:
            for number, ago in enumerate(days, 1):
                moment = imaplib.Time2Internaldate(NOON - timedelta(days=ago))
                client.append("INBOX", "", moment, mailed(LEA, f"Lettre {number}", "Bonjour."))
        with open_mailbox(connect_parts(box.address), PASSWORD) as opened:
            assert [it.uid for it in opened.arrivals(0, 10_000_000, SINCE)] == [1, 3, 5]
            assert opened.older(0, SINCE) == [2, 4]
            assert opened.older(2, SINCE) == [4]
            cut = next(opened.arrivals(0, 10, SINCE))
            told = read_mail(cut.data, NOON).written.remarks
            assert [one.code for one in told] == ["mail-too-large"], "its headers alone, which say what it was"
        for path in (short / "b" / "home" / "Maildir").glob("*/*"):
            if b"Lettre 3" in path.read_bytes():
                path.chmod(0)
        with open_mailbox(connect_parts(box.address), PASSWORD) as opened, pytest.raises(BrokenOffError) as raised:
            list(opened.arrivals(0, 10_000_000, SINCE))
        assert raised.value.uid == 3
        with open_mailbox(connect_parts(box.address), PASSWORD, [3]) as opened:
            assert [it.uid for it in opened.arrivals(0, 10_000_000, SINCE)] == [1, 5]
            assert opened.unfetched == [3]
