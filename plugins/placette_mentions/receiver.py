"""Our small receiver of webmentions: it stores notifications and fetches nothing (W3C Webmention, 3.2).

Senders get 202 at once. The page is fetched later, by ``invoke mentions``, from where the site is edited: so the
server that strangers reach makes no connection of its own, has no secret and knows nothing but the site's address.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from placette import RateLimiter, local_server
from placette_mentions import LONGEST_ADDRESS
from placette_mentions.fetching import InboxFullError, Notification, fault_of, keep_notification

_Start = Callable[[str, list[tuple[str, str]]], object]
_Application = Callable[[Mapping[str, Any], _Start], Iterable[bytes]]
_LOG = logging.getLogger(__name__)
_FORM = "application/x-www-form-urlencoded"
_LARGEST = 8 * LONGEST_ADDRESS  # Bytes of a request: two addresses, every sign escaped, and some more
_DAY = 86_400
_LATER = "Not now; try again tomorrow."
_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex"),
]


class _RefusalError(Exception):
    """A refusal: the status, and a sentence."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class ReceiverRules:
    """Whose mentions are taken, where they are put, how many from one address an hour.

    ``daily`` are those of a day, and ``from_one`` those of a day whose page lies on one server.
    """

    site: str
    folder: Path
    port: int = 8049
    each: int = 60
    window: int = 3600
    daily: int = 500
    from_one: int = 20


def receiver(rules: ReceiverRules, clock: Callable[[], float] = time.time) -> _Application:
    """Return the receiver as a WSGI application."""
    turnstile, day = RateLimiter(rules.window, clock), RateLimiter(_DAY, clock)

    def serve(environ: Mapping[str, Any], start: _Start) -> Iterable[bytes]:
        try:
            _take(rules, turnstile, day, environ)
            status, words = HTTPStatus.ACCEPTED, "Thank you. The page will be looked at, and somebody decides."
        except _RefusalError as refusal:
            status, words = refusal.status, str(refusal)
        except InboxFullError:
            status, words = HTTPStatus.SERVICE_UNAVAILABLE, _LATER
        except OSError as error:  # waitress would take it for a connection that broke
            _LOG.error("%s %s", type(error).__name__, error.errno)
            status, words = HTTPStatus.SERVICE_UNAVAILABLE, _LATER
        body = f"{words}\n".encode()
        more = [("Retry-After", "3600")] if status is HTTPStatus.TOO_MANY_REQUESTS else []
        start(f"{status.value} {status.phrase}", [*_HEADERS, ("Content-Length", str(len(body))), *more])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    return serve


def receiver_server(rules: ReceiverRules, host: str = "127.0.0.1", port: int | None = None) -> Any:
    """A server that is ready to ``run`` and can be ``close``d. Port 0 takes any free one (``effective_port``)."""
    number = rules.port if port is None else port
    return local_server(receiver(rules), host, number, largest=2 * _LARGEST, threads=2, connections=100, silent=30)


def _take(rules: ReceiverRules, turnstile: RateLimiter, day: RateLimiter, environ: Mapping[str, Any]) -> None:
    """Keep a notification. Raises ``_RefusalError``, ``InboxFullError`` and ``OSError``."""
    method = environ["REQUEST_METHOD"]
    if method != "POST":
        status = HTTPStatus.OK if method in {"GET", "HEAD"} else HTTPStatus.METHOD_NOT_ALLOWED
        raise _RefusalError(status, "This takes webmentions: POST source and target.")
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != _FORM:
        raise _RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send it as {_FORM}.")
    if int(environ.get("CONTENT_LENGTH") or 0) > _LARGEST:
        raise _RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large.")
    if not turnstile.allows(environ.get("REMOTE_ADDR", ""), rules.each):
        raise _RefusalError(HTTPStatus.TOO_MANY_REQUESTS, "Too many; try again in an hour.")
    notification = _read(environ)
    fault = fault_of(notification, rules.site) if notification else "Send one source and one target."
    if notification is None or fault:
        raise _RefusalError(HTTPStatus.BAD_REQUEST, fault)
    server = (urlsplit(notification.source).hostname or "").lower().rstrip(".")
    if not (day.allows(f"source {server}", rules.from_one) and day.allows("all", rules.daily)):
        raise _RefusalError(HTTPStatus.TOO_MANY_REQUESTS, _LATER)
    keep_notification(rules.folder, notification)


def _read(environ: Mapping[str, Any]) -> Notification | None:
    try:
        body = environ["wsgi.input"].read(_LARGEST).decode("ascii")
        fields = parse_qs(body, max_num_fields=10, strict_parsing=True)
    except ValueError:
        return None
    sources, targets = fields.get("source", []), fields.get("target", [])
    return Notification(sources[0].strip(), targets[0].strip()) if len(sources) == len(targets) == 1 else None
