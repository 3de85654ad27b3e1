"""Questions, follow-ups and answers as kinds of text."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import Any

from placette.engine.base.translation import N_, SettingError
from placette.engine.content.checks import check_range
from placette.engine.content.kinds import (
    FOR_RESIDENTS,
    FOR_SIGNERS,
    PERSON,
    Draft,
    Making,
    Reference,
    Relations,
    Signed,
    TextKind,
    Tombstone,
)
from placette.engine.content.neighbours import Neighbours, Outline
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts.body import first_words
from placette.engine.texts.links import MISSING, WANTED, Surroundings, resolve
from placette.engine.texts.others import Names as Sought
from placette.engine.texts.others import named_in, words_of
from placette.features.exchanges import (
    PERSONS,
    PRIVATE,
    Speakers,
    check_order,
    speakers_among,
    status_at,
)
from placette.features.letterbox import RECEIPT
from placette.features.posts import POST
from placette.features.questions.question import (
    AnswerMatter,
    FollowUpMatter,
    Question,
    QuestionMatter,
    SignedAnswer,
    TurnOutline,
    WithdrawnQuestionMatter,
    check_words,
    folder_of,
    number_of,
    words_with_lines,
)

MOST_FOLLOW_UPS = 2
"""How many follow-up questions may be asked once there is an answer; then the question is closed."""
_WEB = "https://"
_FOLDER = "questions/"
_FOLLOW_UP, _ANSWER = "follow-up", "answer"  # the names of two kinds
_NAMED = 5  # names in one text that are reported


@dataclass(frozen=True, slots=True)
class AskingSettings:
    """Settings of questions. ``LETTERBOX_HOLIDAYS`` says which days off the place has of its own."""

    answer_days: int = 20
    """Within how many working days an answer is promised; later, the page says that there is none."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for a number that can't be meant."""
        if self.answer_days < 1:
            raise SettingError(f"ASKING_ANSWER_DAYS = {self.answer_days}  →  20")


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[TurnOutline]:
    """Add to the outline of a text; a question's folder is its address, and may contain a name."""
    matter = draft.matter
    if not isinstance(matter, QuestionMatter | FollowUpMatter | AnswerMatter):
        return outline
    more: dict[str, Any] = {}
    day_key, people_key, words = "asked", "authors", words_with_lines(draft, [])
    if isinstance(matter, AnswerMatter):
        day_key, words = "date", words_with_lines(draft, _key_texts(matter))
        more = {"readers": tuple(matter.proofreaders)}
        outline = replace(outline, days=(*outline.days, *(day for day, _ in matter.corrections)))
    elif isinstance(matter, QuestionMatter):
        folder = 1, words_of(folder_of(draft.path).replace("-", " "))
        people_key, words = "to", (folder, *words_with_lines(draft, [("title", matter.title)]))
        more = {"to": matter.to, "closed": matter.closed}
    day, lines = getattr(matter, day_key), [draft.entry(key).line for key in (day_key, people_key)]
    turn = TurnOutline(day, lines[0], tuple(matter.authors), lines[1], words, **more)
    return replace(outline, date=day, extra=turn)


def _check_follow_up(
    draft: Draft, _matter: FollowUpMatter, _neighbours: Neighbours, _options: ReadingOptions
) -> Iterator[Problem]:
    yield from check_words(draft, [])


def _follow_up(making: Making[Any]) -> Question:
    path = making.draft.path
    return making.filled(Question, slug=folder_of(path), licence=making.options.licence, number=number_of(path))


FOLLOW_UP = TextKind(
    name=_FOLLOW_UP,
    place=r"questions/[^/]+/follow-up-[1-9]\.md",
    schema=FollowUpMatter,
    value=Question,
    contacts="question-contact",
    address="",
    changed=N_("the follow-ups of {what} changed"),
    days=("asked",),
    check=_check_follow_up,
    make=_follow_up,
    refers=(Reference("authors", PERSON), Reference("receipt", RECEIPT.name)),
    relations=Relations(_outline, TurnOutline),
    status_of=partial(status_at, "asked"),
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_RESIDENTS,
)


