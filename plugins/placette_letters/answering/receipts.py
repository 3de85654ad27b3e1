"""Mails to writers, by the step of their letter: received, not usable, published, scheduled, decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.message import EmailMessage

from placette import N_, Translate, Words, decisions, letterbox
from placette_letters.answering.mails import (
    PICTURE,
    Correspondent,
    enveloped,
    flowed,
    in_one_line,
    quotable,
    shown_file,
)
from placette_letters.letter import MADE_A_POST, Case, Remark
from placette_letters.remarks import REMARKS, blocks, sentence_of, words_cut

_MOST_REMARKS = 6
_OWN = frozenset({"name", "names"})  # Values of remarks that the sender chose
_UNUSABLE = N_("What we could not use:")
_LEFT_OUT = N_("These parts of your letter are not in the text; we keep them with it, and the team reads them:")
_TAKE_IN = N_("If some of it belongs to your text, answer this message and write it again.")
_TARGET = re.compile(r"\]\([^()\n]{0,2000}\)")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def pictures_in_order(case: Case) -> tuple[str, ...]:
    """Return the names of all pictures as mails number them, from 1."""
    return tuple(picture.name for picture in case.pictures)


def title_of(case: Case) -> str:
    """Return the title that the writer gave: in a field, in the document, or as the subject; may be empty."""
    letter = case.letter
    fields = letter.fields.get("title", "")
    return fields or case.written.title or letter.written.title or letter.subject


def word_count(markdown: str) -> int:
    """Return the words of a text; pictures and addresses of links don't count."""
    return len(_WORD.findall(_TARGET.sub("]", PICTURE.sub(" ", markdown))))


def picture_label(case: Case, name: str, translate: Translate) -> str:
    """Return a picture so that its sender recognises it: «photo 2 (lavoir.jpg)»."""
    names = pictures_in_order(case)
    text = shown_file(name)
    if name not in names:
        return text
    return translate(N_("photo {number} ({name})")).format(number=names.index(name) + 1, name=text)


def unusable(remarks: Iterable[Remark], translate: Translate, *, read: bool = False) -> list[str]:
    """Return the unusable parts and the advice for each, a paragraph each below their heading, without repetitions.

    Names of files are the sender's words: only of a letter that was ``read`` are they repeated.
    """
    paragraphs: dict[str, None] = {}
    for remark in (remark for remark in remarks if blocks(remark.code)):
        message = REMARKS[remark.code]
        values = {name: in_one_line(value, 80) if read or name not in _OWN else "…" for name, value in remark.values}
        sentences = (translate(text).format_map(values) for text in (message.what, message.mend) if text)
        paragraphs["- " + " ".join(sentences)] = None
    rest = translate(N_("And {count} more of this kind.")).format(count=len(paragraphs) - _MOST_REMARKS)
    listed = [*paragraphs][:_MOST_REMARKS] + ([rest] if len(paragraphs) > _MOST_REMARKS else [])
    return [translate(_UNUSABLE), *listed] if listed else []


def left_out(remarks: Iterable[Remark], translate: Translate) -> list[str]:
    """Return what the text lacks of the letter, kind by kind: its words may insult, and only the editors see them."""
    cut = (remark for remark in remarks if words_cut(remark) or remark.code.startswith("document-"))
    sentences = [f"- {sentence_of(remark, translate)}" for remark in cut if not blocks(remark.code)]
    return [translate(_LEFT_OUT), *sentences, translate(_TAKE_IN)] if sentences else []


