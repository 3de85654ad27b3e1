"""Whatever comes in, everybody's letter is kept, and nobody is written to who can't or mustn't be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from placette_letters.store import LetterStore, open_store
from tests.placette_letters.fixture_store import LEA, WHO, mailed, take

TEXT = "L'eau est revenue au lavoir."
ODD = ("a@b.c", "\U0001f600@ailleurs.example", "a@aille$urs.example", "..@ailleurs.example", "é" * 64 + "@x.example")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LetterStore]:
    with open_store(tmp_path / "store", tmp_path / "site") as opened:
        yield opened


@pytest.mark.parametrize("sender", ODD)
def test_a_letter_whose_sender_has_no_address_stops_nobody(store: LetterStore, sender: str) -> None:
    came = take(store, mailed(sender, "Le four", TEXT), mailed(LEA, "Le lavoir", TEXT))
    assert [it.number for it in came] == ["2026-0001", "2026-0002"]
    assert LEA in [mail.recipient for mail in store.mails.waiting()]


def test_a_site_without_an_address_keeps_letters_and_answers_nobody(store: LetterStore) -> None:
    (came,) = take(store, mailed(LEA, "Le lavoir", TEXT), who=replace(WHO, address=""))
    assert came.opened
    assert store.mails.waiting() == []


def test_nobody_is_flooded_by_letters_forged_in_many_spellings_of_their_address(store: LetterStore) -> None:
    letters = [mailed(f"lea+{n}@courrier.example", f"Le lavoir {n}", TEXT) for n in range(14)]
    assert len(take(store, *letters)) == 14
    assert len(store.mails.waiting()) == 10
