"""Sends one mail through the site's mail server: checked certificates, bounded waiting, errors as sentences."""

from __future__ import annotations

import re
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from placette.desks.letters.answering.connecting import ConnectParts, connect_parts, is_loopback
from placette.engine.base.message import N_
from placette.engine.base.said_errors import SaidError

TIMEOUT = 30.0
"""Seconds that the server may be silent. RFC 5321 (4.5.3.2) allows minutes; nobody waits for them at a desk."""

_TOO_LARGE = 552
"""The reply to a letter that is too large (RFC 1870): the only one to ``MAIL FROM`` that is about the letter."""
_CLOSING = 421
"""The reply of a server that ends the talk, whatever it was asked (RFC 5321, 4.2.3)."""
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
"""Servers repeat the recipient's address in their replies."""
_LOOKED_AT = 1000

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


class OutboxError(SaidError):
    """A mail that wasn't accepted. ``permanent`` says that sending it again is useless.

    ``alone`` says that the server may take other mails all the same: it is about this recipient or this letter.
    No value holds an address: logs are public.
    """

    def __init__(self, sentence: str, *, permanent: bool = False, alone: bool = False, **values: object) -> None:
        super().__init__(sentence, **values)
        self.permanent, self.alone = permanent, alone or permanent


def send(
    message: EmailMessage, outbox: str, password: str, trust: ssl.SSLContext | None = None, timeout: float = TIMEOUT
) -> None:
    """Hand a mail to the server of the address ``outbox``; it is accepted when this returns.

    ``trust`` says which certificates are believed; None for those that the system believes. Raises
    ``MailAddressError`` for a misspelt address and ``OutboxError`` for a mail that wasn't accepted. A server that
    falls silent after the mail may have accepted it: the Message-ID is the same when it is sent again.
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
    with _connected(parts, trust, timeout) as server:
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and (parts.user or not is_loopback(parts.host)):
            server.starttls(context=trust)
            server.ehlo()
        if parts.user:
            server.login(parts.user, password)
        server.send_message(message)
        _leave(server)


def _connected(parts: ConnectParts, trust: ssl.SSLContext, timeout: float) -> smtplib.SMTP:
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(parts.host, parts.port, timeout=timeout, context=trust)
    return smtplib.SMTP(parts.host, parts.port, timeout=timeout)


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye. The mail is accepted already: a server that hangs up without a word changes nothing."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _explained(error: Exception, host: str) -> OutboxError:
    """The error as a sentence. What isn't known to be permanent is tried again."""
    match error:
        case smtplib.SMTPException():
            return _answer_explained(error, host)
        case ssl.SSLCertVerificationError():
            return OutboxError(_UNTRUSTED, host=host, reason=error.verify_message)
        case TimeoutError():
            return OutboxError(_SILENT, host=host)
        case UnicodeError():
            return OutboxError(_FOREIGN, permanent=True, host=host)
    return OutboxError(_UNREACHABLE, host=host, reason=_shown(str(error)))


def _answer_explained(error: smtplib.SMTPException, host: str) -> OutboxError:
    """What the server answered, or that it stopped answering."""
    match error:
        case smtplib.SMTPNotSupportedError():
            return _unsupported(error, host)
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= 500:
            return OutboxError(_SIGN_IN, host=host, reason=_reply(error.smtp_code, error.smtp_error))
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return _answered(code, words, _REFUSED, host)
        case smtplib.SMTPResponseException():
            return _reply_explained(error, host)
    silent = "timed out" in str(error)
    return OutboxError(_SILENT if silent else _UNREACHABLE, host=host, reason=_shown(str(error)))


def _reply_explained(error: smtplib.SMTPResponseException, host: str) -> OutboxError:
    """A reply to the letter itself, to our address, or to saying hello, which may be another matter tomorrow."""
    code, words = error.smtp_code, error.smtp_error
    if isinstance(error, smtplib.SMTPSenderRefused) and code >= 500 and code != _TOO_LARGE:
        return OutboxError(_REFUSED_SENDER, host=host, reason=_reply(code, words))
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return _answered(code, words, _REFUSED_LETTER, host)
    return OutboxError(_LATER, host=host, reason=_reply(code, words))


def _unsupported(error: smtplib.SMTPNotSupportedError, host: str) -> OutboxError:
    """The server lacks STARTTLS, signing in, or addresses with letters outside ASCII (RFC 6531)."""
    said = str(error)
    if "SMTPUTF8" in said:
        return OutboxError(_FOREIGN, permanent=True, host=host)
    if "STARTTLS" in said:
        return OutboxError(_UNENCRYPTED, host=host)
    return OutboxError(_SIGN_IN, host=host, reason=_shown(said))


def _answered(code: int, words: bytes | str, refused: str, host: str) -> OutboxError:
    """By the first digit of the reply: 4 is for now, 5 for good (RFC 5321, 4.2.1)."""
    permanent = 500 <= code < 600
    sentence, closing = refused if permanent else _LATER, code == _CLOSING
    return OutboxError(sentence, permanent=permanent, alone=not closing, host=host, reason=_reply(code, words))


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return _shown(f"{code} {text}")


def _shown(text: str) -> str:
    """What a server says, on one line, without what a terminal would obey."""
    plain = "".join(c if c.isprintable() else " " for c in text[:_LOOKED_AT])
    return _ADDRESS.sub("…", plain)[:160].strip()
