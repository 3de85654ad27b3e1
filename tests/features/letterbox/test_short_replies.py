"""A letter that became a short reply is followed to where it stands: on the page of its post."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from placette.features.letterbox import LetterKind, Receipt, came_of, receipt_source
from tests.features.replies.fixture_replies import OPEN, write_reply, write_team
from tests.fixture_site import Site, build

NUMBER = "2026-0042"


def sent(content: Path, name: str, more: str = "read_by: equipe\n") -> None:
    write_team(content)
    receipt = Receipt(NUMBER, LetterKind.RESPONSE, date(2026, 5, 18), date(2026, 5, 19))
    (content / "letters").mkdir(exist_ok=True)
    (content / receipt.file).write_text(receipt_source(receipt), encoding="utf-8")
    write_reply(content, name, matter=f'name: Une lectrice\nreceipt: "{NUMBER}"\n{more}')


def made(content: Path, folder: Path) -> Site:
    return build(content, folder, **(OPEN | {"REPLIES_WEEKS": 99}))


def test_a_reply_that_is_out_is_where_its_letter_went(content: Path, tmp_path: Path) -> None:
    sent(content, "2026-05-20-merci")
    site = made(content, tmp_path)
    became = came_of(site.build)[NUMBER]
    assert (became.url, became.is_out) == ("2026/bonjour/#reply-2026-05-20-merci", True)
    links = [node.attributes["href"] for node in site.page("contribuer/suivi/").css("main a")]
    assert "/2026/bonjour/#reply-2026-05-20-merci" in links


def test_one_that_waits_for_its_day_is_scheduled_and_one_that_nobody_read_is_nothing_yet(
    content: Path, tmp_path: Path
) -> None:
    sent(content, "2026-08-20-merci")
    became = came_of(made(content, tmp_path / "a").build)[NUMBER]
    assert (became.day, became.is_out) == (date(2026, 8, 20), False)
    sent(content, "2026-08-20-merci", "")
    assert came_of(made(content, tmp_path / "b").build) == {}
