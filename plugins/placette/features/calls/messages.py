"""The message of the check about calls for posts."""

from __future__ import annotations

from placette.engine.base.message import N_, Message
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "call-unknown": Message(N_("There is no call for posts called “{value}”."), N_("{proposal}")),
}
NEW_CALL = N_("Check the spelling: a call keeps its name once it is closed.")
"""The proposal when no call is close."""
declare_messages(_MESSAGES)
