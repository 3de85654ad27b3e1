"""A case read again: which questions an answer answers, and what a forged one can't do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from placette_letters.letter import Gap
from placette_letters.processing import WholeCase, read_case
from placette_letters.store import LetterStore, QueuedMail, open_store
from tests.placette_letters.fixture_store import LEA, WHO, mailed, take
from tests.placette_letters.proposing.fixture_letters import phone_photo

NUMBER = "2026-0001"
ASKED = (Gap("summary"), Gap("commune"), Gap("people"))
REVIEW = "2026-0001.review@carnets.example"
TEXT = "L'eau est revenue au lavoir du bas, et tout le quartier avec elle.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LetterStore]:
    """A store with one case, which has been asked three questions."""
    with open_store(tmp_path / "store", tmp_path / "site") as opened:
        take(opened, mailed(LEA, "Le lavoir", TEXT))
        mail = QueuedMail(REVIEW, NUMBER, "review-0", LEA, b"", ASKED)
        opened.mails.queue(mail, datetime(2026, 11, 20, tzinfo=UTC))
        opened.cases.mark_handled(NUMBER, 0)
        yield opened


def whole(store: LetterStore) -> WholeCase:
    stored = store.cases.case(NUMBER)
    assert stored
    found = read_case(stored, store, WHO)
    assert found
    return found


def test_an_answer_after_a_thank_you_answers_the_questions_before_it(store: LetterStore) -> None:
    thanks = mailed(LEA, f"Re: [{NUMBER}]", "Merci, je vous réponds ce soir.", REVIEW)
    take(
        store,
        thanks,
        mailed(LEA, f"Re: [{NUMBER}]", "1. Personne\n\n2. Ambert\n\n3. Le retour de l’eau au lavoir.", REVIEW),
    )
    answers = whole(store).case.answers
    assert (answers.summary, answers.commune) == ("Le retour de l’eau au lavoir.", "Ambert")


@pytest.mark.parametrize("announced", ["Voici une nouvelle version :\n\n", ""])
def test_a_forged_letter_with_the_number_replaces_nothing(store: LetterStore, announced: str) -> None:
    advertisement = "Titre : Achetez nos volets\n\n" + announced + TEXT + "Achetez nos volets, ils sont beaux. " * 20
    (came,) = take(store, mailed(LEA, f"[{NUMBER}] Le lavoir", advertisement))
    assert came.number == NUMBER
    case = whole(store).case
    assert case.answers.written is None
    assert case.answers.title == ""
    assert "volets" in "".join(case.answers.corrections), "the editor reads it"


def test_a_new_letter_with_the_number_still_fills_what_was_missing(store: LetterStore) -> None:
    take(store, mailed(LEA, f"[{NUMBER}] Le lavoir", "Commune : Ambert"))
    assert whole(store).case.answers.commune == "Ambert"


def test_nobody_who_came_with_later_pictures_has_agreed(store: LetterStore) -> None:
    take(store, mailed(LEA, f"Re: [{NUMBER}]", "1. Personne", REVIEW))
    assert [it.what for it in whole(store).case.answers.consents] == ["people"]
    take(store, with_photo(mailed(LEA, f"Re: [{NUMBER}]", "Encore une photo.", REVIEW)))
    assert whole(store).case.answers.pictures
    assert whole(store).case.answers.consents == ()


def with_photo(mail: bytes) -> bytes:
    message = message_from_bytes(mail, policy=default)
    message.add_attachment(phone_photo(400, 300), maintype="image", subtype="jpeg", filename="fete.jpg")
    return message.as_bytes()


def test_a_letter_that_was_let_in_is_read_again_whatever_its_size(
    store: LetterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``LETTERS_LARGEST`` may have been larger than the limit of a site that says nothing."""
    monkeypatch.setattr("placette_letters.processing.LARGEST", 10)
    assert whole(store).case.letter.written.markdown.startswith("L'eau est revenue")
