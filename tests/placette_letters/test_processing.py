"""Cases become posts: each in a folder of its own, and a case without place doesn't stop the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.mime.text import MIMEText
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from placette import Problem
from placette.engine.content.reading import read_everything
from placette.plugin import reader_of
from placette_letters import LettersSettings
from placette_letters.letter import Gap, LetterProposal, Remark
from placette_letters.processing import (
    HandledCase,
    ProposalSite,
    Received,
    Way,
    WholeCase,
    handle,
    proposal_site,
    read_case,
)
from placette_letters.proposing.branches import ProposingError
from placette_letters.store import LetterStore, QueuedMail, open_store
from tests.features.documents.fixture_documents import make_pdf
from tests.placette_letters.fixture_store import LEA, WHO, enclosing, mailed, take
from tests.placette_letters.proposing.fixture_letters import make_settings, phone_photo

pytestmark = pytest.mark.whole

TEXT = "L'eau est revenue au lavoir du bas, lettre {n}.\n"
TODAY = date(2026, 11, 21)
PAUL = "paul@courrier.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LetterStore]:
    """A store with two letters of one title."""
    with open_store(tmp_path / "store", tmp_path / "site") as opened:
        take(opened, *(mailed(sender, "Le lavoir", TEXT.format(n=n)) for n, sender in enumerate((LEA, PAUL))))
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "small").mkdir()
    return make_settings(tmp_path / "small")


class Unchecked(ProposalSite):
    """Doesn't ask the gate."""

    def check(self, proposal: LetterProposal) -> tuple[Problem, ...]:
        return ()


class Refusing(Unchecked):
    """Refuses the first letter."""

    def put(self, proposal: LetterProposal, before: LetterProposal | None) -> tuple[str, tuple[Remark, ...]]:
        if proposal.number == "2026-0001":
            raise ProposingError("no")
        return super().put(proposal, before)


class Waiting(Unchecked):
    """Writes nothing, as if each proposal waited on its branch."""

    def put(self, proposal: LetterProposal, before: LetterProposal | None) -> tuple[str, tuple[Remark, ...]]:
        return proposal.branch, ()


def site_of(settings: dict[str, Any], kind: type[ProposalSite] = Unchecked) -> ProposalSite:
    """Return the writer of proposals into the present content folder of a site, without the check."""
    build = read_everything(settings, reader_of(settings))
    made = proposal_site(settings, build, Way.FOLDER, LettersSettings(), Path(), Path())
    return kind(made.settings, made.facts, made.own, made.way, made.repository, made.room)


def done(store: LetterStore, proposals: ProposalSite) -> list[HandledCase]:
    return list(handle(store, proposals, WHO, TODAY))


def test_two_texts_of_one_title_get_folders_of_their_own(store: LetterStore, settings: dict[str, Any]) -> None:
    """The first may lie on a branch that the site doesn't show yet."""
    handled = done(store, site_of(settings))
    assert [it.error for it in handled] == [None, None]
    folders = [it.proposal.folder.name for it in handled if it.proposal]
    assert folders == ["lettre-2026-0001", "lettre-2026-0002"]


def test_one_that_fails_holds_no_other_up_and_is_tried_again(store: LetterStore, settings: dict[str, Any]) -> None:
    handled = done(store, site_of(settings, Refusing))
    assert [(it.number, bool(it.error)) for it in handled] == [("2026-0001", True), ("2026-0002", False)]
    assert [it.number for it in done(store, site_of(settings))] == ["2026-0001"]
    assert store.cases.unhandled() == []


