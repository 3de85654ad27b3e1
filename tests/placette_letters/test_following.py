"""The owner of an address is learnt from a published post, and only after an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from placette.plugin import open_site
from placette_letters.answering.mails import send
from placette_letters.following import KnownPost, follow, known_posts, send_queue
from placette_letters.store import LetterStore, open_store
from tests.features.letterbox.test_letterbox_short_replies import NUMBER as REPLIED
from tests.features.letterbox.test_letterbox_short_replies import sent as put_reply
from tests.features.replies.fixture_replies import OPEN
from tests.fixture_mail import mail_server
from tests.fixture_site import ORIGIN, settings_of
from tests.placette_letters.answering.test_mails import PostOffice
from tests.placette_letters.fixture_store import LEA, WHO, mailed, take

pytestmark = pytest.mark.whole

NUMBER = "2026-0001"
URL = "https://carnets.example/2026/le-lavoir/"
DRAFT = KnownPost(NUMBER, "lea-m")
ONLINE = KnownPost(NUMBER, "lea-m", URL)
WAITS = KnownPost(NUMBER, "lea-m", day=date(2026, 12, 1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LetterStore]:
    with open_store(tmp_path / "store", tmp_path / "site") as opened:
        take(opened, mailed(LEA, "Le lavoir", "L'eau est revenue au lavoir."))
        yield opened


@pytest.mark.parametrize(
    ("post", "answered", "known"),
    [
        (DRAFT, False, ""),
        (DRAFT, True, ""),
        (ONLINE, False, ""),
        (WAITS, False, ""),
        (ONLINE, True, "lea-m"),
        (WAITS, True, "lea-m"),
    ],
)
def test_a_forged_letter_makes_nobodys_address_its_authors(
    store: LetterStore, post: KnownPost, answered: bool, known: str
) -> None:
    if answered:
        (receipt,) = store.mails.of(NUMBER)
        take(store, mailed(LEA, f"Re: [{NUMBER}]", "Merci.", receipt.identity))
    list(follow(store, {NUMBER: post}, WHO))
    assert store.people.author_of(LEA) == known
    stored = store.cases.case(NUMBER)
    assert stored
    assert stored.author == "lea-m", "whoever leaves the site leaves with their letters"


def test_an_editor_who_changes_a_drafts_author_is_followed(store: LetterStore) -> None:
    list(follow(store, {NUMBER: KnownPost(NUMBER, "lavoir")}, WHO))
    list(follow(store, {NUMBER: ONLINE}, WHO))
    stored = store.cases.case(NUMBER)
    assert stored
    assert stored.author == "lea-m"


NOWHERE = "faux@nullepart.example"


@pytest.fixture
def two_letters(tmp_path: Path) -> Iterator[LetterStore]:
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
    two_letters: LetterStore, reply: str, left: int, refused: int, waiting: int
) -> None:
    with mail_server(office := Choosy(RCPT=reply)) as port:
        sent = send_queue(two_letters, partial(send, outbox=f"smtp://127.0.0.1:{port}", password=""))
    assert (sent.left, sent.refused, len(two_letters.mails.waiting())) == (left, refused, waiting)
    assert len(office.letters) == 1
    told = f"{sent.waits} {two_letters.mails.refused()}"
    assert "nullepart" not in told, "what is printed ends in logs that others read"
    assert reply in told


def test_a_server_that_is_away_is_asked_once(two_letters: LetterStore) -> None:
    asked: list[EmailMessage] = []

    def count_and_send(message: EmailMessage) -> None:
        asked.append(message)
        send(message, "smtp://127.0.0.1:1", "")

    assert send_queue(two_letters, count_and_send).waits
    assert len(asked) == 1
    assert len(two_letters.mails.waiting()) == 2


ADDRESS = f"{ORIGIN}/2026/bonjour/#reply-2026-05-20-merci"


def test_a_reply_counts_as_out_once_the_page_of_its_post_answers(content: Path, tmp_path: Path) -> None:
    put_reply(content, "2026-05-20-merci")
    settings = settings_of(content, tmp_path, **(OPEN | {"REPLIES_WEEKS": 99}))
    build = open_site(settings).build
    asked: list[str] = []

    def is_online(url: str) -> bool:
        asked.append(url)
        return True

    assert known_posts(build, settings, is_online) == {REPLIED: KnownPost(REPLIED, "", ADDRESS)}
    assert asked == [f"{ORIGIN}/2026/bonjour/"]
    assert known_posts(build, settings, lambda _url: False) == {REPLIED: KnownPost(REPLIED, "")}
