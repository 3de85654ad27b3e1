"""The numbers of the register, month by month, from decisions, receipts and posts. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from placette.features.decisions.decision import AppealOutcome, PublicDecision, Ruling
from placette.features.letterbox import Receipt

WorkingDays = Callable[[date, date], int]


class MonthCount(NamedTuple):
    """The numbers of a month (its first day). ``rulings`` are those that occur, each with how often.

    ``received`` counts letters, and what came otherwise and was decided; ``reversed`` the decisions of the month that
    an appeal undid or changed since; ``delay`` is the median of working days from arrival to decision, None where none
    is known.
    """

    month: date
    received: int
    published: int
    rulings: tuple[tuple[Ruling, int], ...]
    reversed: int
    delay: float | None
    answered: int

    def of(self, ruling: Ruling) -> int:
        """How often that was decided."""
        return dict(self.rulings).get(ruling, 0)


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What is counted: decisions, receipts by number, the days on which posts appeared and questions were answered."""

    decisions: tuple[PublicDecision, ...]
    receipts: Mapping[str, Receipt]
    published: tuple[date, ...]
    answered: tuple[date, ...] = ()


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of each month from that of one day to that of another, both with."""
    month = month_of(first)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def received_on(decision: PublicDecision, receipts: Mapping[str, Receipt]) -> date | None:
    """When the text or the request arrived, as far as anybody wrote it down."""
    receipt = receipts.get(decision.receipt)
    return decision.received or (receipt.received if receipt else None)


def delay_of(decision: PublicDecision, receipts: Mapping[str, Receipt], working_days: WorkingDays) -> int | None:
    """The working days from arrival to decision; None where it isn't known when it arrived."""
    arrived = received_on(decision, receipts)
    return working_days(arrived, decision.day) if arrived and arrived <= decision.day else None


def count_months(ledger: RegisterFacts, today: date, working_days: WorkingDays) -> tuple[MonthCount, ...]:
    """The numbers of each month from the first decision's to that of ``today``; none without decisions."""
    if not ledger.decisions:
        return ()
    received = Counter(map(month_of, _arrivals(ledger, today)))
    published = Counter(month_of(day) for day in ledger.published if day <= today)
    answered = Counter(month_of(day) for day in ledger.answered if day <= today)
    taken: defaultdict[date, list[PublicDecision]] = defaultdict(list)
    for decision in ledger.decisions:
        taken[month_of(decision.day)].append(decision)
    return tuple(
        MonthCount(
            month,
            received[month],
            published[month],
            _rulings(taken[month]),
            sum(one.outcome in {AppealOutcome.REVERSED, AppealOutcome.AMENDED} for one in taken[month]),
            _median(delay_of(one, ledger.receipts, working_days) for one in taken[month]),
            answered[month],
        )
        for month in months_between(min(taken), today)
    )


def _arrivals(ledger: RegisterFacts, today: date) -> Iterator[date]:
    """The day of each letter, then of what came by another way and is known by its decision alone."""
    yield from (receipt.received for receipt in ledger.receipts.values() if receipt.received <= today)
    for decision in ledger.decisions:
        if decision.received and decision.receipt not in ledger.receipts:
            yield decision.received


def _rulings(decisions: Iterable[PublicDecision]) -> tuple[tuple[Ruling, int], ...]:
    counted = Counter(decision.ruling for decision in decisions)
    return tuple((ruling, counted[ruling]) for ruling in Ruling if counted[ruling])


def _median(delays: Iterable[int | None]) -> float | None:
    known = [delay for delay in delays if delay is not None]
    return median(known) if known else None


def count_articles(decisions: Iterable[PublicDecision]) -> tuple[tuple[str, int], ...]:
    """How many texts were refused by each article (an anchor), those that refused most first."""
    counted = Counter(one.article for one in decisions if one.ruling is Ruling.REFUSED)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
