"""What a text holds of other people, said before anything is written into a folder whose history stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from placette.engine.base.message import N_
from placette.features.authors import AuthorKind, Profile
from placette.features.questions.privacy import contacts_in, named_in, names_among, titled_in, words_of

_SOMEBODY = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST, AuthorKind.ELECTED})
NAMED = N_("It names somebody else: {value}. Write the function instead (“the mayor”, “a neighbour”).")
REACHED = N_("It holds a telephone number or an e-mail address: {value}. Take it out.")


def betrayals(text: str, people: Iterable[Profile], allowed: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What is wrong (a msgid) with a text that is to be published, and the words; ``allowed`` are keys of profiles."""
    names = names_among((one.key, one.name) for one in people if one.kind in _SOMEBODY)
    yield from ((REACHED, trace.value) for trace in contacts_in(text))
    yield from ((NAMED, trace.value) for trace in titled_in(text))
    yield from ((NAMED, name) for _, name in named_in(words_of(text), names, allowed))
