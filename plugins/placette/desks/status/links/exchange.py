"""One question to one server, over a connection of ours: bounded in time and bytes, to an address that was looked at.

The name is resolved here, every address that it has is looked at, and the connection goes to one of those: a name that
leads elsewhere a moment later leads nowhere. ``http.client`` speaks over it; redirects are somebody else's decision.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, quote, urlsplit

from placette.desks.status.links.outcomes import Reply, seconds_to_wait
from placette.desks.status.links.reach import Reach, public_reach

_MOST_ADDRESSES = 4
"""Addresses of one name that are tried."""
_PORTS = {"http": 80, "https": 443}
_FAILURES = ((ssl.SSLCertVerificationError, "certificate"), (TimeoutError, "timeout"), (OSError, "connection"))
"""Which key of ``outcomes.WHY`` tells a failure: the first kind that it is of."""
_AS_WRITTEN = "%/:?#[]@!$&'()*+,;=~"
"""Characters of an address that stay as they are (RFC 3986)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How we ask: as whom, where we may go, seconds for one answer, and the trust in certificates."""

    agent: str
    reach: Reach = public_reach
    patience: float = 20.0
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class _UnreachableError(OSError):
    """There is no connection to be had; the message is a key of ``outcomes.WHY``."""


@dataclass(slots=True)
class _Line:
    """A connection that is cut when its time is up."""

    socket: socket.socket
    late: bool = False

    def cut(self) -> None:
        """End it now, from another thread; whoever waits for it stops waiting."""
        self.late = True
        with suppress(OSError):
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)  # not TLS's own, which isn't made for two threads


def exchange(url: str, method: str, manner: Manner, most: int = 0) -> Reply:
    """Ask, and give the answer with at most so many bytes of what it holds. Raises nothing."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode("ascii")
        with closing(_connect(host, port, manner)) as bare, _in_time(bare, manner.patience) as line:
            return _speak(line, parts, host, method, manner, most)
    except (OSError, HTTPException, LookupError, ValueError) as error:
        return Reply(why=_why(error))


def _why(error: Exception) -> str:
    if isinstance(error, _UnreachableError):
        return str(error)
    return next((why for kind, why in _FAILURES if isinstance(error, kind)), "odd")


def _connect(host: str, port: int, manner: Manner) -> socket.socket:
    """A connection to the first address of a name that takes it; raises ``_UnreachableError`` or ``OSError``."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise _UnreachableError("no-host" if unknown else "connection") from error
    addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
    for address in addresses:  # all: a name that leads both ways is a trap
        if refusal := manner.reach(address, port):
            raise _UnreachableError(refusal)
    failure: OSError = ConnectionError()
    for address in addresses[:_MOST_ADDRESSES]:
        try:
            return socket.create_connection((address, port), manner.patience / 2)
        except OSError as error:
            failure = error
    raise failure


@contextmanager
def _in_time(bare: socket.socket, seconds: float) -> Iterator[_Line]:
    """The connection, cut after so many seconds: a server may send a byte now and then for ever."""
    line = _Line(bare)
    alarm = threading.Timer(seconds, line.cut)
    alarm.daemon = True
    alarm.start()
    try:
        yield line
    except Exception as error:
        if line.late:
            raise TimeoutError from error
        raise
    finally:
        alarm.cancel()
        line.socket.close()


def _speak(line: _Line, parts: SplitResult, host: str, method: str, manner: Manner, most: int) -> Reply:
    """Send one request, read one answer. Raises what ``http.client`` and ``ssl`` raise."""
    if parts.scheme == "https":
        line.socket = manner.trust.wrap_socket(line.socket, server_hostname=host, do_handshake_on_connect=False)
        line.socket.do_handshake()  # type: ignore[attr-defined]
    connection = HTTPConnection(host, 80)
    connection.sock = line.socket
    shown = f"[{host}]" if ":" in host else host
    target = quote(f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", _AS_WRITTEN)
    own = {"Host": f"{shown}:{parts.port}" if parts.port else shown, "Connection": "close"}
    connection.request(method, target, headers={**own, "User-Agent": manner.agent, "Accept": "*/*"})
    answer = connection.getresponse()
    body = answer.read(most) if most else b""
    if line.late:
        raise TimeoutError
    location = (answer.getheader("Location") or "").encode("latin-1", "replace").decode("utf-8", "replace")
    return Reply(answer.status, "", location.strip(), seconds_to_wait(answer.getheader("Retry-After") or ""), body)