def test_two_people_of_one_name_get_profiles_of_their_own(tmp_path: Path, settings: dict[str, Any]) -> None:
    """The first proposal waits on its branch; the same sender stays one person."""
    with open_store(tmp_path / "store", tmp_path / "site") as store:
        for n, sender in enumerate((LEA, LEA, PAUL)):
            take(store, mailed(sender, f"Le lavoir {n}", "Signature : Jeanne Dupont\n\n" + TEXT.format(n=n)))
        signed = [
            {path for path in it.proposal.files if path.startswith("authors/")}
            for it in done(store, site_of(settings, Waiting))
            if it.proposal
        ]
        assert signed == [{"authors/jeanne-dupont.md"}, {"authors/jeanne-dupont.md"}, {"authors/jeanne-dupont-2.md"}]
        store.forget(["2026-0001", "2026-0002"])
        assert store.cases.profiles_of_others("2026-0003", PAUL) == frozenset()


def test_what_was_asked_once_is_not_asked_again_but_for_a_consent(store: LetterStore, settings: dict[str, Any]) -> None:
    """An editor has read the answer to the rest, and fills it in."""
    done(store, site_of(settings))
    store.mails.release("2026-0001")
    (review,) = (mail for mail in store.mails.of("2026-0001") if mail.step.startswith("review"))
    assert {"category", "licence"} < {gap.code for gap in review.asked}
    take(store, mailed(LEA, "Re: [2026-0001]", "La rubrique ? Choisissez.", review.identity))
    (handled,) = done(store, site_of(settings))
    assert handled.notes == ("La rubrique ? Choisissez.",)
    assert handled.proposal
    assert Gap("category") in handled.proposal.gaps
    last = [mail.asked for mail in store.mails.of("2026-0001") if mail.step.startswith("review")][-1]
    assert last == (Gap("licence"),)


INSULT = "Votre maire est un escroc"


def test_questions_wait_until_somebody_has_read_the_letter(tmp_path: Path, settings: dict[str, Any]) -> None:
    """Nor does the receipt repeat a word of it, whatever was sent along."""
    with open_store(tmp_path / "store", tmp_path / "site") as store:
        old_word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
        mail = message_from_bytes(mailed(LEA, INSULT, f"{INSULT}, et ses amis aussi.\n"), policy=default)
        mail.add_attachment(old_word, maintype="application", subtype="msword", filename=f"{INSULT}.doc")
        take(store, mail.as_bytes(), enclosing(LEA, INSULT, f"{INSULT}.doc", old_word))
        handled = done(store, site_of(settings))
        assert [it.held for it in handled] == [True, False]
        leaving = store.mails.waiting()
        assert [(it.number, it.step) for it in leaving] == [("2026-0001", "receipt"), ("2026-0002", "receipt")]
        assert not [it for it in leaving if "escroc" in unquote(it.data.decode())]
        stored = store.cases.case("2026-0001")
        assert stored
        assert (stored.read, stored.waiting) == ("", "")
        store.mails.release("2026-0001")
        assert [it.step for it in store.mails.waiting()] == ["receipt", "receipt", "review-0"]


def test_an_answer_makes_no_question_wait(asked_store: LetterStore, settings: dict[str, Any]) -> None:
    asked_store.cases.note_days(NUMBER, read="2026-11-20", waiting="2026-11-20", closed="")
    take(asked_store, mailed(LEA, f"Re: [{NUMBER}]", f"Titre : {INSULT}", REVIEW))
    done(asked_store, site_of(settings))
    assert [it.step for it in asked_store.mails.waiting()][2:] == ["review-1"]


def test_a_right_of_reply_is_asked_nothing_and_has_days_of_its_own(
    asked_store: LetterStore, settings: dict[str, Any]
) -> None:
    """Also from somebody whose text is open already, and if its document can't be read."""
    said = "J'exerce mon droit de réponse : l'eau n'est jamais partie."
    take(asked_store, mailed(LEA, f"Re: [{NUMBER}]", said, REVIEW))
    take(asked_store, enclosing(PAUL, "Droit de réponse", "reponse.doc", b"\xd0\xcf\x11\xe0" + bytes(3000)))
    done(asked_store, site_of(settings))
    assert [(it.number, it.kind) for it in asked_store.cases.all()][1:] == [
        ("2026-0002", "right-of-reply"),
        ("2026-0003", "right-of-reply"),
    ]
    for number in ("2026-0002", "2026-0003"):
        (receipt,) = asked_store.mails.of(number)
        assert receipt.step == "receipt"
        text = " ".join(str(message_from_bytes(receipt.data, policy=default).get_content()).split())
        assert "until 23 November 2026" in text
        reply = mailed(LEA if number == "2026-0002" else PAUL, f"Re: [{number}]", "Et merci.", receipt.identity)
        (came,) = take(asked_store, reply)
        assert (came.number, came.beside) == (number, False)


