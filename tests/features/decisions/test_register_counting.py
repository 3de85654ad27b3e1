"""The numbers of the register, against those that somebody counted by hand."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from placette.engine.base.occurrences import working_days_between
from placette.engine.base.translation import SettingError
from placette.features.decisions import DecisionsSettings, PublicDecision, Ruling
from placette.features.decisions.decision import AppealOutcome
from placette.features.decisions.register import (
    MonthCount,
    RegisterFacts,
    count_articles,
    count_months,
    delay_of,
    months_between,
)
from placette.features.letterbox import LetterKind, Receipt

DAYS = partial(working_days_between, alsace_moselle=False)
EAST = partial(working_days_between, alsace_moselle=True)


def decision(day: date, ruling: Ruling = Ruling.REFUSED, **values: Any) -> PublicDecision:
    given: dict[str, Any] = {
        "path": f"decisions/{day:%Y/%m-%d}.md",
        "slug": f"{day:%m-%d}",
        "article": "publicite",
        "by": "",
        "capacity": "l’équipe",
        "reasons": "Deux phrases. Rien de plus.",
        "received": None,
        "receipt": "",
        "post": "",
        "named": "",
        "automated": False,
        "appeal": "",
        "until": None,
        "appealed": None,
        "outcome": None,
        "settled": None,
        "settlement": "",
    }
    return PublicDecision(ruling=ruling, day=day, **{**given, **values})


def receipt(number: str, received: date) -> Receipt:
    return Receipt(number, LetterKind.POST, received)


def counted(*decisions: PublicDecision, today: date, **facts: Any) -> tuple[MonthCount, ...]:
    receipts = {one.number: one for one in facts.pop("receipts", ())}
    return count_months(RegisterFacts(decisions, receipts, facts.pop("published", ()), **facts), today, DAYS)


def test_a_month_has_what_arrived_appeared_and_was_decided_in_it() -> None:
    (may, june) = counted(
        decision(date(2026, 5, 12), received=date(2026, 5, 7)),
        decision(date(2026, 5, 29), Ruling.CORRECTED, receipt="2026-0002"),
        decision(date(2026, 6, 3), outcome=AppealOutcome.REVERSED, settled=date(2026, 6, 20)),
        receipts=[receipt("2026-0001", date(2026, 4, 30)), receipt("2026-0002", date(2026, 5, 28))],
        published=(date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 31), date(2026, 7, 1)),
        answered=(date(2026, 6, 2),),
        today=date(2026, 6, 30),
    )
    assert may == MonthCount(date(2026, 5, 1), 2, 2, ((Ruling.REFUSED, 1), (Ruling.CORRECTED, 1)), 0, 1.5, 0)
    assert june == MonthCount(date(2026, 6, 1), 0, 0, ((Ruling.REFUSED, 1),), 1, None, 1)


def test_what_a_letter_brought_is_counted_once() -> None:
    (month,) = counted(
        decision(date(2026, 5, 12), receipt="2026-0001", received=date(2026, 5, 4)),
        receipts=[receipt("2026-0001", date(2026, 5, 4))],
        today=date(2026, 5, 31),
    )
    assert month.received == 1


def test_months_without_anything_are_there_with_zeros_up_to_today() -> None:
    months = counted(decision(date(2025, 11, 30)), today=date(2026, 2, 1))
    assert [f"{one.month:%Y-%m}" for one in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [one.of(Ruling.REFUSED) for one in months] == [1, 0, 0, 0]
    assert counted(today=date(2026, 2, 1)) == ()


def test_delays_leave_out_weekends_and_holidays_those_of_the_east_too() -> None:
    over_easter = decision(date(2026, 4, 7), received=date(2026, 4, 2))
    assert delay_of(over_easter, {}, DAYS) == 2, "Good Friday and Tuesday: Monday is off"
    assert delay_of(over_easter, {}, EAST) == 1
    assert delay_of(decision(date(2026, 4, 7)), {}, DAYS) is None


def test_the_median_of_an_even_number_lies_between_two() -> None:
    days = (decision(date(2026, 6, 5), received=date(2026, 6, day)) for day in (1, 2, 4))
    (month,) = counted(*days, today=date(2026, 6, 5))
    assert month.delay == 3
    (month,) = counted(
        *(decision(date(2026, 6, 5), received=date(2026, 6, day)) for day in (1, 4)), today=date(2026, 6, 5)
    )
    assert month.delay == 2.5


@pytest.mark.parametrize(
    ("first", "last", "count"), [((2026, 1, 31), (2026, 1, 1), 1), ((2025, 12, 1), (2026, 1, 1), 2)]
)
def test_months_follow_each_other_over_the_year(
    first: tuple[int, int, int], last: tuple[int, int, int], count: int
) -> None:
    assert len(list(months_between(date(*first), date(*last)))) == count


def test_refusals_are_counted_by_article_and_nothing_else_is() -> None:
    found = [
        decision(date(2026, 5, 1), article="publicite"),
        decision(date(2026, 5, 2), article="vie-privee"),
        decision(date(2026, 5, 3), article="vie-privee"),
        decision(date(2026, 5, 4), Ruling.REMOVED, article="publicite"),
    ]
    assert count_articles(found) == (("vie-privee", 2), ("publicite", 1))


@pytest.mark.parametrize("values", [{"appeal_days": 0}, {"notice_days": -1}])
def test_a_delay_that_cannot_be_is_refused(values: dict[str, Any]) -> None:
    (name,) = values
    with pytest.raises(SettingError, match=f"DECISIONS_{name.upper()}"):
        DecisionsSettings(**values)
