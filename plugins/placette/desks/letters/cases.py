"""A case as a whole: its letters read again in order, and what the later ones answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from placette.desks.letters.answering import Correspondent, merged, read_answers
from placette.desks.letters.letter import Case, Consent, Gap, WriterAnswers
from placette.desks.letters.mail import read_mails
from placette.desks.letters.store.cases import StoredCase, StoredLetter
from placette.desks.letters.store.opening import LetterStore


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case, how many letters it has, and what each of those that answer agrees to, by its place.

    ``before`` is the case as it was handled last; None for one that never was.
    """

    case: Case
    before: Case | None
    letters: int
    consents: dict[int, tuple[Consent, ...]]


def read_case(stored: StoredCase, store: LetterStore, who: Correspondent) -> WholeCase | None:
    """A case from its originals; None once they are forgotten.

    Its author is known once somebody has answered us from the author's address: the address alone can be forged.
    """
    kept = store.cases.letters_of(stored.number)
    originals = [store.cases.original(it) for it in kept]
    jobs = [(data, it.received) for data, it in zip(originals, kept, strict=True) if data is not None]
    if len(jobs) < len(kept) or not jobs:
        return None
    first, *later = read_mails(jobs, own=who.address)
    author = stored.author if any(it.proven for it in kept) else ""
    case = Case(stored.number, first, author, licence=who.licence)
    before = case if kept[0].handled else None
    consents: dict[int, tuple[Consent, ...]] = {}
    asked = _asked(store, stored.number)
    for place, (letter, facts) in enumerate(zip(later, kept[1:], strict=True), 1):
        said = _proven(read_answers(letter, asked.get(place, ()), case, who.words), facts)
        consents[place] = said.consents
        case = replace(case, answers=merged(case.answers, said))
        before = case if facts.handled else before
    return WholeCase(case, before, len(kept), consents)


def _asked(store: LetterStore, number: str) -> dict[int, tuple[Gap, ...]]:
    """The questions that were open when the letter at each place came: those of the mail about the one before."""
    asked = {}
    for mail in store.mails.of(number):
        step, _, place = mail.step.partition("-")
        if step == "review":
            asked[int(place) + 1] = mail.asked
    return asked


def _proven(said: WriterAnswers, facts: StoredLetter) -> WriterAnswers:
    """What a letter says, without agreements unless it answers a mail of ours: a sender's address can be forged."""
    return said if facts.proven else replace(said, consents=(), licence="")
