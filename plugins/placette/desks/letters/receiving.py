"""Arrivals enter the store, each once: with a case and a number, and a mail that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from placette.desks.letters.answering import Correspondent, may_answer, receipt_mail, unusable_mail
from placette.desks.letters.arriving.arrival import Arrival
from placette.desks.letters.letter import Case, Gap, Letter, Manuscript
from placette.desks.letters.mail import read_mails
from placette.desks.letters.store.mails import QueuedMail
from placette.desks.letters.store.opening import LetterStore
from placette.desks.letters.threads import belonging_of

_TOGETHER = 20_000_000
"""Bytes of letters that are read at the same time."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an arrival: the number it has now, whether it opened a case, or why it is only known."""

    number: str
    opened: bool = False
    automatic: str = ""
    subject: str = ""
    """Of what is only known: nothing else says which mail it was."""


def receive(arrivals: Iterable[Arrival], store: LetterStore, who: Correspondent, largest: int) -> Iterator[Received]:
    """Keep each arrival that is new; gives what became of it once it is safe. ``largest`` is in bytes."""
    for group in _groups(arrivals):
        letters = read_mails([(it.data, it.received) for it in group], own=who.address, largest=largest)
        for arrival, letter in zip(group, letters, strict=True):
            if receipt := _keep(arrival, letter, store, who):
                yield receipt


def _groups(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    group: list[Arrival] = []
    for arrival in arrivals:
        group.append(arrival)
        if sum(len(it.data) for it in group) > _TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _keep(arrival: Arrival, letter: Letter, store: LetterStore, who: Correspondent) -> Received | None:
    """Keep one letter in one step; None for one that has come before."""
    fresh = not store.cases.knows(letter.identity)
    file = store.cases.keep_original(arrival.data) if fresh and not letter.automatic else ""
    with store.step():
        receipt = _enter(letter, file, arrival, store, who) if fresh else None
        if arrival.uid:
            store.cases.note_uid(arrival.box, arrival.validity, arrival.uid)
    return receipt


def _enter(letter: Letter, file: str, arrival: Arrival, store: LetterStore, who: Correspondent) -> Received:
    """Give a letter its case, and its sender a mail."""
    if letter.automatic:
        store.cases.add_letter("", letter, file, proven=False)
        return Received("", automatic=letter.automatic, subject=letter.subject)
    where = belonging_of(letter, store)
    if where.number:
        store.cases.add_letter(where.number, letter, file, proven=where.proven)
        return Received(where.number)
    number = store.cases.open_case(letter, file, letter.subject, store.people.author_of(letter.sender))
    case = Case(number, letter, licence=who.licence)
    make = unusable_mail if is_empty(letter.written) or not arrival.whole else receipt_mail
    queue(lambda: make(case, who), case, "receipt", (), store, who)
    return Received(number, opened=True)


def is_empty(written: Manuscript) -> bool:
    """Whether there is nothing in a letter that could become a post."""
    return not (written.markdown.strip() or written.pictures or written.enclosures)


def queue(
    make: Callable[[], EmailMessage],
    case: Case,
    step: str,
    asked: tuple[Gap, ...],
    store: LetterStore,
    who: Correspondent,
) -> bool:
    """Queue a mail to a case's sender, unless nobody may be answered there; inside a step of the store.

    It is made only then: no mail can be made for what is no address, and one such letter must not stop the others.
    """
    now = datetime.now(UTC)
    to = case.letter.sender
    if not may_answer(case.letter, who.address, store.mails.count_made(to, now - _DAY)):
        return False
    mail = make()
    identity = str(mail["Message-ID"]).strip("<>")  # as answers to it are read
    return store.mails.queue(QueuedMail(identity, case.number, step, to, mail.as_bytes(), asked), now)
