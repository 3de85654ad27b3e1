"""The queue: one recipient who can't be reached holds nobody up; a server that can't be reached isn't asked again."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from placette.plugin import open_desk
from placette_letters.answering import send
from placette_letters.following import KnownPost, known_posts, send_queue
from placette_letters.store import LetterStore, open_store
from tests.features.letterbox.test_pages_short_replies import NUMBER, sent
from tests.features.replies.fixture_replies import OPEN
from tests.fixture_site import ORIGIN, settings_of
from tests.placette_letters.answering.test_mails import PostOffice, opened
from tests.placette_letters.fixture_store import LEA, mailed, take

NOWHERE = "faux@nullepart.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LetterStore]:
    with open_store(tmp_path / "store", tmp_path / "site") as opened_store:
        take(opened_store, *(mailed(sender, "Le lavoir", "L'eau est revenue.") for sender in (NOWHERE, LEA)))
        yield opened_store


class Choosy(PostOffice):
    """Doesn't take mails for one recipient, in words that repeat the address as servers do."""

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # type: ignore[no-untyped-def] # noqa: N802
        if address == NOWHERE:
            return f"{self.replies['RCPT']} <{address}>: Recipient address rejected"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.mark.parametrize(("reply", "left", "refused", "waiting"), [("450 4.1.2", 1, 0, 1), ("550 5.1.1", 1, 1, 0)])
def test_one_address_that_is_nowhere_holds_nobody_up(
    store: LetterStore, reply: str, left: int, refused: int, waiting: int
) -> None:
    with opened(office := Choosy(RCPT=reply)) as port:
        sent = send_queue(store, partial(send, outbox=f"smtp://127.0.0.1:{port}", password=""))
    assert (sent.left, sent.refused, len(store.mails.waiting())) == (left, refused, waiting)
    assert len(office.letters) == 1
    told = f"{sent.waits} {store.mails.refused()}"
    assert "nullepart" not in told, "what is printed ends in logs that others read"
    assert reply in told


def test_a_server_that_is_away_is_asked_once(store: LetterStore) -> None:
    asked: list[EmailMessage] = []

    def count_and_send(message: EmailMessage) -> None:
        asked.append(message)
        send(message, "smtp://127.0.0.1:1", "")

    assert send_queue(store, count_and_send).waits
    assert len(asked) == 1
    assert len(store.mails.waiting()) == 2


ADDRESS = f"{ORIGIN}/2026/bonjour/#reply-2026-05-20-merci"


def test_a_reply_counts_as_out_once_the_page_of_its_post_answers(content: Path, tmp_path: Path) -> None:
    sent(content, "2026-05-20-merci")
    desk = open_desk(settings_of(content, tmp_path, **(OPEN | {"REPLIES_WEEKS": 99})))
    asked: list[str] = []

    def is_online(url: str) -> bool:
        asked.append(url)
        return True

    assert known_posts(desk, is_online) == {NUMBER: KnownPost(NUMBER, "", ADDRESS)}
    assert asked == [f"{ORIGIN}/2026/bonjour/"]
    assert known_posts(desk, lambda _url: False) == {NUMBER: KnownPost(NUMBER, "")}
