"""Messages of the check about series and their episodes."""

from __future__ import annotations

from placette.engine.base.message import N_, Message
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "series-unknown": Message(N_("There is no series called “{value}”."), N_("{proposal}")),
    "episode-alone": Message(
        N_("“{key}” is given, but not the series it belongs to."),
        N_("Add a line series: … with its title, or remove this line."),
    ),
    "episode-missing": Message(
        N_("“{key}” is given, but not the number of the episode."),
        N_("Add a line episode: … with its number in the series, or remove this line."),
    ),
    "episode-taken": Message(
        N_("“{other}” is episode {number} of “{series}” already."), N_("Give one of the two another number.")
    ),
    "episode-gap": Message(
        N_("This is episode {number} of “{series}”, but episode {gap} is missing."),
        N_(
            "Episodes are numbered 1, 2, 3 … without a hole; drafts do not count. Correct the number; if episode {gap}"
            " waits in another proposal, nothing is wrong with yours: it can be accepted after that one."
        ),
    ),
}
NEW_SERIES = N_("Check the spelling, or ask the team to open the series.")
"""The proposal when no series is close: they are the editors' to declare."""
declare_messages(_MESSAGES)
