"""A decision as the person concerned is told of it: what, on which facts and grounds, what they can do.

Regulation (EU) 2022/2065, article 17(3), for whoever wrote a text; article 16(5) for whoever reported one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from placette.features.decisions import Ruling


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of reasons. ``article`` is what the charter calls the reason, ``url`` where that stands.

    ``law`` is what the text breaks, where it does; ``title``, ``page`` and ``passage`` say what it is about. ``days``
    are those for an appeal, which end with ``until`` and which ``examiner`` examines. Texts may be empty.
    """

    ruling: Ruling
    reasons: str
    article: str
    url: str
    days: int
    until: date
    examiner: str
    law: str = ""
    title: str = ""
    page: str = ""
    passage: str = ""
    reported: bool = False
    """Whether somebody's report led to it."""
    automated: bool = False
    """Whether a program took part."""
