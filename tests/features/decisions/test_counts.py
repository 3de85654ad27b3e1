"""The numbers of the register, against a count by hand; its drawing; appeals that are due."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.occurrences import working_days_between
from placette.engine.base.translation import SettingError
from placette.features.decisions import Ruling
from placette.features.decisions.counts import (
    DecisionsSettings,
    MonthCount,
    count_months,
    delay_of,
    draw_chart,
    due_decisions,
)
from placette.features.decisions.decision import AppealOutcome, PublicDecision, Redress, appeal_end, redress_of
from placette.features.exchanges import Why
from placette.features.letterbox import LetterKind, Receipt

DAYS = partial(working_days_between)
EAST = partial(working_days_between, place="67")


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
    receipts = {one.number: one for one in facts.get("receipts", ())}
    return count_months(decisions, receipts, facts.get("published", ()), facts.get("answered", ()), today, DAYS)


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
    numbers = {"Arrivals": 2, "Published texts": 2, "Refusals": 1, "Corrections": 1}
    assert (may.month, +may.numbers, may.delay) == (date(2026, 5, 1), numbers, 1.5)
    numbers = {"Refusals": 1, "Changed on appeal": 1, "Answers given": 1}
    assert (june.month, +june.numbers, june.delay) == (date(2026, 6, 1), numbers, None)


def test_what_a_letter_brought_is_counted_once() -> None:
    (month,) = counted(
        decision(date(2026, 5, 12), receipt="2026-0001", received=date(2026, 5, 4)),
        receipts=[receipt("2026-0001", date(2026, 5, 4))],
        today=date(2026, 5, 31),
    )
    assert month.numbers["Arrivals"] == 1


def test_months_without_anything_are_there_with_zeros_up_to_today() -> None:
    months = counted(decision(date(2025, 11, 30)), today=date(2026, 2, 1))
    assert [f"{one.month:%Y-%m}" for one in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [one.numbers["Refusals"] for one in months] == [1, 0, 0, 0]
    assert counted(today=date(2026, 2, 1)) == ()


def test_delays_leave_out_weekends_and_holidays_those_of_the_east_too() -> None:
    over_easter = decision(date(2026, 4, 7), received=date(2026, 4, 2))
    assert delay_of(over_easter, {}, DAYS) == 2, "Good Friday and Tuesday: Monday is off"
    assert delay_of(over_easter, {}, EAST) == 1
    assert delay_of(decision(date(2026, 4, 7)), {}, DAYS) is None


def test_a_delay_that_cannot_be_is_refused() -> None:
    with pytest.raises(SettingError, match="DECISIONS_APPEAL_DAYS"):
        DecisionsSettings(appeal_days=0)


OWN = DecisionsSettings()
DAY = date(2026, 6, 1)
END = DAY + timedelta(days=15)


@pytest.mark.parametrize(
    ("today", "where"),
    [(DAY, Redress.OPEN), (END, Redress.OPEN), (END + timedelta(days=1), Redress.UNUSED)],
)
def test_an_appeal_is_open_until_the_evening_of_its_last_day(today: date, where: Redress) -> None:
    assert redress_of(decision(DAY), 15, today) is where


def test_nobody_appeals_against_a_correction() -> None:
    assert appeal_end(decision(DAY, Ruling.CORRECTED), 15) is None
    assert redress_of(decision(DAY, Ruling.RESTORED), 15, DAY) is Redress.NONE
    assert appeal_end(decision(DAY, Ruling.KEPT), 15) == END


def test_a_day_that_the_decision_gives_counts_more_than_the_site_s() -> None:
    assert appeal_end(decision(DAY, until=date(2026, 7, 1)), 15) == date(2026, 7, 1)


def test_what_ends_soon_and_what_waits_is_due_the_earliest_first() -> None:
    today = END - timedelta(days=2)
    ends = decision(DAY)
    waits = decision(DAY - timedelta(days=3), appealed=today - timedelta(days=1))
    late = decision(DAY - timedelta(days=40), appealed=today - timedelta(days=16))
    settled = decision(
        DAY - timedelta(days=9), appealed=DAY, outcome=AppealOutcome.UPHELD, settled=today - timedelta(days=1)
    )
    quiet = decision(today)
    found = due_decisions([ends, waits, late, settled, quiet], OWN, today)
    assert [(one.path, one.why) for one in found] == [
        (late.path, Why.APPEAL_LATE),
        (waits.path, Why.APPEALED),
        (ends.path, Why.APPEAL_ENDS),
    ]


SERIES = ("Arrivées", "Publiés", "Refus", "Corrections")


def test_bars_are_as_high_as_their_numbers() -> None:
    view = draw_chart([("mai", (4, 2, 0, 1))], SERIES, "Des barres")
    heights = {bar.series: bar.height for bar in view.bars}
    assert set(heights) == {0, 1, 3}, "nothing has no bar"
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.1) == pytest.approx(4 * heights[3], abs=0.2)
    assert [line.label for line in view.lines] == ["0", "1", "2", "3", "4"]


@given(st.lists(st.tuples(*[st.integers(0, 30_000)] * 4), min_size=1, max_size=12))
def test_nothing_leaves_the_frame_and_no_bar_covers_another(numbers: list[tuple[int, ...]]) -> None:
    view = draw_chart([(f"m{place}", row) for place, row in enumerate(numbers)], SERIES, "x")
    assert len(view.lines) <= 6
    before = 0.0
    for bar in view.bars:
        assert before <= bar.x + 0.15
        assert bar.x + bar.width <= view.width
        assert bar.y >= -0.15
        assert bar.y + bar.height <= view.height - 24 + 0.2
        before = bar.x + bar.width
