"""What files of text have in common: letters that can be read and seen, links that lead to the web."""

from __future__ import annotations

from urllib.parse import urlsplit

from placette.engine.base.calendar_bounds import ENCODED
from placette.engine.texts.characters import is_suspect
from placette.features.documents.findings import UnusableError
from placette.features.documents.messages import UNSEEN


def readable_text(data: bytes) -> str:
    """The text of a file. Raises ``UnusableError`` for one that isn't in UTF-8, or holds what can't be seen."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableError(ENCODED) from error
    if is_suspect(text):
        raise UnusableError(UNSEEN)
    return text


def leads_to_the_web(address: str) -> bool:
    """Whether an address is that of a page, and hides no name of a user or of a program."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
