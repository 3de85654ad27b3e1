"""Advice on a post, as a kind reviewer would give it. It blocks nothing, and each kind can be switched off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from placette.desks.review.contacts import contacts
from placette.desks.review.findings import Finding
from placette.desks.review.joined_lines import joined_lines
from placette.desks.review.languages import other_language
from placette.desks.review.link_texts import bare_addresses, empty_links
from placette.desks.review.picture_texts import is_drawing, photo_findings, picture_places
from placette.desks.review.printed_marks import lost_notes, printed_marks
from placette.desks.review.prose import read_prose
from placette.desks.review.sentences import hard_text, long_sentences, read_sentences
from placette.desks.review.wording import find_wording
from placette.engine.library.advising import Adviser
from placette.engine.library.draft import Draft
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.schema import Matter
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.posts.schema import ArticleMatter

_PICTURES_REPORTED = 8
"""Enough to show what is meant. Every check of words has a limit of its own."""


def advise(article: Article, draft: Draft) -> Iterator[Problem]:
    """Advice on a post without blocking problems; ``draft`` is its source. Never fails; takes linear time."""
    body = draft.source.body
    marks = printed_marks(article.body.html, body)
    pictures = islice(_on_pictures(article, body), _PICTURES_REPORTED)
    for finding in (*marks, *lost_notes(body), *_on_words(body, article.lang), *pictures):
        yield _placed(finding, draft)
    yield from _on_whole(article, draft)


def advise_source(draft: Draft) -> Iterator[Problem]:
    """Advice on the words of a post that something blocks, so that its author reads all at once."""
    body, lang = draft.source.body, getattr(draft.checkable, "lang", "") or "fr"
    for finding in (*lost_notes(body), *_on_words(body, lang)):
        yield _placed(finding, draft)


def _on_words(body: str, lang: str) -> Iterator[Finding]:
    prose = read_prose(body)
    yield from joined_lines(body)
    yield from empty_links(prose)
    yield from bare_addresses(prose)
    yield from contacts(prose)
    sentences = read_sentences(prose)
    yield from long_sentences(sentences)
    if lang.partition("-")[0] == "fr":
        yield from hard_text(sentences)
        yield from find_wording(prose)


def _on_pictures(article: Article, body: str) -> Iterator[Finding]:
    for photo, at in picture_places(article.body.photos, body):
        yield from photo_findings(photo, at)


def _on_whole(article: Article, draft: Draft) -> Iterator[Problem]:
    """Advice about the information block, or the post as a whole."""
    if article.photo:
        for finding in photo_findings(article.photo, 0):
            yield draft.problem(finding.code, "image_alt", **finding.values)
    elif not article.body.photos:
        yield problem("picture-none", draft.path, draft.source.body_line)
    if not getattr(draft.matter, "lang", "") and (lang := other_language(read_prose(draft.source.body), article.lang)):
        yield problem("lang-unsaid", draft.path, 1, lang=lang)
    if _may_show_people(article, draft.matter):
        yield problem("minors-unsaid", draft.path, 1)
    if not article.communes and not article.whole_territory:
        yield problem("commune-none", draft.path, 1)


def _may_show_people(article: Article, matter: Matter | None) -> bool:
    """Whether a post has photographs (not drawings) and doesn't state whether they show children."""
    if not isinstance(matter, ArticleMatter) or matter.minors or matter.illustrators:
        return False
    shown = [*article.body.photos, *([article.photo] if article.photo else [])]
    return any(photo.alt and not is_drawing(photo) for photo in shown)


def _placed(finding: Finding, draft: Draft) -> Problem:
    body = draft.source.body
    start = body.rfind("\n", 0, finding.at) + 1
    end = body.find("\n", finding.at)
    line = body.count("\n", 0, finding.at) + draft.source.body_line
    excerpt = body[start : end if end >= 0 else None]
    return problem(finding.code, draft.path, line, finding.at - start + 1, excerpt, **finding.values)


ADVISER = Adviser(POST, advise, advise_source)
"""The kind reviewer, for readings."""
