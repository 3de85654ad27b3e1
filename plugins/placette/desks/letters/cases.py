"""A case as a whole: its letters read again in order, and what the later ones answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from placette.desks.letters.answering import MINORS, PEOPLE, Correspondent, merged, read_answers
from placette.desks.letters.letter import Case, Consent, Gap, Letter, WriterAnswers
from placette.desks.letters.mail import LARGEST, read_mails
from placette.desks.letters.store.cases import StoredCase, StoredLetter
from placette.desks.letters.store.opening import LetterStore
from placette.engine.base.message import N_

_VALUES = ("title", "summary", "commune", "category", "credit", "signature")
"""What answers fill that is one line (``WriterAnswers``)."""
_LONGEST = 5000
"""Characters of an unproven letter that an editor reads here; the original is kept whole."""
_UNPROVEN = N_("(This answers none of our mails and may be forged, so it replaced nothing.) {words}")


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case, how many letters it has, and what each of those that answer agrees to, by its place.

    ``before`` is the case as it was handled last; None for one that never was.
    """

    case: Case
    before: Case | None
    letters: int
    consents: dict[int, tuple[Consent, ...]]


@dataclass(frozen=True, slots=True)
class _Round:
    """A mail that asked: its Message-ID, the place of the first letter that may answer it, its questions."""

    identity: str
    first: int
    asked: tuple[Gap, ...]


def read_case(stored: StoredCase, store: LetterStore, who: Correspondent) -> WholeCase | None:
    """A case from its originals; None once they are forgotten.

    Its author is known once somebody has answered us from the author's address: the address alone can be forged.
    """
    kept = store.cases.letters_of(stored.number)
    originals = [store.cases.original(it) for it in kept]
    jobs = [(data, it.received) for data, it in zip(originals, kept, strict=True) if data is not None]
    if len(jobs) < len(kept) or not jobs:
        return None
    most = max(LARGEST, *(len(data) for data, _day in jobs))  # what was let in is read, whatever the limit is now
    first, *later = read_mails(jobs, own=who.address, largest=most)
    author = stored.author if any(it.proven for it in kept) else ""
    case = Case(stored.number, first, author, licence=who.licence)
    before = case if kept[0].handled else None
    consents: dict[int, tuple[Consent, ...]] = {}
    asked = list(_asked(store, stored.number))
    for place, (letter, facts) in enumerate(zip(later, kept[1:], strict=True), 1):
        questions = _open_then(letter, place, asked)
        said = _proven(read_answers(letter, questions, case, who.words), facts, questions, letter, who)
        consents[place] = said.consents
        case = _with_answers(case, said)
        before = case if facts.handled else before
    return WholeCase(case, before, len(kept), consents)


def _asked(store: LetterStore, number: str) -> Iterator[_Round]:
    """The questions that we asked about a case, round by round."""
    for mail in store.mails.of(number):
        step, _, place = mail.step.partition("-")
        if step == "review":
            yield _Round(mail.identity, int(place) + 1, mail.asked)


def _open_then(letter: Letter, place: int, rounds: list[_Round]) -> tuple[Gap, ...]:
    """The questions that a letter answers: those of the mail that it names, else the last ones asked before it.

    A “thank you” changes nothing, so the questions aren't sent again after it: they are still the open ones.
    """
    asked = [one for one in rounds if one.first <= place]
    named = [one for one in asked if one.identity in letter.references]
    return (named or asked)[-1].asked if asked else ()


def _with_answers(case: Case, said: WriterAnswers) -> Case:
    """The case after one more answer. Who was asked about some pictures has said nothing of others that came since."""
    case = replace(case, answers=merged(case.answers, said))
    if not (said.pictures or (said.written and said.written.pictures)):
        return case
    unsaid = {PEOPLE, MINORS} - {consent.what for consent in said.consents}
    kept = tuple(consent for consent in case.answers.consents if consent.what not in unsaid)
    fields = {name: value for name, value in case.letter.fields.items() if name not in unsaid}
    return replace(case, letter=replace(case.letter, fields=fields), answers=replace(case.answers, consents=kept))


def _proven(
    said: WriterAnswers, facts: StoredLetter, questions: tuple[Gap, ...], letter: Letter, who: Correspondent
) -> WriterAnswers:
    """What a letter says; of one that doesn't answer a mail of ours, only what fills a gap.

    Its sender's address can be forged and numbers are public: it agrees to nothing, and replaces nothing that the
    writer has said. The editor gets to read it.
    """
    if facts.proven:
        return said
    codes = {gap.code for gap in questions}
    values = {code: "" for code in _VALUES if code not in codes}
    alts = {name: words for name, words in said.alts.items() if Gap("alt", name) in questions}
    more = replace(said, consents=(), licence="", written=None, pictures=(), captions={}, alts=alts)
    less = replace(more, **values)  # type: ignore[arg-type]
    if less == said:
        return said
    words = letter.written.markdown[:_LONGEST]
    return replace(less, corrections=(*less.corrections, who.words(_UNPROVEN).format(words=words)))
