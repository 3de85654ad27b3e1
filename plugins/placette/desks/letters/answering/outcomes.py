"""The last mails about a letter: it is published, it has a day, or it is refused, why, and how to object."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.message import EmailMessage

from placette.desks.letters.answering.correspondent import Correspondent
from placette.desks.letters.answering.describing import title_of
from placette.desks.letters.answering.envelope import enveloped
from placette.desks.letters.answering.plain_lines import in_one_line, quotable
from placette.desks.letters.answering.receipts import HELLO, followed, signed
from placette.desks.letters.letter import Case
from placette.engine.base.dates import long_date, weekday
from placette.engine.base.message import N_

_CARDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
"""The first bytes of a card, by what a mail calls its kind."""

_PUBLISHED_SUBJECT = N_("Your text is online")
_PUBLISHED = N_("It is done: your text is online. Thank you! Here is its address, which will not change:\n{url}")
_PUBLISHED_TITLED = N_("It is done: “{title}” is online. Thank you! Here is its address, which will not change:\n{url}")
_SHARE = N_("To share it, send this address to those whom it may please, or pass this message on.")
_SHARE_CARD = N_(
    "To share it, send this address to those whom it may please. The picture that comes with this message shows the"
    " title of your text: you can send it by telephone, or print it."
)
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
    " not take this decision will look at your text, and answer you. You can also turn to a judge."
)


def published_mail(case: Case, url: str, card: bytes | None, who: Correspondent) -> EmailMessage:
    """The address of the published text, its card (PNG or JPEG) as an attachment, how to share it, thanks.

    Raises ``ValueError`` for a card that is no picture, or where there is nobody to write to.
    """
    translate, title = who.words, quotable(title_of(case))
    published = translate(_PUBLISHED_TITLED if title else _PUBLISHED)
    blocks = [translate(HELLO), published.format(title=title, url=url)]
    blocks += [translate(_SHARE_CARD if card else _SHARE), translate(_WRONG), translate(_NEXT_TEXT), signed(who)]
    message = enveloped(case, who, "published", translate(_PUBLISHED_SUBJECT), blocks)
    if card:
        kind = _card_kind(card)
        message.add_attachment(card, maintype="image", subtype=kind, filename=f"{case.number}.{kind}")
    return message


def scheduled_mail(case: Case, day: date, who: Correspondent) -> EmailMessage:
    """The day on which the text will be published. A day that is moved makes another mail."""
    translate, moment = who.words, datetime(day.year, day.month, day.day, tzinfo=UTC)
    written = f"{weekday(moment, who.language)} {long_date(moment, who.language)}"
    blocks = [translate(HELLO), translate(_SCHEDULED).format(day=written), translate(_UNTIL_THEN)]
    blocks += [followed(case, who), signed(who)]
    return enveloped(case, who, f"scheduled-{day.isoformat()}", translate(_SCHEDULED_SUBJECT), blocks)


def refusal_mail(case: Case, reasons: Sequence[str], who: Correspondent, answers: int = 0) -> EmailMessage:
    """The refusal: the charter's reasons in the editor's words, how to change the text, how to object.

    ``answers`` counts what the writer sent since their letter: what is refused again gets another mail.
    Raises ``ValueError`` without any reason: nobody is refused without one.
    """
    given = [in_one_line(reason, 1000) for reason in reasons if reason.strip()]
    if not given:
        raise ValueError(case.number)
    translate = who.words
    blocks = [translate(HELLO), translate(REFUSED), *(f"- {reason}" for reason in given)]
    blocks += [translate(CHARTER).format(url=who.charter_url), translate(CHANGE)]
    blocks += [translate(APPEAL).format(days=who.appeal_days), signed(who)]
    return enveloped(case, who, f"refusal-{answers}" if answers else "refusal", translate(REFUSED_SUBJECT), blocks)


def _card_kind(card: bytes) -> str:
    for beginning, kind in _CARDS.items():
        if card.startswith(beginning):
            return kind
    raise ValueError(card[:8])
