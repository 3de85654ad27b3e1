"""Messages of the checks about what was said elsewhere."""

from __future__ import annotations

from placette.engine.base.message import N_, Message
from placette.engine.problems.messages import declare_messages

declare_messages(
    {
        "mention-date": Message(
            N_("The name of this file does not begin with a day."),
            N_("Give it back the name that invoke mentions gave it: 2026-05-04-mastodon-….md."),
        ),
        "mention-url": Message(
            N_("“{value}” is not the address of a page elsewhere."),
            N_("Write the address at which it was said: https://…"),
        ),
        "mention-contact": Message(
            N_("This shows an e-mail address or a telephone number ({value}): everybody will read it."),
            N_("Take it out of the text, or leave the line accepted: false."),
        ),
        "mention-long": Message(
            N_("This text has {length} signs; {limit} at the most."), N_("Shorten it; its address leads to the rest.")
        ),
    }
)
