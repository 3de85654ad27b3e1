"""What no calendar is like is refused line by line, before a parser sees it."""

from __future__ import annotations

import pytest

from placette.engine.base import calendar_bounds as bounds


def calendar(line: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()


def test_a_calendar_of_one_event_is_not_refused() -> None:
    assert bounds.refusal(calendar("SUMMARY:Bal")) == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"BEGIN:VCALENDAR\r\n" + b"X:y\r\n" * 400_001, bounds.LARGE),
        (b"<html></html>", bounds.FOREIGN),
        (b"", bounds.FOREIGN),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR\r\n", bounds.ENCODED),
        (calendar("SUMMARY:" + "a" * 30_000), bounds.LONG),
        (calendar("SUMMARY:" + "a\r\n " * 30_000), bounds.LONG),
        (
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1000 + b"END:VEVENT\r\n" * 1000 + b"END:VCALENDAR",
            bounds.DEEP,
        ),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", bounds.DEEP),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 501 + b"END:VCALENDAR", bounds.MANY),
    ],
)
def test_what_no_calendar_is_like_is_refused_before_it_is_parsed(data: bytes, reason: str) -> None:
    assert bounds.refusal(data) == reason