@pytest.mark.parametrize("note", ["", "Bonjour,\n\nVoici mon texte en pièce jointe.\n\nMerci", "VOIR PDF"])
def test_a_pdf_without_a_text_is_a_question_and_becomes_a_post_with_its_answer(
    note: str, empty_store: LetterStore, settings: dict[str, Any]
) -> None:
    store = empty_store
    mail = message_from_bytes(enclosing(LEA, "Texte", "le-lavoir.pdf", make_pdf()))
    if note:
        mail.attach(MIMEText(note, "plain", "utf-8"))
    take(store, mail.as_bytes())
    (first,) = done(store, site_of(settings))
    assert (first.proposal, first.held) == (None, True)
    held = store.mails.held("2026-0001")
    assert held
    assert "le-lavoir.pdf" in message_from_bytes(held.data, policy=default).get_content()
    assert [one.step for one in store.mails.waiting()] == ["receipt"], "nothing is asked before somebody has read it"
    store.mails.release("2026-0001")
    text = "L'eau est revenue au lavoir du bas, et tout le quartier avec elle, samedi matin, à dix heures."
    take(store, mailed(LEA, f"Re: [2026-0001] {held.step}", text, held.identity))
    (second,) = done(store, site_of(settings))
    assert second.proposal
    assert text in second.proposal.files[second.proposal.text].decode()
    assert [dict(one.values)["name"] for one in second.proposal.remarks] == ["le-lavoir.pdf"], "no form of this site"


def test_a_pdf_beside_a_text_is_no_question(empty_store: LetterStore, settings: dict[str, Any]) -> None:
    mail = message_from_bytes(enclosing(LEA, "Le lavoir", "plan.pdf", make_pdf()))
    mail.attach(MIMEText("L'eau est revenue au lavoir du bas. " * 3, "plain", "utf-8"))
    take(empty_store, mail.as_bytes())
    (handled,) = done(empty_store, site_of(settings))
    assert handled.proposal


def test_whoever_answers_with_what_cannot_be_read_is_told(store: LetterStore, settings: dict[str, Any]) -> None:
    """The first letter of the one became a post, that of the other held nothing either."""
    old_word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
    take(store, enclosing(PAUL, "Texte", "pardon.doc", old_word))
    done(store, site_of(settings))
    for number, sender in (("2026-0001", LEA), ("2026-0003", PAUL)):
        asked = store.mails.of(number)[-1].identity
        take(store, enclosing(sender, f"Re: [{number}]", "suite.doc", old_word, asked))
    handled = done(store, site_of(settings))
    for number, step, named in (("2026-0001", "review-1", True), ("2026-0003", "unusable-1", False)):
        mail = store.mails.of(number)[-1]
        assert (mail.step, "suite.doc" in mail.data.decode()) == (step, named)
    assert any("suite.doc" in note for note in handled[0].notes), "and an editor reads it"


NUMBER = "2026-0001"
ASKED = (Gap("summary"), Gap("commune"), Gap("people"))
REVIEW = "2026-0001.review@carnets.example"
RETURNED = "L'eau est revenue au lavoir du bas, et tout le quartier avec elle.\n"


