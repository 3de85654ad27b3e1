"""Whose address is whose is learnt from a published post, and only of somebody who has answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from placette_letters.following import KnownPost, follow
from placette_letters.store import LetterStore, open_store
from tests.placette_letters.fixture_store import LEA, WHO, mailed, take

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
