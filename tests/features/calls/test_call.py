"""A consultation is coming, running, pending or decided; its pages change on the days on which that does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from placette.engine.texts.values import LICENCES
from placette.features.calls.call import (
    Call,
    Stage,
    days_pending,
    due_consultations,
    is_open,
    moments_of,
    open_calls,
    stage_of,
)

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def call(slug: str = "banc", **consultation: object) -> Call:
    """A call until 31 May 2026; a consultation from 1 May on where one is given."""
    asked = (
        {"question": "Où ?", "opens": at("2026-05-01")} | consultation if consultation else {"opens": at("1990-01-01")}
    )
    return Call(
        path=f"calls/{slug}.md",
        slug=slug,
        url=f"appels/{slug}/",
        title="Le banc",
        summary="Un banc.",
        lang="fr",
        deadline=at("2026-05-31"),
        closes=at("2026-06-01"),
        authors=("lea",),
        category=None,
        community="",
        licence=LICENCES[0],
        **asked,  # type: ignore[arg-type]
    )


RUNNING = call(decision="")
DECIDED = call("robinet", decision="On ferme.", decided=at("2026-06-10"), decided_by="eau")


@pytest.mark.parametrize(
    ("now", "stage", "open_now", "pending"),
    [
        ("2026-04-30T23:59:59", Stage.COMING, False, 0),
        ("2026-05-01T00:00:00", Stage.RUNNING, True, 0),
        ("2026-05-31T23:59:59", Stage.RUNNING, True, 0),
        ("2026-06-01T00:00:00", Stage.PENDING, False, 1),
        ("2026-06-09T23:00:00", Stage.PENDING, False, 9),
        ("2026-06-10T00:00:00", Stage.DECIDED, False, 0),
    ],
)
def test_where_it_stands_follows_the_day(now: str, stage: Stage, open_now: bool, pending: int) -> None:
    assert stage_of(DECIDED, at(now)) is stage
    assert is_open(DECIDED, at(now)) is open_now
    assert days_pending(DECIDED, at(now)) == pending


def test_without_a_decision_it_waits_on() -> None:
    assert days_pending(RUNNING, at("2027-05-31")) == 365
    assert days_pending(call(), at("2027-05-31")) == 0, "a call for posts decides nothing"


def test_those_who_edit_are_told_the_longest_wait_first() -> None:
    later = call("arbre", opens=at("2026-05-01"))
    found = due_consultations([later, RUNNING, DECIDED, call()], at("2026-06-05"))
    assert [(one.path, one.since, one.days) for one in found] == [
        ("calls/arbre.md", date(2026, 5, 31), 5),
        ("calls/banc.md", date(2026, 5, 31), 5),
        ("calls/robinet.md", date(2026, 5, 31), 5),
    ]
    assert [one.path for one in due_consultations([RUNNING, DECIDED], at("2026-06-10"))] == ["calls/banc.md"]


def test_a_call_that_has_not_opened_is_not_among_the_open_ones() -> None:
    assert [one.slug for one in open_calls([DECIDED, call("ponts")], at("2026-04-01"))] == ["ponts"]


def test_pages_change_when_it_opens_closes_is_decided_and_each_day_that_a_decision_is_missing() -> None:
    assert sorted({*moments_of([DECIDED], at("2026-05-10"))}) == [at("2026-05-01"), at("2026-06-01"), at("2026-06-10")]
    waiting = set(moments_of([DECIDED], at("2026-06-05T12:00:00")))
    assert {at("2026-06-05"), at("2026-06-06")} <= waiting
    assert list(moments_of([call()], at("2026-06-05"))) == [at("2026-06-01")]
    assert all(moment - at("2026-06-05") <= timedelta(days=5) for moment in waiting)
