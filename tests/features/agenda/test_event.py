"""An event's dates are wall-clock times, right when the clocks change; a hostile one is bounded."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.engine.base.occurrences import coming, months_of
from placette.engine.content.extended import added
from placette.engine.content.memory import Memory
from placette.engine.content.reading import read_folder
from placette.features.agenda.event import EVENT, Announcing, Event
from placette.features.agenda.recurrence import Rule
from placette.features.agenda.selection import all_events, turns
from placette.features.posts.kind import POST
from tests.engine.content.reading_site import OPTIONS, POST_PATH, post, read_texts, write_file

PARIS = ZoneInfo("Europe/Paris")


def event(*lines: str, body: str = "", **files: str) -> Event:
    matter = "".join(f"{line}\n" for line in lines)
    library = read_texts({"events/bal.md": f"---\ntitre: Bal\n{matter}---\n{body}", **files})
    assert [found.code for found in library.problems] == []
    return library.of(EVENT)[0]


@pytest.mark.parametrize(
    ("start", "offsets"),
    [
        ("2026-03-24 18:30", [1, 2, 2]),  # clocks go forward on 29 March 2026
        ("2026-10-20 18:30", [2, 1, 1]),  # and back on 25 October
        ("2027-03-23 18:30", [1, 2, 2]),
    ],
)
def test_a_weekly_event_keeps_its_hour_when_the_clocks_change(start: str, offsets: list[int]) -> None:
    happening = event(f"début: {start}", "répétition: FREQ=WEEKLY;COUNT=3").happening
    assert [f"{day:%H:%M}" for day in happening.starts] == ["18:30"] * 3
    moments = [day.replace(tzinfo=PARIS) for day in happening.starts]
    assert [moment.utcoffset() for moment in moments] == [timedelta(hours=hours) for hours in offsets]


def test_a_post_that_announces_something_gives_the_same_event() -> None:
    lines = ["début: 2026-12-05", "fin: 2026-12-06", "lieu: Halle", "organisateur: Le comité"]
    block = "événement:\n" + "".join(f"  {line}\n" for line in lines)
    (article,) = read_texts({POST_PATH: post(matter=block)}).of(POST)
    assert added(Announcing, article).event == event(*lines).happening


def test_the_body_is_read_as_that_of_a_post_is() -> None:
    read = event(
        "début: 2026-12-05",
        "billets: [../articles/2026/le-lavoir/index.md]",
        body="Voir [le lavoir](../articles/2026/le-lavoir/index.md) : « oui » ?\n",
        **{POST_PATH: post()},
    )
    assert read.posts == (POST_PATH,)
    assert 'href="/2026/le-lavoir/"' in read.body.html
    assert "«&nbsp;oui&nbsp;»" in read.body.html


def test_a_post_that_waits_is_not_named_by_its_event() -> None:
    waiting = post().replace("2026-05-01", "2026-08-01")
    library = read_texts(
        {"events/bal.md": f"---\ntitre: Bal\ndébut: 2026-12-05\nbillets: [../{POST_PATH}]\n---\n", POST_PATH: waiting}
    )
    assert [found.code for found in library.problems] == ["link-waiting"]
    assert library.of(EVENT)[0].posts == ()


def test_exceptions_take_days_out_and_stay_known() -> None:
    happening = event("début: 2026-12-01 18:30", "répétition: FREQ=WEEKLY;COUNT=3", "sauf: 2026-12-08").happening
    assert [day.day for day in happening.starts] == [1, 15]
    assert happening.exceptions == (datetime(2026, 12, 8, 18, 30),)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("freq=monthly;byday=1tu;count=3", ["12-01", "01-05", "02-02"]),
        ("FREQ=MONTHLY;BYDAY=-1TU;UNTIL=20270301", ["12-29", "01-26", "02-23"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4", ["12-01", "12-03", "12-15", "12-17"]),
        ("FREQ=YEARLY;COUNT=2", ["12-01", "12-01"]),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=WE;UNTIL=2099-01-01", []),
    ],
)
def test_rules_give_the_days_that_people_expect(rule: str, days: list[str]) -> None:
    found = Rule.read(rule).dates(datetime(2026, 12, 1 if "-1TU" not in rule else 29, 18, 30))
    assert [f"{day:%m-%d}" for day in found] == days


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=999", "FREQ=DAILY;UNTIL=9999-12-31", "FREQ=YEARLY;COUNT=999"])
def test_no_rule_gives_many_dates(rule: str) -> None:
    dates = Rule.read(rule).dates(datetime(2026, 12, 1))
    assert len(dates) <= Rule.MANY + 1
    assert dates[-1] <= datetime(2031, 12, 31)


def test_an_event_is_past_when_it_ends_and_not_before() -> None:
    happening = event("début: 2026-12-05 18:30", "fin: 2026-12-05 20:00").happening
    assert coming(happening, datetime(2026, 12, 5, 19, 59, tzinfo=PARIS))
    assert not coming(happening, datetime(2026, 12, 5, 20, 0, tzinfo=PARIS))
    whole = event("début: 2026-12-05", "fin: 2026-12-06").happening
    assert coming(whole, datetime(2026, 12, 6, 23, 59, tzinfo=PARIS))
    assert not coming(whole, datetime(2026, 12, 7, tzinfo=PARIS))
    endless = event("début: 2026-12-05 18:30").happening
    assert coming(endless, datetime(2026, 12, 5, 23, 59, tzinfo=PARIS))


def test_what_lasts_stands_in_every_month_that_it_touches() -> None:
    happening = event("début: 2026-11-30", "fin: 2027-01-01").happening
    assert list(months_of(happening)) == [(2026, 11), (2026, 12), (2027, 1)]
    until_midnight = event("début: 2026-11-30 20:00", "fin: 2026-12-01 00:00").happening
    assert list(months_of(until_midnight)) == [(2026, 11)]


@pytest.mark.whole
def test_a_build_knows_when_the_next_event_is_past(tmp_path: Path) -> None:
    write_file(tmp_path / "authors/lea-montel.md", "---\nname: Léa Montel\nkind: habitante\n---\n")
    write_file(tmp_path / POST_PATH, post(matter="event:\n  start: 2026-06-30\n"))
    write_file(tmp_path / "events/bal.md", "---\ntitre: Bal\ndébut: 2026-07-02 20:00\nfin: 2026-07-03 01:00\n---\n")
    build = read_folder(tmp_path, OPTIONS, Memory(None))
    assert [found.path for found in all_events(build)] == [POST_PATH, "events/bal.md"]
    assert (build.build_summary.published[EVENT.name], build.build_summary.texts) == (1, 3)
    assert max(at for at in turns(build) if at <= build.now) == datetime(2026, 7, 1, tzinfo=PARIS)
    assert min(at for at in turns(build) if at > build.now) == datetime(2026, 7, 3, 1, tzinfo=PARIS)
