"""One request to one server, with limits on time and size, over a connection to an address that was checked.

The host name is resolved here, each of its addresses is checked, and the connection goes to one of those. So a name
that resolves differently a moment later has no effect. ``http.client`` speaks over it; redirects aren't followed here.
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
"""How many addresses of a name are tried."""
_PORTS = {"http": 80, "https": 443}
_FAILURES = ((ssl.SSLCertVerificationError, "certificate"), (TimeoutError, "timeout"), (OSError, "connection"))
"""The key of ``outcomes.WHY`` for each kind of failure; the first that matches counts."""
_AS_WRITTEN = "%/:?#[]@!$&'()*+,;=~"
"""Characters of an address that needn't be escaped (RFC 3986)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to request: our user agent, where we may connect, seconds for one answer, trusted certificates.

    ``accepted`` are the compressions that we say we can read.
    """

    agent: str
    reach: Reach = public_reach
    patience: float = 20.0
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    accepted: str = ""


class _UnreachableError(OSError):
    """No connection is possible; the message is a key of ``outcomes.WHY``."""


@dataclass(slots=True)
class _Line:
    """A connection that is cut off when its time is up."""

    socket: socket.socket
    late: bool = False

    def cut(self) -> None:
        """Close it now, from another thread; whoever waits for it stops waiting."""
        self.late = True
        with suppress(OSError):
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)  # not TLS's own shutdown, which isn't thread-safe


def exchange(url: str, method: str, manner: Manner, most: int = 0, form: str = "") -> Reply:
    """Send a request; returns the reply, with at most ``most`` bytes of its body. Raises nothing.

    ``form`` is what a form sends, encoded as ``urlencode`` does.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode("ascii")
        with closing(_connect(host, port, manner)) as bare, _in_time(bare, manner.patience) as line:
            return _speak(line, parts, host, method, manner, most, form)
    except (OSError, HTTPException, LookupError, ValueError) as error:
        return Reply(why=_why(error), flaw=getattr(error, "verify_code", 0))


def _why(error: Exception) -> str:
    if isinstance(error, _UnreachableError):
        return str(error)
    return next((why for kind, why in _FAILURES if isinstance(error, kind)), "odd")


def _connect(host: str, port: int, manner: Manner) -> socket.socket:
    """A connection to the first address of the host that accepts one. Raises ``_UnreachableError`` or ``OSError``."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise _UnreachableError("no-host" if unknown else "connection") from error
    addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
    for address in addresses:  # all of them: a name with public and private addresses is a trap
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
    """The connection, cut off after ``seconds``: a server might send a byte now and then for ever."""
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


def _speak(line: _Line, parts: SplitResult, host: str, method: str, manner: Manner, most: int, form: str) -> Reply:
    """Send one request and read one reply. Raises what ``http.client`` and ``ssl`` raise."""
    if parts.scheme == "https":
        line.socket = manner.trust.wrap_socket(line.socket, server_hostname=host, do_handshake_on_connect=False)
        line.socket.do_handshake()  # type: ignore[attr-defined]
    certificate = _certificate(line.socket)  # now: the line may be closed once it has answered
    connection = HTTPConnection(host, 80)
    connection.sock = line.socket
    shown = f"[{host}]" if ":" in host else host
    target = quote(f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", _AS_WRITTEN)
    own = {"Host": f"{shown}:{parts.port}" if parts.port else shown, "Connection": "close"}
    own |= {"Accept-Encoding": manner.accepted} if manner.accepted else {}
    own |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    connection.request(method, target, form or None, {**own, "User-Agent": manner.agent, "Accept": "*/*"})
    answer = connection.getresponse()
    body = answer.read(most) if most else b""
    if line.late:
        raise TimeoutError
    location = (answer.getheader("Location") or "").encode("latin-1", "replace").decode("utf-8", "replace")
    wait = seconds_to_wait(answer.getheader("Retry-After") or "")
    headers = {name.lower(): answer.getheader(name, "") for name, _ in answer.getheaders()}  # repeated ones joined
    return Reply(answer.status, "", location.strip(), wait, body, headers, certificate)


def _certificate(line: socket.socket) -> tuple[int, int] | None:
    """When the certificate of a TLS connection began and ends; None without TLS."""
    shown = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
    if not shown:
        return None
    return ssl.cert_time_to_seconds(str(shown["notBefore"])), ssl.cert_time_to_seconds(str(shown["notAfter"]))
