"""The first mail that somebody gets: their letter is there, what was understood, what happens now and when."""

from __future__ import annotations

from email.message import EmailMessage

from placette.desks.letters.answering.correspondent import Correspondent
from placette.desks.letters.answering.describing import received, unusable
from placette.desks.letters.answering.envelope import enveloped
from placette.desks.letters.answering.plain_lines import flowed, in_one_line
from placette.desks.letters.letter import Case
from placette.engine.base.message import N_
from placette.features.letterbox import LetterKind

HELLO = N_("Hello,")
_SUBJECTS = {
    LetterKind.POST: N_("Your text has arrived"),
    LetterKind.RESPONSE: N_("Your response has arrived"),
    LetterKind.CORRECTION: N_("Your request for a correction has arrived"),
    LetterKind.REPORT: N_("Your report has arrived"),
}
_THANKS = {
    LetterKind.POST: N_("Thank you! Your text has arrived. Its number is {number}: keep it, it is all we need."),
    LetterKind.RESPONSE: N_(
        "Thank you! Your response has arrived. Its number is {number}: keep it, it is all we need."
    ),
    LetterKind.CORRECTION: N_("Thank you for reading so closely. Your request is here, under the number {number}."),
    LetterKind.REPORT: N_("We confirm that we have received your report. Its number is {number}."),
}
_NEXT = {
    LetterKind.POST: N_(
        "Now a person of the team reads your text from beginning to end, and writes to you within {reading} working"
        " days. Nothing is published before that, and nothing is changed without you."
    ),
    LetterKind.CORRECTION: N_(
        "Now a person of the team looks into it, and writes to you within {reading} working days. What is wrong is"
        " corrected openly: a note under the text says what was changed, and when."
    ),
    LetterKind.REPORT: N_(
        "Now a person of the team examines your report with care, and without favour to anybody. No program decides."
        " You will get our decision and its reasons within {reading} working days, with the ways to object to it."
    ),
}
_NEXT[LetterKind.RESPONSE] = _NEXT[LetterKind.POST]
_HERE = N_("We confirm that we have received your report.")
_FOLLOW = N_("Within {receipt} working days, you can follow it here, under its number, without your name:\n{url}")
_STANDS = N_("Where your text stands:\n{url}")
_ABOUT = N_("The page that it is about:\n{url}")
_ADD = {
    LetterKind.POST: N_("To add a photo or to change something, simply answer this message."),
    LetterKind.CORRECTION: N_("To add something, simply answer this message."),
}
_ADD[LetterKind.RESPONSE] = _ADD[LetterKind.POST]
_ADD[LetterKind.REPORT] = _ADD[LetterKind.CORRECTION]
_WITHDRAW = {
    LetterKind.POST: N_("To take your text back, answer: “I withdraw my text”. You need not say why."),
    LetterKind.CORRECTION: N_("To take your request back, answer: “I withdraw my request”."),
    LetterKind.REPORT: N_("To take your report back, answer: “I withdraw my report”."),
}
_WITHDRAW[LetterKind.RESPONSE] = _WITHDRAW[LetterKind.POST]
_UNDERSTOOD = N_("What we received:")
_BY_ITSELF = N_("This message was sent automatically.")
_TEAM = N_("The team of {site}")

_NOTHING_SUBJECT = N_("We could not read your message")
_NOTHING = N_(
    "Thank you for writing. Your message has arrived under the number {number}, but we found nothing to read."
)
_AGAIN = N_(
    "The simplest way: write your text in the message itself, and join your photos to it. A Word or LibreOffice"
    " document works too (.docx or .odt)."
)
_PAPER = N_("And if nothing works, answer this message in a few words: somebody will help you.")


def receipt_mail(case: Case, who: Correspondent) -> EmailMessage:
    """The receipt of a letter, by its kind; for a report, that of Regulation (EU) 2022/2065, article 16(4) and (5).

    Raises ``ValueError`` as all mails do, where there is nobody to write to (``may_answer``).
    """
    kind, translate = case.letter.kind, who.words
    blocks = [translate(HELLO), translate(_THANKS[kind]).format(number=case.number)]
    if about := _own_page(case.letter.about, who):
        blocks.append(translate(_ABOUT).format(url=about))
    if kind in {LetterKind.POST, LetterKind.RESPONSE}:
        blocks += understood(case, who)
    blocks.append(translate(_NEXT[kind]).format(reading=who.reading_days))
    blocks.append(translate(_FOLLOW).format(receipt=who.receipt_days, url=who.follow(case.number)))
    blocks += [translate(_ADD[kind]), translate(_WITHDRAW[kind]), translate(_BY_ITSELF), signed(who)]
    return enveloped(case, who, "receipt", translate(_SUBJECTS[kind]), blocks)


def acknowledgement_text(page: str, who: Correspondent) -> str:
    """What whoever reports a page by another way is told at once: Regulation (EU) 2022/2065, article 16(4) and (5)."""
    translate, kind = who.words, LetterKind.REPORT
    blocks = [translate(HELLO), translate(_HERE)]
    if about := _own_page(page, who):
        blocks.append(translate(_ABOUT).format(url=about))
    blocks += [translate(_NEXT[kind]).format(reading=who.reading_days), signed(who)]
    return f"{translate(_SUBJECTS[kind])}\n\n{flowed(blocks)}"


def unusable_mail(case: Case, who: Correspondent, answers: int = 0) -> EmailMessage:
    """The answer to a letter in which nothing could be read: why, and how to send it so that it can.

    ``answers`` counts what the writer sent since: what can't be read either gets another mail.
    """
    translate = who.words
    blocks = [translate(HELLO), translate(_NOTHING).format(number=case.number)]
    blocks += unusable(case.answers.remarks if answers else case.written.remarks, translate)
    blocks += [translate(_AGAIN), translate(_PAPER), signed(who)]
    step = f"unusable-{answers}" if answers else "unusable"
    return enveloped(case, who, step, translate(_NOTHING_SUBJECT), blocks)


def understood(case: Case, who: Correspondent) -> list[str]:
    """What was received and what of it couldn't be used, each under its heading."""
    translate = who.words
    blocks = []
    if lines := received(case, translate):
        blocks.append(f"{translate(_UNDERSTOOD)}\n{lines}")
    return [*blocks, *unusable(case.written.remarks, translate)]


def followed(case: Case, who: Correspondent) -> str:
    """Where everybody sees how far the letter has come."""
    return who.words(_STANDS).format(url=who.follow(case.number))


def signed(who: Correspondent) -> str:
    """The last line of each mail."""
    return who.words(_TEAM).format(site=in_one_line(who.site, 60))


def _own_page(about: str, who: Correspondent) -> str:
    """The address of a page of this site; a forged letter mustn't have us send addresses of other sites."""
    shown = in_one_line(about, 300)
    return shown if shown.startswith(who.url.rstrip("/") + "/") and " " not in shown and "…" not in shown else ""
