"""Whether this computer seems to be connected: without network, hundreds of links must not be called dead."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from placette.desks.status.links.outcomes import LinkOutcome, Reply

_UNREACHABLE = frozenset({"no-host", "connection", "timeout"})
"""Keys of ``outcomes.WHY`` for servers that nothing was heard of."""
_SIGNS = 5
"""Servers that can't be reached, before any other can: from so many on it is rather we who aren't connected."""
_GRACE = 5.0
"""Seconds for those that are there to answer all the same: a name that leads nowhere is known sooner than a page."""


class CutOffError(Exception):
    """Nothing was heard of any of the first ``servers``."""

    def __init__(self, servers: Iterable[str]) -> None:
        self.servers = tuple(servers)
        super().__init__(", ".join(self.servers))


@dataclass(slots=True)
class Connection:
    """What a run has seen of the network. ``servers`` are those that are asked and were not ``dead`` before.

    ``until`` is when silence alone says that there is none (on the clock of ``time.monotonic``): the system may look
    for an address for minutes.
    """

    dead: Container[str]
    servers: frozenset[str]
    until: float
    is_there: bool = False
    lost: dict[str, None] = field(default_factory=dict)

    def note(self, address: str, reply: Reply) -> None:
        """Take note of a reply."""
        if reply.why not in _UNREACHABLE:
            self.is_there = True
        elif address not in self.dead:
            self.lost[server_of(address)] = None
            if len(self.lost) == _SIGNS:
                self.until = min(self.until, time.monotonic() + _GRACE)

    def refuse_absence(self) -> None:
        """Raise ``CutOffError`` if there seems to be no network."""
        if not self.is_there and len(self.servers) > 1 and time.monotonic() > self.until:
            raise CutOffError(self.lost or sorted(self.servers))


def server_of(address: str) -> str:
    """The name of the server that holds an address."""
    return urlsplit(address).hostname or ""


def servers_of(addresses: Iterable[str]) -> frozenset[str]:
    """The servers that hold these addresses."""
    return frozenset(map(server_of, addresses))


def is_cut_off(outcomes: Mapping[str, LinkOutcome], dead: Container[str]) -> bool:
    """Whether this computer has no network: of several servers not known to be ``dead``, none answers."""
    surprising = [url for url in outcomes if url not in dead]
    return len(servers_of(surprising)) > 1 and all(outcome.why in _UNREACHABLE for outcome in outcomes.values())
