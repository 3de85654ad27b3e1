"""How often somebody may send: counted in memory, by a digest that can't be turned back into an address."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

_MOST = 20_000
"""Addresses that are remembered at once; the one that was silent longest makes room."""
_HOUSEHOLD = 64
"""Bits of an IPv6 address that a household shares (RFC 6177, RFC 7084): it has all the rest to choose from."""


@dataclass(slots=True)
class Turnstile:
    """A sliding window of ``seconds`` in which an address may do something so many times.

    The salt is made at start and never leaves the memory.
    """

    seconds: int
    clock: Callable[[], float]
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _times: dict[bytes, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, address: str, most: int) -> bool:
        """Whether this address may do it once more; counted if so."""
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
    """What all addresses of one household have in common; what is no address stands for itself."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or int(known) >> (128 - _HOUSEHOLD))
    return str(known)
