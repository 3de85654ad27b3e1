"""Answers, and what is asked further, as kinds of text: they have no page of their own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.checks import check_range
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making, Signed, TextKind, Wanted
from placette.engine.library.naming import PERSON, check_called, check_people, people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.engine.texts.surroundings import Surroundings, resolve
from placette.engine.texts.values import Status
from placette.features.letterbox import RECEIPT
from placette.features.questions.asking import (
    AnsweredOutline,
    AskedOutline,
    asked_of,
    check_answered,
    check_asked,
    told_of,
)
from placette.features.questions.question import (
    AnswerSource,
    Correction,
    FollowUp,
    SignedAnswer,
    answer_standing,
    folder_of,
    number_of,
    question_standing,
)
from placette.features.questions.schema import AnswerMatter, FollowUpMatter

_WEB = "https://"


def _check_follow_up(
    draft: Draft, matter: FollowUpMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    yield from check_people(draft, "authors", matter.authors, neighbours, options)
    if matter.receipt:
        yield from check_called(draft, "receipt", [matter.receipt], RECEIPT.name, neighbours, options)
    yield from check_range(draft, "asked", matter.asked, options)
    yield from check_asked(draft)


def _names_of_follow_up(_draft: Draft, matter: FollowUpMatter) -> Iterable[Wanted]:
    return [*people(matter.authors), *([(RECEIPT.name, matter.receipt)] if matter.receipt else [])]


def _outline_of_follow_up(draft: Draft, outline: Outline[Any]) -> Outline[AskedOutline]:
    matter = draft.matter
    if not isinstance(matter, FollowUpMatter):
        return outline
    asked = asked_of(draft, matter.asked, matter.authors)
    return replace(outline, draft=matter.status is Status.DRAFT, date=matter.asked, days=(matter.asked,), extra=asked)


def _follow_up(making: Making[FollowUpMatter]) -> FollowUp:
    matter, path = making.matter, making.draft.path
    return FollowUp(
        path=path,
        question=folder_of(path),
        number=number_of(path),
        lang=making.lang,
        asked=making.moment(matter.asked),
        consent=matter.consent,
        authors=making.meant(PERSON, matter.authors),
        receipt=next(iter(making.meant(RECEIPT.name)), ""),
        status=matter.status,
        body=making.body,
    )


FOLLOW_UP = TextKind(
    name="follow-up",
    place=r"questions/[^/]+/follow-up-[1-9]\.md",
    schema=FollowUpMatter,
    value=FollowUp,
    address="",
    switch="QUESTION_URL",
    changed=N_("what is asked further in {what} changed"),
    check=_check_follow_up,
    make=_follow_up,
    names=_names_of_follow_up,
    outline=_outline_of_follow_up,
    extra=AskedOutline,
    standing=question_standing,
    signed=Signed("authors", attrgetter("authors"), closed=True),
)


def _check(draft: Draft, matter: AnswerMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Who signs, what it rests on, its days."""
    yield from check_people(draft, "authors", matter.authors, neighbours, options)
    yield from check_people(draft, "proofreaders", matter.proofreaders, neighbours, options)
    signers = {neighbours.find(PERSON, key) for key in matter.authors} - {""}
    for key in matter.proofreaders:
        if neighbours.find(PERSON, key) in signers:
            yield draft.problem("answer-reader", "proofreaders", value=key)
    if not matter.sources:
        yield draft.problem("answer-sources", "sources")
    for _, written in matter.sources:
        if code := _wrong_source(draft.path, written, neighbours.around):
            yield draft.problem(code, "sources", value=written)
    yield from check_range(draft, "date", matter.date, options)
    for key, days in (("valid_until", [matter.valid_until]), ("corrections", [day for day, _ in matter.corrections])):
        for day in (day for day in days if day and day < matter.date):
            yield draft.problem("answer-days", key, value=f"{day:%Y-%m-%d}", day=f"{matter.date:%Y-%m-%d}")
    for day, _ in matter.corrections:
        yield from check_range(draft, "corrections", day, options)
    yield from check_answered(draft, _said(matter))


