"""Requests many addresses: several servers at once, each slowly, and none that asks robots to stay away."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from urllib.parse import urljoin, urlsplit

from protego import Protego

from placette.desks.status.links.connection import Connection, server_of, servers_of
from placette.desks.status.links.exchange import Manner, exchange
from placette.desks.status.links.outcomes import LinkFate, LinkOutcome, Reply, Visit, judge
from placette.engine.base.message import N_
from placette.engine.base.progress import report

_SERVERS_AT_ONCE = 8
_LOOK = 1.0
"""Seconds between two looks at how far it has come, when nobody answers."""
_SILENCES = 2
"""How many times the patience for one answer nothing may be heard of anybody."""
_MOST_HOPS = 8
"""How many redirects are followed: browsers follow twenty, honest sites need three."""
_TOO_MANY = 429
_ROBOTS_HOPS = 5
_ROBOTS_BYTES = 512_000
"""How much of a robots.txt is read: the minimum that a parser must accept (RFC 9309, 2.5)."""
_CHECKING, _FOLLOWING = N_("Addresses checked"), N_("Redirects followed")
_SILENT = N_("No server has answered yet; Ctrl+C stops, and nothing is changed")
_Waiting = SimpleQueue[list[str]]
"""The addresses of each server that nobody asks yet."""
_Answers = SimpleQueue[list[tuple[str, Reply]] | Exception | None]
"""Replies by address, what stopped a worker, or None once one has ended."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much time to take, in seconds.

    ``pause`` is the time between two requests to one server; the server may ask for more (``Crawl-delay``,
    ``Retry-After``), up to ``longest``. ``server`` and ``whole`` limit the time for one server and for the whole run:
    the rest is left for another day.
    """

    pause: float = 1.0
    longest: float = 30.0
    server: float = 300.0
    whole: float = 1200.0


@dataclass(frozen=True, slots=True)
class Asking:
    """One run: how, how fast, until when. ``stop`` ends it early; ``robots`` are the robots.txt rules read so far."""

    manner: Manner
    pace: Pace
    token: str
    until: float
    connection: Connection
    stop: threading.Event = field(default_factory=threading.Event)
    robots: dict[str, Protego | Reply] = field(default_factory=dict)
    """By origin. If the server can't be reached, its reply instead of the rules."""


def ask_all(
    urls: Iterable[str], manner: Manner, pace: Pace, token: str, dead: Container[str] = ()
) -> dict[str, LinkOutcome]:
    """The outcome for every address, except those for which there was no time.

    ``token`` is our name in a robots.txt. The target of a redirect is requested in the next round, so that its server
    is asked in turn. Raises ``CutOffError`` as soon as there seems to be no network; addresses that were ``dead``
    before say nothing about that.
    """
    visits = [Visit(url, url) for url in dict.fromkeys(urls)]
    now, servers = time.monotonic(), servers_of(visit.at for visit in visits if visit.at not in dead)
    connection = Connection(dead, servers, now + _SILENCES * manner.patience)
    asking = Asking(manner, pace, token, now + pace.whole, connection)
    done: dict[str, LinkOutcome] = {}
    replies: dict[str, Reply] = {}
    for hop in range(_MOST_HOPS + 1):
        wanted = [visit.at for visit in visits if visit.at not in replies]
        replies |= _ask_servers(wanted, asking, _FOLLOWING if hop else _CHECKING)
        known = [(visit, judge(visit, replies[visit.at])) for visit in visits if visit.at in replies]
        done |= {visit.url: found for visit, found in known if isinstance(found, LinkOutcome)}
        visits = [found for _visit, found in known if isinstance(found, Visit)]
    return done | {visit.url: LinkOutcome(LinkFate.FAILING, "loop") for visit in visits}


def _ask_servers(addresses: Iterable[str], asking: Asking, what: str) -> dict[str, Reply]:
    """The replies of many servers. Ctrl+C, or that there is no network, stops all further requests."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        hosts[server_of(address)].append(address)
    waiting, answers = _Waiting(), _Answers()
    for own in hosts.values():
        waiting.put(own)
    workers = min(_SERVERS_AT_ONCE, len(hosts))
    for _worker in range(workers):  # not a pool's, which are waited for in the end: some may wait for minutes
        threading.Thread(target=_work, args=(waiting, answers, asking), daemon=True).start()
    try:
        return dict(_collect(answers, workers, asking, what, sum(map(len, hosts.values()))))
    except BaseException:
        asking.stop.set()
        raise


def _collect(answers: _Answers, workers: int, asking: Asking, what: str, total: int) -> Iterator[tuple[str, Reply]]:
    """The answers as they come, until every worker has ended."""
    done = 0
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
            done += 1
            asking.connection.note(address, reply)
            yield address, reply
        asking.connection.refuse_absence()
        report(what, done, total) if asking.connection.is_there else report(_SILENT)


def _work(waiting: _Waiting, answers: _Answers, asking: Asking) -> None:
    """Ask one server after the other; None says that this worker has ended."""
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
    """The replies of one server, one after the other, until it asks us to stop or its time is up."""
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
    reply = exchange(address, "HEAD", asking.manner)
    if _is_doubtful(reply):  # some servers don't support HEAD, or answer nonsense
        asking.stop.wait(pause)
        reply = exchange(address, "GET", asking.manner)
    if reply.wait is not None and reply.wait <= asking.pace.longest and not asking.stop.wait(reply.wait):
        reply = exchange(address, "GET", asking.manner)
    return reply


def _is_doubtful(reply: Reply) -> bool:
    return reply.why in {"connection", "odd"} or (
        reply.status >= 400 and reply.status != _TOO_MANY and reply.wait is None
    )


def _rules_of(address: str, asking: Asking) -> Protego | Reply:
    """The robots.txt of an address's server, read once per run; the server's reply if it isn't available."""
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in asking.robots:
        asking.robots[origin] = rules = _read_rules(f"{origin}/robots.txt", asking.manner)
        asking.connection.is_there |= isinstance(rules, Protego)
    return asking.robots[origin]


def _read_rules(url: str, manner: Manner) -> Protego | Reply:
    """The rules, by RFC 9309 (2.3.1): 4xx means no rules; while the server fails, nothing may be requested."""
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
