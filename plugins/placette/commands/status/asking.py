"""Requests many addresses: several servers at once, each slowly, and none that asks robots to stay away."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from protego import Protego

from placette.commands.status.links import LinkFate, LinkOutcome, Reply, Visit, judge, seconds_to_wait
from placette.engine.base.progress import report
from placette.engine.base.translation import N_

_UNREACHABLE = frozenset({"no-host", "connection", "timeout"})
"""Keys of ``links.WHY`` for servers that sent nothing."""


class CutOffError(Exception):
    """This computer has no network, it seems: none of the servers (``args``) sent anything."""


def server_of(address: str) -> str:
    """Return the name of an address's server."""
    return urlsplit(address).hostname or ""


def servers_of(addresses: Iterable[str]) -> frozenset[str]:
    """Return the servers of these addresses."""
    return frozenset(map(server_of, addresses))


def is_cut_off(outcomes: Mapping[str, LinkOutcome], dead: Container[str]) -> bool:
    """Return whether this computer has no network: of several servers not known to be ``dead``, none answers."""
    surprising = [url for url in outcomes if url not in dead]
    return len(servers_of(surprising)) > 1 and all(outcome.why in _UNREACHABLE for outcome in outcomes.values())


Reach = Callable[[str, int], str]
"""For an IP address and a port: empty if we may connect, else a key of ``links.WHY``."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that hold an IPv4 address in their last four bytes (RFC 6052)."""
_RESERVED = (IPv6Network("3fff::/20"), IPv6Network("5f00::/16"))
"""Addresses for documentation (RFC 9637) and segment routing (RFC 9602), which Python takes for public ones."""
_WEB = frozenset({80, 443})
_UNPRIVILEGED = 1024
"""Below it, ports other than the web's belong to mail, files and the like, which must get no requests from us."""


def public_reach(address: str, port: int) -> str:
    """Allow public addresses only, and only the web's ports or those above 1023."""
    if not is_public(address):
        return "private"
    return "" if port in _WEB or port >= _UNPRIVILEGED else "port"


def is_public(written: str) -> bool:
    """Return whether an IP address is public, as well as any address embedded in it."""
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return False
    inner = _unwrapped(address)
    if isinstance(inner, IPv6Address) and (inner.is_site_local or inner.sixtofour):  # both deprecated by the IETF
        return False
    if any(inner in network for network in _RESERVED):
        return False
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that is embedded in an address (mapped, or NAT64), else the address itself."""
    if isinstance(address, IPv6Address) and address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


_MOST_ADDRESSES = 4
"""How many addresses of a name are tried."""
_PORTS = {"http": 80, "https": 443}
_FAILURES = ((ssl.SSLCertVerificationError, "certificate"), (TimeoutError, "timeout"), (OSError, "connection"))
"""The key of ``links.WHY`` for each kind of failure; the first that matches counts."""
_AS_WRITTEN = "%/:?#[]@!$&'()*+,;=~"
"""Characters of an address that needn't be escaped (RFC 3986)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to request: our user agent, where we may connect, seconds for one answer, trusted certificates.

    ``accepted`` are the compressions that we can read, ``headers`` further ones.
    """

    agent: str
    reach: Reach = public_reach
    patience: float = 20.0
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    accepted: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def exchange(self, url: str, method: str, most: int = 0, form: str = "") -> Reply:
        """Send a request in this manner; see ``exchange``."""
        return exchange(url, method, self, most, form)


class _UnreachableError(OSError):
    """No connection is possible; the message is a key of ``links.WHY``."""


@dataclass(slots=True)
class _Line:
    """A connection that is cut off when its time is up."""

    socket: socket.socket
    late: bool = False

    def cut(self) -> None:
        """Close it now, from another thread; a thread that waits for it stops waiting."""
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
        reason = next((why for kind, why in _FAILURES if isinstance(error, kind)), "odd")
        why = str(error) if isinstance(error, _UnreachableError) else reason
        return Reply(why=why, flaw=getattr(error, "verify_code", 0))


def _connect(host: str, port: int, manner: Manner) -> socket.socket:
    """Return a connection to the host's first address that accepts one. Raises ``_UnreachableError`` or ``OSError``."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise _UnreachableError("no-host" if unknown else "connection") from error
    addresses = list(dict.fromkeys(str(place[4][0]) for place in places))
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
    """Yield the connection, cut off after ``seconds``: a server might send a byte now and then for ever."""
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
    own |= {"User-Agent": manner.agent, "Accept": "*/*", **manner.headers}
    connection.request(method, target, form or None, own)
    answer = connection.getresponse()
    body = answer.read(most) if most else b""
    if line.late:
        raise TimeoutError
    if answer.length and len(body) < most:  # it broke off before the end that it had announced
        raise ConnectionError
    location = (answer.getheader("Location") or "").encode("latin-1", "replace").decode("utf-8", "replace")
    wait = seconds_to_wait(answer.getheader("Retry-After") or "")
    headers = {name.lower(): answer.getheader(name, "") for name, _ in answer.getheaders()}  # repeated ones joined
    return Reply(answer.status, "", location.strip(), wait, body, headers, certificate)


