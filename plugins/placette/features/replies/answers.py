"""Posts that answer posts: each leads to the other, a right of reply before all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from placette.engine.base.dates import long_date
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.extended import added
from placette.engine.content.kinds import Draft, Extension, Making
from placette.engine.content.neighbours import Outline
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.messages import NEAR
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.entries import FEW, DialogueItem, DialogueItemView, DialoguePart
from placette.engine.rendering.features import Lookup, Site
from placette.engine.rendering.site import date_view, day_view, once_a_build
from placette.engine.rendering.views import CardView, DateView, JoinedView
from placette.engine.texts import fields as f
from placette.engine.texts.body import first_words
from placette.engine.texts.front_matter import Matter, key, signer_key
from placette.features.exchanges import Due, Why, by_urgency
from placette.features.letterbox import RECEIPT, RIGHT_OF_REPLY_DUE, LetterKind, Receipted, came_of
from placette.features.posts import POST, Article, article_of, articles, card_of, published
from placette.features.translations import PostNames

FOLDER_NAME = N_("Write the name of that post's folder: “le-lavoir” for articles/2026/le-lavoir/.")
"""The proposal when no name is close."""


MOST_LINES, LINE = 200, 60
"""A right of reply is no longer than the answered text, nor than two hundred lines; a line counts as so many signs."""


@dataclass(frozen=True, slots=True)
class AnsweredPost:
    """The post that another answers: its name (or empty) and the key as written, and the place of the name.

    ``right`` is the day on which a right of reply was asked for; None for any other answer.
    """

    name: str
    key: str
    line: int
    column: int
    right: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnsweredTie:
    """The facts of an answer for other posts."""

    answered: AnsweredPost | None = None


def right_of_reply_limit(signs: int) -> int:
    """Return the most signs of a right of reply to a text of so many; 0 where that is withdrawn, and unknown."""
    return min(MOST_LINES * LINE, signs or MOST_LINES * LINE)


def check_answers(outlines: list[Outline[Any]], options: ReadingOptions) -> Iterator[Problem]:
    """Yield answers to posts that don't exist or can't be read, and late rights of reply.

    A withdrawn post isn't shown, and is no fault: a right of reply outlives the text that it answers.
    """
    claims = {outline.path: claim for outline in outlines if (claim := added(AnsweredTie, outline.extra).answered)}
    if not claims:
        return
    outlines_by_path = {outline.path: outline for outline in outlines if outline.kind == POST.name}
    posts = PostNames(outlines_by_path)
    targets = {path: posts.meant(claim.name, path) if claim.name else [] for path, claim in claims.items()}
    for path, claim in claims.items():
        if wrong := _misnamed(path, claim, targets[path], posts):
            yield wrong
            continue
        answered = outlines_by_path[targets[path][0]] if targets[path] else None
        yield from _untimely(outlines_by_path[path], claim, answered, options)
        own, limit = outlines_by_path[path], right_of_reply_limit(answered.signs if answered else 0)
        if claim.right is not None and own.signs > limit:
            yield _problem("right-of-reply-long", own.path, claim, length=str(own.signs), limit=str(limit))


def _misnamed(path: str, claim: AnsweredPost, meant: list[str], posts: PostNames) -> Problem | None:
    """Return the problem of a name that no post has, that several have, or that is the post's own; of none at all."""
    if not claim.name:
        return _problem("right-of-reply-alone", path, claim)
    if not meant:
        close = posts.near(claim.name)
        proposal, names = (NEAR, ", ".join(close)) if close else (FOLDER_NAME, "")
        return _problem("answer-unknown", path, claim, proposal=proposal, names=names)
    if len(meant) > 1:
        return _problem("answer-ambiguous", path, claim, names=", ".join(map(PostNames.dated, meant)))
    return _problem("answer-itself", path, claim) if meant == [path] else None


