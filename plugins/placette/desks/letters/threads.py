"""Which case a letter belongs to. What a letter says of itself proves nothing; that it answers a mail of ours does."""

from __future__ import annotations

from dataclasses import dataclass

from placette.desks.letters.letter import Letter
from placette.desks.letters.store.opening import LetterStore


@dataclass(frozen=True, slots=True)
class Belonging:
    """The case that a letter belongs to; an empty number for a new one.

    ``proven`` says that it names a mail that we sent to its sender, so that whoever wrote it read that mail.
    """

    number: str = ""
    proven: bool = False


def belonging_of(letter: Letter, store: LetterStore) -> Belonging:
    """Where a letter belongs: to the case whose mail it answers, or whose number it names, if both are its sender's."""
    answered = next((number for it in letter.references if (number := store.mails.number_of(it))), "")
    named = answered or letter.number
    case = store.cases.case(named) if named else None
    if case is None or not letter.sender or letter.sender != case.sender:
        return Belonging()
    return Belonging(case.number, proven=bool(answered))
