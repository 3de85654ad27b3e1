"""One request with bounded redirects, size and time, to public addresses only; what went wrong, in words."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin

from placette.desks.status import Manner, exchange

MOST_BYTES = 1_000_000
"""A conversation of a thousand answers has half of it."""
_HOPS = 5
"""Redirects that are followed, each target looked at like the first address."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
REDIRECTED_AS_SENT = frozenset({307, 308})
"""Redirects after which the same is sent again, body and all (RFC 9110, 15.4)."""
_GONE = frozenset({404, 410})


FOR_EVER = frozenset({"private", "port", "scheme", "large", "loop", "odd", "no-host"})
"""Reasons that no second try changes."""


class Fetched(NamedTuple):
    """A page or a list: where it was found in the end, its kind, its bytes and its ``Link`` headers."""

    url: str
    media_type: str
    body: bytes
    link: str = ""


class AskingError(Exception):
    """Nothing can be said today: a key of ``WHY`` (``desks/status``), ``large``, ``json`` or the number of a status."""


class GoneError(Exception):
    """It isn't there any more: the server says so."""


def fetch(url: str, manner: Manner, most: int = MOST_BYTES, *, whole: bool = True) -> Fetched:
    """What stands at an address; raises ``AskingError`` and ``GoneError``.

    What is larger than ``most`` bytes is an error, or cut where it needn't be ``whole``.
    """
    seen = set[str]()
    for _ in range(_HOPS + 1):
        if url in seen:
            raise AskingError("loop")
        seen.add(url)
        reply = exchange(url, "GET", manner, most + 1)
        if reply.why:
            raise AskingError(reply.why)
        if reply.status in _REDIRECTS and reply.location:
            url = target_of(url, reply.location)
            continue
        if reply.status in _GONE:
            raise GoneError(url)
        if not 200 <= reply.status < 300:
            raise AskingError(str(reply.status))
        if whole and len(reply.body) > most:
            raise AskingError("large")
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(url, kind, reply.body, reply.headers.get("link", ""))
    raise AskingError("loop")


def fetch_json(url: str, manner: Manner, most: int = MOST_BYTES) -> Any:
    """A value in JSON; raises ``AskingError`` and ``GoneError``."""
    fetched = fetch(url, manner, most)
    try:
        return json.loads(fetched.body)
    except (ValueError, RecursionError) as error:
        raise AskingError("json") from error


def target_of(url: str, location: str) -> str:
    """Where a redirect leads; raises ``AskingError`` where that isn't the web."""
    try:
        target = urldefrag(urljoin(url, location)).url
    except ValueError as error:
        raise AskingError("odd") from error
    if not target.startswith(("http://", "https://")):
        raise AskingError("scheme")
    return target