def _certificate(line: socket.socket) -> tuple[int, int] | None:
    """Return when the certificate of a TLS connection began and ends; None without TLS."""
    certificate = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
    if not certificate:
        return None
    return ssl.cert_time_to_seconds(str(certificate["notBefore"])), ssl.cert_time_to_seconds(
        str(certificate["notAfter"])
    )


_LOOK = 1.0
"""Seconds between two progress reports, when no server answers."""
_MOST_HOPS = 8
"""How many redirects are followed: browsers follow twenty, honest sites need three."""
_TOO_MANY = 429
_ROBOTS_HOPS = 5
_ROBOTS_BYTES = 512_000
"""How much of a robots.txt is read: the minimum that a parser must accept (RFC 9309, 2.5)."""
_CHECKING, _FOLLOWING = N_("Addresses checked"), N_("Redirects followed")
Get = Callable[[str, Manner], Reply]
Robots = dict[str, Protego | Reply]
"""The rules of each origin. If its server can't be reached, its reply instead of them."""
_Waiting = SimpleQueue[list[str]]
"""The addresses of each server that no worker asks yet."""
_Answers = SimpleQueue[list[tuple[str, Reply]] | Exception | None]
"""Replies by address, what stopped a worker, or None once one has ended."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The times of a run, in seconds.

    ``pause`` is the time between two requests to one server; the server may ask for more (``Crawl-delay``,
    ``Retry-After``), up to ``longest``. ``server`` and ``whole`` limit the time for one server and for the whole run:
    the rest is left for another day. ``servers`` are asked at once.
    """

    pause: float = 1.0
    longest: float = 30.0
    server: float = 300.0
    whole: float = 1200.0
    servers: int = 8


@dataclass(frozen=True, slots=True)
class Asking:
    """One run: how, how fast, until when. ``stop`` ends it early; ``robots`` are the robots.txt rules read so far.

    ``get`` requests a page whose content is wanted; without it, only whether it is there.
    """

    manner: Manner
    pace: Pace
    token: str
    until: float
    stop: threading.Event = field(default_factory=threading.Event)
    robots: Robots = field(default_factory=dict)
    get: Get | None = None


class Followed(NamedTuple):
    """What is known about an address, where redirects led, and the last reply."""

    outcome: LinkOutcome
    at: str
    reply: Reply


def ask_all(
    urls: Iterable[str], manner: Manner, pace: Pace, token: str, dead: Container[str] = ()
) -> dict[str, LinkOutcome]:
    """Return the outcome for every address, as ``follow_all`` does."""
    return {url: followed.outcome for url, followed in follow_all(urls, manner, pace, token, dead).items()}


def follow_all(
    urls: Iterable[str],
    manner: Manner,
    pace: Pace,
    token: str,
    dead: Container[str] = (),
    get: Get | None = None,
    robots: Robots | None = None,
) -> dict[str, Followed]:
    """Follow every address, except those for which there was no time; ``get`` requests one, in one of several threads.
    ``robots`` holds the rules that were read, for the next call.

    ``token`` is our name in a robots.txt. The target of a redirect is requested in the next round, so that its server
    is asked in turn. Raises ``CutOffError`` where there seems to be no network; addresses that were ``dead`` before are
    no sign of that.
    """
    visits = [Visit(url, url) for url in dict.fromkeys(urls)]
    until = time.monotonic() + pace.whole
    asking = Asking(manner, pace, token, until, get=get, robots={} if robots is None else robots)
    results: dict[str, Followed] = {}
    replies: dict[str, Reply] = {}
    for hop in range(_MOST_HOPS + 1):
        targets = [visit.at for visit in visits if visit.at not in replies]
        replies |= _ask_servers(targets, asking, _FOLLOWING if hop else _CHECKING)
        judgements = [(visit, judge(visit, replies[visit.at])) for visit in visits if visit.at in replies]
        results |= {
            visit.url: Followed(outcome, visit.at, replies[visit.at])
            for visit, outcome in judgements
            if isinstance(outcome, LinkOutcome)
        }
        visits = [outcome for _visit, outcome in judgements if isinstance(outcome, Visit)]
    if is_cut_off({url: followed.outcome for url, followed in results.items()}, dead):
        raise CutOffError(*sorted(servers_of(results)))
    return results | {visit.url: Followed(LinkOutcome(LinkFate.FAILING, "loop"), visit.at, Reply()) for visit in visits}


