"""What a short reply says that cannot be, or that the site does not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.base.scripts import odd_word
from placette.engine.library.draft import Draft
from placette.engine.library.naming import PERSON, check_called, check_people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem, problem
from placette.features.letterbox import RECEIPT
from placette.features.replies.plain import first_contact, first_mark, has_words_of_its_own, length, place_in
from placette.features.replies.reply import LIMIT
from placette.features.replies.schema import ReplyMatter


def day_of(path: str) -> datetime | None:
    """The day that the name of a reply's file begins with; None where there is no such day."""
    try:
        return datetime.fromisoformat(path.rpartition("/")[2][:10])
    except ValueError:
        return None


def check_reply(
    draft: Draft, matter: ReplyMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """What is wrong with a reply by itself; ``holding.py`` looks at it beside the others."""
    if day_of(draft.path) is None:
        yield problem("reply-date", draft.path)
    yield from _signature(draft, matter, neighbours, options)
    yield from check_people(draft, "people", matter.people, neighbours, options)
    if matter.receipt:
        yield from check_called(draft, "receipt", [matter.receipt], RECEIPT.name, neighbours, options)
    yield from _body(draft)


def _signature(draft: Draft, matter: ReplyMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    if bool(matter.name) == bool(matter.author):
        yield draft.problem("reply-signature", "author" if matter.author else "name")
    if word := odd_word(matter.name):
        yield draft.problem("name-script", "name", value=word)
    if found := first_contact(matter.name):
        yield draft.problem("reply-contact", "name", value=found[0][:60])
    for key in ("author", "read_by"):
        written = getattr(matter, key)
        yield from check_people(draft, key, [written] if written else [], neighbours, options)
    reader = neighbours.find(PERSON, matter.read_by) if matter.read_by else ""
    if reader and matter.author and reader == neighbours.find(PERSON, matter.author):
        yield draft.problem("reply-reader", "read_by", value=matter.read_by)


def _body(draft: Draft) -> Iterator[Problem]:
    """A text that is too long, no plain text, no text at all or that gives somebody away."""
    text, first = draft.source.body, draft.source.body_line
    if (signs := length(text)) > LIMIT:
        yield problem("reply-long", draft.path, first, length=signs, limit=LIMIT)
    if not has_words_of_its_own(text):
        yield problem("reply-links", draft.path, first)
    for code, found in (("reply-marks", first_mark(text)), ("reply-contact", first_contact(text))):
        if found:
            line, column = place_in(text, found[1], first)
            yield problem(code, draft.path, line, column, text.split("\n")[line - first], value=found[0][:60])
