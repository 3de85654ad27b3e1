"""Cases become posts: each in a folder of its own, and one that can't be put anywhere holds no other up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from placette.engine.library.reading import read_everything
from placette.plugin import reader_of
from placette_letters import LettersSettings
from placette_letters.letter import Gap, LetterProposal
from placette_letters.processing import HandledCase, ProposalDesk, PutProposal, Way, handle, proposal_desk
from placette_letters.proposing import ProposingError
from placette_letters.store import LetterStore, open_store
from tests.placette_letters.fixture_store import LEA, WHO, enclosing, mailed, take
from tests.placette_letters.proposing.fixture_letters import make_settings

TEXT = "L'eau est revenue au lavoir du bas, lettre {n}.\n"
TODAY = date(2026, 11, 21)
PAUL = "paul@courrier.example"


class Killed(BaseException):
    """The run ends here, as if it were killed."""


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


def desk_of(settings: dict[str, Any]) -> ProposalDesk:
    """What writes proposals into the content folder of a site, as it is now; the check is left out."""
    build = read_everything(settings, reader_of(settings))
    made = proposal_desk(settings, build, Way.FOLDER, LettersSettings(), Path())
    return replace(made, check=lambda _proposal: ())


def done(store: LetterStore, desk: ProposalDesk) -> list[HandledCase]:
    return list(handle(store, desk, WHO, TODAY))


def test_two_texts_of_one_title_get_folders_of_their_own(store: LetterStore, settings: dict[str, Any]) -> None:
    """The first may lie on a branch that the site doesn't show yet."""
    handled = done(store, desk_of(settings))
    assert [it.error for it in handled] == [None, None]
    folders = [it.proposal.folder.name for it in handled if it.proposal]
    assert folders == ["le-lavoir", "le-lavoir-2"]


def test_one_that_fails_holds_no_other_up_and_is_tried_again(store: LetterStore, settings: dict[str, Any]) -> None:
    desk = desk_of(settings)

    def refuse_first(proposal: LetterProposal, before: LetterProposal | None) -> PutProposal:
        if proposal.number == "2026-0001":
            raise ProposingError("no")
        return desk.put(proposal, before)

    handled = done(store, replace(desk, put=refuse_first))
    assert [(it.number, bool(it.error)) for it in handled] == [("2026-0001", True), ("2026-0002", False)]
    assert [it.number for it in done(store, desk_of(settings))] == ["2026-0001"]
    assert store.cases.unhandled() == []


def test_a_run_killed_after_writing_makes_no_second_post(store: LetterStore, settings: dict[str, Any]) -> None:
    desk = desk_of(settings)

    def killed(proposal: LetterProposal, before: LetterProposal | None) -> PutProposal:
        desk.put(proposal, before)
        raise Killed

    with pytest.raises(Killed):
        done(store, replace(desk, put=killed))
    handled = done(store, desk_of(settings))
    assert [it.proposal.folder.name for it in handled if it.proposal] == ["le-lavoir", "le-lavoir-2"]


def test_two_people_of_one_name_get_profiles_of_their_own(tmp_path: Path, settings: dict[str, Any]) -> None:
    """The first proposal waits on its branch; the same sender stays one person."""
    with open_store(tmp_path / "store", tmp_path / "site") as store:
        for n, sender in enumerate((LEA, LEA, PAUL)):
            take(store, mailed(sender, f"Le lavoir {n}", "Signature : Jeanne Dupont\n\n" + TEXT.format(n=n)))
        waiting = replace(desk_of(settings), put=lambda proposal, _before: PutProposal(proposal.branch))
        signed = [
            {path for path in it.proposal.files if path.startswith("authors/")}
            for it in done(store, waiting)
            if it.proposal
        ]
        assert signed == [{"authors/jeanne-dupont.md"}, {"authors/jeanne-dupont.md"}, {"authors/jeanne-dupont-2.md"}]
        store.forget(["2026-0001", "2026-0002"])
        assert store.cases.profiles_of_others("2026-0003", PAUL) == frozenset()


def test_nobody_is_asked_again_for_the_category_that_they_left_to_us(
    store: LetterStore, settings: dict[str, Any]
) -> None:
    done(store, desk_of(settings))
    (review,) = (mail for mail in store.mails.of("2026-0001") if mail.step.startswith("review"))
    assert Gap("category") in review.asked
    said = "Rubrique : choisissez\nCommune : Ambert\n"
    take(store, mailed(LEA, "Re: [2026-0001]", said, review.identity.strip("<>")))
    (handled,) = done(store, desk_of(settings))
    assert handled.proposal
    assert Gap("category") in handled.proposal.gaps, "an editor still chooses it"
    again = [mail.asked for mail in store.mails.of("2026-0001") if mail.step.startswith("review")][-1]
    assert again == tuple(gap for gap in review.asked if gap.code not in {"category", "commune"})


def test_whoever_answers_with_what_cannot_be_read_is_told(store: LetterStore, settings: dict[str, Any]) -> None:
    """The first letter of the one became a post, that of the other held nothing either."""
    old_word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
    take(store, enclosing(PAUL, "Texte", "pardon.doc", old_word))
    done(store, desk_of(settings))
    for number, sender in (("2026-0001", LEA), ("2026-0003", PAUL)):
        asked = store.mails.of(number)[-1].identity
        take(store, enclosing(sender, f"Re: [{number}]", "suite.doc", old_word, asked))
    handled = done(store, desk_of(settings))
    for number, step in (("2026-0001", "review-1"), ("2026-0003", "unusable-1")):
        mail = store.mails.of(number)[-1]
        assert (mail.step, "suite.doc" in mail.data.decode()) == (step, True)
    assert any("suite.doc" in note for note in handled[0].notes), "and an editor reads it"