def _untimely(
    own: Outline[Any], claim: AnsweredPost, answered: Outline[Any] | None, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield answers to texts that weren't public yet, and late or early days of a right of reply."""
    if answered and answered.draft and not own.draft:
        yield _problem("answer-draft", own.path, claim)
    if answered and answered.date and own.date and answered.date > own.date:
        yield _problem("answer-before", own.path, claim, day=long_date(answered.date, options.lang))
    if claim.right is None or own.date is None:
        return
    received, due = claim.right, claim.right + RIGHT_OF_REPLY_DUE
    day = long_date(received, options.lang)
    began = answered.date.date() if answered and answered.date else received.date()
    if received.date() < began or received.date() > own.date.date():
        yield _problem("right-of-reply-days", own.path, claim, day=day)
    elif (options.now if own.draft else own.date).date() > due.date():
        yield _problem("right-of-reply-late", own.path, claim, day=day, due=long_date(due, options.lang))


def _problem(code: str, path: str, claim: AnsweredPost, **values: str) -> Problem:
    return problem(code, path, claim.line, claim.column, key=claim.key, value=claim.name, **values)


class AnswerKeys(Matter):
    """The keys of a post for answers: those that it takes, and those that it gives."""

    answers: f.ShortText = signer_key(
        "The post it answers: the name of that post's folder.", "répond_à", example="le-lavoir", default=""
    )
    right_of_reply: f.Day | None = key(
        "For a right of reply: the day on which it was asked for.",
        "droit_de_réponse",
        example="2026-05-04",
        default=None,
    )
    replies: f.Until | None = signer_key(
        "Until which day it takes short replies, or none; if left out, the site's own time.",
        "réponses",
        example="2026-06-30",
        default=None,
    )


@dataclass(frozen=True, slots=True)
class Answering:
    """The answers of a post."""

    answers: str = ""
    """The post that it answers, as it names it, or empty."""
    right_of_reply: datetime | None = None
    """The day on which it was asked for, if it is a right of reply."""
    replies: datetime | None = None
    """The last day on which it takes short replies, if it has one; far in the past for one that takes none."""


def _fields(making: Making[AnswerKeys]) -> Mapping[str, object]:
    """Return the post's values for answers; the last day of its replies has no zone, for it is a day alone."""
    return {key: getattr(making.matter, key) for key in ("answers", "right_of_reply", "replies")}


def _tie(draft: Draft) -> Mapping[str, object]:
    matter = draft.checkable
    if not isinstance(matter, AnswerKeys) or not (matter.answers or matter.right_of_reply):
        return {}
    entry = draft.entry("answers" if matter.answers else "right_of_reply")
    claim = AnsweredPost(matter.answers, entry.key, entry.line, entry.column, matter.right_of_reply)
    return {"answered": claim}


CLAIMS: Extension[AnswerKeys] = Extension(
    *(POST.name, AnswerKeys, "featured", Answering, 1),
    ties=AnsweredTie,
    tie=_tie,
    fields=_fields,
    together=check_answers,
)


def due_rights(build: Build) -> list[Due]:
    """Return the rights of reply that the law has published, or refused with a reason, the most urgent first.

    Each is the file of a post, else the receipt of its letter: a letter counts from the hour in which it has a receipt,
    even if nothing of it can be read as a post yet.
    """
    today, receipts = build.now.date(), build.of(RECEIPT)
    over = {number for number, text in came_of(build).items() if text.is_out}
    over |= {receipt.number for receipt in receipts if receipt.closed and receipt.closed <= today}
    rights: dict[str, Due] = {}
    for receipt in receipts:
        if receipt.kind is LetterKind.RIGHT_OF_REPLY and receipt.received <= today and receipt.number not in over:
            rights[receipt.number] = _right_due(receipt.path, receipt.received, receipt.number)
    for post in (*build.drafts(POST), *build.scheduled(POST)):
        requested, number = added(Answering, post).right_of_reply, added(Receipted, post).receipt
        if requested and number not in over:
            rights.setdefault(number or post.path, _right_due(post.path, requested.date(), number))
    return by_urgency(rights.values())


def _right_due(path: str, received: date, number: str) -> Due:
    return Due(Why.UNPUBLISHED, path, received, received + RIGHT_OF_REPLY_DUE, number=number)


class RightView(NamedTuple):
    """The days of a right of reply: when it was asked for, until when it was due."""

    received: DateView
    due: DateView


class AnsweredView(NamedTuple):
    """Above an answer: the post that it answers, None where it isn't shown; the days of a right of reply."""

    card: CardView | None
    right: RightView | None


class PostAnswerView(NamedTuple):
    """Below a post: one that answers it, with its first lines."""

    card: CardView
    words: str
    right: RightView | None


class ReplyView(NamedTuple):
    """A short reply. ``url`` is the page of who signs it, or empty; ``office`` the capacity in which they speak."""

    anchor: str
    name: str
    url: str
    office: str
    lang: str
    date: DateView
    body_html: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The short replies to a post, and their web feed."""

    replies: tuple[ReplyView, ...]
    feed_url: str


Paths = tuple[str, ...]


def answered_by(article: Article, site: Site) -> str:
    """Return the post that one answers, by source path; empty where there is none to be shown."""
    return answered_posts(site).get(article.path, "") if added(Answering, article).answers else ""


def answers_to(article: Article, site: Site) -> Paths:
    """Return the posts that answer one (source paths): rights of reply first, then the oldest first."""
    return site.once(_answers).get(article.path, ())


@once_a_build
def answered_posts(site: Site) -> Mapping[str, str]:
    """Return each post that is shown and answers another (source paths)."""
    claiming = [article for article in published(site) if added(Answering, article).answers]
    posts = PostNames(site.build.addresses if claiming else ())
    targets = {article.path: posts.meant(added(Answering, article).answers, article.path) for article in claiming}
    return {path: paths[0] for path, paths in targets.items() if len(paths) == 1 and paths[0] in articles(site)}


def _answers(site: Site) -> Mapping[str, Paths]:
    answering: defaultdict[str, list[Article]] = defaultdict(list)
    for path, answered in answered_posts(site).items():
        answering[answered].append(articles(site)[path])
    for answers in answering.values():
        answers.sort(key=lambda article: (added(Answering, article).right_of_reply is None, article.date, article.path))
    return {path: tuple(article.path for article in answers) for path, answers in answering.items()}


def plan_answered(article: Article, site: Site) -> tuple[str, datetime | None] | None:
    """Return the post above an answer (source path, or empty), and when a right of reply was asked for."""
    path, right = answered_by(article, site), added(Answering, article).right_of_reply
    return (path, right) if path or right else None


def answered_view(_article: Article, content: tuple[str, datetime | None], look: Lookup) -> AnsweredView:
    """Return the view of the post above an answer."""
    path, right = content
    return AnsweredView(card_of(path, look) if path else None, _right(right, look))


def answer_views(_article: Article, paths: Paths, look: Lookup) -> tuple[PostAnswerView, ...]:
    """Return the posts that answer one, as its page shows them directly below its text."""
    answers = ((answer, first_words(look.html(answer))) for answer in (article_of(path, look) for path in paths))
    return tuple(
        PostAnswerView(
            card_of(answer.path, look), words or answer.summary, _right(added(Answering, answer).right_of_reply, look)
        )
        for answer, words in answers
    )


def _right(received: datetime | None, look: Lookup) -> RightView | None:
    lang = look.site.lang
    return RightView(day_view(received, lang), day_view(received + RIGHT_OF_REPLY_DUE, lang)) if received else None


_EXCHANGES = DialoguePart(
    key="exchanges",
    title=N_("Texts that answer texts"),
    about=N_("Whoever disagrees writes too: each text leads to the other."),
    order=50,
    kind="answers",
)


def discussed_answers(site: Site) -> Iterator[DialogueItem]:
    """Yield the newest answers first."""
    pairs = [(articles(site)[path], articles(site)[answered]) for path, answered in answered_posts(site).items()]
    pairs.sort(key=lambda pair: (pair[0].date, pair[0].path), reverse=True)
    for answer, answered in pairs[:FEW]:
        view = DialogueItemView(
            title=answer.title,
            url=site.base + answer.url,
            lang=answer.lang,
            label=site.say(N_("Right of reply")) if added(Answering, answer).right_of_reply else "",
            day=date_view(answer.date, site.lang),
            words=answer.summary or first_words(answer.body.html),
            words_lang=answer.lang,
            answered=JoinedView("post", answered.title, site.base + answered.url, answered.lang),
        )
        yield DialogueItem(_EXCHANGES, view, answer.authors)
