"""Guards of a server for strangers: slow requests are closed, each may ask so often, and no word gets into its log."""

from __future__ import annotations

import hmac
import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any

_AT_ONCE = 20
"""Connections that make room each time the server looks at them: others wait to be accepted behind those that came."""


@dataclass(slots=True)
class Doorkeeper:
    """Looks at a server's connections each time that it does, and closes those whose request doesn't come to an end."""

    server: Any
    look: Callable[[], bool]
    most: int
    whole: int
    clock: Callable[[], float] = time.monotonic
    since: dict[Any, float] = field(default_factory=dict)
    """When each connection began to send the request that isn't whole yet."""

    def readable(self) -> bool:
        """Return whether the server accepts more, once slow connections are told to close."""
        now, channels = self.clock(), self.server.active_channels.values()
        waiting = [channel for channel in channels if not (channel.requests or channel.writable())]
        self.since = {channel: self.since.get(channel, now) for channel in waiting}
        for channel, start in self.since.items():
            patience = self.whole if _has_headers(channel) else self.whole / 10
            channel.will_close = channel.will_close or now - start > patience
        if len(channels) >= self.most - _AT_ONCE:
            for channel in sorted(self.since, key=lambda one: (_has_headers(one), self.since[one]))[:_AT_ONCE]:
                channel.will_close = True
        return self.look()


def _has_headers(channel: Any) -> bool:
    """Return whether the headers of the request that a connection sends have come."""
    return channel.request is not None and channel.request.headers_finished


def without_words(record: logging.LogRecord) -> bool:
    """Remove visitors' words from a log line: of a fault, only its kind and its place in the code remain."""
    if record.exc_info and record.exc_info[0]:
        kind, _, trace = record.exc_info
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        record.msg, record.args, record.exc_info = f"{kind.__name__} ({where})", (), None
    return True


_MOST = 20_000
"""Addresses that are remembered at once; the one that was silent longest makes room."""
_HOUSEHOLD = 64
"""Bits of an IPv6 address that a household shares (RFC 6177, RFC 7084): it has all the rest to choose from."""


@dataclass(slots=True)
class RateLimiter:
    """A sliding window of ``seconds`` in which an address may do something so many times.

    The salt is made at start and never leaves the memory.
    """

    seconds: int
    clock: Callable[[], float]
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _times: dict[bytes, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, address: str, most: int) -> bool:
        """Return whether this address may do it once more; counted if so."""
        who, now = hmac.digest(self._salt, _shared(address).encode(), "sha256"), self.clock()
        with self._lock:
            times = self._times.pop(who, None) or deque()
            self._times[who] = times  # last in the order
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(self._times) > _MOST:
                del self._times[next(iter(self._times))]
            if len(times) >= most:
                return False
            times.append(now)
            return True


def _shared(address: str) -> str:
    """Return what all addresses of one household share; what is no address is returned as it is."""
    try:
        address_value = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(address_value, IPv6Address):
        return str(address_value.ipv4_mapped or int(address_value) >> (128 - _HOUSEHOLD))
    return str(address_value)