def _said(matter: AnswerMatter) -> list[tuple[str, str]]:
    """What is said under keys, for everybody to read."""
    sources = (("sources", text) for source in matter.sources for text in source)
    return [*sources, *(("corrections", text) for _, text in matter.corrections)]


def _wrong_source(path: str, written: str, around: Surroundings) -> str:
    """The code of what is wrong with a source; empty for an address of the web, a file beside it, another text."""
    if written.startswith(_WEB):
        named = "." in written[len(_WEB) :].split("/", maxsplit=1)[0]
        return "" if named and not set(written) & set(' <>"\\^`{|}') else "answer-source"
    found = resolve(path, written)
    if found in around.offered:  # as in links: with the texts of its own folder it comes and goes
        return "" if posixpath.dirname(found) == posixpath.dirname(path) else "link-elsewhere"
    return "" if around.addresses.get(found) else "answer-source"


def _sources(making: Making[AnswerMatter]) -> Iterator[tuple[AnswerSource, str]]:
    """The sources, each with the path of the file that it offers, if any; a text is left out until it is shown."""
    around = making.neighbours.around
    hidden = around.withheld - around.previewed
    for label, written in making.matter.sources:
        path = resolve(making.draft.path, written)
        if written.startswith(_WEB):
            yield AnswerSource(making.say(label), written), ""
        elif path in around.offered:
            yield AnswerSource(making.say(label), around.base + around.offered[path].url), path
        elif path not in hidden and around.addresses.get(path):
            yield AnswerSource(making.say(label), around.base + around.addresses[path]), ""


def _names(_draft: Draft, matter: AnswerMatter) -> Iterable[Wanted]:
    return people((*matter.authors, *matter.proofreaders))


def _asks(draft: Draft, matter: AnswerMatter) -> Iterable[str]:
    return [resolve(draft.path, written) for _, written in matter.sources if not written.startswith(_WEB)]


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[AnsweredOutline]:
    matter = draft.matter
    if not isinstance(matter, AnswerMatter):
        return outline
    lines = draft.entry("date").line, draft.entry("authors").line
    days = (matter.date, *(day for day, _ in matter.corrections))
    signed = tuple(matter.authors), tuple(matter.proofreaders)
    known = AnsweredOutline(matter.date, *signed, told_of(draft, _said(matter)), *lines)
    return replace(outline, draft=matter.status is Status.DRAFT, date=matter.date, days=days, extra=known)


def _answer(making: Making[AnswerMatter]) -> SignedAnswer:
    matter, path = making.matter, making.draft.path
    sources = tuple(_sources(making))
    files = dict.fromkeys((*making.body.files, *(file for _, file in sources if file)))
    return SignedAnswer(
        path=path,
        question=folder_of(path),
        number=number_of(path),
        lang=making.lang,
        date=making.moment(matter.date),
        authors=making.meant(PERSON, matter.authors),
        readers=making.meant(PERSON, matter.proofreaders),
        sources=tuple(source for source, _ in sources),
        valid_until=making.moment(matter.valid_until) if matter.valid_until else None,
        corrections=tuple(Correction(making.moment(day), making.say(text)) for day, text in matter.corrections),
        licence=making.licence,
        status=matter.status,
        body=replace(making.body, files=tuple(files)),
    )


ANSWER = TextKind(
    name="answer",
    place=r"questions/[^/]+/answer(?:-[1-9])?\.md",
    schema=AnswerMatter,
    value=SignedAnswer,
    address="",
    switch="QUESTION_URL",
    changed=N_("the answer {what} changed"),
    check=_check,
    make=_answer,
    names=_names,
    asks=_asks,
    outline=_outline,
    extra=AnsweredOutline,
    standing=answer_standing,
    signed=Signed("authors", attrgetter("authors")),
)
