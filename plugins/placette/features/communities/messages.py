"""The message of the check about communities."""

from __future__ import annotations

from placette.engine.base.message import N_, Message
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "community-unknown": Message(N_("There is no community called “{value}”."), N_("{proposal}")),
}
NEW_COMMUNITY = N_("Check the spelling, or ask the team to open the community.")
"""The proposal when no community is close."""
declare_messages(_MESSAGES)
