"""The mail about a decision: a refusal says it in the same words, with what the law wants to be said as well.

Regulation (EU) 2022/2065: article 17(3) for whoever wrote the text, article 16(5) for whoever reported it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

from placette.desks.letters.answering.correspondent import Correspondent
from placette.desks.letters.answering.envelope import enveloped
from placette.desks.letters.answering.outcomes import APPEAL, CHANGE, CHARTER, REFUSED, REFUSED_SUBJECT
from placette.desks.letters.answering.plain_lines import flowed, in_one_line
from placette.desks.letters.answering.receipts import HELLO, signed
from placette.desks.letters.letter import Case
from placette.desks.letters.statement import Statement
from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.features.decisions import AGAINST, Ruling

_SUBJECT = N_("Our decision about your text")
_SUBJECT_REPORT = N_("Our decision about your report")
_OPENINGS = {
    Ruling.REFUSED: REFUSED,
    Ruling.CHANGED: N_("We have changed a passage of your text, which stays online. Here is exactly what, and why:"),
    Ruling.REMOVED: N_("We have taken your text offline. We know what that means, so here is exactly why:"),
    Ruling.RESTORED: N_("Your text is online again. Here is why:"),
    Ruling.CORRECTED: N_("We have corrected your text, openly: a note says what was changed, and when. Here is why:"),
    Ruling.KEPT: N_("Your text was reported. We have examined the report, and your text stays online. Here is why:"),
}
_TO_REPORTER = {
    Ruling.REFUSED: N_("We have examined your report. The text does not appear here, and here is why:"),
    Ruling.CHANGED: N_("We have examined your report, and changed the passage. Here is why:"),
    Ruling.REMOVED: N_("We have examined your report. What it is about is no longer online, and here is why:"),
    Ruling.RESTORED: N_("We have examined your report. The text is online again, and here is why:"),
    Ruling.CORRECTED: N_(
        "Thank you for reading so closely: you were right, and a note under the text says so. In short:"
    ),
    Ruling.KEPT: N_("We have examined your report with care. What it is about stays online, and here is why:"),
}
_ABOUT = N_("It is about “{title}”.")
_PAGE = N_("The page:\n{url}")
_PASSAGE = N_("The passage: “{passage}”")
_MEASURES = {
    Ruling.REFUSED: N_("What follows: the text is not published on this site, as long as it stays as it is."),
    Ruling.CHANGED: N_("What follows: this passage is changed for every visitor and for good; all the rest stays."),
    Ruling.REMOVED: N_(
        "What follows: the text is offline for every visitor and without an end; an appeal can end that."
    ),
}
_ARTICLE = N_("The reason has a name in the charter: “{article}”.")
_LAW = N_("It is also against the law: {law}. The lines above say why.")
_REPORTED = N_("A report led to this decision; we don’t say whose.")
_READ = N_("We saw it ourselves while reading; nobody had reported it.")
_BY_PEOPLE = N_("People read your text and decided. Programs check the form of texts here, and had no part in this.")
_BY_PROGRAM = N_("A program pointed the passage out; people read it, and decided.")
_APPEAL_REPORT = N_(
    "You do not agree? You have {days} days to say so: answer “I object”, in a few lines if you like. Somebody who did"
    " not take this decision will look at your report, and answer you. You can also turn to a judge."
)
_UNTIL = N_("These days end on {day}. Appeals are examined by: {who}.")
_REGISTER = N_("The register of decisions says the same in two sentences, without your name.")


def statement_mail(
    case: Case, statement: Statement, who: Correspondent, answers: int = 0, *, to_reporter: bool = False
) -> EmailMessage:
    """The mail to whoever wrote a letter. ``answers`` counts what they sent since: a new decision gets another mail.

    Raises ``ValueError`` where there is nobody to write to.
    """
    step = f"decision-{answers}" if answers else "decision"
    subject = who.words(_subject(statement, to_reporter=to_reporter))
    return enveloped(case, who, step, subject, statement_blocks(statement, who, to_reporter=to_reporter))


def statement_text(statement: Statement, who: Correspondent, *, to_reporter: bool = False) -> str:
    """The same as text, for somebody who is reached in another way: its subject, then its paragraphs."""
    subject = who.words(_subject(statement, to_reporter=to_reporter))
    return f"{subject}\n\n{flowed(statement_blocks(statement, who, to_reporter=to_reporter))}"


def _subject(statement: Statement, *, to_reporter: bool) -> str:
    """A msgid."""
    if to_reporter:
        return _SUBJECT_REPORT
    return REFUSED_SUBJECT if statement.ruling is Ruling.REFUSED else _SUBJECT


def statement_blocks(statement: Statement, who: Correspondent, *, to_reporter: bool = False) -> list[str]:
    """The paragraphs of the mail, from the greeting to the signature."""
    translate = who.words
    opening = (_TO_REPORTER if to_reporter else _OPENINGS)[statement.ruling]
    blocks = [translate(HELLO), translate(opening), f"- {in_one_line(statement.reasons, 1000)}"]
    blocks += _facts(statement, who)
    blocks += _grounds(statement, who, to_reporter=to_reporter)
    blocks += _redress(statement, who, to_reporter=to_reporter)
    return [*blocks, translate(_REGISTER), signed(who)]


def _facts(statement: Statement, who: Correspondent) -> Iterator[str]:
    """What it is about, and what follows for it."""
    if statement.title:
        yield who.words(_ABOUT).format(title=in_one_line(statement.title, 150))
    if statement.page:
        yield who.words(_PAGE).format(url=in_one_line(statement.page, 300))
    if statement.passage:
        yield who.words(_PASSAGE).format(passage=in_one_line(statement.passage, 500))
    if statement.ruling in _MEASURES:
        yield who.words(_MEASURES[statement.ruling])


def _grounds(statement: Statement, who: Correspondent, *, to_reporter: bool) -> Iterator[str]:
    """The rule or the law that it rests on, what led to it, whether a program took part."""
    if statement.article:
        yield who.words(_ARTICLE).format(article=in_one_line(statement.article, 150))
    if statement.article or statement.ruling in AGAINST:
        yield who.words(CHARTER).format(url=statement.url or who.charter_url)
    if statement.law:
        yield who.words(_LAW).format(law=in_one_line(statement.law, 300).rstrip("."))
    if statement.ruling in AGAINST and not to_reporter:
        yield who.words(_REPORTED if statement.reported else _READ)
    yield who.words(_BY_PROGRAM if statement.automated else _BY_PEOPLE)


def _redress(statement: Statement, who: Correspondent, *, to_reporter: bool) -> Iterator[str]:
    """How to change the text, and how to object."""
    if statement.ruling is Ruling.REFUSED and not to_reporter:
        yield who.words(CHANGE)
    if statement.ruling in AGAINST or to_reporter:
        yield who.words(_APPEAL_REPORT if to_reporter else APPEAL).format(days=statement.days)
        moment = datetime(statement.until.year, statement.until.month, statement.until.day, tzinfo=UTC)
        yield who.words(_UNTIL).format(day=long_date(moment, who.language), who=in_one_line(statement.examiner))
