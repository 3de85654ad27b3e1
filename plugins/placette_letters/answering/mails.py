"""Mails of the site: who writes them and whom they may answer, headers and flowed lines, the server that sends them."""

from __future__ import annotations

import hmac
import re
import smtplib
import ssl
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from placette import (
    N_,
    ReadingSettings,
    TranslatableError,
    Translate,
    ViewsSettings,
    Words,
    letterbox,
    load_settings,
    replies,
)
from placette_letters.letter import RECEIPT_NUMBER, Case, Letter, mailbox_of

PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
"""The port of each kind of address where it names none (RFC 8314, sections 3 and 7)."""
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")

_NO_KIND = N_("“{given}” is not the address of a mail server, which begins with {choices}, for instance {example}.")
_NO_HOST = N_("“{given}” names no mail server; write for instance {example}.")
_PORT = N_("“{given}” names a port that can’t be: a number from 1 to 65535 follows the server’s name and a colon.")
_SECRET = N_(
    "The address of {host} contains a password. Take it out of the settings, and put it into LETTERS_PASSWORD."
)
_OPEN = N_("Letters would travel readable to {host}: begin the address with {better}.")
_NO_USER = N_("“{given}” doesn’t say as whom to sign in; write for instance {example}.")
_MORE = N_("“{given}” contains characters that no address of a mail server has.")


class MailAddressError(TranslatableError, ValueError):
    """An address of a server that can't be used."""


class ConnectParts(NamedTuple):
    """An address of a server in its parts; ``folder`` is empty where it names none."""

    scheme: str
    user: str
    host: str
    port: int
    folder: str


def connect_parts(address: str) -> ConnectParts:
    """Return the parts of ``scheme://user@host:port/folder``; raises ``MailAddressError`` for one that can't be used.

    The user may be written with ``@`` in it (``smtps://name@mairie.example@server``) or with ``%40``. A server
    that isn't this machine is only reached encrypted, and signed in to.
    """
    displayed = _without_secret(address)
    if _CONTROL.search(address) or "?" in address or "#" in address:
        raise MailAddressError(_MORE, given=displayed)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise MailAddressError(_PORT, given=displayed) from error
    scheme, host = parts.scheme, _ascii_host(parts.hostname or "")
    if scheme not in PORTS or not address[len(scheme) :].startswith("://"):
        choices = ", ".join(f"{kind}://" for kind in PORTS)
        raise MailAddressError(_NO_KIND, given=displayed, choices=choices, example=_example("smtps"))
    if not host:
        raise MailAddressError(_NO_HOST, given=displayed, example=_example(scheme))
    if port == 0:
        raise MailAddressError(_PORT, given=displayed)
    if parts.password is not None:
        raise MailAddressError(_SECRET, host=host)
    if not is_loopback(host) and scheme == "imap":
        raise MailAddressError(_OPEN, host=host, better="imaps://")
    if not is_loopback(host) and not parts.username:
        raise MailAddressError(_NO_USER, given=displayed, example=_example(scheme))
    user, folder = unquote(parts.username or ""), unquote(parts.path.removeprefix("/"))
    return ConnectParts(scheme, user, host, port or PORTS[scheme], folder)


def is_loopback(host: str) -> bool:
    """Return whether a server is this machine, so that nothing on the way can read along."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _ascii_host(name: str) -> str:
    """Return the name of a server as DNS knows it; empty for an impossible name."""
    if is_loopback(name):
        return name
    try:
        encoded = name.encode("idna").decode("ascii") if name else ""
    except UnicodeError:
        return ""
    return encoded if _HOST.fullmatch(encoded) else ""


def _example(scheme: str) -> str:
    name = "smtp" if scheme.startswith("smtp") else "imap"
    folder = "/INBOX" if name == "imap" else ""
    return f"{name}s://lettres@{name}.mairie.example{folder}"


def _without_secret(address: str) -> str:
    """Return the address as an error may show it: on one line, without the part where passwords are."""
    text = _CONTROL.sub(" ", address)[:120]
    return re.sub(r"(^[^@]*?(?://)?[^@/:]+):[^@]*(?=@)", r"\1:…", text)


@dataclass(frozen=True, slots=True)
class Correspondent:
    """The site as the sender of mails. Delays are in days."""

    site: str
    url: str  # `SITEURL`: the absolute address of the home page
    address: str  # The address that letters are sent to and answered from
    words: Translate  # The catalogue of the site's language
    language: str = "fr"
    receipt_days: int = 2  # Working days until a person has written the letter down on the page of receipts
    reading_days: int = 10  # Days until a letter is read and answered by a person
    road: str = "contribuer/suivi/"  # The page of all receipts, from `url`
    charter: str = "charte/"  # The page that lists the reasons of a refusal, from `url`
    licence: str = ""  # The label of the site's own licence
    secret: bytes = field(default=b"", repr=False)
    """The key of our mails' Message-IDs, so that only their readers can name them."""

    def follow(self, number: str) -> str:
        """Return the address of a receipt by its number."""
        return f"{self._page(self.road)}#n-{number}"

    @property
    def charter_url(self) -> str:
        """The address of the charter."""
        return self._page(self.charter)

    def _page(self, path: str) -> str:
        return urljoin(self.url.rstrip("/") + "/", path)


