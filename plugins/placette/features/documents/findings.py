"""What a document may do, and what it may reveal, as words for the person who is about to publish it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from placette.engine.base.message import N_


class Active(StrEnum):
    """Something that a document does on the computer of who opens it; its value is a sentence's part."""

    PROGRAM = N_("a program (script or macro)")
    LAUNCH = N_("an order to open another file or program")
    SUBMIT = N_("an order to send or to fetch data")
    FILES = N_("other files hidden inside it")
    MEDIA = N_("sound, film or a 3D model")
    FORM = N_("a form that is a program (XFA)")
    ALARM = N_("alarms that ring or send something")
    ATTACHED = N_("attached files, or addresses from which programs fetch some")
    INVITATION = N_("an invitation that asks for an answer")
    OUTSIDE = N_("parts or links that lead to no web page, such as another file")


class Private(StrEnum):
    """Something that a document reveals beside what it shows."""

    AUTHOR = N_("who wrote it")
    PATH = N_("where it lay on a computer, or an e-mail address")
    COMMENTS = N_("the names of those who commented on it or changed it")
    PEOPLE = N_("who organises it and who is invited, with their addresses")
    TIME = N_("on which day and at what time somebody was there")
    PLACE = N_("where a photo in it was taken")
    LABELS = N_("what a program or a phone wrote beside the sound: names, days, pictures, sometimes a place")
    KEPT = N_("what a program kept for itself, such as earlier versions")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look into a document found. ``signed``: changing a byte would break a signature.

    ``extent`` is how many pages, metres or dates it has, after its kind; 0 where that can't be said.
    """

    active: frozenset[Active] = frozenset()
    private: frozenset[Private] = frozenset()
    extent: int = 0
    signed: bool = False
    advice: tuple[str, ...] = ()
    """The codes of what would help who can't see it."""


def findings_from(found: Iterable[Active | Private], extent: int) -> Findings:
    """What was found one by one, as a whole."""
    kinds = frozenset(found)
    active = frozenset(kind for kind in kinds if isinstance(kind, Active))
    return Findings(active, frozenset(kind for kind in kinds if isinstance(kind, Private)), extent)


class UnusableError(ValueError):
    """A document that can't be offered at all; the message is a reason of ``document-broken``."""


class LockedError(ValueError):
    """A document that is encrypted."""
