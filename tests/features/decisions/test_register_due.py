"""Editors are told of appeals that end soon, and of those that nobody has settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from placette.features.decisions import DecisionsSettings, Redress, Ruling, Why, due_decisions, redress_of
from placette.features.decisions.decision import AppealOutcome, appeal_end
from tests.features.decisions.test_register_counting import decision

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
        (late.path, Why.LATE),
        (waits.path, Why.EXAMINED),
        (ends.path, Why.ENDS),
    ]
