"""What is wrong with a consultation: by itself, and beside profiles and posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from placette.engine.library.draft import Draft
from placette.engine.library.naming import PERSON, find_name, names_of
from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem, problem
from placette.features.authors import AuthorKind, Signature
from placette.features.calls.schema import CallMatter
from placette.features.posts import POST
from placette.features.translations import index_posts, meant_posts

_PARTS = ("opens", "decision", "decided", "decided_by", "report")
"""The keys that a call for posts alone doesn't have."""
_SIGNED = ("decided", "decided_by")
_SPEAKS = frozenset({AuthorKind.SERVICE, AuthorKind.ELECTED})


@dataclass(frozen=True, slots=True)
class ConsultedOutline:
    """What a consultation says of other texts: who decided and its report, as written, each with its line.

    ``year`` is that of its end: the report is no post of a later one, unless it says so.
    """

    decided_by: str
    decided_line: int
    report: str
    report_line: int
    year: int


def check_consultation(draft: Draft, matter: CallMatter) -> Iterator[Problem]:
    """Its days and its decision."""
    given = [name for name in _PARTS if getattr(matter, name)]
    if not matter.question:
        yield from (draft.problem("consultation-question", name) for name in given)
        return
    end = f"{matter.deadline:%Y-%m-%d}"
    if matter.opens is None:
        yield draft.problem("consultation-opens", "question", day=end)
    elif matter.opens > matter.deadline:
        yield draft.problem("consultation-days", "deadline", value=end, day=f"{matter.opens:%Y-%m-%d}")
    if not matter.decision:
        yield from (draft.problem("consultation-undecided", name) for name in _SIGNED if name in given)
    elif not (matter.decided and matter.decided_by):
        yield draft.problem("consultation-unsigned", "decision")
    if matter.decided and matter.decided <= matter.deadline:
        yield draft.problem("consultation-early", "decided", value=f"{matter.decided:%Y-%m-%d}", day=end)


def consulted_of(draft: Draft, matter: CallMatter) -> ConsultedOutline | None:
    """What the check of all texts needs to know; None for a call that names nothing."""
    if not (matter.decided_by or matter.report):
        return None
    lines = draft.entry("decided_by").line, draft.entry("report").line
    year = (matter.decided or matter.deadline).year
    return ConsultedOutline(matter.decided_by, lines[0], matter.report, lines[1], year)


def check_consulted(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Decisions by people without a capacity, and reports that no post is; nothing is looked at without any."""
    known = list(outlines)
    own = [(one.path, one.extra) for one in known if isinstance(one.extra, ConsultedOutline)]
    if not own:
        return
    profiles = [one for one in known if one.kind == PERSON and not one.gone]
    names = names_of((one.slug, one.title) for one in profiles)
    kinds = {one.slug: one.extra.kind for one in profiles if isinstance(one.extra, Signature)}
    posts = index_posts(one.path for one in known if one.kind == POST.name)
    for path, asked in own:
        kind = kinds.get(find_name(asked.decided_by, names))
        if kind is not None and kind not in _SPEAKS:
            yield problem("consultation-capacity", path, asked.decided_line, 1, value=asked.decided_by)
        if asked.report and len(meant_posts(asked.report, f"articles/{asked.year}/", posts)) != 1:
            yield problem("consultation-report", path, asked.report_line, 1, value=asked.report)
