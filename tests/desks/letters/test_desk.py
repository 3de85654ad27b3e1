"""Whoever wrote a short reply by letter is told that it is out, and where."""

from __future__ import annotations

from pathlib import Path

from placette.desks.letters.desk import known_posts
from placette.desks.letters.following import KnownPost
from placette.plugin import open_desk
from tests.features.letterbox.test_short_replies import NUMBER, sent
from tests.features.replies.fixture_replies import OPEN
from tests.fixture_site import ORIGIN, settings_of

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
