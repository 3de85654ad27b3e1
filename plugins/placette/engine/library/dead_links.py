"""What a link that leads nowhere may have meant: decided once every text is known, not while each is converted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from placette.engine.base.text import nearest
from placette.engine.library.draft import own_name
from placette.engine.problems.messages import NEAR, NOTHING_NEAR
from placette.engine.problems.problems import Problem
from placette.engine.texts.links import MISSING, WANTED

_NONE = (("proposal", NOTHING_NEAR),)
_PER_FILE = 50
"""Dead links of one text that are looked after: nobody mends more at a time."""
_COMPARED = 50_000
"""Names that are compared with those of dead links, two seconds' worth: of very many links only some are."""


def propose_targets(problems: Iterable[Problem], paths: Iterable[str]) -> Iterator[Problem]:
    """The problems; those of dead links with the nearest of ``paths`` in place of what they wanted.

    Past a number of links, of one text or of all, none is said to be near.
    """
    looked: Counter[str] = Counter()
    searched: set[str] = set()

    @cache
    def names() -> dict[str, list[str]]:
        known: dict[str, list[str]] = {}
        for path in sorted(paths):
            known.setdefault(own_name(path), []).append(path)
        return known

    @cache
    def proposal(wanted: str) -> tuple[tuple[str, str], ...]:
        known = names()
        close = nearest(own_name(wanted), known, 1)
        if not close:
            return _NONE
        same_folder = [path for path in known[close[0]] if path.split("/")[0] == wanted.split("/", maxsplit=1)[0]]
        return ("names", (same_folder or known[close[0]])[0]), ("proposal", NEAR)

    def may_search(path: str, wanted: str) -> bool:
        looked[path] += 1
        if looked[path] <= _PER_FILE and len(searched) * len(names()) < _COMPARED:
            searched.add(wanted)
        return wanted in searched

    for found in problems:
        values = dict(found.values) if found.code == MISSING else {}
        if WANTED in values:
            wanted = values[WANTED]
            proposed = proposal(wanted) if may_search(found.path, wanted) else _NONE
            yield replace(found, values=(*proposed, ("value", values["value"])))
        else:
            yield found