def _ask_servers(addresses: Iterable[str], asking: Asking, what: str) -> dict[str, Reply]:
    """Return the replies of many servers. Ctrl+C, or that there is no network, stops all further requests."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        hosts[server_of(address)].append(address)
    waiting, answers = _Waiting(), _Answers()
    for group in hosts.values():
        waiting.put(group)
    workers = min(asking.pace.servers, len(hosts))
    for _worker in range(workers):  # not a pool's, which are waited for in the end: some may wait for minutes
        threading.Thread(target=_work, args=(waiting, answers, asking), daemon=True).start()
    try:
        return dict(_collect(answers, workers, what, sum(map(len, hosts.values()))))
    except BaseException:
        asking.stop.set()
        raise


def _collect(answers: _Answers, workers: int, what: str, total: int) -> Iterator[tuple[str, Reply]]:
    """Yield the answers as they come, until every worker has ended."""
    count = 0
    while workers:
        try:
            answer = answers.get(timeout=_LOOK)
        except Empty:
            answer = []
        if answer is None:
            workers -= 1
            continue
        if isinstance(answer, Exception):
            raise answer
        for address, reply in answer:
            count += 1
            yield address, reply
        report(what, count, total)


def _work(waiting: _Waiting, answers: _Answers, asking: Asking) -> None:
    """Ask one server after the other; None means that this worker has ended."""
    try:
        with suppress(Empty):
            while True:
                for answer in _ask_server(waiting.get_nowait(), asking):
                    answers.put([answer])
    except Exception as error:  # noqa: BLE001 - raised by who waits
        answers.put(error)
    finally:
        answers.put(None)


def _ask_server(addresses: Iterable[str], asking: Asking) -> Iterator[tuple[str, Reply]]:
    """Yield the replies of one server, one after the other, until it asks us to stop or its time is up."""
    until = min(asking.until, time.monotonic() + asking.pace.server)
    for address in addresses:
        if time.monotonic() > until or asking.stop.is_set():
            break
        reply = _ask_politely(address, asking)
        yield address, reply
        if reply.wait is not None and reply.wait > asking.pace.longest:
            break


def _ask_politely(address: str, asking: Asking) -> Reply:
    """Request one address if its server's rules allow it; once more if the server asks for a short wait."""
    rules = _rules_of(address, asking)
    if isinstance(rules, Reply):
        return rules
    if not rules.can_fetch(address, asking.token):
        return Reply(why="robots")
    pause = min(max(asking.pace.pause, rules.crawl_delay(asking.token) or 0.0), asking.pace.longest)
    asking.stop.wait(pause)
    get = asking.get or _get
    reply = get(address, asking.manner) if asking.get else exchange(address, "HEAD", asking.manner)
    refused = reply.status >= 400 and reply.status != _TOO_MANY and reply.wait is None
    if not asking.get and (refused or reply.why in {"connection", "odd"}):  # HEAD isn't supported, or is nonsense
        asking.stop.wait(pause)
        reply = get(address, asking.manner)
    if reply.wait is not None and reply.wait <= asking.pace.longest and not asking.stop.wait(reply.wait):
        reply = get(address, asking.manner)
    return reply


def _get(address: str, manner: Manner) -> Reply:
    return exchange(address, "GET", manner)


def _rules_of(address: str, asking: Asking) -> Protego | Reply:
    """Return the robots.txt of an address's server, read once per run; the server's reply if it isn't available."""
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in asking.robots:
        asking.robots[origin] = _read_rules(f"{origin}/robots.txt", asking.manner)
    return asking.robots[origin]


def _read_rules(url: str, manner: Manner) -> Protego | Reply:
    """Return the rules, by RFC 9309 (2.3.1): 4xx means no rules; while the server fails, nothing may be requested."""
    reply = exchange(url, "GET", manner, _ROBOTS_BYTES)
    for _hop in range(_ROBOTS_HOPS):
        if not (300 <= reply.status < 400 and reply.location):
            break
        try:
            url = urljoin(url, reply.location)
        except ValueError:
            return Reply(why="odd")
        reply = exchange(url, "GET", manner, _ROBOTS_BYTES)
    if reply.why or reply.status >= 500:
        return reply
    return Protego.parse(reply.body.decode("utf-8-sig", "replace") if reply.status < 300 else "")