HELLO = N_("Hello,")
_SUBJECTS = {
    letterbox.LetterKind.POST: N_("Your text has arrived"),
    letterbox.LetterKind.QUESTION: N_("Your question has arrived"),
    letterbox.LetterKind.RESPONSE: N_("Your response has arrived"),
    letterbox.LetterKind.RIGHT_OF_REPLY: N_("Your right of reply has arrived"),
    letterbox.LetterKind.CORRECTION: N_("Your request for a correction has arrived"),
    letterbox.LetterKind.REPORT: N_("Your report has arrived"),
}
_THANKS = {
    letterbox.LetterKind.POST: N_("Your text has arrived. Its number is {number}: keep it, it is all we need."),
    letterbox.LetterKind.QUESTION: N_("Your question has arrived. Its number is {number}: keep it, it is all we need."),
    letterbox.LetterKind.RESPONSE: N_("Your response has arrived. Its number is {number}: keep it, it is all we need."),
    letterbox.LetterKind.RIGHT_OF_REPLY: N_(
        "Your right of reply arrived on {day}. Its number is {number}: keep it, it is all we need."
    ),
    letterbox.LetterKind.CORRECTION: N_(
        "Your request has arrived. Its number is {number}: keep it, it is all we need."
    ),
    letterbox.LetterKind.REPORT: N_("We confirm that we have received your report. Its number is {number}."),
}
_NEXT = {
    letterbox.LetterKind.POST: N_(
        "Now a person of the team reads your text from beginning to end, and writes to you within {reading} working"
        " days. Nothing is published before that, and nothing is changed without you."
    ),
    letterbox.LetterKind.QUESTION: N_(
        "Now a person of the team reads your question, takes out what would say who you are, and writes to you within"
        " {reading} working days. Your name appears only if you asked for it."
    ),
    letterbox.LetterKind.RIGHT_OF_REPLY: N_(
        "The director of publication has three days from its receipt, until {due}: by then your response is published,"
        " free of charge, with the text that it answers, or you are told why not. You can also turn to a judge."
    ),
    letterbox.LetterKind.CORRECTION: N_(
        "Now a person of the team looks into it, and writes to you within {reading} working days. What is wrong is"
        " corrected openly: a note under the text says what was changed, and when."
    ),
    letterbox.LetterKind.REPORT: N_(
        "Now a person of the team examines your report with care, and without favour to anybody. No program decides."
        " You will get our decision and its reasons within {reading} working days, with the ways to object to it."
    ),
}
_NEXT[letterbox.LetterKind.RESPONSE] = _NEXT[letterbox.LetterKind.POST]
_CONDITIONS = N_(
    "The law’s conditions: whoever a text names or designates asks within three months of its publication, gives the"
    " address of the page and the passages concerned, and writes no more than that text holds, nor than two hundred"
    " lines (loi n° 2004-575 du 21 juin 2004, article 1-1, III; décret n° 2007-1527 du 24 octobre 2007). If you left"
    " any of this out, answer this message without delay. This receipt doesn’t decide whether they are met."
)
_HERE = N_("We confirm that we have received your report.")
_FOLLOW = N_("Within {receipt} working days, you can follow it here, under its number, without your name:\n{url}")
_STANDS = N_("Where your text stands:\n{url}")
_ABOUT = N_("The page that it is about:\n{url}")
_ADD = {
    letterbox.LetterKind.POST: N_("To add a photo or to change something, simply answer this message."),
    letterbox.LetterKind.CORRECTION: N_("To add something, simply answer this message."),
}
_ADD[letterbox.LetterKind.RESPONSE] = _ADD[letterbox.LetterKind.POST]
_ADD[letterbox.LetterKind.RIGHT_OF_REPLY] = _ADD[letterbox.LetterKind.CORRECTION]
_ADD[letterbox.LetterKind.REPORT] = _ADD[letterbox.LetterKind.CORRECTION]
_ADD[letterbox.LetterKind.QUESTION] = _ADD[letterbox.LetterKind.CORRECTION]
_WITHDRAW = {
    letterbox.LetterKind.POST: N_("To take your text back, answer: “I withdraw my text”. You need not say why."),
    letterbox.LetterKind.QUESTION: N_("To take your question back, answer: “I withdraw my question”."),
    letterbox.LetterKind.CORRECTION: N_("To take your request back, answer: “I withdraw my request”."),
    letterbox.LetterKind.REPORT: N_("To take your report back, answer: “I withdraw my report”."),
}
_WITHDRAW[letterbox.LetterKind.RIGHT_OF_REPLY] = _WITHDRAW[letterbox.LetterKind.CORRECTION]
_WITHDRAW[letterbox.LetterKind.RESPONSE] = _WITHDRAW[letterbox.LetterKind.POST]
_BY_ITSELF = N_("This message was sent automatically.")
_TEAM = N_("The team of {site}")

