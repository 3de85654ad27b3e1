"""Messages of the check about translations."""

from __future__ import annotations

from placette.engine.base.message import N_, Message
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "translation-unknown": Message(N_("No post has a folder called “{value}”."), N_("{proposal}")),
    "translation-ambiguous": Message(
        N_("Several posts have a folder called “{value}”."), N_("Write the year too, one of: {names}.")
    ),
    "translation-itself": Message(
        N_("“{key}” names this very post."), N_("Name the folder of the original post, or remove this line.")
    ),
    "translation-chain": Message(
        N_("“{value}” is a translation itself."), N_("Name the original, from which both come: {key}: {original}")
    ),
    "translation-mutual": Message(
        N_("This post and “{value}” each say that they translate the other."),
        N_("Remove this line from the one that was written first."),
    ),
    "translation-language": Message(
        N_("This post is in the same language as “{value}”, which it translates ({lang})."),
        N_("Correct the line lang: … of this text, or remove this line."),
    ),
    "translation-taken": Message(
        N_("“{other}” translates “{value}” into this language already ({lang})."),
        N_("Correct the line lang: … of this text, or keep one of the two."),
    ),
}
FOLDER_NAME = N_("Write the name of the original's folder: “le-lavoir” for articles/2026/le-lavoir/.")
"""The proposal when no name is close."""
declare_messages(_MESSAGES)
