"""Questions, follow-ups and answers as kinds of text; the promise to those who ask (``ASKING_*``)."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.kinds import PERSON, Draft, Making, Names, Outline, TextKind, find_name, names_of
from placette.engine.content.options import ReadingOptions
from placette.engine.content.records import Embargoed, Neighbours, check_range
from placette.engine.content.traits import FOR_RESIDENTS, FOR_SIGNERS, Reference, Relations, Signed, Tombstone
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.features import Configured
from placette.engine.texts.body import first_words
from placette.engine.texts.fields import is_slug
from placette.engine.texts.links import MISSING, WANTED, Surroundings, resolve
from placette.engine.texts.others import Names as Sought
from placette.engine.texts.others import named_in, names_among
from placette.engine.texts.values import Status
from placette.features.authors import AuthorKind, Signature
from placette.features.letterbox import RECEIPT
from placette.features.posts import POST
from placette.features.questions.question import (
    AnsweredOutline,
    AnswerMatter,
    AnswerSource,
    AskedOutline,
    Correction,
    FollowUp,
    FollowUpMatter,
    LinedWords,
    Question,
    QuestionMatter,
    SignedAnswer,
    WithdrawnQuestionMatter,
    answer_status,
    asked_of,
    check_answered,
    check_asked,
    folder_of,
    number_of,
    question_status,
    words_with_lines,
)

if TYPE_CHECKING:
    from placette.engine.content.library import Library


MOST_FOLLOW_UPS = 9  # as many as files in a question's folder may be numbered


@dataclass(frozen=True, slots=True)
class AskingSettings:
    """Settings of questions. ``LETTERBOX_HOLIDAYS`` says which days off the place has of its own."""

    answer_days: int = 20
    """Within how many working days an answer is promised; later, the page says that there is none."""
    follow_ups: int = 2
    """How many follow-up questions may be asked once there is an answer, from 0 to 9; then the question is closed."""
    question_of_month: str = ""
    """The question that the home page shows: the name of its folder; empty: the one that was answered last."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for values that can't be used."""
        if self.answer_days < 1:
            raise SettingError(f"ASKING_ANSWER_DAYS = {self.answer_days}  →  20")
        if not 0 <= self.follow_ups <= MOST_FOLLOW_UPS:
            raise SettingError(f"ASKING_FOLLOW_UPS = {self.follow_ups}  →  2")
        if self.question_of_month and not is_slug(self.question_of_month):
            raise SettingError(f"ASKING_QUESTION_OF_MONTH = {self.question_of_month!r}  →  'le-lavoir'")


_WEB = "https://"


def _check_follow_up(
    draft: Draft, matter: FollowUpMatter, _neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    yield from check_range(draft, "asked", matter.asked, options)
    yield from check_asked(draft)


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
    changed=N_("the follow-ups of {what} changed"),
    check=_check_follow_up,
    make=_follow_up,
    refers=(Reference("authors", PERSON), Reference("receipt", RECEIPT.name)),
    relations=Relations(_outline_of_follow_up, AskedOutline),
    status_of=question_status,
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_RESIDENTS,
)


def _check(draft: Draft, matter: AnswerMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Check the signatures of an answer, its sources and its days."""
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
    yield from check_answered(draft, _entry_texts(matter))


def _entry_texts(matter: AnswerMatter) -> list[tuple[str, str]]:
    """Return the texts under keys that are published."""
    sources = (("sources", text) for source in matter.sources for text in source)
    return [*sources, *(("corrections", text) for _, text in matter.corrections)]


def _wrong_source(path: str, written: str, around: Surroundings) -> str:
    """Return the code of a source's problem; empty for an address of the web, a file beside it, another text."""
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


def _asks(draft: Draft, matter: AnswerMatter) -> Iterable[str]:
    return [resolve(draft.path, written) for _, written in matter.sources if not written.startswith(_WEB)]


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[AnsweredOutline]:
    matter = draft.matter
    if not isinstance(matter, AnswerMatter):
        return outline
    lines = draft.entry("date").line, draft.entry("authors").line
    days = (matter.date, *(day for day, _ in matter.corrections))
    signed = tuple(matter.authors), tuple(matter.proofreaders)
    known = AnsweredOutline(matter.date, *signed, words_with_lines(draft, _entry_texts(matter)), *lines)
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
    changed=N_("the answer {what} changed"),
    check=_check,
    make=_answer,
    refers=(Reference("authors", PERSON), Reference("proofreaders", PERSON, vouches="always")),
    asks=_asks,
    relations=Relations(_outline, AnsweredOutline),
    status_of=answer_status,
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_SIGNERS,
)