def correspondent_of(settings: Mapping[str, Any], words: Translate, secret: bytes) -> Correspondent:
    """Return who answers in the site's name; ``secret`` makes the names of its mails unguessable."""
    options = load_settings(letterbox.LetterboxSettings, "LETTERBOX", settings)
    usual = Correspondent("", "", "", words)
    return Correspondent(
        site=settings["SITENAME"],
        url=settings["SITEURL"],
        address=options.address,
        words=words,
        language=settings["DEFAULT_LANG"],
        receipt_days=options.receipt_days,
        reading_days=options.reading_days,
        charter=settings.get("PAGE_URL", "{slug}/").format(
            slug=load_settings(ViewsSettings, "VIEWS", settings).charter_page
        ),
        licence=load_settings(ReadingSettings, "READING", settings).licence,
        road=settings.get("LETTER_ROAD_URL") or usual.road,
        secret=secret,
    )


WIDTH = 72  # Characters of a line before it is broken; RFC 3676 (4.2) advises at most 78.
_ADDRESS = re.compile(r"(?:\w+://|www\.)\S*|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?", re.IGNORECASE)
"""Texts that mail programs turn into links. A forged sender must not make us send advertisements to others."""
PICTURE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,300}\)")  # A picture in Markdown
_LOOKED_AT = 1000
_SPACES = " \u00a0\u202f"


def in_one_line(text: str, longest: int = 120) -> str:
    """Return a stranger's words on one line, without control characters, at most ``longest`` characters."""
    printable = "".join(c if c.isprintable() or c in _SPACES else " " for c in text)
    plain = " ".join(printable.split(" ")).strip()
    plain = re.sub(r" {2,}", " ", plain)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def quotable(text: str, longest: int = 80) -> str:
    """Return the words of a letter as a mail may repeat them: nothing that leads to somebody, and not many."""
    return in_one_line(replies.without_contacts(_ADDRESS.sub("…", text[:_LOOKED_AT])), longest)


def shown_file(name: str) -> str:
    """Return the name of a file as its sender knows it, without anything that a reader of mails makes a link of."""
    stem, dot, ending = name[:_LOOKED_AT].rpartition(".")
    harmless = re.sub(r"[.@/:]", "_", stem if dot else ending)
    return in_one_line(f"{harmless}{dot}{ending if dot else ''}", 60)


def flowed(blocks: Iterable[str]) -> str:
    """Return paragraphs as format=flowed: long lines end in a space where a reader may join them."""
    return "\n\n".join("\n".join(_broken(line) for line in block.split("\n")) for block in blocks if block) + "\n"


def _broken(line: str) -> str:
    parts = textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    # The line with a space before a sign that a mail program would take for a quotation (RFC 3676, 4.4)
    return " \n".join((f" {part}" if part.startswith((" ", ">", "From ")) else part) for part in parts)


MOST_A_DAY = 10  # Mails to one address in a day: enough for a talk, too few for two programs that answer each other
_MOST_REFERENCES = 20
_STEP = re.compile(r"[a-z0-9-]{1,40}")
_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u00a1-\uffff-]{1,64}"
_SENDER = re.compile(rf"({_LOCAL})@((?:[\w-]{{1,63}}\.)+[\w-]{{2,63}})")
_MESSAGE_ID = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~:-]{1,200}@[A-Za-z0-9.:_\[\]-]{1,120})>")