@pytest.fixture
def asked_store(tmp_path: Path) -> Iterator[LetterStore]:
    """A store with one case, which has been asked three questions."""
    with open_store(tmp_path / "store", tmp_path / "site") as opened:
        take(opened, mailed(LEA, "Le lavoir", RETURNED))
        mail = QueuedMail(REVIEW, NUMBER, "review-0", LEA, b"", ASKED)
        opened.mails.queue(mail, datetime(2026, 11, 20, tzinfo=UTC))
        opened.cases.mark_handled(NUMBER, 0)
        yield opened


def whole(asked_store: LetterStore) -> WholeCase:
    stored = asked_store.cases.case(NUMBER)
    assert stored
    found = read_case(stored, asked_store, WHO)
    assert found
    return found


def test_an_answer_after_a_thank_you_answers_the_questions_before_it(asked_store: LetterStore) -> None:
    said = ("Thank you, until tonight.", "Nobody")
    take(asked_store, *(mailed(LEA, f"Re: [{NUMBER}]", words, REVIEW) for words in said))
    answers = whole(asked_store).case.answers
    assert ([it.what for it in answers.consents], answers.corrections) == (["people"], said[:1])


DISOWNED = (
    b"Received: from pirate.example by mx.carnets.example; 1\n"
    b"Authentication-Results: mx.carnets.example; spf=pass; dmarc=fail header.from=courrier.example\n"
)


@pytest.mark.parametrize("told", [b"", DISOWNED])
def test_a_letter_with_the_number_alone_lies_beside_the_case(
    asked_store: LetterStore, settings: dict[str, Any], told: bytes
) -> None:
    """Numbers are public and senders can be forged: gaps aren't filled either, and nobody is written to."""
    before = whole(asked_store)
    asked_store.cases.note_days(NUMBER, read="2026-11-20", waiting="2026-11-20", closed="2026-11-20")
    stored = asked_store.cases.case(NUMBER)
    forged = f"Nobody\n\n{RETURNED}Achetez nos volets."
    (came,) = take(asked_store, told + mailed(LEA, f"[{NUMBER}] Le lavoir", forged))
    assert came == Received(NUMBER, beside=True)
    assert (whole(asked_store), asked_store.cases.case(NUMBER)) == (before, stored)
    mails = len(asked_store.mails.of(NUMBER))
    assert done(asked_store, site_of(settings)) == []
    assert len(asked_store.mails.of(NUMBER)) == mails
    (beside,) = asked_store.cases.letters_beside(NUMBER)
    assert "Achetez nos volets" in (asked_store.cases.original(beside) or b"").decode(), "an editor can read it"
    asked_store.forget([NUMBER])
    assert asked_store.cases.original(beside) is None


def test_what_an_editor_accepts_is_part_of_the_case_but_agrees_to_nothing(asked_store: LetterStore) -> None:
    asked_store.cases.note_days(NUMBER, read="", waiting="", closed="2026-11-20")
    for words in ("Nobody\n\nThiers", "Nobody\n\nAmbert"):
        take(asked_store, mailed(LEA, f"[{NUMBER}] Le lavoir", words))
    take(asked_store, mailed(LEA, f"Re: [{NUMBER}]", "Merci.", REVIEW))
    asked_store.cases.mark_handled(NUMBER, 3)
    assert whole(asked_store).case.answers.corrections == ("Merci.",)
    asked_store.cases.accept(NUMBER, 2)
    answers = whole(asked_store).case.answers
    assert (answers.corrections, answers.consents) == (("Merci.", "Ambert"), ())
    assert [it.place for it in asked_store.cases.letters_beside(NUMBER)] == [1]
    assert [(it.place, it.proven, it.handled) for it in asked_store.cases.letters_of(NUMBER)] == [
        (0, False, True),
        (3, True, True),
        (4, False, False),
    ]
    assert asked_store.cases.unhandled() == [NUMBER]
    take(asked_store, mailed(LEA, f"Re: [{NUMBER}]", "Nobody", REVIEW))
    assert [it.what for it in whole(asked_store).case.answers.consents] == ["people"]


