"""Which mails a machine wrote: they are never answered, or two machines write to each other for ever (RFC 3834)."""

from __future__ import annotations

import re

from placette.desks.letters.mail.headers import MailHeaders, address_in
from placette.engine.base.text import fold

REPLY, LIST, REPORT = "mail-automatic-reply", "mail-automatic-list", "mail-automatic-report"
RECEIPT, OWN, SENDER = "mail-automatic-receipt", "mail-automatic-own", "mail-automatic-sender"

_SUPPRESSED = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
"""Values of ``X-Auto-Response-Suppress`` by which a sender wants no automatic answer ([MS-OXCMAIL] 2.2.3.2.14)."""
_ROBOTS = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|ne-?pas-?repondre|bounces?)(?:[+._-].*)?|.+[._-]no-?reply"
)
"""Parts before the ``@`` that nobody reads."""
_AWAY = re.compile(
    r"(?:re\s?:\s*)?(?:reponse (?:automatique|d'absence)|message d'absence|notification d'absence|absence du bureau"
    r"|absente?(?:·e|\(e\)|\.e)? (?:du bureau|jusqu'au|du \d)|automatic reply|auto(?:matic)?[- ]?reply"
    r"|out of (?:the )?office|auto\s?:|vacation (?:reply|response|message)|conges? annuels?\s*[:-])(?![a-z])"
)
"""How subjects of holiday answers begin, folded: “Absence de car scolaire” is a resident’s letter."""
_BOUNCE = re.compile(
    r"(?:undeliver(?:ed|able)|mail delivery (?:failed|failure|subsystem)|delivery status notification|returned mail"
    r"|failure notice|non remis\s?:|echec de (?:la )?(?:remise|distribution)|message non distribue)"
)
_REPORTS = {"delivery-status": REPORT, "disposition-notification": RECEIPT, "feedback-report": REPORT}
_LISTS = frozenset({"list-id", "list-unsubscribe", "list-post", "list-help", "list-owner", "list-subscribe"})


def why_automatic(headers: MailHeaders, own: str) -> str:
    """The code of the remark that says why a mail must not be answered; empty for a person's.

    ``own`` is the letterbox's address. What a mail says of itself is believed here: a liar gets no answer.
    """
    sender = address_in(headers.first("from"))
    if own and sender == address_in(own):
        return OWN
    return _reported(headers) or _declared(headers) or _looks_automatic(headers, sender)


def _reported(headers: MailHeaders) -> str:
    media = headers.first("content-type").lower()
    if not media.startswith("multipart/report"):
        return REPORT if "".join(headers.first("return-path").split()) == "<>" and _is_bounce(headers) else ""
    return next((code for kind, code in _REPORTS.items() if kind in media), REPORT)


def _is_bounce(headers: MailHeaders) -> bool:
    return bool(_BOUNCE.match(fold(headers.words("subject"))))


def _declared(headers: MailHeaders) -> str:
    """What headers made for this purpose say."""
    names = {name for name, _ in headers.items}
    submitted = headers.first("auto-submitted").partition(";")[0].strip().lower()
    precedence = headers.first("precedence").strip().lower()
    if names & _LISTS or precedence in {"bulk", "list", "junk"}:
        return LIST
    if submitted not in {"", "no"} or precedence == "auto_reply" or names & {"x-autoreply", "x-autorespond"}:
        return REPLY
    if _SUPPRESSED.search(headers.first("x-auto-response-suppress")):
        return REPLY
    return REPLY if "".join(headers.first("return-path").split()) == "<>" else ""


def _looks_automatic(headers: MailHeaders, sender: str) -> str:
    """What a sender's address and a subject show when nothing was declared."""
    if _ROBOTS.fullmatch(sender.partition("@")[0]):
        return REPORT if _is_bounce(headers) or sender.startswith("mailer-daemon") else SENDER
    return REPLY if _AWAY.match(fold(headers.words("subject")[:200])) else ""