_NOTHING_SUBJECT = N_("We could not read your message")
_NOTHING = N_("Your message has arrived under the number {number}, but we found nothing to read.")
_AGAIN = N_(
    "The simplest way: write your text in the message itself, and attach your photos to"
    " it. A Word or LibreOffice document works too (.docx or .odt)."
)
_PAPER = N_("And if nothing works, answer this message in a few words: somebody will help you.")


def receipt_mail(case: Case, who: Correspondent) -> EmailMessage:
    """Return the receipt of a letter, by its kind; for a report, by Regulation (EU) 2022/2065, article 16(4) and (5).

    It repeats nothing of the letter, which nobody has read yet and which may come from a forged address.

    Raises ``ValueError``, as all mails do, without an address to write to (``may_answer``).
    """
    kind, translate, received = case.letter.kind, who.words, case.letter.received
    day, due = (Words.long_date(moment, who.language) for moment in (received, received + letterbox.RIGHT_OF_REPLY_DUE))
    blocks = [translate(HELLO), translate(_THANKS[kind]).format(number=case.number, day=day)]
    if kind in MADE_A_POST:
        blocks += (*unusable(case.written.remarks, translate), *left_out(case.written.remarks, translate))
    blocks.append(translate(_NEXT[kind]).format(reading=who.reading_days, due=due))
    blocks += [translate(_CONDITIONS)] if kind is letterbox.LetterKind.RIGHT_OF_REPLY else []
    blocks.append(translate(_FOLLOW).format(receipt=who.receipt_days, url=who.follow(case.number)))
    blocks += [translate(_ADD[kind]), translate(_WITHDRAW[kind]), translate(_BY_ITSELF), signed(who)]
    return enveloped(case, who, "receipt", translate(_SUBJECTS[kind]), blocks)


def acknowledgement_text(page: str, who: Correspondent) -> str:
    """Return the first answer to a report that came otherwise: Regulation (EU) 2022/2065, article 16(4) and (5)."""
    translate, kind = who.words, letterbox.LetterKind.REPORT
    blocks = [translate(HELLO), translate(_HERE)]
    if about := _own_page(page, who):
        blocks.append(translate(_ABOUT).format(url=about))
    blocks += [translate(_NEXT[kind]).format(reading=who.reading_days), signed(who)]
    return f"{translate(_SUBJECTS[kind])}\n\n{flowed(blocks)}"


def unusable_mail(case: Case, who: Correspondent, answers: int = 0, *, read: bool = False) -> EmailMessage:
    """Return the answer to a letter without readable text: why, and how to send it better.

    ``answers`` counts the writer's later mails: another unreadable one gets another mail. One that leaves once the
    letter was ``read`` names its files.
    """
    translate = who.words
    blocks = [translate(HELLO), translate(_NOTHING).format(number=case.number)]
    blocks += unusable(case.answers.remarks if answers else case.written.remarks, translate, read=read)
    blocks += [translate(_AGAIN), translate(_PAPER), signed(who)]
    step = f"unusable-{answers}" if answers else "unusable"
    return enveloped(case, who, step, translate(_NOTHING_SUBJECT), blocks)


def followed(case: Case, who: Correspondent) -> str:
    """Return the sentence with the public address of the letter's state."""
    return who.words(_STANDS).format(url=who.follow(case.number))


def signed(who: Correspondent) -> str:
    """Return the last line of each mail."""
    return who.words(_TEAM).format(site=in_one_line(who.site, 60))


def _own_page(about: str, who: Correspondent) -> str:
    """Return the address of a page of this site; a forged letter mustn't have us send addresses of other sites."""
    text = in_one_line(about, 300)
    return text if text.startswith(who.url.rstrip("/") + "/") and " " not in text and "…" not in text else ""


_PUBLISHED_SUBJECT = N_("Your text is online")
_PUBLISHED = N_("It is done: your text is online. Thank you! Here is its address, which will not change:\n{url}")
_PUBLISHED_TITLED = N_("It is done: “{title}” is online. Thank you! Here is its address, which will not change:\n{url}")
_SHARE = N_("To share it, send this address to anyone who may enjoy it, or pass this message on.")
_WRONG = N_("A mistake, a photo to change, or you want to take your text back? Answer this message.")
_NEXT_TEXT = N_("And if you have another story to tell, write to us again: the next text is always welcome.")

