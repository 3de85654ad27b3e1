"""What the check says of receipts, and what keeps a letterbox from being published."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "receipt-body": Message(
        N_("A receipt holds no text: everybody can read it."),
        N_("Take out all that stands below the second line ---."),
    ),
    "receipt-number": Message(
        N_("The number “{value}” begins with another year than that of {day}, when the letter arrived."),
        N_("Correct “received”, or the name of the file."),
    ),
    "receipt-days": Message(
        N_("“{key}” says {value}, which is before {day}: a letter arrives, is read, then waits or is closed."),
        N_("Correct the day."),
    ),
    "receipt-unknown": Message(N_("There is no letter with the number “{value}”."), N_("{proposal}"), Severity.ADVICE),
    "letterbox-fictitious": Message(
        N_("{setting} says “{value}”, which only stands in for the real value."),
        N_("Write where people can really write to you, or leave the setting empty."),
    ),
}
NEW_RECEIPT = N_("Check the number: it is the name of a file in content/letters/, such as 2026-0042.")
"""The proposal when no number is close."""
declare_messages(_MESSAGES)
