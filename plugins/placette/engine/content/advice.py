"""The advice of a kind reviewer on every text of a site, remembered by content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from placette.engine.base.files import digest
from placette.engine.base.processes import bounded_out
from placette.engine.base.versions import code_version
from placette.engine.content.kinds import AnyKind, Draft, draft_text
from placette.engine.content.library import LIMITS, Library, SourceText
from placette.engine.content.memory import Memory
from placette.engine.content.site_options import SiteOptions
from placette.engine.findings.problems import Problem, advice_codes, problem

Advice = tuple[Problem, ...]
_ADVISING_AT_ONCE = 16
"""Texts sent to a worker together, as when they are converted."""
_FEW, _SHORT = 8, 20_000
"""Texts to advise in this process, where each has at most so many bytes: a preview would wait longer for a process than
for them, and no rule takes more than linear time."""
_WORTH_A_PROCESS = 1000
"""Texts for which one more process is worth its start: each takes some milliseconds, and its tables a second."""


@dataclass(frozen=True, slots=True)
class Adviser:
    """A kind reviewer: advice on texts in Markdown, from their values and their sources.

    Blocked texts have no value: ``advise_source`` gives the advice that their source alone shows. Both are a module's
    own functions: workers get them by name.
    """

    advise: Callable[[Any, Draft], Iterable[Problem]]
    advise_source: Callable[[Draft], Iterable[Problem]]


class _Asked(NamedTuple):
    """A text to advise on, and under which key that is remembered; without either where something blocks it."""

    path: str
    kind: AnyKind
    data: bytes
    text: Any = None
    key: str = ""


@cache
def _advice_adapter() -> TypeAdapter[Advice]:
    return TypeAdapter(Advice)


def read_advice(
    library: Library, sources: Mapping[str, SourceText], memory: Memory, adviser: Adviser, options: SiteOptions
) -> list[Problem]:
    """Return the advice on every text, from its source alone where it is blocked; ``text-slow`` for a slow one.

    Such a text may be published, so this blocks nothing.
    """
    problems: list[Problem] = []
    requests: list[_Asked] = []
    codes = advice_codes()
    converted_kinds = {request.name: request for request in options.kinds if not request.body.plain}
    for kind, text in ((request, text) for request in converted_kinds.values() for text in library.of(request)):
        source = sources[text.path]
        key = digest(*(part.encode() for part in (code_version(), source.mark, text.mark)))
        remembered = _recalled(key, memory, codes)
        problems += remembered or ()
        requests += [_Asked(text.path, kind, source.data, text, key)] if remembered is None else []
    requests += [
        _Asked(path, converted_kinds[sources[path].kind], sources[path].data)
        for path in sorted(library.refused)
        if path in sources and sources[path].kind in converted_kinds
    ]
    if len(requests) <= _FEW and all(len(request.data) <= _SHORT for request in requests):
        pieces: Iterable[Advice | None] = [advise_on(request, adviser) for request in requests]
    else:
        pieces = bounded_out(advise_on, requests, adviser, LIMITS, _ADVISING_AT_ONCE, _WORTH_A_PROCESS)
    for request, advice in zip(requests, pieces, strict=True):
        problems += (replace(problem("text-slow", request.path), waits=True),) if advice is None else advice
        if request.key and advice is not None:
            memory.put(request.key, advice, _advice_adapter())
    return problems


def advise_on(asked: _Asked, adviser: Adviser) -> Advice:
    """Return the advice on one text. Total, as the adviser is."""
    draft = draft_text(asked.path, asked.kind, asked.data)
    return tuple(adviser.advise_source(draft) if asked.text is None else adviser.advise(asked.text, draft))


def _recalled(key: str, memory: Memory, codes: frozenset[str]) -> Advice | None:
    cached = memory.get(key, _advice_adapter())
    return None if cached is None or any(advice.code not in codes for advice in cached) else cached