def test_an_answer_that_a_server_has_found_forged_is_answered_by_no_mail(
    asked_store: LetterStore, settings: dict[str, Any]
) -> None:
    """It names a mail of ours, so that it counts; but its domain disowns it."""
    take(asked_store, DISOWNED + mailed(LEA, f"Re: [{NUMBER}]", "Commune : Ambert", REVIEW))
    (handled,) = done(asked_store, site_of(settings))
    assert handled.proposal
    assert [mail.step for mail in asked_store.mails.of(NUMBER)] == ["receipt", "review-0"]
    take(asked_store, mailed(LEA, f"Re: [{NUMBER}]", "Résumé : Le retour de l’eau au lavoir.", REVIEW))
    done(asked_store, site_of(settings))
    assert [mail.step for mail in asked_store.mails.of(NUMBER)] == ["receipt", "review-0", "review-2"]


def test_nobody_who_came_with_later_pictures_has_agreed(asked_store: LetterStore) -> None:
    take(asked_store, mailed(LEA, f"Re: [{NUMBER}]", "Nobody", REVIEW))
    assert [it.what for it in whole(asked_store).case.answers.consents] == ["people"]
    take(asked_store, with_photo(mailed(LEA, f"Re: [{NUMBER}]", "Encore une photo.", REVIEW)))
    assert whole(asked_store).case.answers.pictures
    assert whole(asked_store).case.answers.consents == ()


def with_photo(mail: bytes) -> bytes:
    message = message_from_bytes(mail, policy=default)
    message.add_attachment(phone_photo(400, 300), maintype="image", subtype="jpeg", filename="fete.jpg")
    return message.as_bytes()


SHORT = "L'eau est revenue au lavoir."
ODD = ("a@b.c", "\U0001f600@ailleurs.example", "a@aille$urs.example", "..@ailleurs.example", "é" * 64 + "@x.example")


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[LetterStore]:
    with open_store(tmp_path / "store", tmp_path / "site") as opened:
        yield opened


@pytest.mark.parametrize("sender", ODD)
def test_a_letter_whose_sender_has_no_address_stops_nobody(empty_store: LetterStore, sender: str) -> None:
    came = take(empty_store, mailed(sender, "Le four", SHORT), mailed(LEA, "Le lavoir", SHORT))
    assert [it.number for it in came] == ["2026-0001", "2026-0002"]
    assert LEA in [mail.recipient for mail in empty_store.mails.waiting()]


def test_a_site_without_an_address_keeps_letters_and_answers_nobody(empty_store: LetterStore) -> None:
    (came,) = take(empty_store, mailed(LEA, "Le lavoir", SHORT), who=replace(WHO, address=""))
    assert came.opened
    assert empty_store.mails.waiting() == []


def test_nobody_is_flooded_by_letters_forged_in_many_spellings_of_their_address(empty_store: LetterStore) -> None:
    letters = [mailed(f"lea+{n}@courrier.example", f"Le lavoir {n}", SHORT) for n in range(14)]
    assert len(take(empty_store, *letters)) == 14
    assert len(empty_store.mails.waiting()) == 10


@pytest.mark.parametrize("damage", [b"", b"other words"])
def test_a_lost_original_is_named_and_taken_again_from_its_mail(asked_store: LetterStore, damage: bytes) -> None:
    mail = mailed(LEA, "Le lavoir", "Il coule encore.")
    (came,) = take(asked_store, mail)
    (letter,) = asked_store.cases.letters_of(came.number)
    (asked_store.folder / "originals" / letter.file).write_bytes(damage)
    assert asked_store.cases.lost() == [letter]
    assert take(asked_store, mail) == []
    assert (asked_store.cases.lost(), asked_store.cases.original(letter)) == ([], mail)
    asked_store.forget([came.number])
    take(asked_store, mail)
    assert not (asked_store.folder / "originals" / letter.file).exists()
