"""Cases become proposals, and their writers are asked what is missing. Each step may be done again without harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from placette.desks.letters.answering import Correspondent, review_mail, unusable_mail
from placette.desks.letters.cases import WholeCase, read_case
from placette.desks.letters.letter import YOU_CHOOSE, Case, Gap, LetterProposal, Remark
from placette.desks.letters.proposing import ProposingError
from placette.desks.letters.receiving import is_empty, queue
from placette.desks.letters.store.cases import StoredCase
from placette.desks.letters.store.opening import LetterStore
from placette.desks.letters.ways import ProposalDesk, PutProposal, Reserved
from placette.engine.problems.problems import Problem


@dataclass(frozen=True, slots=True)
class HandledCase:
    """What was made of a case: its proposal and where it is, both empty for one that an editor decides.

    ``error`` says why nothing could be made of it now; the next run tries again.
    """

    number: str
    proposal: LetterProposal | None = None
    where: str = ""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    """What the writer said that only an editor can deal with."""
    error: ProposingError | None = None


def handle(store: LetterStore, desk: ProposalDesk, who: Correspondent, today: date) -> Iterator[HandledCase]:
    """Make of each case with new letters what there is to make of it. One that fails holds no other up."""
    for number in store.cases.unhandled():
        stored = store.cases.case(number)
        whole = read_case(stored, store, who) if stored else None
        if stored and whole:
            try:
                handled = _handle(stored, whole, store, desk, who, today)
            except ProposingError as error:
                handled = HandledCase(number, error=error)
            yield handled


def _handle(
    stored: StoredCase, whole: WholeCase, store: LetterStore, desk: ProposalDesk, who: Correspondent, today: date
) -> HandledCase:
    """Propose first, then note it: what was cut off in between is proposed again, which changes nothing."""
    last = whole.letters - 1
    reserved = _reserved(stored, store)
    proposal = None if is_empty(whole.case.written) else desk.propose(whole.case, stored.folder, reserved)
    if proposal is None:
        with store.step():
            if whole.case.answers.remarks:
                queue(lambda: unusable_mail(whole.case, who, last), whole.case, f"unusable-{last}", (), store, who)
            store.cases.mark_handled(stored.number, last)
        return HandledCase(stored.number)
    before = desk.propose(whole.before, stored.folder, reserved) if whole.before and stored.folder else None
    put = _put(proposal, before, stored, store, desk)
    problems = desk.check(proposal)
    with store.step():
        store.cases.note_proposal(stored.number, proposal.title, proposal.folder.as_posix())
        store.cases.note_profile(stored.number, _profile(proposal))
        for place, consents in whole.consents.items():
            store.people.keep_consents(stored.number, place, consents)
        asked = _ask(whole.case, proposal, problems, last, store, who)
        waiting = (stored.waiting or today.isoformat()) if asked and _missing(whole.case, proposal) else ""
        store.cases.note_days(stored.number, read=stored.read, waiting=waiting, closed="")
        store.cases.mark_handled(stored.number, last)
    return HandledCase(stored.number, proposal, put.where, problems, put.remarks, whole.case.answers.corrections)


def _reserved(stored: StoredCase, store: LetterStore) -> Reserved:
    """What other cases were given. Their posts may still be on branches that the site doesn't show.

    Two people of one name would sign with one profile else, and the second could write as the first from then on.
    """
    others = (case.folder for case in store.cases.all() if case.folder and case.number != stored.number)
    keys = store.cases.profiles_of_others(stored.number, stored.sender)
    return Reserved(frozenset(PurePosixPath(folder).name for folder in others), keys)


def _profile(proposal: LetterProposal) -> str:
    """The key of the profile that a proposal brings; empty for none."""
    paths = map(PurePosixPath, proposal.files)
    return next((path.stem for path in paths if path.parent.name == "authors"), "")


def _put(
    proposal: LetterProposal, before: LetterProposal | None, stored: StoredCase, store: LetterStore, desk: ProposalDesk
) -> PutProposal:
    """Put a proposal where it goes. Its folder is noted first: a run that is killed here must not make a second one."""
    if not stored.folder:
        store.cases.note_proposal(stored.number, proposal.title, proposal.folder.as_posix())
    try:
        return desk.put(proposal, before)
    except ProposingError:  # the folder may be somebody else's: the next run chooses again
        store.cases.note_proposal(stored.number, stored.title, stored.folder)
        raise


def _ask(
    case: Case,
    proposal: LetterProposal,
    problems: tuple[Problem, ...],
    last: int,
    store: LetterStore,
    who: Correspondent,
) -> bool:
    """Queue what the check says and what is missing; False where nobody can be answered."""
    step, asked = f"review-{last}", replace(proposal, gaps=_missing(case, proposal))
    return queue(lambda: review_mail(case, asked, problems, who), case, step, asked.gaps, store, who)


def _missing(case: Case, proposal: LetterProposal) -> tuple[Gap, ...]:
    """What only the writer can say: not the category that they left to the editors."""
    left = {"category"} if case.answers.category == YOU_CHOOSE else set()
    return tuple(gap for gap in proposal.gaps if gap.code not in left)
