"""Cases become proposals, and their writers are asked what is missing. Each step may be done again without harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from placette.desks.letters.answering import Correspondent, review_mail
from placette.desks.letters.cases import WholeCase, read_case
from placette.desks.letters.letter import Case, LetterProposal, Remark
from placette.desks.letters.receiving import is_empty, queue
from placette.desks.letters.store.cases import StoredCase
from placette.desks.letters.store.opening import LetterStore
from placette.desks.letters.ways import ProposalDesk
from placette.engine.problems.problems import Problem


@dataclass(frozen=True, slots=True)
class HandledCase:
    """What was made of a case: its proposal and where it is, both empty for one that an editor decides."""

    number: str
    proposal: LetterProposal | None = None
    where: str = ""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    """What the writer said that only an editor can deal with."""


def handle(store: LetterStore, desk: ProposalDesk, who: Correspondent, today: date) -> Iterator[HandledCase]:
    """Make of each case with new letters what there is to make of it. Raises ``ProposingError``."""
    for number in store.cases.unhandled():
        stored = store.cases.case(number)
        whole = read_case(stored, store, who) if stored else None
        if stored and whole:
            yield _handle(stored, whole, store, desk, who, today)


def _handle(
    stored: StoredCase, whole: WholeCase, store: LetterStore, desk: ProposalDesk, who: Correspondent, today: date
) -> HandledCase:
    """Propose first, then note it: what was cut off in between is proposed again, which changes nothing."""
    last = whole.letters - 1
    written = whole.case.written
    proposal = None if is_empty(written) else desk.propose(whole.case, stored.folder)
    if proposal is None:
        store.cases.mark_handled(stored.number, last)
        return HandledCase(stored.number)
    before = desk.propose(whole.before, stored.folder) if whole.before and stored.folder else None
    put = desk.put(proposal, before)
    problems = desk.check(proposal)
    with store.step():
        store.cases.note_proposal(stored.number, proposal.title, proposal.folder.as_posix())
        for place, consents in whole.consents.items():
            store.people.keep_consents(stored.number, place, consents)
        asked = _ask(whole.case, proposal, problems, last, store, who)
        waiting = (stored.waiting or today.isoformat()) if proposal.gaps and asked else ""
        store.cases.note_days(stored.number, read=stored.read, waiting=waiting, closed="")
        store.cases.mark_handled(stored.number, last)
    return HandledCase(stored.number, proposal, put.where, problems, put.remarks, whole.case.answers.corrections)


def _ask(
    case: Case,
    proposal: LetterProposal,
    problems: tuple[Problem, ...],
    last: int,
    store: LetterStore,
    who: Correspondent,
) -> bool:
    """Queue what the check says and what is missing; False where nobody can be answered."""
    if not (case.letter.sender and who.address):
        return False
    step = f"review-{last}"
    return queue(review_mail(case, proposal, problems, who), case, step, proposal.gaps, store, who)
