"""The mail after the check: what is ready first, then what is missing, as questions that an answer settles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from email.message import EmailMessage

from placette.desks.letters.answering.correspondent import Correspondent
from placette.desks.letters.answering.describing import title_of, unusable, word_count
from placette.desks.letters.answering.envelope import enveloped
from placette.desks.letters.answering.plain_lines import quotable
from placette.desks.letters.answering.plain_problems import in_plain_words
from placette.desks.letters.answering.questions import asked, left_for_later
from placette.desks.letters.answering.receipts import HELLO, followed, signed
from placette.desks.letters.letter import Case, LetterProposal
from placette.engine.base.message import N_
from placette.engine.problems.problems import Problem

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_SUBJECT = N_("A few questions about your text")
_SUBJECT_READY = N_("Your text is ready for the team")
_OPENING = N_("Thank you for your text! We have prepared it for the site.")
_READY = N_("What is ready:")
_READY_TITLE = N_("- its title: “{title}”")
_READY_WORDS = N_("- the text itself, {count} words")
_READY_PHOTOS = N_("- your photos ({count}), made lighter and without the place where they were taken")
_READY_CREDIT = N_("- the name of whoever took the photos")
_READY_SIGNATURE = N_("- the name under it")
_READY_LICENCE = N_("- your agreement to its publication")
_HOW = N_(
    "Some things are still missing. Simply answer this message: write below each question, or begin each answer with"
    " the number of its question. One line is enough; leave out what you don’t know."
)
LATER = N_("The remaining questions ({count}) will come in a later message; there is no hurry.")
ALSO = N_("You can also help us with this:")
_NOTHING = N_("Nothing is missing on your side. A person of the team reads your text now, and will tell you the day.")
AFTER = N_(
    "Your text waits for your answer as long as you like. Need help? Say so in your answer: somebody will write."
)
BELOW_QUESTIONS = (LATER, ALSO, AFTER)
"""One of these follows the last question."""


def review_mail(case: Case, proposal: LetterProposal, problems: Iterable[Problem], who: Correspondent) -> EmailMessage:
    """What is ready, at most six questions about the proposal's gaps, and what the writer can do about problems.

    The same gaps and problems make the same mail, with the same Message-ID. Raises ``ValueError`` where there is nobody
    to write to.
    """
    translate = who.words
    questions = asked(proposal.gaps, case, translate)
    plain = in_plain_words(problems, translate)
    left_out = unusable((*case.answers.remarks, *proposal.remarks), translate)
    blocks = [translate(HELLO), translate(_OPENING), _what_is_ready(case, proposal, who), *left_out]
    if questions:
        blocks += [translate(_HOW), *(f"{question.number}. {question.text}" for question in questions)]
    if count := left_for_later(proposal.gaps):
        blocks.append(translate(LATER).format(count=count))
    if plain:
        blocks += [translate(ALSO), *(f"- {sentence}" for sentence in plain)]
    open_ends = bool(questions or plain or left_out)
    blocks.append(translate(AFTER if open_ends else _NOTHING))
    blocks += [followed(case, who), signed(who)]
    return enveloped(case, who, _step(blocks), translate(_SUBJECT if open_ends else _SUBJECT_READY), blocks)


def _step(blocks: Iterable[str]) -> str:
    """What tells one round of questions from the next in the Message-ID."""
    digest = hashlib.sha256("\0".join(blocks).encode()).hexdigest()
    return f"review-{digest[:8]}"


def _what_is_ready(case: Case, proposal: LetterProposal, who: Correspondent) -> str:
    translate, missing = who.words, {gap.code for gap in proposal.gaps}
    title, count = quotable(title_of(case) or proposal.title), word_count(case.written.markdown)
    photos = sum(path.lower().endswith(_PICTURES) for path in proposal.files)
    lines = [
        translate(_READY_TITLE).format(title=title) if title and "title" not in missing else "",
        translate(_READY_WORDS).format(count=count) if count > 1 else "",
        translate(_READY_PHOTOS).format(count=photos) if photos else "",
        translate(_READY_CREDIT) if photos and "credit" not in missing else "",
        translate(_READY_SIGNATURE) if "signature" not in missing else "",
        translate(_READY_LICENCE) if "licence" not in missing else "",
    ]
    said = [line for line in lines if line]
    return "\n".join((translate(_READY), *said)) if said else ""
