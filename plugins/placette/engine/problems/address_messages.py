"""Messages about published addresses: lost ones, and what editors declare about them. See ``messages.py``."""

from __future__ import annotations

from placette.engine.base.message import N_, Message

ADDRESSES = {
    "address-lost": Message(N_("“{address}” was published, and nothing is there any more."), N_("{proposal}")),
    "address-merge": Message(
        N_("Git left the marks of a merge here."), N_("Delete this line, and keep the addresses above and below it.")
    ),
    "address-line": Message(N_("This line cannot be understood."), N_("{proposal}")),
    "address-twice": Message(
        N_("“{address}” is declared twice, and differently (line {other})."), N_("Keep one of the two lines.")
    ),
    "address-made": Message(
        N_("“{address}” is declared moved or gone, but the site has a page there, or below it."),
        N_("Take the line out, or the page."),
    ),
    "address-target": Message(N_("“{address}” should lead to “{new}”, where there is nothing."), N_("{proposal}")),
    "address-loop": Message(
        N_("“{address}” loops back to itself, by way of “{new}”."), N_("Write the address where the page is now.")
    ),
}

MOVED_THERE = N_(
    "It probably moved: add the line “{address} -> {near}” to {file}; if it is gone for good, “{address} -> gone”."
)
"""The proposal for a lost address if a similar one is new."""
MOVED_OR_GONE = N_("Add a line to {file}: “{address} -> ” with the address of today, or “{address} -> gone”.")
"""The proposal if none is similar."""
NO_ADDRESS = N_("Delete the line, or write an address without the name of the site: 2026/the-wash-house/.")
"""The proposal for a line in the file of published addresses."""
NO_MOVE = N_("Write “2025/old/ -> 2026/new/”, or “2025/old/ -> gone”, without the name of the site.")
"""The proposal for a line in the file of moved addresses."""
NO_SPACE = N_("Write each space in an address as %20, and “->” between two addresses.")
"""The proposal for an address with a space."""
NO_CHARACTER = N_("An old address with “{character}” cannot be declared: servers could take it for something else.")
"""The proposal for an address with a character that no server's file may hold."""
AS_SENT = N_("After “?”, write what browsers send: %C3%A9 for é, %20 for a space.")
"""The proposal for a query with letters that are not sent as they are."""
NO_ENCODING = N_("Write the letters themselves, such as é: the codes after “%” are not UTF-8 here.")
"""The proposal for an address whose encoded letters can't be read."""
TOO_LONG = N_("This address is too long to be declared.")
"""The proposal for an address that files and servers have no room for."""
