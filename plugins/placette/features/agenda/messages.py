"""Messages about events. See ``messages.py``."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "event-end": Message(
        N_("It would end ({end}) before it begins ({start})."),
        N_("Correct one of the two; without an end, leave the line out."),
    ),
    "event-time": Message(
        N_("Of the beginning and the end, only one has a time."),
        N_("Give both a time (2026-12-05 18:30), or neither for whole days."),
    ),
    "event-all-day": Message(
        N_("“{key}” and the beginning contradict each other: a day with a time is not a whole day."),
        N_("Remove this line: a day without a time is a whole day."),
    ),
    "event-range": Message(N_("The date {value} is not between 1990 and 2100."), N_("Check the year.")),
    "event-hour": Message(
        N_("On {day} there is no {value}: clocks are put forward in that hour."), N_("Choose another time.")
    ),
    "event-long": Message(
        N_("It would last more than {limit} days."),
        N_("Check the year of the end; for something that comes back, use repeat and a short first date."),
    ),
    "event-rule": Message(
        N_("The repetition cannot be used: {reason}."),
        N_("Write for instance repeat: FREQ=WEEKLY;BYDAY=TU;UNTIL=2027-06-29."),
    ),
    "event-rule-start": Message(
        N_("The first date, {start}, is not one that the repetition gives."),
        N_("Correct the day of the beginning, or BYDAY."),
    ),
    "event-many": Message(
        N_("The repetition gives more than {limit} dates, or goes on for more than five years."),
        N_("Announce a season at a time: lower COUNT, or bring UNTIL nearer."),
    ),
    "event-except": Message(
        N_("{value} is excluded, but it is not one of the dates."), N_("Correct the day, or remove it.")
    ),
    "event-empty": Message(
        N_("Every date is excluded."),
        N_("Leave at least one; for an event that does not take place: status: cancelled."),
    ),
    "event-uid": Message(
        N_("“{other}” already has this identifier: the same event would be there twice."),
        N_("Keep one of the two files."),
    ),
    "event-unmodified": Message(
        N_("Nothing says when this was decided: calendars that hold the event already may not take the change."),
        N_("Add a line modified: … with the day of the change, and change it again at each correction."),
        Severity.ADVICE,
    ),
}
declare_messages(_MESSAGES)
