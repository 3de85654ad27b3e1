"""Questions, as a kind of text: a folder of their own, in which the answers lie too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.checks import check_range
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making, Signed, TextKind, Tombstone, Wanted
from placette.engine.library.naming import PERSON, check_called, check_people, people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.engine.texts.beginnings import first_words
from placette.engine.texts.links import MISSING, WANTED
from placette.engine.texts.surroundings import resolve
from placette.engine.texts.values import Status
from placette.features.letterbox import RECEIPT
from placette.features.posts import POST
from placette.features.questions.asking import AskedOutline, asked_of, check_asked
from placette.features.questions.checking import check_questions
from placette.features.questions.question import Question, question_standing
from placette.features.questions.schema import QuestionMatter, WithdrawnQuestionMatter


def _check(draft: Draft, matter: QuestionMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """What a question says that cannot be, that the site does not know, or that nobody should read."""
    yield from check_people(draft, "to", [matter.to], neighbours, options)
    yield from check_people(draft, "authors", matter.authors, neighbours, options)
    if matter.receipt:
        yield from check_called(draft, "receipt", [matter.receipt], RECEIPT.name, neighbours, options)
    for key in ("asked", "forwarded", "closed"):
        day = getattr(matter, key)
        yield from check_range(draft, key, day, options)
        if day and day < matter.asked:
            yield draft.problem("question-days", key, value=f"{day:%Y-%m-%d}", day=f"{matter.asked:%Y-%m-%d}")
    for written in matter.posts:
        yield from _check_post(draft, written, neighbours)
    yield from check_asked(draft, matter.title)


def _check_withdrawn(_draft: Draft, _matter: WithdrawnQuestionMatter, _options: ReadingOptions) -> Iterable[Problem]:
    """Its address needs no more than the name of its folder."""
    return ()


def _check_post(draft: Draft, written: str, neighbours: Neighbours) -> Iterator[Problem]:
    path, around = resolve(draft.path, written), neighbours.around
    if not (POST.is_place(path) and path in around.addresses):
        yield draft.problem(MISSING, "posts", value=written, **{WANTED: path})
    elif path in around.withheld:
        yield draft.problem("link-gone" if path in around.gone else "link-waiting", "posts", value=written)


def _names(_draft: Draft, matter: QuestionMatter) -> Iterable[Wanted]:
    receipt = [(RECEIPT.name, matter.receipt)] if matter.receipt else []
    return [*people(matter.authors), *people([matter.to]), *receipt]


def _asks(draft: Draft, matter: QuestionMatter) -> Iterable[str]:
    return [resolve(draft.path, written) for written in matter.posts]


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[AskedOutline]:
    matter = draft.matter
    if not isinstance(matter, QuestionMatter):
        return outline
    days = tuple(day for day in (matter.asked, matter.forwarded, matter.closed) if day)
    asked = asked_of(draft, matter.asked, matter.authors, to=matter.to, closed=matter.closed, title=matter.title)
    return replace(outline, draft=matter.status is Status.DRAFT, date=matter.asked, days=days, extra=asked)


def _question(making: Making[QuestionMatter]) -> Question:
    """A question; of the posts that it names those that are shown."""
    matter, around = making.matter, making.neighbours.around
    hidden = around.withheld - around.previewed
    return Question(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=first_words(making.body.html),
        lang=making.lang,
        asked=making.moment(matter.asked),
        to=next(iter(making.meant(PERSON, [matter.to])), ""),
        consent=matter.consent,
        authors=making.meant(PERSON, matter.authors),
        forwarded=making.moment(matter.forwarded) if matter.forwarded else None,
        receipt=next(iter(making.meant(RECEIPT.name)), ""),
        closed=making.moment(matter.closed) if matter.closed else None,
        category=making.category,
        communes=making.communes,
        posts=tuple(dict.fromkeys(path for path in _asks(making.draft, matter) if path not in hidden)),
        licence=making.options.licence,
        status=matter.status,
        body=making.body,
    )


def _newest_first(questions: Iterable[Question]) -> list[Question]:
    return sorted(questions, key=attrgetter("asked", "path"), reverse=True)


QUESTION = TextKind(
    name="question",
    place=r"questions/[^/]+/index\.md",
    schema=QuestionMatter,
    value=Question,
    address="QUESTION",
    switch="QUESTION_URL",
    changed=N_("the question {what} changed"),
    check=_check,
    make=_question,
    names=_names,
    asks=_asks,
    outline=_outline,
    extra=AskedOutline,
    together=check_questions,
    order=_newest_first,
    standing=question_standing,
    tombstone=Tombstone(WithdrawnQuestionMatter, _check_withdrawn),
    signed=Signed("authors", attrgetter("authors"), closed=True),
)
