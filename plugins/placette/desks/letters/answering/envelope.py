"""The headers of what we send: whom it answers, that a program sends it, and that nothing answers it (RFC 3834)."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from placette.desks.letters.answering.correspondent import Correspondent
from placette.desks.letters.answering.plain_lines import flowed, in_one_line
from placette.desks.letters.letter import RECEIPT_NUMBER, Case, Letter

MOST_A_DAY = 10
"""Mails to one address in a day: enough for a talk, too few for two programs that answer each other."""
_MOST_REFERENCES = 20
_STEP = re.compile(r"[a-z0-9-]{1,40}")
_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u00a1-\uffff-]{1,64}"
_SENDER = re.compile(rf"({_LOCAL})@((?:[\w-]{{1,63}}\.)+[\w-]{{2,63}})")
_MESSAGE_ID = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~:-]{1,200}@[A-Za-z0-9.:_\[\]-]{1,120})>")
_BARE_ID = re.compile(r"([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@[A-Za-z0-9._-]{1,120})")
_FORGED = re.compile(r"(?!unverifiable: )[^;]*;.*\bdmarc\s*=\s*fail\b", re.IGNORECASE)
"""What the receiving server says of a sender whose domain disowns the mail (RFC 8601, 2.7; RFC 7489, 11.2)."""
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|ne-?pas-?repondre|bounces?|listserv|majordomo)(?:[+=_-].*)?"
    r"|.+-(?:request|owner|bounces?)|owner-.+"
)
"""Addresses that nobody reads (RFC 3834, section 2; RFC 2142; those of lists)."""


def may_answer(letter: Letter, own: str, sent: int = 0, most: int = MOST_A_DAY) -> bool:
    """Whether this letter may be answered by itself.

    Never an automatic letter, a list's, our ``own`` address, an address that can't be one or that nobody reads,
    none that our own server has found forged, since the answer would go to somebody who never wrote, and
    no more than ``most`` mails a day: ``sent`` counts those that went to this address today. A site whose ``own``
    address is none answers nobody.
    """
    if letter.automatic or _FORGED.match(letter.authenticated) or sent >= most:
        return False
    if not (_is_address(letter.sender) and _is_address(own)):
        return False
    return not _MACHINES.fullmatch(letter.sender.rpartition("@")[0]) and _mailbox(letter.sender) != _mailbox(own)


def enveloped(case: Case, who: Correspondent, step: str, subject: str, blocks: Iterable[str]) -> EmailMessage:
    """The mail to the sender of the case's letter; ``step`` and the number make its Message-ID.

    It has no date yet: one that is sent again is the same mail. Raises ``ValueError`` where there is no address to
    write to, or the number is none.
    """
    if not RECEIPT_NUMBER.fullmatch(case.number) or not _STEP.fullmatch(step):
        raise ValueError(case.number)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(in_one_line(who.site, 60), *_parted(who.address))
    message["To"] = Address("", *_parted(case.letter.sender))
    message["Subject"] = f"[{case.number}] {in_one_line(subject, 150)}"
    message["Message-ID"] = f"<{case.number}.{step}.{_code(case.number, step, who)}@{_parted(who.address)[1]}>"
    if ids := _answered(case.letter):
        message["In-Reply-To"] = ids[-1]
        message["References"] = " ".join(ids[-_MOST_REFERENCES:])
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = who.language
    message.set_content(flowed(blocks), cte="quoted-printable", params={"format": "flowed", "delsp": "no"})
    return message


def _code(number: str, step: str, who: Correspondent) -> str:
    """What nobody can guess who didn't get the mail: numbers are public, and senders can be forged."""
    return hmac.new(who.secret, f"{number}.{step}".encode(), "sha256").hexdigest()[:12]


def _parted(address: str) -> tuple[str, str]:
    """Before and after the ``@``, the domain as DNS knows it; raises ``ValueError`` for what is no address."""
    found = _SENDER.fullmatch(address)
    if not found:
        raise ValueError(address)
    return found[1], found[2].encode("idna").decode("ascii")


def _is_address(text: str) -> bool:
    """Whether a mail can be addressed to it."""
    try:
        _parted(text)
    except ValueError:
        return False
    return True


def _answered(letter: Letter) -> list[str]:
    """The Message-IDs of the letter and of what it answered, oldest first."""
    own = _MESSAGE_ID.search(letter.identity) or _BARE_ID.match(letter.identity)
    if not own or letter.identity.startswith("sha256:"):
        return []
    named = [f"<{one.strip(' <>')}>" for one in letter.references]
    earlier = [one for one in named if _MESSAGE_ID.fullmatch(one)]
    return [one for one in dict.fromkeys(earlier) if one != f"<{own[1]}>"] + [f"<{own[1]}>"]


def _mailbox(address: str) -> str:
    """The address without what follows a plus in it (RFC 5233), in small letters."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