_SCHEDULED_SUBJECT = N_("The day your text appears")
_SCHEDULED = N_("Everything is ready. Your text will be published on {day}. You have nothing more to do.")
_UNTIL_THEN = N_("If the day doesn’t suit you, or if you want to change something until then, answer this message.")

REFUSED_SUBJECT = N_("Our answer about your text")
REFUSED = N_(
    "Thank you for your text. We have read it from beginning to end, and we can’t publish it as it is. We know that"
    " this is not what you hoped for, so here is exactly why:"
)
CHARTER = N_("These reasons are those of the charter, which lists all of them:\n{url}")
CHANGE = N_("Often one changed sentence is enough: answer this message with a new version, and it will be read again.")
APPEAL = N_(
    "You do not agree? You have {days} days to say so: answer “I object”, in a few lines if you like. Somebody who did"
    " not take this decision will look at your text, and answer you."
)


def published_mail(case: Case, url: str, who: Correspondent) -> EmailMessage:
    """Return the mail with the published text's address, a way to share it, and thanks."""
    translate, title = who.words, quotable(title_of(case))
    published = translate(_PUBLISHED_TITLED if title else _PUBLISHED).format(title=title, url=url)
    sentences = (HELLO, _SHARE, _WRONG, _NEXT_TEXT)
    hello, *rest = map(translate, sentences)
    return enveloped(case, who, "published", translate(_PUBLISHED_SUBJECT), [hello, published, *rest, signed(who)])


def scheduled_mail(case: Case, day: date, who: Correspondent) -> EmailMessage:
    """Return the day on which the text will be published. A day that is moved makes another mail."""
    translate, moment = who.words, datetime(day.year, day.month, day.day, tzinfo=UTC)
    appears = translate(_SCHEDULED).format(day=Words.long_date(moment, who.language))
    blocks = [translate(HELLO), appears, translate(_UNTIL_THEN), followed(case, who), signed(who)]
    return enveloped(case, who, f"scheduled-{day.isoformat()}", translate(_SCHEDULED_SUBJECT), blocks)


