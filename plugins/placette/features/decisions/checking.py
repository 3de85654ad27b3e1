"""What is wrong with a decision by itself: what can't be, what the charter doesn't know, how somebody is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from placette.engine.base.text import fold
from placette.engine.library.checks import check_range
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Anchored, Wanted
from placette.engine.library.naming import PERSON, check_called, check_people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.fields import is_slug
from placette.engine.texts.sanitizer import anchor
from placette.features.decisions import messages  # noqa: F401 - declares what is said here
from placette.features.decisions.decision import AGAINST, Ruling
from placette.features.decisions.recognising import check_reached
from placette.features.decisions.schema import DecisionMatter
from placette.features.letterbox import RECEIPT

FUTURE = "decision-future"
_DAYS = ("received", "date", "appealed", "outcome_date")
"""In the order in which they come."""
_SHORTEST = 20
"""Characters of the shortest reason."""


def check_decision(
    draft: Draft, matter: DecisionMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """All that is wrong with a decision but its article, which the charter knows."""
    if draft.source.body.strip():
        yield problem("decision-body", draft.path, draft.source.body_line)
    if draft.path.split("/")[1] != f"{matter.date:%Y}":
        yield draft.problem("decision-year", "date", day=f"{matter.date:%Y-%m-%d}", year=f"{matter.date:%Y}")
    if matter.decision in AGAINST and not matter.article:
        yield draft.problem("decision-article-none", "decision")
    if len(matter.reasons) < _SHORTEST:
        yield draft.problem("decision-short", "reasons", value=matter.reasons)
    yield from _people(draft, matter, neighbours, options)
    yield from _days(draft, matter, options)
    if matter.receipt:
        yield from check_called(draft, "receipt", [matter.receipt], RECEIPT.name, neighbours, options)
    if matter.post:
        yield from _post(draft, matter, neighbours)


def _people(draft: Draft, matter: DecisionMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Who is named without wanting to be; a key of a profile that nobody has."""
    if is_slug(matter.by) and matter.by == fold(matter.by):
        yield from check_people(draft, "by", [matter.by], neighbours, options)
    if matter.named and not matter.consent:
        yield draft.problem("decision-consent", "named", value=matter.named)
    yield from check_reached(draft, matter)


def _days(draft: Draft, matter: DecisionMatter, options: ReadingOptions) -> Iterator[Problem]:
    """Days that haven't come, or that come before those they follow; an outcome without its days."""
    today = options.now.replace(tzinfo=None)
    before: datetime | None = None
    for name in _DAYS:
        written: datetime | None = getattr(matter, name)
        if written is None:
            continue
        yield from check_range(draft, name, written, options)
        if written > today:
            yield draft.problem(FUTURE, name, value=f"{written:%Y-%m-%d}")
        if before and written < before:
            yield draft.problem("decision-days", name, value=f"{written:%Y-%m-%d}", day=f"{before:%Y-%m-%d}")
        before = written
    if (until := matter.appeal_until) and until < matter.date:
        yield draft.problem("decision-days", "appeal_until", value=f"{until:%Y-%m-%d}", day=f"{matter.date:%Y-%m-%d}")
    settled = (matter.outcome, matter.outcome_date, matter.outcome_reasons or None)
    if any(settled) and not (matter.outcome and matter.outcome_date and matter.appealed):
        named = next(name for name in ("outcome", "outcome_date", "outcome_reasons") if getattr(matter, name))
        yield draft.problem("decision-outcome", named)


def _post(draft: Draft, matter: DecisionMatter, neighbours: Neighbours) -> Iterator[Problem]:
    if not post_path(matter, neighbours):
        yield draft.problem("decision-post", "post", value=matter.post)
    if matter.decision in {Ruling.REFUSED, Ruling.REMOVED} and not matter.named:
        yield draft.problem("decision-secret", "post")


def asked_in(_draft: Draft, matter: DecisionMatter) -> Iterator[str]:
    """The files that a decision may name."""
    return possible_posts(matter)


def possible_posts(matter: DecisionMatter) -> Iterator[str]:
    """The source paths that the name of a post may mean."""
    name = matter.post.strip("/").removeprefix("articles/").removesuffix("/index.md")
    if name.count("/") == 1:
        yield f"articles/{name}/index.md"
    elif name:
        yield from (f"articles/{year}/{name}/index.md" for year in (matter.date.year, matter.date.year - 1))


def post_path(matter: DecisionMatter, neighbours: Neighbours) -> str:
    """The source path of the post that is concerned; empty where there is none."""
    return next((path for path in possible_posts(matter) if path in neighbours.around.addresses), "")


def names_in(_draft: Draft, matter: DecisionMatter) -> Iterable[Wanted]:
    """Who and what a decision names."""
    yield PERSON, matter.by
    if matter.named:
        yield PERSON, matter.named
    if matter.receipt:
        yield RECEIPT.name, matter.receipt


def anchors_in(draft: Draft, matter: DecisionMatter, options: ReadingOptions) -> Iterator[Anchored]:
    """The article of the charter."""
    if matter.article:
        missing = draft.problem("decision-article", "article", value=matter.article, choices="")
        yield charter_path(options.charter), anchor(matter.article), missing


def charter_path(slug: str) -> str:
    """The source path of the charter, by the slug of its page."""
    return f"pages/{slug}.md"
