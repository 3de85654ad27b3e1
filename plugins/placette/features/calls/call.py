"""Calls for posts, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from placette.engine.library.models import Term
from placette.engine.texts.values import Body, Licence
from placette.features.calls.consultation import Consultation, consultation_moments


@dataclass(frozen=True, slots=True)
class Call:
    """A call for posts, or a consultation.

    ``authors`` (keys) ask; it is open until ``closes``, the end of its ``deadline``.
    """

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    deadline: datetime
    closes: datetime
    authors: tuple[str, ...]
    category: Term | None
    community: str
    """The slug of the community it is addressed to, or empty."""
    licence: Licence
    consultation: Consultation | None = None
    """What is to be decided; None for a call for posts alone."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


def open_calls(calls: Iterable[Call], now: datetime) -> list[Call]:
    """Those that can be answered now, the most urgent first."""
    return sorted((call for call in calls if is_open(call, now)), key=lambda call: (call.closes, call.slug))


def is_open(call: Call, now: datetime) -> bool:
    """Whether a call can be answered: a consultation only from its first day on."""
    return call.closes > now and not (call.consultation and call.consultation.opens > now)


def moments_of(calls: Iterable[Call], now: datetime) -> list[datetime]:
    """The moments at which pages change although no text does, in order."""
    known = list(calls)
    return sorted({*(call.closes for call in known), *consultation_moments(known, now)})
