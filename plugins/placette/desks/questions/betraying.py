"""What a text holds of other people, said before anything is written into a folder whose history stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from placette.engine.base.message import N_
from placette.engine.texts.others import contacts_in, is_of_organisation, named_in, names_among, titled_in, words_of
from placette.features.authors import AuthorKind, Profile

_PRIVATE = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST})
_SOMEBODY = _PRIVATE | {AuthorKind.ELECTED}
NAMED = N_("It names somebody else: {value}. Write the function instead (“the mayor”, “a neighbour”).")
REACHED = N_("It holds a telephone number or an e-mail address: {value}. Take it out.")


def betrayals(
    text: str, people: Iterable[Profile], allowed: Iterable[str], *, answers: bool = False
) -> Iterator[tuple[str, str]]:
    """What is wrong (a msgid) with a text that is to be published, and the words; ``allowed`` are keys of profiles.

    What ``answers`` may name those who speak in public, and give the numbers of organisations.
    """
    kinds = _PRIVATE if answers else _SOMEBODY
    names = names_among((one.key, one.name) for one in people if one.kind in kinds)
    found = (trace for trace in contacts_in(text) if not (answers and is_of_organisation(trace.value)))
    yield from ((REACHED, trace.value) for trace in found)
    yield from ((NAMED, trace.value) for trace in titled_in(text))
    yield from ((NAMED, name) for _, name in named_in(words_of(text), names, allowed))