_FOLDER = "questions/"
_FOLLOW_UP, _ANSWER = "follow-up", "answer"  # the names of two kinds
_SOMEBODY = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST, AuthorKind.ELECTED})
"""The kinds of profiles that are a person's: a service, an association or a class may be named."""
_PRIVATE = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST})
"""Authors without a public role: an answer may name a member of the council, but not them."""
_SPEAKS = frozenset({AuthorKind.SERVICE, AuthorKind.ELECTED})
_NAMED = 5  # names in one text that are reported


class _People(NamedTuple):
    """The profiles: by their names in texts, each one's kind, the names to look for in questions, in answers."""

    names: Names
    kinds: Mapping[str, AuthorKind]
    sought: Sought
    private: Sought


def check_questions(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Yield all problems between questions; nothing on a site without questions."""
    known = list(outlines)
    own = [outline for outline in known if outline.path.startswith(_FOLDER)]
    if not own:
        return
    profiles = [outline for outline in known if outline.kind == PERSON and not outline.gone]
    kinds = {one.slug: one.extra.kind for one in profiles if isinstance(one.extra, Signature)}
    named = [(one.slug, one.title) for one in profiles]
    sought = (names_among(one for one in named if kinds.get(one[0]) in some) for some in (_SOMEBODY, _PRIVATE))
    people = _People(names_of(named), kinds, *sought)
    folders: defaultdict[str, list[Outline[Any]]] = defaultdict(list)
    for outline in own:
        folders[folder_of(outline.path)].append(outline)
    for _, found in sorted(folders.items()):
        yield from _check_folder(found, people)


def _check_folder(found: list[Outline[Any]], people: _People) -> Iterator[Problem]:
    """The texts of one question."""
    question = next((one for one in found if one.path.endswith("/index.md")), None)
    if question is None or question.gone:
        yield from (problem("question-missing", one.path) for one in found if one is not question)
        return
    further = {number_of(one.path): one for one in found if one.kind == _FOLLOW_UP}
    answered = {number_of(one.path): one for one in found if one.kind == _ANSWER}
    for one in (question, *further.values()):
        if isinstance(one.extra, AskedOutline):
            yield from _check_asked(one.path, one.extra, question, people)
    for number, one in sorted(answered.items()):
        asked = further.get(number) if number else question
        if asked is None:
            yield problem("question-missing", one.path)
        elif isinstance(one.extra, AnsweredOutline):
            yield from _check_answer(one.path, one.extra, asked, question, people)
    for number, one in sorted(further.items()):
        yield from _check_further(one.path, one.extra, number, answered.get(number - 1))


def _check_asked(path: str, asked: AskedOutline, question: Outline[Any], people: _People) -> Iterator[Problem]:
    """Whom it asks, whom it names, and whether there is still something to ask."""
    addressed = question.extra.to if isinstance(question.extra, AskedOutline) else ""
    to = find_name(addressed, people.names)
    if asked.to and to in people.kinds and people.kinds[to] not in _SPEAKS:
        yield problem("question-recipient", path, asked.to_line, 1, value=asked.to)
    allowed = {to, *(find_name(key, people.names) for key in asked.authors)}
    named = _named(asked.words, people.sought, allowed)
    yield from (problem("question-person", path, line, 1, value=name) for line, name in named)
    yield from _check_open(path, asked.asked_line, asked.asked, question)


def _named(words: LinedWords, sought: Sought, allowed: Iterable[str]) -> list[tuple[int, str]]:
    """Return the named people, each with the line."""
    known = frozenset(allowed)
    return [(first + line, name) for first, text in words for line, name in named_in(text, sought, known)][:_NAMED]


def _check_open(path: str, line: int, day: datetime, question: Outline[Any]) -> Iterator[Problem]:
    closed = question.extra.closed if isinstance(question.extra, AskedOutline) else None
    if closed and day > closed and path != question.path:
        yield problem("question-closed", path, line, 1, day=f"{closed:%Y-%m-%d}")


def _check_answer(
    path: str, answer: AnsweredOutline, asked: Outline[Any], question: Outline[Any], people: _People
) -> Iterator[Problem]:
    """Check who signs an answer, and when."""
    for key in answer.authors:
        kind = people.kinds.get(find_name(key, people.names))
        if kind is not None and kind not in _SPEAKS:
            yield problem("answer-capacity", path, answer.authors_line, 1, value=key)
    if isinstance(asked.extra, AskedOutline) and answer.date < asked.extra.asked:
        days = {"value": f"{answer.date:%Y-%m-%d}", "day": f"{asked.extra.asked:%Y-%m-%d}"}
        yield problem("answer-early", path, answer.date_line, 1, **days)
    asks = [one.extra for one in (question, asked) if isinstance(one.extra, AskedOutline)]
    keys = (*answer.authors, *answer.readers, *(key for one in asks for key in (one.to, *one.authors)))
    named = _named(answer.words, people.private, (find_name(key, people.names) for key in keys))
    yield from (problem("answer-person", path, line, 1, value=name) for line, name in named)
    yield from _check_open(path, answer.date_line, answer.date, question)


def _check_further(path: str, asked: Any, number: int, before: Outline[Any] | None) -> Iterator[Problem]:
    """Check that a follow-up comes after an answer."""
    if before is None:
        yield problem("follow-up-gap", path, number=number, gap=max(number - 1, 1))
    elif (
        isinstance(asked, AskedOutline)
        and isinstance(before.extra, AnsweredOutline)
        and asked.asked < before.extra.date
    ):
        days = {"value": f"{asked.asked:%Y-%m-%d}", "day": f"{before.extra.date:%Y-%m-%d}"}
        yield problem("follow-up-early", path, asked.asked_line, 1, **days)


def _question_kind_check(
    draft: Draft, matter: QuestionMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield what is impossible in a question, unknown to the site, or private."""
    for key in ("asked", "forwarded", "closed"):
        day = getattr(matter, key)
        yield from check_range(draft, key, day, options)
        if day and day < matter.asked:
            yield draft.problem("question-days", key, value=f"{day:%Y-%m-%d}", day=f"{matter.asked:%Y-%m-%d}")
    for written in matter.posts:
        path, around = resolve(draft.path, written), neighbours.around
        if not (POST.is_place(path) and path in around.addresses):
            yield draft.problem(MISSING, "posts", value=written, **{WANTED: path})
        elif path in around.withheld:
            yield draft.problem("link-gone" if path in around.gone else "link-waiting", "posts", value=written)
    yield from check_asked(draft, matter.title)


def _question_kind_asks(draft: Draft, matter: QuestionMatter) -> Iterable[str]:
    return [resolve(draft.path, written) for written in matter.posts]


def _question_kind_outline(draft: Draft, outline: Outline[Any]) -> Outline[AskedOutline]:
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
        posts=tuple(dict.fromkeys(path for path in _question_kind_asks(making.draft, matter) if path not in hidden)),
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
    changed=N_("the question {what} changed"),
    check=_question_kind_check,
    make=_question,
    refers=(Reference("authors", PERSON), Reference("to", PERSON), Reference("receipt", RECEIPT.name)),
    asks=_question_kind_asks,
    relations=Relations(_question_kind_outline, AskedOutline, check_questions),
    order=_newest_first,
    status_of=question_status,
    tombstone=Tombstone(WithdrawnQuestionMatter),
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_RESIDENTS,
)


_FAR = 9000  # the year until which it is held: as long as the setting stays


def configure(settings: Mapping[str, Any]) -> Configured:
    """Return the embargo on follow-up questions; it finds none on a site that has none."""
    own = load_settings(AskingSettings, "ASKING", settings)
    return Configured(embargoes=(partial(held_follow_ups, own.follow_ups),))


def held_follow_ups(limit: int, library: Library, now: datetime) -> Iterator[Embargoed]:
    """Yield the follow-ups beyond ``limit``, each with advice."""
    until = datetime(_FAR, 1, 1, tzinfo=now.tzinfo)
    for one in library.of(FOLLOW_UP):
        if one.number > limit:
            file, day = f"questions/{one.question}/index.md", f"{one.asked:%Y-%m-%d}"
            yield Embargoed(one.path, until, problem("follow-up-many", one.path, limit=limit, question=file, day=day))
