"""What a link that leads nowhere may have meant: decided once every text is known, not while each is converted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from placette.engine.base.text import nearest
from placette.engine.library.draft import own_name
from placette.engine.problems.messages import NEAR, NOTHING_NEAR
from placette.engine.problems.problems import Problem
from placette.engine.texts.links import MISSING, WANTED


def propose_targets(problems: Iterable[Problem], paths: Iterable[str]) -> Iterator[Problem]:
    """The problems; those of dead links with the nearest of ``paths`` in place of what they wanted."""

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
            return (("proposal", NOTHING_NEAR),)
        same_folder = [path for path in known[close[0]] if path.split("/")[0] == wanted.split("/", maxsplit=1)[0]]
        return ("names", (same_folder or known[close[0]])[0]), ("proposal", NEAR)

    for found in problems:
        values = dict(found.values) if found.code == MISSING else {}
        if WANTED in values:
            yield replace(found, values=(*proposal(values[WANTED]), ("value", values["value"])))
        else:
            yield found
