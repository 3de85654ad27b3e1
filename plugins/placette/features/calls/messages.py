"""What the check says of calls for posts and of consultations."""

from __future__ import annotations

from placette.engine.base.message import N_, Message
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "call-unknown": Message(N_("There is no call for posts called “{value}”."), N_("{proposal}")),
    "consultation-question": Message(
        N_("“{key}” belongs to a consultation, but nothing is asked here."),
        N_("Write what is asked behind “question:”, or take this line out: it is a call for posts then."),
    ),
    "consultation-opens": Message(
        N_("A consultation says when it opens, and this one does not."),
        N_("Add its first day: “opens: {day}”, or an earlier one."),
    ),
    "consultation-days": Message(
        N_("The consultation ends on {value}, before it opens ({day})."), N_("Correct one of the two days.")
    ),
    "consultation-unsigned": Message(
        N_("A decision says when it was taken and by whom; one of the two is missing, or both."),
        N_("Add “decided:” with the day, and “decided_by:” with the profile of the service or the elected official."),
    ),
    "consultation-undecided": Message(
        N_("“{key}” tells of a decision, but not which."),
        N_("Write what was decided behind “decision:”, or take this line out until it is known."),
    ),
    "consultation-early": Message(
        N_("The decision is dated {value}; the consultation lasts until {day}."),
        N_("What people are asked is decided after they have answered: correct one of the two days."),
    ),
    "consultation-capacity": Message(
        N_("“{value}” decided, whose profile does not say in what capacity."),
        N_("Name the profile of a service or of an elected official, which says so with kind: and office:."),
    ),
    "consultation-report": Message(
        N_("No single post has a folder called “{value}”."),
        N_("Write the name of the folder of the post that tells what was said and decided, with its year: 2026/…"),
    ),
}
NEW_CALL = N_("Check the spelling: a call keeps its name once it is closed.")
"""The proposal when no call is close."""
declare_messages(_MESSAGES)
