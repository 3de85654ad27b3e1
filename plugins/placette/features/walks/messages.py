"""Messages about walks and their tracks. See ``messages.py``."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "walk-short": Message(
        N_("A walk has two steps at least."), N_("List its steps, one per line: - Place de Jaude (45.7766, 3.0824).")
    ),
    "step-shape": Message(
        N_("Step {number} (“{value}”) does not say what it is or where."),
        N_("Write a name or a post’s path, then latitude and longitude in brackets: Place de Jaude (45.7766, 3.0824)."),
    ),
    "step-coordinates": Message(
        N_("Step {number} (“{value}”) is not at a place on Earth."),
        N_("In the brackets, write latitude then longitude in degrees, with points: (45.7766, 3.0824)."),
    ),
    "step-unknown": Message(
        N_("Step {number} leads to “{value}”, which is no post."),
        N_("Write the path of the post from this file, for instance ../articles/2026/the-wash-house/index.md."),
    ),
    "step-far": Message(
        N_("Step {number} (“{value}”) is more than 200 km from the others."),
        N_("Check its latitude and its longitude: were they exchanged, is a digit missing?"),
    ),
    "track-missing": Message(
        N_("The track “{value}” is not beside the walk."),
        N_("Put the GPX file into the folder walks/, with exactly this name, or remove this line."),
    ),
    "track-unusable": Message(
        N_("The track “{value}” cannot be used: {reason}."),
        N_("Export it again as GPX from the device or the application, or remove this line: the steps are enough."),
    ),
    "track-tells": Message(
        N_(
            "The track “{value}” holds more than the way, such as times or names: none of it is published,"
            " but whoever opens the file can read it."
        ),
        N_("If you would rather keep it to yourself, export the track without it before you propose it."),
        Severity.ADVICE,
    ),
}

"""The proposals if no community or no call has a similar name."""
TRACK_BROKEN = N_("it is not a GPX file that can be read")
"""A reason for ``track-unusable``, like the next five."""
TRACK_DECLARES = N_("it holds declarations (DOCTYPE) that no GPX file needs")
TRACK_EMPTY = N_("it holds no way")
TRACK_MANY = N_("it holds more than 20,000 points")
TRACK_COSTLY = N_("reading it takes too much time or memory")
TRACK_ELSEWHERE = N_("it does not pass by the first and the last step")
declare_messages(_MESSAGES)