def _check_answer(
    draft: Draft, matter: AnswerMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Check the signatures of an answer, its sources and its days."""
    signers = {neighbours.find(PERSON, key) for key in matter.authors} - {""}
    for key in matter.proofreaders:
        if neighbours.find(PERSON, key) in signers:
            yield draft.problem("answer-reader", "proofreaders", value=key)
    if not matter.sources:
        yield draft.problem("answer-sources", "sources")
    for _, source in matter.sources:
        if code := _wrong_source(draft.path, source, neighbours.around):
            yield draft.problem(code, "sources", value=source)
    corrected = [("corrections", day) for day, _ in matter.corrections]
    yield from check_order(draft, "answer-days", [("valid_until", matter.valid_until), *corrected], matter.date)
    for key, day in corrected:
        yield from check_range(draft, key, day, options)
    yield from check_words(draft, _key_texts(matter), answers=True)


def _key_texts(matter: AnswerMatter) -> list[tuple[str, str]]:
    """Return the texts under keys that are published."""
    sources = (("sources", text) for source in matter.sources for text in source)
    return [*sources, *(("corrections", text) for _, text in matter.corrections)]


def _wrong_source(path: str, source: str, around: Surroundings) -> str:
    """Return the code of a source's problem; empty for an address of the web, a file beside it, another text."""
    if source.startswith(_WEB):
        has_domain = "." in source[len(_WEB) :].split("/", maxsplit=1)[0]
        return "" if has_domain and not set(source) & set(' <>"\\^`{|}') else "answer-source"
    target = resolve(path, source)
    if target in around.offered:  # as in links: with the texts of its own folder it comes and goes
        return "" if posixpath.dirname(target) == posixpath.dirname(path) else "link-elsewhere"
    return "" if around.addresses.get(target) else "answer-source"


def _sources(making: Making[AnswerMatter]) -> Iterator[tuple[str, str, str]]:
    """Yield the label of each source, its address, and the path of the file that it offers, if any.

    A text is left out until it is shown.
    """
    around = making.neighbours.around
    hidden = around.withheld - around.previewed
    for label, source in making.matter.sources:
        path = resolve(making.draft.path, source)
        if source.startswith(_WEB):
            yield making.say(label), source, ""
        elif path in around.offered:
            yield making.say(label), around.base + around.offered[path].url, path
        elif path not in hidden and around.addresses.get(path):
            yield making.say(label), around.base + around.addresses[path], ""


def _answer(making: Making[AnswerMatter]) -> SignedAnswer:
    matter, path = making.matter, making.draft.path
    sources = tuple(_sources(making))
    files = dict.fromkeys((*making.body.files, *(file for *_, file in sources if file)))
    return making.filled(
        SignedAnswer,
        question=folder_of(path),
        number=number_of(path),
        readers=making.meant(PERSON, matter.proofreaders),
        sources=tuple((label, url) for label, url, _ in sources),
        corrections=tuple((making.moment(day), making.say(text)) for day, text in matter.corrections),
        body=replace(making.body, files=tuple(files)),
    )


def _asks(draft: Draft, matter: AnswerMatter) -> Iterable[str]:
    return [resolve(draft.path, url) for _, url in matter.sources if not url.startswith(_WEB)]


ANSWER = TextKind(
    name=_ANSWER,
    place=r"questions/[^/]+/answer(?:-[1-9])?\.md",
    schema=AnswerMatter,
    value=SignedAnswer,
    address="",
    contacts="answer-contact",
    changed=N_("the answer {what} changed"),
    days=("date",),
    check=_check_answer,
    make=_answer,
    refers=(Reference("authors", PERSON), Reference("proofreaders", PERSON, vouches="always")),
    asks=_asks,
    relations=Relations(_outline, TurnOutline),
    status_of=partial(status_at, "date"),
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_SIGNERS,
)


def check_questions(outlines: list[Outline[Any]]) -> Iterator[Problem]:
    """Yield all problems between questions; nothing on a site without questions."""
    folders: defaultdict[str, list[Outline[Any]]] = defaultdict(list)
    for outline in outlines:
        if outline.path.startswith(_FOLDER):
            folders[folder_of(outline.path)].append(outline)
    if not folders:
        return
    speakers = speakers_among(outlines)
    persons, private = speakers.sought(PERSONS), speakers.sought(PRIVATE)
    for _, texts in sorted(folders.items()):
        yield from _check_folder(texts, speakers, persons, private)


def _check_folder(texts: list[Outline[Any]], speakers: Speakers, persons: Sought, private: Sought) -> Iterator[Problem]:
    """Check the texts of one question; ``persons`` are the names to look for in questions, ``private`` in answers."""
    question = next((text for text in texts if text.path.endswith("/index.md")), None)
    if question is None or question.gone:
        yield from (problem("question-missing", text.path) for text in texts if text is not question)
        return
    asked = {0: question} | {number_of(text.path): text for text in texts if text.kind == _FOLLOW_UP}
    answers = {number_of(text.path): text for text in texts if text.kind == _ANSWER}
    to, closed = (question.extra.to, question.extra.closed) if question.extra else ("", None)
    for number, text in sorted(asked.items()):
        yield from _check_further(text, number, answers.get(number - 1), question.path) if number else ()
        if turn := text.extra:
            if turn.to and speakers.lacks_capacity(turn.to):
                yield problem("question-recipient", text.path, turn.people_line, 1, value=turn.to)
            yield from _check_names("question-person", text, persons, speakers.find(to, *turn.authors))
    for number, text in sorted(answers.items()):
        if number not in asked:
            yield problem("question-missing", text.path)
        elif text.extra:
            yield from _check_answered(text, asked[number], question, speakers, private)
    for text in (*asked.values(), *answers.values()):
        if closed and text is not question and text.extra and text.extra.day > closed:
            yield problem("question-closed", text.path, text.extra.day_line, 1, day=f"{closed:%Y-%m-%d}")


def _check_answered(
    text: Outline[Any], asked: Outline[Any], question: Outline[Any], speakers: Speakers, private: Sought
) -> Iterator[Problem]:
    """Check who signs an answer, when, and whom it names."""
    answer: Any = text.extra
    turns = [turn for turn in (question.extra, asked.extra) if turn]
    for key in filter(speakers.lacks_capacity, answer.authors):
        yield problem("answer-capacity", text.path, answer.people_line, 1, value=key)
    yield from _check_after("answer-early", text, asked)
    people = (*answer.authors, *answer.readers, *(key for turn in turns for key in (turn.to, *turn.authors)))
    yield from _check_names("answer-person", text, private, speakers.find(*people))


def _check_names(code: str, text: Outline[Any], sought: Sought, allowed: frozenset[str]) -> Iterator[Problem]:
    """Yield people who are named in a text."""
    turn: Any = text.extra
    names = ((first + line, name) for first, words in turn.words for line, name in named_in(words, sought, allowed))
    yield from (problem(code, text.path, line, 1, value=name) for line, name in islice(names, _NAMED))


def _check_after(code: str, text: Outline[Any], before: Outline[Any]) -> Iterator[Problem]:
    """Yield a text that is older than what it follows."""
    if text.extra and before.extra and text.extra.day < before.extra.day:
        days = {"value": f"{text.extra.day:%Y-%m-%d}", "day": f"{before.extra.day:%Y-%m-%d}"}
        yield problem(code, text.path, text.extra.day_line, 1, **days)


def _check_further(text: Outline[Any], number: int, before: Outline[Any] | None, question: str) -> Iterator[Problem]:
    """Check that a follow-up comes after an answer, and isn't one too many."""
    if number > MOST_FOLLOW_UPS and text.extra:
        day = f"{text.extra.day:%Y-%m-%d}"
        yield problem("follow-up-many", text.path, limit=MOST_FOLLOW_UPS, question=question, day=day)
    if before is None:
        yield problem("follow-up-gap", text.path, number=number, gap=max(number - 1, 1))
    else:
        yield from _check_after("follow-up-early", text, before)


def _check_question(
    draft: Draft, matter: QuestionMatter, neighbours: Neighbours, _options: ReadingOptions
) -> Iterator[Problem]:
    """Yield what is impossible in a question, unknown to the site, or private."""
    days = ("forwarded", matter.forwarded), ("closed", matter.closed)
    yield from check_order(draft, "question-days", days, matter.asked)
    around = neighbours.around
    for post in matter.posts:
        path = resolve(draft.path, post)
        if not (POST.is_place(path) and path in around.addresses):
            yield draft.problem(MISSING, "posts", value=post, **{WANTED: path})
        elif path in around.withheld:
            yield draft.problem("link-gone" if path in around.gone else "link-waiting", "posts", value=post)
    yield from check_words(draft, [("title", matter.title)])


def _posts(draft: Draft, matter: QuestionMatter) -> Iterable[str]:
    """Return the source paths of the posts that a question is about."""
    return [resolve(draft.path, post) for post in matter.posts]


def _question(making: Making[QuestionMatter]) -> Question:
    """Return a question; of the posts that it names those that are shown."""
    matter, around = making.matter, making.neighbours.around
    hidden = around.withheld - around.previewed
    return making.filled(
        Question,
        licence=making.options.licence,
        summary=first_words(making.body.html),
        posts=tuple(dict.fromkeys(path for path in _posts(making.draft, matter) if path not in hidden)),
    )


QUESTION = TextKind(
    name="question",
    place=r"questions/[^/]+/index\.md",
    schema=QuestionMatter,
    value=Question,
    contacts="question-contact",
    address="QUESTION",
    changed=N_("the question {what} changed"),
    days=("asked", "forwarded", "closed"),
    check=_check_question,
    make=_question,
    refers=(Reference("authors", PERSON), Reference("to", PERSON, vouches="asked"), Reference("receipt", RECEIPT.name)),
    asks=_posts,
    relations=Relations(_outline, TurnOutline, check_questions),
    order=partial(sorted, key=attrgetter("asked", "path"), reverse=True),
    status_of=partial(status_at, "asked"),
    tombstone=Tombstone(WithdrawnQuestionMatter),
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_RESIDENTS,
)
