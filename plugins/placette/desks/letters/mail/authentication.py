"""What the receiving server said of a mail's origin (SPF, DKIM, DMARC), for the editor's eyes."""

from __future__ import annotations

import re

from placette.desks.letters.mail.decoding import clean_line
from placette.desks.letters.mail.headers import MailHeaders

UNVERIFIABLE = "unverifiable: "
"""What ``Letter.authenticated`` begins with when the sender may have written it."""

_LIMIT = 300
"""Characters that are kept: three methods with their results and domains."""
_BY = re.compile(r"\bby\s+([\w.-]{1,253})", re.ASCII)
_SERVER = re.compile(r"\s*([\w.-]{1,253})", re.ASCII)


def authentication_of(headers: MailHeaders) -> str:
    """The topmost ``Authentication-Results`` (RFC 8601), shortened; empty where there is none.

    It counts when it stands above the first ``Received`` of another organisation than the topmost one and names a
    server of that organisation. Nothing shows a sender's forgery in the receiving server's own name: section 5 of the
    RFC has that server remove it.
    """
    found = headers.first("authentication-results")
    if not found:
        return ""
    text = clean_line(found, _LIMIT)
    return text if _is_ours(headers, found) else UNVERIFIABLE + text


def _is_ours(headers: MailHeaders, found: str) -> bool:
    ours = ""
    for name, value in headers.items:
        if name == "authentication-results":
            server = _SERVER.match(found)
            return bool(ours or _topmost(headers)) and _organisation(server) == (ours or _topmost(headers))
        if name == "received":
            by = _organisation(_BY.search(value))
            if ours and by != ours:
                return False
            ours = by
    return False


def _topmost(headers: MailHeaders) -> str:
    return _organisation(_BY.search(headers.first("received")))


def _organisation(found: re.Match[str] | None) -> str:
    """The last two labels of a host's name: enough to compare servers of one provider."""
    return ".".join(found[1].lower().strip(".").split(".")[-2:]) if found else ""
