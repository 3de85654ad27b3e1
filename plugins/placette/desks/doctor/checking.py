"""Runs the checks, each for itself: one that fails says so, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from placette.desks.doctor.patient import Patient
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature
from placette.engine.problems.findings import EXAMINATION, Diagnosis, Level, SiteFinding

FAILED = Diagnosis(
    "check-failed",
    EXAMINATION,
    Level.WRONG,
    N_("“{reason}” could not be examined completely: {what}"),
    N_("If this doesn’t help you, please report it."),
)


class Check(NamedTuple):
    """What is looked at, as a msgid or the name of a feature, and what looks."""

    name: str
    look: Callable[[Patient], Iterable[SiteFinding]]


def examine(patient: Patient, checks: Iterable[Check]) -> tuple[SiteFinding, ...]:
    """All that the checks find. Raises nothing of theirs."""
    found: list[SiteFinding] = []
    for check in checks:
        try:
            found.extend(check.look(patient))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other checks have something to say
            found.append(FAILED.found(reason=check.name, what=f"{type(error).__name__}: {error}"))
    return tuple(found)


def checks_of(features: Iterable[Feature]) -> tuple[Check, ...]:
    """The checks that features bring (``Feature.examined``)."""
    return tuple(Check(feature.name, partial(_ask, feature.examined)) for feature in features if feature.examined)


def _ask(examined: Callable[[Desk], Iterable[SiteFinding]], patient: Patient) -> Iterable[SiteFinding]:
    return examined(patient.desk())
