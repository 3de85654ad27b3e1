"""What tells one mail from all others, so that each is read once and none can hide another."""

from __future__ import annotations

import hashlib
from email.parser import BytesHeaderParser
from email.policy import compat32

from placette.desks.letters.mail.headers import headers_of, identifier_in, split_mail

_DECIDING = (
    "from", "subject", "date", "in-reply-to", "references", "content-type", "content-transfer-encoding",
)  # fmt: skip
"""Headers that decide what is read. Those that servers add on the way (``Received`` …) aren't among them."""
_FORM = "x-placette-"
_DIGITS = 32
"""Hexadecimal digits of the digest after a Message-ID: 128 bits."""


def identity_of(data: bytes) -> str:
    """The Message-ID, a space and a digest of the content; ``sha256:`` and the digest where there is no Message-ID.

    Anybody who has seen a Message-ID can claim it. With the digest, another mail under the same one is another letter,
    while a second delivery of the same mail, by another way, is the same one.
    """
    head, body = split_mail(data)
    message = BytesHeaderParser(policy=compat32).parsebytes(head)
    headers = headers_of(message)
    kept = [(name, value) for name, value in headers.items if name in _DECIDING or name.startswith(_FORM)]
    digest = hashlib.sha256()
    for name, value in sorted(kept, key=lambda item: item[0]):
        digest.update(f"{name}: {' '.join(value.split())}\n".encode("utf-8", "surrogatepass"))
    early = message.get_payload(decode=True)  # lines among the headers that are none: they are read as text
    digest.update(b"\n" + (early if isinstance(early, bytes) else b"") + b"\n" + body.replace(b"\r\n", b"\n").rstrip())
    found = identifier_in(headers.first("message-id"))
    return f"{found} {digest.hexdigest()[:_DIGITS]}" if found else f"sha256:{digest.hexdigest()}"


def message_id_of(identity: str) -> str:
    """The Message-ID in an identity, without angle brackets, to be named by an answer; empty where there was none."""
    found, _, digest = identity.partition(" ")
    return found if digest else ""