def may_answer(letter: Letter, own: str, sent: int = 0, most: int = MOST_A_DAY) -> bool:
    """Return whether this letter may be answered automatically.

    Never an automatic letter, our ``own`` address, an impossible one, none that a server has found forged, since the
    answer would go to a stranger, and no more than ``most`` mails a day: ``sent`` counts those that went to this
    address today. A site whose ``own`` address is invalid never answers.
    """
    if letter.automatic or letter.forged or sent >= most:
        return False
    is_possible = bool(_SENDER.fullmatch(letter.sender) and _SENDER.fullmatch(own))
    return is_possible and mailbox_of(letter.sender) != mailbox_of(own)


def enveloped(case: Case, who: Correspondent, step: str, subject: str, blocks: Iterable[str]) -> EmailMessage:
    """Return the mail to the sender of the case's letter; ``step`` and the number make its Message-ID.

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
    """Return a code that only readers of the mail know: numbers are public, and senders can be forged."""
    return hmac.new(who.secret, f"{number}.{step}".encode(), "sha256").hexdigest()[:12]


def _parted(address: str) -> tuple[str, str]:
    """Return the parts before and after the ``@``, the domain as DNS knows it. Raises ``ValueError`` for no address."""
    match = _SENDER.fullmatch(address)
    if not match:
        raise ValueError(address)
    return match[1], match[2].encode("idna").decode("ascii")


def _answered(letter: Letter) -> list[str]:
    """Return the Message-IDs of the letter and of those it answered, oldest first; none for a letter without one."""
    own, *earlier = (f"<{name.strip(' <>')}>" for name in (letter.identity.partition(" ")[0], *letter.references))
    if not _MESSAGE_ID.fullmatch(own):
        return []
    return [*(name for name in dict.fromkeys(earlier) if name != own and _MESSAGE_ID.fullmatch(name)), own]


TIMEOUT = 30.0
"""Seconds that the server may be silent. RFC 5321 (4.5.3.2) allows minutes: too long for an editor who waits."""

_TOO_LARGE = 552
"""The reply to a letter that is too large (RFC 1870): the only one to ``MAIL FROM`` that is about the letter."""
_CLOSING = 421  # The reply of a server that ends the session, after any command (RFC 5321, 4.2.3).
_UNREACHABLE = N_("The mail server {host} can’t be reached ({reason}). The letter stays here, and will be sent later.")
_SILENT = N_("The mail server {host} doesn’t answer. The letter stays here, and will be sent later.")
_UNTRUSTED = N_(
    "The mail server {host} shows a certificate that doesn’t prove who it is ({reason})."
    " Nothing was sent. Check the name of the server in LETTERS_OUTBOX."
)
_UNENCRYPTED = N_("The mail server {host} offers no encryption (STARTTLS). Nothing was sent; try smtps://.")
_SIGN_IN = N_(
    "The mail server {host} refuses the name or the password ({reason}). Check LETTERS_OUTBOX and LETTERS_PASSWORD."
)
_NO_PASSWORD = N_("There is no password for {host}: put it into LETTERS_PASSWORD.")
_LATER = N_("The mail server {host} asks to wait ({reason}). The letter stays here, and will be sent later.")
_REFUSED = N_("The mail server {host} refuses this recipient ({reason}). Sending again won’t help.")
_REFUSED_LETTER = N_("The mail server {host} refuses this letter ({reason}). Sending again won’t help.")
_REFUSED_SENDER = N_(
    "The mail server {host} doesn’t send letters from our address ({reason}). Check LETTERBOX_ADDRESS and"
    " LETTERS_OUTBOX."
)
_ADDRESSLESS = N_("This letter has no single recipient. Nothing was sent.")
_FOREIGN = N_("The mail server {host} can’t send to an address with such letters. Sending again won’t help.")


class OutboxError(TranslatableError):
    """A mail that wasn't accepted. ``permanent``: sending it again is useless.

    ``alone``: the server may still take other mails, for the error is about this recipient or this letter.
    No value has an address: logs are public.
    """

    def __init__(self, sentence: str, *, permanent: bool = False, alone: bool = False, **values: object) -> None:
        super().__init__(sentence, **values)
        self.permanent, self.alone = permanent, alone or permanent


def send(
    message: EmailMessage, outbox: str, password: str, trust: ssl.SSLContext | None = None, timeout: float = TIMEOUT
) -> None:
    """Send a mail to the server of the address ``outbox``; it is accepted when this returns.

    ``trust`` are the certificates to accept; None for those that the system accepts. Raises
    ``MailAddressError`` for a misspelt address and ``OutboxError`` for a mail that wasn't accepted. A server that
    stops answering after the mail may have accepted it: the Message-ID is the same when it is sent again.
    """
    parts = connect_parts(outbox)
    if len(getattr(message["To"], "addresses", ())) != 1 or message["Cc"] or message["Bcc"]:
        raise OutboxError(_ADDRESSLESS, permanent=True)
    if parts.user and not password:
        raise OutboxError(_NO_PASSWORD, host=parts.host)
    if "Date" not in message:
        message["Date"] = format_datetime(datetime.now(UTC))
    try:
        _deliver(message, parts, password, trust or ssl.create_default_context(), timeout)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise _explained(error, parts.host) from error


def _deliver(message: EmailMessage, parts: ConnectParts, password: str, trust: ssl.SSLContext, timeout: float) -> None:
    connect = partial(smtplib.SMTP_SSL, context=trust) if parts.scheme == "smtps" else smtplib.SMTP
    with connect(parts.host, parts.port, timeout=timeout) as server:
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and (parts.user or not is_loopback(parts.host)):
            server.starttls(context=trust)
            server.ehlo()
        if parts.user:
            server.login(parts.user, password)
        server.send_message(message)
        # End the session. The mail is accepted already: a server that hangs up without a word changes nothing
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()


_ANSWERS: tuple[tuple[type[Exception], int, str, bool], ...] = (
    (smtplib.SMTPAuthenticationError, 500, _SIGN_IN, False),
    (smtplib.SMTPRecipientsRefused, 500, _REFUSED, True),
    (smtplib.SMTPSenderRefused, 500, _REFUSED_SENDER, False),
    (smtplib.SMTPDataError, 500, _REFUSED_LETTER, True),
    (smtplib.SMTPRecipientsRefused, 0, _LATER, False),
    (smtplib.SMTPResponseException, 0, _LATER, False),
)
"""A server's answers: the error, from which code on (4 is temporary, 5 permanent: RFC 5321, 4.2.1), the sentence, and
whether sending again is useless."""
_ABOUT_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
_LACKING = {"SMTPUTF8": (_FOREIGN, True), "STARTTLS": (_UNENCRYPTED, False), "": (_SIGN_IN, False)}
"""What a server can't do, by a word of the library's error (RFC 6531: addresses with letters outside ASCII)."""


def _explained(error: Exception, host: str) -> OutboxError:
    """Return the error as a sentence. An error that may be temporary is tried again."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        sentence, permanent = next(row for word, row in _LACKING.items() if word in str(error))
        return OutboxError(sentence, permanent=permanent, host=host, reason=_shown(str(error)))
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException):
        return _answer_explained(error, host)
    if isinstance(error, ssl.SSLCertVerificationError):
        return OutboxError(_UNTRUSTED, host=host, reason=error.verify_message)
    if isinstance(error, UnicodeError):
        return OutboxError(_FOREIGN, permanent=True, host=host)
    silent = isinstance(error, TimeoutError) or "timed out" in str(error)
    return OutboxError(_SILENT if silent else _UNREACHABLE, host=host, reason=_shown(str(error)))


def _answer_explained(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException, host: str) -> OutboxError:
    code, words = (
        next(iter(error.recipients.values()))
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else (error.smtp_code, error.smtp_error)
    )
    reason = _shown(f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}")
    if code == _TOO_LARGE:
        return OutboxError(_REFUSED_LETTER, permanent=True, host=host, reason=reason)
    rows = (row[2:] for row in _ANSWERS if isinstance(error, row[0]) and row[1] <= code < 600)
    sentence, permanent = next(rows, (_LATER, False))
    is_alone = sentence is not _REFUSED_SENDER and isinstance(error, _ABOUT_ONE) and code != _CLOSING
    return OutboxError(sentence, permanent=permanent, alone=is_alone, host=host, reason=reason)


def _shown(text: str) -> str:
    """Return a server's answer on one line, without control characters and the addresses that it repeats."""
    plain = "".join(c if c.isprintable() else " " for c in text[:_LOOKED_AT])
    return Words.without_addresses(plain)[:160].strip()
