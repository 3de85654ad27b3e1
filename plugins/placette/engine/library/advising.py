"""Advice on texts, each within limits: what a stranger wrote must not stop the review of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from placette.engine.base.files import digest
from placette.engine.base.processes import bounded_out
from placette.engine.base.versions import code_version
from placette.engine.library.converting import LIMITS
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.kinds import AnyKind
from placette.engine.library.library import Library
from placette.engine.library.memory import Memory
from placette.engine.library.sources import Source
from placette.engine.problems.problems import Problem, advice_codes, problem

Advice = tuple[Problem, ...]

_ADVICE = TypeAdapter(Advice)
_AT_ONCE = 16
"""Texts sent to a worker together, as when they are converted."""
_FEW, _SHORT = 8, 20_000
"""Texts that are looked at here, where each has so many bytes at the most: whoever previews waits for a process longer
than for them, and no rule takes more than linear time."""
_WORTH_A_PROCESS = 1000
"""Texts for which one more process is worth its start: each takes some milliseconds, and its tables a second."""


@dataclass(frozen=True, slots=True)
class Adviser:
    """A kind reviewer: advice on the texts of a kind, from their values and their sources.

    Texts that something blocks have no value: ``advise_source`` says at once what their source alone shows.
    Both are a module's own functions: workers get them by name.
    """

    kind: AnyKind
    advise: Callable[[Any, Draft], Iterable[Problem]]
    advise_source: Callable[[Draft], Iterable[Problem]]


class _Asked(NamedTuple):
    """A text to advise on, and under which key that is remembered; without either where something blocks it."""

    path: str
    data: bytes
    text: Any = None
    key: str = ""


def read_advice(library: Library, sources: Mapping[str, Source], memory: Memory, adviser: Adviser) -> list[Problem]:
    """The advice on every text of its kind, from the source alone where something blocks it.

    A text that takes too long to look at has the problem ``text-slow``.
    """
    found: list[Problem] = []
    asked: list[_Asked] = []
    codes = advice_codes()
    for text in library.of(adviser.kind):
        source = sources[text.path]
        key = digest(*(part.encode() for part in (code_version(), source.mark, text.mark)))
        kept = _recalled(key, memory, codes)
        found += kept or ()
        asked += [_Asked(text.path, source.content(), text, key)] if kept is None else []
    asked += [
        _Asked(path, sources[path].content())
        for path in sorted(library.refused)
        if adviser.kind.is_place(path) and path in sources
    ]
    if len(asked) <= _FEW and all(len(one.data) <= _SHORT for one in asked):
        given: Iterable[Advice | None] = [advise_on(one, adviser) for one in asked]
    else:
        given = bounded_out(advise_on, asked, adviser, LIMITS, _AT_ONCE, _WORTH_A_PROCESS)
    for one, advice in zip(asked, given, strict=True):
        found += (problem("text-slow", one.path),) if advice is None else advice
        if one.key and advice is not None:
            memory.put(one.key, advice, _ADVICE)
    return found


def advise_on(asked: _Asked, adviser: Adviser) -> Advice:
    """The advice on one text. Total, as the adviser is."""
    draft = draft_text(asked.path, adviser.kind, asked.data)
    return tuple(adviser.advise_source(draft) if asked.text is None else adviser.advise(asked.text, draft))


def _recalled(key: str, memory: Memory, codes: frozenset[str]) -> Advice | None:
    kept = memory.get(key, _ADVICE)
    return None if kept is None or any(advice.code not in codes for advice in kept) else kept
