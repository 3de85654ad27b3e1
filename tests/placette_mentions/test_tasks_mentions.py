"""``invoke mentions`` in a site: it asks where posts were announced, and reports in the site's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import invoke

pytestmark = pytest.mark.whole


def test_where_a_post_was_announced_is_noted_and_asked_and_never_inside_the_network(online: Path) -> None:
    at = "http://127.0.0.1:8198/@mairie/7"
    invoke(online, "announce", "--post", "bonjour", "--done", "--at", at)
    assert f"2026/bonjour/ {at}\n" in (online / ".announced.txt").read_text(encoding="utf-8")
    done = invoke(online, "mentions", code=1)
    assert "réseau privé" in done.stdout


def test_an_address_needs_its_post(online: Path) -> None:
    invoke(online, "announce", "--done", "--at", "https://mastodon.example/@a/1", code=2)
    invoke(online, "announce", "--post", "bonjour", "--done", "--at", "@a/1", code=2)