_SUBJECT = N_("Our decision about your text")
_SUBJECT_REPORT = N_("Our decision about your report")
_OPENINGS = {
    decisions.Ruling.REFUSED: REFUSED,
    decisions.Ruling.CHANGED: N_(
        "We have changed a passage of your text, which stays online. Here is exactly what, and why:"
    ),
    decisions.Ruling.REMOVED: N_("We have taken your text offline. We know what that means, so here is exactly why:"),
    decisions.Ruling.RESTORED: N_("Your text is online again. Here is why:"),
    decisions.Ruling.CORRECTED: N_(
        "We have corrected your text, openly: a note says what was changed, and when. Here is why:"
    ),
    decisions.Ruling.KEPT: N_(
        "Your text was reported. We have examined the report, and your text stays online. Here is why:"
    ),
}
_TO_REPORTER = {
    decisions.Ruling.REFUSED: N_("We have examined your report. The text does not appear here, and here is why:"),
    decisions.Ruling.CHANGED: N_("We have examined your report, and changed the passage. Here is why:"),
    decisions.Ruling.REMOVED: N_(
        "We have examined your report. What it is about is no longer online, and here is why:"
    ),
    decisions.Ruling.RESTORED: N_("We have examined your report. The text is online again, and here is why:"),
    decisions.Ruling.CORRECTED: N_(
        "Thank you for reading so closely: you were right, and a note under the text says so. In short:"
    ),
    decisions.Ruling.KEPT: N_(
        "We have examined your report with care. What it is about stays online, and here is why:"
    ),
}
_CONCERNS = N_("It is about “{title}”.")
_PAGE = N_("The page:\n{url}")
_PASSAGE = N_("The passage: “{passage}”")
_MEASURES = {
    decisions.Ruling.REFUSED: N_("What follows: the text is not published on this site, as long as it stays as it is."),
    decisions.Ruling.CHANGED: N_(
        "What follows: this passage is changed for every visitor and for good; all the rest stays."
    ),
    decisions.Ruling.REMOVED: N_(
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
    " not take this decision will look at your report, and answer you."
)
_UNTIL = N_("These days end on {day}. Appeals are examined by: {who}.")
_DECIDED = N_("Who took this decision: {who}.")
_MEDIATION = N_("You can also turn to: {who}.")
_JUDGE = N_("You can also turn to a judge.")
_COURT = N_(
    "You can also ask the tribunal administratif of the publisher’s seat ({who}) to annul this decision, within two"
    " months of the day on which you receive it (code de justice administrative, articles R. 421-1 and R. 421-5), for"
    " example on www.telerecours.fr. If you write to us within these two months that you object, they begin again with"
    " our answer, or once we have been silent for two months (code des relations entre le public et l’administration,"
    " article L. 411-2; code de justice administrative, article R. 421-2)."
)
_REGISTER = N_("The register of decisions says the same in two sentences, without your name.")


def statement_mail(
    case: Case,
    statement: decisions.Statement,
    who: Correspondent,
    answers: int = 0,
    *,
    to_reporter: bool = False,
    again: int = 0,
) -> EmailMessage:
    """Return the mail to a letter's writer. ``answers`` counts their answers since; ``again`` the same ruling before.

    After one of these, or for another ruling, it is another mail.

    Raises ``ValueError`` without an address to write to.
    """
    step = f"decision-{answers}-{statement.ruling}" + (f"-{again}" if again else "")
    subject = who.words(_subject(statement, to_reporter=to_reporter))
    return enveloped(case, who, step, subject, statement_blocks(statement, who, to_reporter=to_reporter))


def statement_text(statement: decisions.Statement, who: Correspondent, *, to_reporter: bool = False) -> str:
    """Return the same as text, for a person who is reached in another way: its subject, then its paragraphs."""
    subject = who.words(_subject(statement, to_reporter=to_reporter))
    return f"{subject}\n\n{flowed(statement_blocks(statement, who, to_reporter=to_reporter))}"


def _subject(statement: decisions.Statement, *, to_reporter: bool) -> str:
    if to_reporter:
        return _SUBJECT_REPORT
    return REFUSED_SUBJECT if statement.ruling is decisions.Ruling.REFUSED else _SUBJECT


def statement_blocks(statement: decisions.Statement, who: Correspondent, *, to_reporter: bool = False) -> list[str]:
    """Return the paragraphs of the mail: subject, consequence, the rule or the law, how to object."""
    ruling, against = statement.ruling, statement.ruling in decisions.AGAINST
    objects = against or to_reporter
    until = datetime(statement.until.year, statement.until.month, statement.until.day, tzinfo=UTC)
    last_day = {"day": Words.long_date(until, who.language), "who": in_one_line(statement.examiner)}
    sentences: tuple[tuple[object, str, dict[str, object]], ...] = (
        (statement.title, _CONCERNS, {"title": in_one_line(statement.title, 150)}),
        (statement.page, _PAGE, {"url": in_one_line(statement.page, 300)}),
        (statement.passage, _PASSAGE, {"passage": in_one_line(statement.passage, 500)}),
        (ruling in _MEASURES, _MEASURES.get(ruling, ""), {}),
        (statement.article, _ARTICLE, {"article": in_one_line(statement.article, 150)}),
        (statement.article or against, CHARTER, {"url": statement.url or who.charter_url}),
        (statement.law, _LAW, {"law": in_one_line(statement.law, 300).rstrip(".")}),
        (against and not to_reporter, _REPORTED if statement.reported else _READ, {}),
        (True, _DECIDED, {"who": in_one_line(statement.by)}),
        (True, _BY_PROGRAM if statement.automated else _BY_PEOPLE, {}),
        (ruling is decisions.Ruling.REFUSED and not to_reporter, CHANGE, {}),
        (objects, _APPEAL_REPORT if to_reporter else APPEAL, {"days": statement.days}),
        (objects, _UNTIL, {**last_day}),
        (objects and statement.mediation, _MEDIATION, {"who": in_one_line(statement.mediation)}),
        (objects, _COURT if statement.court_of else _JUDGE, {"who": in_one_line(statement.court_of)}),
        (True, _REGISTER, {}),
    )
    opening = who.words((_TO_REPORTER if to_reporter else _OPENINGS)[ruling])
    paragraphs = [who.words(sentence).format(**values) for condition, sentence, values in sentences if condition]
    return [who.words(HELLO), opening, f"- {in_one_line(statement.reasons, 1000)}", *paragraphs, signed(who)]
