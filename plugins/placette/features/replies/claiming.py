"""What a post says of the one that it answers, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from placette.engine.base.dates import long_date
from placette.engine.library.kinds import Extension, Making
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.problems.messages import NEAR
from placette.engine.problems.problems import Problem, problem
from placette.features.posts import POST, AnsweredPost, ArticleMatter, Ties
from placette.features.replies.messages import FOLDER_NAME
from placette.features.translations import Posts, dated_name, index_posts, meant_posts, near_names

DUE = timedelta(days=3)
"""Within three days of its receipt a right of reply is published online (LCEN, and décret n° 2007-1527)."""
MOST_LINES, LINE = 200, 60
"""A right of reply is no longer than what it answers, nor than two hundred lines; a line counts as so many signs."""
Outlines = Mapping[str, Outline[Any]]
"""The outlines of posts by source path."""


def check_answers(outlines: list[Outline[Any]], options: ReadingOptions) -> Iterator[Problem]:
    """Posts that don't exist, can't be read or answer in a circle, and rights of reply that are late.

    Of a post that was withdrawn nothing is shown, and nothing is wrong: a right of reply outlives what it answers.
    """
    claims = {outline.path: claim for outline in outlines if (claim := _claim(outline))}
    if not claims:
        return
    known = {outline.path: outline for outline in outlines if outline.kind == POST.name}
    posts = index_posts(known)
    meant = {path: meant_posts(claim.name, path, posts) if claim.name else [] for path, claim in claims.items()}
    steps = {path: found[0] for path, found in meant.items() if len(found) == 1}
    for path, claim in claims.items():
        wrong = _misnamed(path, claim, meant[path], posts) or _circle(path, claim, steps)
        if wrong:
            yield wrong
            continue
        answered = known[meant[path][0]] if meant[path] else None
        yield from _untimely(known[path], claim, answered, options)
        yield from _beyond(known[path], claim, answered)


def _claim(outline: Outline[Any]) -> AnsweredPost | None:
    return outline.extra.answered if isinstance(outline.extra, Ties) else None


def _misnamed(path: str, claim: AnsweredPost, meant: list[str], posts: Posts) -> Problem | None:
    """A name that no post has, that several have, or that is the post's own; no name at all."""
    if not claim.name:
        return _problem("right-of-reply-alone", path, claim)
    if not meant:
        close = near_names(claim.name, posts)
        proposal, names = (NEAR, ", ".join(close)) if close else (FOLDER_NAME, "")
        return _problem("answer-unknown", path, claim, proposal=proposal, names=names)
    if len(meant) > 1:
        return _problem("answer-ambiguous", path, claim, names=", ".join(map(dated_name, meant)))
    return _problem("answer-itself", path, claim) if meant == [path] else None


def _circle(path: str, claim: AnsweredPost, steps: Mapping[str, str]) -> Problem | None:
    """A post that comes back to itself from answer to answer."""
    seen, at = {path}, steps[path]
    while at in steps and at not in seen:
        seen.add(at)
        at = steps[at]
    return _problem("answer-circle", path, claim) if at == path else None


def _untimely(
    own: Outline[Any], claim: AnsweredPost, answered: Outline[Any] | None, options: ReadingOptions
) -> Iterator[Problem]:
    """An answer to what nobody can have read, and what the law says of the days of a right of reply."""
    if answered and answered.draft and not own.draft:
        yield _problem("answer-draft", own.path, claim)
    if answered and answered.date and own.date and answered.date > own.date:
        yield _problem("answer-before", own.path, claim, day=long_date(answered.date, options.lang))
    if claim.right is None or own.date is None:
        return
    received, due = claim.right, claim.right + DUE
    day = long_date(received, options.lang)
    began = answered.date.date() if answered and answered.date else received.date()
    if received.date() < began or received.date() > own.date.date():
        yield _problem("right-of-reply-days", own.path, claim, day=day)
    elif (options.now if own.draft else own.date).date() > due.date():
        yield _problem("right-of-reply-late", own.path, claim, day=day, due=long_date(due, options.lang))


def _beyond(own: Outline[Any], claim: AnsweredPost, answered: Outline[Any] | None) -> Iterator[Problem]:
    """A right of reply that is longer than the law has it; of what was withdrawn nobody knows the length."""
    most = MOST_LINES * LINE
    limit = min(most, answered.signs) if answered and answered.signs else most
    if claim.right is not None and own.signs > limit:
        yield _problem("right-of-reply-long", own.path, claim, length=str(own.signs), limit=str(limit))


def _problem(code: str, path: str, claim: AnsweredPost, **values: str) -> Problem:
    return problem(code, path, claim.line, claim.column, key=claim.key, value=claim.name, **values)


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    """What a post says of answers; the last day of its replies is kept without a zone, for it is a day alone."""
    matter = making.matter
    return {"answers": matter.answers, "right_of_reply": matter.right_of_reply, "replies": matter.replies}


CLAIMS = Extension(kind=POST.name, fields=_fields, together=check_answers)
