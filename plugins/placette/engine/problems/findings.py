"""What a whole site lacks or has wrong, for those who keep it: ``invoke doctor`` prints it.

A finding is a value: which diagnosis, and the values that its sentence needs. The sentence is made last, in the
reader's language. Features declare findings of their own (``Feature.examined``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.problems.problems import WORDS

Value = str | int | date

ADDRESS, LEGAL, CONTACT = N_("Public address"), N_("Legal duties"), N_("Contact")
TEXTS, LINKS, FEEDS = N_("Texts and pictures"), N_("Links to other sites"), N_("Feeds and calendars")
BACKUPS, SOFTWARE, BUILT = N_("Backups"), N_("Software"), N_("The built site")
ONLINE, EXAMINATION = N_("Online"), N_("This examination")
"""What findings are about. A site's own feature may name another subject."""


class Level(StrEnum):
    """How serious a finding is, the worst first."""

    WRONG = "wrong"
    MISSING = "missing"
    ADVICE = "advice"
    FINE = "fine"


LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """One thing that is wrong, missing, advised or fine, with the values that its sentences need."""

    diagnosis: Diagnosis
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How serious it is."""
        return self.diagnosis.level


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What findings of one kind have in common. ``code`` is stable, for programs.

    ``subject``, ``what`` and ``mend`` (what to do, or empty) are msgids. Values named as in ``WORDS`` are msgids
    too; a value that is a date is written as people write it.
    """

    code: str
    subject: str
    level: Level
    what: str
    mend: str = ""

    def found(self, **values: Value) -> SiteFinding:
        """A finding of this kind."""
        return SiteFinding(self, values)


def explain_finding(found: SiteFinding, translate: Callable[[str], str], lang: str) -> tuple[str, str]:
    """The two sentences of a finding: what is so, and what to do (which may be empty)."""
    values = {name: _written(value, lang) for name, value in found.values.items()}
    for name in values.keys() & WORDS:
        values[name] = translate(values[name]).format_map(values)
    what, mend = found.diagnosis.what, found.diagnosis.mend
    return translate(what).format_map(values), translate(mend).format_map(values) if mend else ""


def _written(value: Value, lang: str) -> str:
    return long_date(datetime(value.year, value.month, value.day), lang) if isinstance(value, date) else str(value)
